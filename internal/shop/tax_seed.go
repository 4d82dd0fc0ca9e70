package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/seed"
)

// SeedKinds are the kinds of rows of this module.
func SeedKinds() []seed.Kind {
	return []seed.Kind{
		taxCategoryKind(), taxRateKind(), contractKind(), hubKind(), restaurantKind(), closingRuleKind(), optionKind(), optionValueKind(), productKind(),
		variantKind(), menuKind(), sectionKind(), packagingKind(), collectionKind(), homepageKind(),
	}
}

// taxCategoryKind is the seed kind tax_category.
func taxCategoryKind() seed.Kind {
	return seed.Structs[TaxCategory]{
		Kind:  seed.Kind{Name: "tax_category", Table: "tax_categories", Fields: []seed.Field{seed.Req("code", "text"), seed.Opt("name", "text")}},
		Fresh: func() TaxCategory { return TaxCategory{} },
		Stamp: func(r seed.Row, c *TaxCategory) {
			c.ID, c.CreatedAt, c.UpdatedAt, c.Name = r.ID, r.CreatedAt, r.UpdatedAt, r.Text("code")
		},
		Fill: func(_ *db.Tx, r seed.Row, c *TaxCategory) error {
			seed.Given(r, "code", &c.Code, r.Text)
			seed.Given(r, "name", &c.Name, r.Text)
			return nil
		},
		Show: seed.Each(func(c TaxCategory) map[string]any {
			return map[string]any{"id": c.ID, "code": c.Code, "name": c.Name, "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.Make()
}

// taxRateKind is the seed kind tax_rate.
func taxRateKind() seed.Kind {
	return seed.Structs[TaxRate]{
		Kind: seed.Kind{Name: "tax_rate", Table: "tax_rates", Fields: []seed.Field{seed.Req("code", "text"), seed.Req("category", "@tax_category"),
			seed.Req("amount", "number"), seed.Opt("name", "text"), seed.Opt("includedInPrice", "bool"), seed.Opt("country", "text")}},
		Fresh: func() TaxRate { return TaxRate{Included: true} },
		Stamp: func(r seed.Row, t *TaxRate) {
			t.ID, t.CreatedAt, t.UpdatedAt, t.Name = r.ID, r.CreatedAt, r.UpdatedAt, r.Text("code")
		},
		Fill: func(_ *db.Tx, r seed.Row, t *TaxRate) error {
			seed.Given(r, "code", &t.Code, r.Text)
			seed.Given(r, "name", &t.Name, r.Text)
			seed.Given(r, "category", &t.CategoryID, r.Ref)
			seed.Given(r, "amount", &t.Amount, func(f string) money.Rate { return money.RateOf(r.Number(f)) })
			seed.GivenBool(r, "includedInPrice", &t.Included)
			seed.GivenText(r, "country", &t.Country)
			return nil
		},
		Show: seed.Each(func(t TaxRate) map[string]any {
			return map[string]any{"id": t.ID, "code": t.Code, "category": seed.Rel("tax_category", &t.CategoryID), "amount": t.Amount.Float(), "name": t.Name,
				"includedInPrice": t.Included, "country": t.Country, "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt}
		}),
	}.Make()
}

// contractKind is the seed kind contract.
func contractKind() seed.Kind {
	return seed.Structs[Contract]{
		Kind: seed.Kind{Name: "contract", Table: "contracts", Fields: []seed.Field{seed.Opt("flatDeliveryPrice", "money"), seed.Opt("customerAmount", "money"),
			seed.Opt("feeRate", "number"), seed.Opt("takeAwayFeeRate", "number"), seed.Opt("variableDeliveryPriceEnabled", "bool"),
			seed.Opt("variableDeliveryPrice", "@pricing_rule_set"), seed.Opt("variableCustomerAmountEnabled", "bool"),
			seed.Opt("variableCustomerAmount", "@pricing_rule_set"), seed.Opt("restaurantPaysStripeFee", "bool")}},
		Fresh: func() Contract { return Contract{RestaurantPaysStripeFee: true} },
		Stamp: func(r seed.Row, c *Contract) { c.ID, c.CreatedAt, c.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(_ *db.Tx, r seed.Row, c *Contract) error {
			seed.Given(r, "flatDeliveryPrice", &c.FlatDeliveryPrice, r.Money)
			seed.Given(r, "customerAmount", &c.CustomerAmount, r.Money)
			seed.Given(r, "feeRate", &c.FeeRate, func(f string) money.Rate { return money.RateOf(r.Number(f)) })
			seed.Given(r, "takeAwayFeeRate", &c.TakeAwayFeeRate, func(f string) money.Rate { return money.RateOf(r.Number(f)) })
			seed.GivenBool(r, "variableDeliveryPriceEnabled", &c.VariableDeliveryPriceEnabled)
			seed.Given(r, "variableDeliveryPrice", &c.VariableDeliveryPriceID, r.MaybeRef)
			seed.GivenBool(r, "variableCustomerAmountEnabled", &c.VariableCustomerAmountEnabled)
			seed.Given(r, "variableCustomerAmount", &c.VariableCustomerAmountID, r.MaybeRef)
			seed.GivenBool(r, "restaurantPaysStripeFee", &c.RestaurantPaysStripeFee)
			return nil
		},
		Show: seed.Each(func(c Contract) map[string]any {
			return map[string]any{"id": c.ID, "flatDeliveryPrice": c.FlatDeliveryPrice, "customerAmount": c.CustomerAmount, "feeRate": c.FeeRate.Float(),
				"takeAwayFeeRate": c.TakeAwayFeeRate.Float(), "variableDeliveryPriceEnabled": c.VariableDeliveryPriceEnabled,
				"variableDeliveryPrice": seed.Rel("pricing_rule_set", c.VariableDeliveryPriceID), "variableCustomerAmountEnabled": c.VariableCustomerAmountEnabled,
				"variableCustomerAmount": seed.Rel("pricing_rule_set", c.VariableCustomerAmountID), "restaurantPaysStripeFee": c.RestaurantPaysStripeFee,
				"createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt}
		}),
	}.Make()
}
