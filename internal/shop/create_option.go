package shop

import (
	"encoding/json"

	"github.com/google/uuid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
)

// CreateOptionIn describes a new option of a restaurant with its values. Codes are made when empty.
type CreateOptionIn struct {
	RestaurantID int64
	Code         string
	Name         string
	Strategy     Strategy // Free when empty
	Additional   bool
	Lower, Upper *int64 // how many values may be chosen
	Values       []ValueIn
}

// ValueIn is one value of a new option.
type ValueIn struct {
	Code  string
	Value string
	Price money.Amount
}

// CreateOption adds an option that the restaurant's products can then offer.
func CreateOption(tx *db.Tx, in CreateOptionIn) (OptionTree, error) {
	r, err := LoadRestaurant(tx, in.RestaurantID)
	if err != nil {
		return OptionTree{}, err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return OptionTree{}, err
	}
	if in.Name == "" {
		return OptionTree{}, fail.At("name", "value.blank")
	}
	if in.Strategy == "" {
		in.Strategy = Free
	}
	o := Option{
		RestaurantID: &r.ID, Code: codeOr(in.Code), Name: in.Name, Strategy: in.Strategy, Additional: in.Additional,
		RangeLower: in.Lower, RangeUpper: in.Upper, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}
	if o.ID, err = tx.ID("product_options"); err != nil {
		return OptionTree{}, err
	}
	if err := db.Insert(tx, "product_options", o); err != nil {
		return OptionTree{}, err
	}
	tree := OptionTree{Option: o, Values: []OptionValue{}}
	for i, v := range in.Values {
		value, err := addValue(tx, OptionValue{OptionID: o.ID, Position: int64(i), Code: codeOr(v.Code), Value: v.Value, Price: v.Price, Enabled: true})
		if err != nil {
			return OptionTree{}, err
		}
		tree.Values = append(tree.Values, value)
	}
	return tree, nil
}

func addValue(tx *db.Tx, v OptionValue) (_ OptionValue, err error) {
	if v.ID, err = tx.ID("product_option_values"); err != nil {
		return OptionValue{}, err
	}
	v.DependsOn.V, v.Metadata.V = []int64{}, json.RawMessage("{}")
	v.CreatedAt, v.UpdatedAt = tx.Now(), tx.Now()
	return v, db.Insert(tx, "product_option_values", v)
}

func codeOr(code string) string {
	if code == "" {
		return uuid.NewString()
	}
	return code
}
