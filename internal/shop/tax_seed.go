package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// SeedKinds are the kinds of rows of this module.
func SeedKinds() []seed.Kind {
	return []seed.Kind{
		taxCategoryKind(), taxRateKind(), contractKind(), hubKind(), restaurantKind(), closingRuleKind(), optionKind(), optionValueKind(), productKind(),
		variantKind(), menuKind(), sectionKind(), packagingKind(), collectionKind(),
	}
}

// kind is a seed kind whose rows are structs: made new, filled from a row's fields, written, and shown again.
type kind[T any] struct {
	seed.Kind
	fresh func() T
	fill  func(*db.Tx, seed.Row, *T) error // writes the fields that the row has over the struct
	stamp func(seed.Row, *T)               // id and times of a new row
	after consequence[T]                   // of every written row
	born  consequence[T]                   // of a new row besides
	show  func(*db.Tx, []T) ([]map[string]any, error)
}

func (k kind[T]) make() seed.Kind {
	k.Insert = func(tx *db.Tx, r seed.Row) error {
		thing := k.fresh()
		k.stamp(r, &thing)
		if err := k.fill(tx, r, &thing); err != nil {
			return err
		}
		if err := db.Insert(tx, k.Table, thing); err != nil {
			return err
		}
		if err := k.born.run(tx, r, thing); err != nil {
			return err
		}
		return k.after.run(tx, r, thing)
	}
	k.Update = func(tx *db.Tx, r seed.Row) error {
		thing, err := oneRow[T](tx, k.Table, r.ID)
		if err != nil {
			return err
		}
		if err := k.fill(tx, r, &thing); err != nil {
			return err
		}
		if err := db.Update(tx, k.Table, &thing); err != nil {
			return err
		}
		return k.after.run(tx, r, thing)
	}
	k.Rows = func(tx *db.Tx) ([]map[string]any, error) {
		list, err := allRows[T](tx, k.Table)
		if err != nil {
			return nil, err
		}
		return k.show(tx, list)
	}
	return k.Kind
}

// consequence is what follows from a row by itself; nil: nothing.
type consequence[T any] func(*db.Tx, seed.Row, T) error

func (c consequence[T]) run(tx *db.Tx, r seed.Row, thing T) error {
	if c == nil {
		return nil
	}
	return c(tx, r, thing)
}

// each shows every struct by itself.
func each[T any](show func(T) map[string]any) func(*db.Tx, []T) ([]map[string]any, error) {
	return func(_ *db.Tx, list []T) ([]map[string]any, error) {
		rows := make([]map[string]any, len(list))
		for i, thing := range list {
			rows[i] = show(thing)
		}
		return rows, nil
	}
}

// given writes a field's value over a place when the row has the field.
func given[T any](r seed.Row, field string, to *T, value func(string) T) {
	if r.Has(field) {
		*to = value(field)
	}
}

func givenBool(r seed.Row, field string, to *bool) {
	if r.Has(field) {
		*to = r.Bool(field, *to)
	}
}

func givenText(r seed.Row, field string, to *org.Text) {
	given(r, field, to, func(f string) org.Text { return org.Text(r.Text(f)) })
}

