package shop

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/expression"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// Fields are what people write about a restaurant. nil stays as it is. Enabled, Featured, Exclusive and ContractID are for administrators.
type Fields struct {
	Name             *string
	Type             *string
	Description      *string
	Telephone        *string // as people of the country write it
	Website          *string
	Cuisines         *[]string
	Methods          *[]FulfillmentMethod
	Perimeter        *string
	PreparationRules *[]PreparationRule
	RateLimitAmount  *int64 // 0 for none
	RateLimitMinutes *int64
	AutoAccept       *bool
	CashOnDelivery   *bool
	Image            *string // blob name
	BannerImage      *string // blob name

	Enabled    *bool
	Featured   *bool
	Exclusive  *bool
	ContractID *int64
}

const longestText = 5000

func (f Fields) forAdministrators() bool {
	return f.Enabled != nil || f.Featured != nil || f.Exclusive != nil || f.ContractID != nil
}

func (f Fields) apply(tx *db.Tx, r *Restaurant) error {
	if f.forAdministrators() {
		if err := mayAdminister(tx.Who()); err != nil {
			return err
		}
	}
	if err := f.check(); err != nil {
		return err
	}
	if f.Telephone != nil {
		settings, err := org.LoadSettings(tx)
		if err != nil {
			return err
		}
		if r.Telephone, err = org.ParsePhone(*f.Telephone, settings.Country); err != nil {
			return fail.At("telephone", "phone.invalid", "number", *f.Telephone)
		}
	}
	f.write(r)
	return nil
}

func (f Fields) check() error {
	var wrong *fail.Error
	if f.Name != nil && (*f.Name == "" || len(*f.Name) > longestText) {
		wrong = wrong.Add("name", "value.blank")
	}
	if f.Type != nil && !slices.Contains(Types(), *f.Type) {
		wrong = wrong.Add("type", "value.choice", "value", *f.Type)
	}
	if f.Description != nil && len(*f.Description) > longestText {
		wrong = wrong.Add("description", "value.too_long", "limit", longestText)
	}
	if f.Perimeter != nil {
		if err := checkPerimeter(*f.Perimeter); err != nil {
			wrong = wrong.Add("deliveryPerimeterExpression", "restaurant.perimeter.unreadable", "why", fail.Of(err).Fields[0].Args["why"])
		}
	}
	if f.PreparationRules != nil {
		for _, rule := range *f.PreparationRules {
			_, err1 := expression.Parse(rule.Expression)
			_, err2 := ParseDuration(rule.Time)
			if err1 != nil || err2 != nil {
				wrong = wrong.Add("preparationTimeRules", "restaurant.preparation.unreadable", "rule", rule.Expression)
			}
		}
	}
	return wrong.Or()
}

func (f Fields) write(r *Restaurant) {
	set(&r.Name, f.Name)
	set(&r.Type, f.Type)
	setText(&r.Description, f.Description)
	setText(&r.Website, f.Website)
	setText(&r.Image, f.Image)
	setText(&r.BannerImage, f.BannerImage)
	set(&r.Cuisines.V, f.Cuisines)
	set(&r.Methods.V, f.Methods)
	set(&r.Perimeter, f.Perimeter)
	set(&r.PreparationRules.V, f.PreparationRules)
	setOrNone(&r.RateLimitAmount, f.RateLimitAmount)
	setOrNone(&r.RateLimitMinutes, f.RateLimitMinutes)
	set(&r.AutoAccept, f.AutoAccept)
	set(&r.CashOnDelivery, f.CashOnDelivery)
	set(&r.Enabled, f.Enabled)
	set(&r.Featured, f.Featured)
	set(&r.Exclusive, f.Exclusive)
	setOrNone(&r.ContractID, f.ContractID)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func setText(to *org.Text, from *string) {
	if from != nil {
		*to = org.Text(*from)
	}
}

// setOrNone takes 0 for none.
func setOrNone(to **int64, from *int64) {
	switch {
	case from == nil:
	case *from == 0:
		*to = nil
	default:
		*to = from
	}
}
