package shop

import (
	"slices"

	"github.com/google/uuid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Choice is an option value that a customer chose, by its code.
type Choice struct {
	Code     string
	Quantity int64 // 1 where a client sends codes alone; 0 chooses nothing when the option is additional
}

// ResolveVariantIn names a product and what was chosen with it.
type ResolveVariantIn struct {
	Product Product
	Choices []Choice
}

// ResolveVariant gives the variant of a product that holds exactly these choices, and makes it when it is new, at the price and tax of the
// default one. Values that are unknown, switched off or not of this product are passed over. A product without any variant cannot be
// bought: Conflict product.variant.missing.
func ResolveVariant(tx *db.Tx, in ResolveVariantIn) (Variant, error) {
	item, err := itemOf(tx, in.Product)
	if err != nil {
		return Variant{}, err
	}
	if item.Default.ID == 0 {
		return Variant{}, fail.New(fail.Conflict, "product.variant.missing", "product", in.Product.Name)
	}
	chosen := item.choose(in.Choices)
	if len(item.Options) == 0 || len(chosen) == 0 {
		return item.Default, nil
	}
	variants, err := variantsOf(tx, []int64{in.Product.ID})
	if err != nil {
		return Variant{}, err
	}
	for _, v := range variants[in.Product.ID] {
		if slices.Equal(sorted(v.OptionValues.V), chosen) {
			return v, nil
		}
	}
	return addVariant(tx, item, chosen)
}

func addVariant(tx *db.Tx, item Item, chosen []Chosen) (Variant, error) {
	id, err := tx.ID("product_variants")
	if err != nil {
		return Variant{}, err
	}
	v := Variant{
		ID: id, ProductID: item.ID, Code: uuid.NewString(), Name: item.Name, Price: item.Default.Price, TaxCategoryID: item.Default.TaxCategoryID,
		OptionValues: db.JSON[[]Chosen]{V: chosen}, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}
	return v, insertVariant(tx, v)
}

// choose gives what the choices mean for the item, by id of the value. A value of an option that is not additional counts once.
func (i Item) choose(choices []Choice) []Chosen {
	byValue := map[int64]int64{}
	for _, c := range choices {
		option, value, ok := i.value(c.Code)
		switch {
		case !ok:
		case !option.Additional:
			byValue[value.ID] = 1
		case c.Quantity > 0:
			byValue[value.ID] += c.Quantity
		}
	}
	chosen := []Chosen{}
	for id, n := range byValue {
		chosen = append(chosen, Chosen{ID: id, Quantity: n})
	}
	return sorted(chosen)
}

func (i Item) value(code string) (Option, OptionValue, bool) {
	for _, o := range i.Options {
		for _, v := range o.Values {
			if v.Code == code && v.Enabled {
				return o.Option, v, true
			}
		}
	}
	return Option{}, OptionValue{}, false
}

func sorted(list []Chosen) []Chosen {
	return slices.SortedFunc(slices.Values(list), func(a, b Chosen) int { return int(a.ID - b.ID) })
}