// taxCategoryKind is the seed kind tax_category.
func taxCategoryKind() seed.Kind {
	return kind[TaxCategory]{
		Kind:  seed.Kind{Name: "tax_category", Table: "tax_categories", Fields: []seed.Field{seed.Req("code", "text"), seed.Opt("name", "text")}},
		fresh: func() TaxCategory { return TaxCategory{} },
		stamp: func(r seed.Row, c *TaxCategory) {
			c.ID, c.CreatedAt, c.UpdatedAt, c.Name = r.ID, r.CreatedAt, r.UpdatedAt, r.Text("code")
		},
		fill: func(_ *db.Tx, r seed.Row, c *TaxCategory) error {
			given(r, "code", &c.Code, r.Text)
			given(r, "name", &c.Name, r.Text)
			return nil
		},
		show: each(func(c TaxCategory) map[string]any {
			return map[string]any{"id": c.ID, "code": c.Code, "name": c.Name, "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.make()
}

// taxRateKind is the seed kind tax_rate.
func taxRateKind() seed.Kind {
	return kind[TaxRate]{
		Kind: seed.Kind{Name: "tax_rate", Table: "tax_rates", Fields: []seed.Field{seed.Req("code", "text"), seed.Req("category", "@tax_category"),
			seed.Req("amount", "number"), seed.Opt("name", "text"), seed.Opt("includedInPrice", "bool"), seed.Opt("country", "text")}},
		fresh: func() TaxRate { return TaxRate{Included: true} },
		stamp: func(r seed.Row, t *TaxRate) {
			t.ID, t.CreatedAt, t.UpdatedAt, t.Name = r.ID, r.CreatedAt, r.UpdatedAt, r.Text("code")
		},
		fill: func(_ *db.Tx, r seed.Row, t *TaxRate) error {
			given(r, "code", &t.Code, r.Text)
			given(r, "name", &t.Name, r.Text)
			given(r, "category", &t.CategoryID, r.Ref)
			given(r, "amount", &t.Amount, func(f string) money.Rate { return money.RateOf(r.Number(f)) })
			givenBool(r, "includedInPrice", &t.Included)
			givenText(r, "country", &t.Country)
			return nil
		},
		show: each(func(t TaxRate) map[string]any {
			return map[string]any{"id": t.ID, "code": t.Code, "category": seed.Rel("tax_category", &t.CategoryID), "amount": t.Amount.Float(), "name": t.Name,
				"includedInPrice": t.Included, "country": t.Country, "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt}
		}),
	}.make()
}

// contractKind is the seed kind contract.
func contractKind() seed.Kind {
	return kind[Contract]{
		Kind: seed.Kind{Name: "contract", Table: "contracts", Fields: []seed.Field{seed.Opt("flatDeliveryPrice", "money"), seed.Opt("customerAmount", "money"),
			seed.Opt("feeRate", "number"), seed.Opt("takeAwayFeeRate", "number"), seed.Opt("variableDeliveryPriceEnabled", "bool"),
			seed.Opt("variableDeliveryPrice", "@pricing_rule_set"), seed.Opt("variableCustomerAmountEnabled", "bool"),
			seed.Opt("variableCustomerAmount", "@pricing_rule_set"), seed.Opt("restaurantPaysStripeFee", "bool")}},
		fresh: func() Contract { return Contract{RestaurantPaysStripeFee: true} },
		stamp: func(r seed.Row, c *Contract) { c.ID, c.CreatedAt, c.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		fill: func(_ *db.Tx, r seed.Row, c *Contract) error {
			given(r, "flatDeliveryPrice", &c.FlatDeliveryPrice, r.Money)
			given(r, "customerAmount", &c.CustomerAmount, r.Money)
			given(r, "feeRate", &c.FeeRate, func(f string) money.Rate { return money.RateOf(r.Number(f)) })
			given(r, "takeAwayFeeRate", &c.TakeAwayFeeRate, func(f string) money.Rate { return money.RateOf(r.Number(f)) })
			givenBool(r, "variableDeliveryPriceEnabled", &c.VariableDeliveryPriceEnabled)
			given(r, "variableDeliveryPrice", &c.VariableDeliveryPriceID, r.MaybeRef)
			givenBool(r, "variableCustomerAmountEnabled", &c.VariableCustomerAmountEnabled)
			given(r, "variableCustomerAmount", &c.VariableCustomerAmountID, r.MaybeRef)
			givenBool(r, "restaurantPaysStripeFee", &c.RestaurantPaysStripeFee)
			return nil
		},
		show: each(func(c Contract) map[string]any {
			return map[string]any{"id": c.ID, "flatDeliveryPrice": c.FlatDeliveryPrice, "customerAmount": c.CustomerAmount, "feeRate": c.FeeRate.Float(),
				"takeAwayFeeRate": c.TakeAwayFeeRate.Float(), "variableDeliveryPriceEnabled": c.VariableDeliveryPriceEnabled,
				"variableDeliveryPrice": seed.Rel("pricing_rule_set", c.VariableDeliveryPriceID), "variableCustomerAmountEnabled": c.VariableCustomerAmountEnabled,
				"variableCustomerAmount": seed.Rel("pricing_rule_set", c.VariableCustomerAmountID), "restaurantPaysStripeFee": c.RestaurantPaysStripeFee,
				"createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.make()
}
