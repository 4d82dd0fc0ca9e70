package shop

import (
	"encoding/json"
	"errors"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// optionKind is the seed kind product_option.
func optionKind() seed.Kind {
	return seed.Structs[Option]{
		Kind: seed.Kind{Name: "product_option", Table: "product_options", Fields: []seed.Field{seed.Req("code", "text"), seed.Req("name", "text"),
			seed.Opt("strategy", "free/option_value"), seed.Opt("additional", "bool"), seed.Opt("valuesRange", "json"), seed.Opt("restaurant", "@restaurant")}},
		Fresh: func() Option { return Option{Strategy: Free} },
		Stamp: func(r seed.Row, o *Option) { o.ID, o.CreatedAt, o.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(_ *db.Tx, r seed.Row, o *Option) error {
			seed.Given(r, "code", &o.Code, r.Text)
			seed.Given(r, "name", &o.Name, r.Text)
			seed.Given(r, "strategy", &o.Strategy, func(f string) Strategy { return Strategy(r.TextOr(f, string(Free))) })
			seed.GivenBool(r, "additional", &o.Additional)
			seed.Given(r, "restaurant", &o.RestaurantID, r.MaybeRef)
			return fillValuesRange(r, o)
		},
		Show: seed.Each(func(o Option) map[string]any {
			row := map[string]any{"id": o.ID, "code": o.Code, "name": o.Name, "strategy": o.Strategy, "additional": o.Additional, "valuesRange": nil,
				"restaurant": seed.Rel("restaurant", o.RestaurantID), "createdAt": o.CreatedAt, "updatedAt": o.UpdatedAt}
			if o.RangeLower != nil {
				row["valuesRange"] = valuesRange{o.RangeLower, o.RangeUpper}
			}
			return row
		}),
	}.Make()
}

type valuesRange struct {
	Lower *int64 `json:"lower"`
	Upper *int64 `json:"upper"`
}

func fillValuesRange(r seed.Row, o *Option) error {
	if !r.Has("valuesRange") {
		return nil
	}
	var v valuesRange
	if raw := r.JSON("valuesRange"); raw != nil {
		if err := json.Unmarshal(raw, &v); err != nil {
			return fmt.Errorf("valuesRange is {\"lower\", \"upper\"}: %w", err)
		}
	}
	o.RangeLower, o.RangeUpper = v.Lower, v.Upper
	return nil
}

// optionValueKind is the seed kind product_option_value.
func optionValueKind() seed.Kind {
	return seed.Structs[OptionValue]{
		Kind: seed.Kind{Name: "product_option_value", Table: "product_option_values", Fields: []seed.Field{seed.Req("option", "@product_option"),
			seed.Req("code", "text"), seed.Req("value", "text"), seed.Opt("price", "money"), seed.Opt("enabled", "bool"),
			seed.Opt("dependsOn", "[@product_option_value]"), seed.Opt("metadata", "json")}},
		Fresh: func() OptionValue {
			v := OptionValue{Enabled: true}
			v.DependsOn.V, v.Metadata.V = []int64{}, json.RawMessage("{}")
			return v
		},
		Stamp: func(r seed.Row, v *OptionValue) { v.ID, v.CreatedAt, v.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillOptionValue,
		Show: seed.Each(func(v OptionValue) map[string]any {
			return map[string]any{"id": v.ID, "option": seed.Rel("product_option", &v.OptionID), "code": v.Code, "value": v.Value, "price": v.Price,
				"enabled": v.Enabled, "dependsOn": seed.Rels("product_option_value", v.DependsOn.V), "metadata": v.Metadata.V,
				"createdAt": v.CreatedAt, "updatedAt": v.UpdatedAt}
		}),
	}.Make()
}

func fillOptionValue(tx *db.Tx, r seed.Row, v *OptionValue) (err error) {
	before := v.OptionID
	seed.Given(r, "option", &v.OptionID, r.Ref)
	seed.Given(r, "code", &v.Code, r.Text)
	seed.Given(r, "value", &v.Value, r.Text)
	seed.Given(r, "price", &v.Price, r.Money)
	seed.GivenBool(r, "enabled", &v.Enabled)
	seed.Given(r, "dependsOn", &v.DependsOn.V, r.Refs)
	seed.Given(r, "metadata", &v.Metadata.V, r.JSON)
	if before != v.OptionID {
		v.Position, err = nextPosition(tx, nextValue, v.OptionID)
	}
	return err
}

// productKind is the seed kind product. A product with a price gets its default variant.
func productKind() seed.Kind {
	return seed.Structs[Product]{
		Kind: seed.Kind{Name: "product", Table: "products", Deletes: true, Fields: []seed.Field{seed.Req("code", "text"), seed.Req("name", "text"),
			seed.Opt("restaurant", "@restaurant"), seed.Opt("description", "text"), seed.Opt("enabled", "bool"), seed.Opt("options", "[@product_option]"),
			seed.Opt("price", "money"), seed.Opt("taxCategory", "@tax_category"), seed.Opt("suitableForDiet", "[text]"), seed.Opt("allergens", "[text]"),
			seed.Opt("reusablePackagingEnabled", "bool"), seed.Opt("reusablePackagings", "json"), seed.Opt("images", "json"), seed.Opt("metadata", "json")}},
		Fresh: NewProduct,
		Stamp: func(r seed.Row, p *Product) { p.ID, p.CreatedAt, p.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillProduct,
		After: completeProduct,
		Show:  showProducts,
	}.Make()
}

func fillProduct(tx *db.Tx, r seed.Row, p *Product) error {
	seed.Given(r, "code", &p.Code, r.Text)
	seed.Given(r, "name", &p.Name, r.Text)
	seed.Given(r, "restaurant", &p.RestaurantID, r.MaybeRef)
	seed.GivenText(r, "description", &p.Description)
	seed.GivenBool(r, "enabled", &p.Enabled)
	seed.Given(r, "suitableForDiet", &p.Diets.V, r.Texts)
	seed.Given(r, "allergens", &p.Allergens.V, r.Texts)
	seed.GivenBool(r, "reusablePackagingEnabled", &p.ReusablePackaging)
	seed.Given(r, "metadata", &p.Metadata.V, r.JSON)
	if !r.DeletedAt.IsZero() {
		p.DeletedAt = r.DeletedAt
	}
	p.UpdatedAt = r.UpdatedAt
	if err := fillPackagings(tx, r, p); err != nil {
		return err
	}
	return fillJSON(r, "images", &p.Images.V)
}

func fillJSON[T any](r seed.Row, field string, to *[]T) error {
	if !r.Has(field) {
		return nil
	}
	*to = []T{}
	if raw := r.JSON(field); raw != nil {
		if err := json.Unmarshal(raw, to); err != nil {
			return fmt.Errorf("%s cannot be read: %w", field, err)
		}
	}
	return nil
}

// fillPackagings keeps the boxes of a product by their ids.
func fillPackagings(tx *db.Tx, r seed.Row, p *Product) error {
	if err := fillJSON(r, "reusablePackagings", &p.ReusablePackagings.V); err != nil || !r.Has("reusablePackagings") {
		return err
	}
	for i, box := range p.ReusablePackagings.V {
		id, err := seed.Inner(tx, box.Packaging, "reusable_packaging")
		if err != nil {
			return fmt.Errorf("reusablePackagings: %w", err)
		}
		p.ReusablePackagings.V[i].Packaging = fmt.Sprintf("%s%d", packagingRelation, id)
	}
	return nil
}

func completeProduct(tx *db.Tx, r seed.Row, p Product) error {
	if r.Has("options") {
		if err := linkOptions(tx, p.ID, r.Refs("options")); err != nil {
			return err
		}
	}
	if !r.Has("price") && !r.Has("taxCategory") {
		return nil
	}
	variants, err := variantsOf(tx, []int64{p.ID})
	if err != nil {
		return err
	}
	if have := variants[p.ID]; len(have) > 0 {
		v := have[0]
		seed.Given(r, "price", &v.Price, r.Money)
		seed.Given(r, "taxCategory", &v.TaxCategoryID, r.Ref)
		return db.Update(tx, "product_variants", v)
	}
	if r.MaybeInt("price") == nil {
		return nil
	}
	if r.Ref("taxCategory") == 0 {
		return errors.New("taxCategory is required with a price")
	}
	return addDefaultVariant(tx, p, Variant{Code: defaultCode(p), Price: r.Money("price"), TaxCategoryID: r.Ref("taxCategory")})
}

// defaultCode is the code of the variant that a product's price makes.
func defaultCode(p Product) string { return p.Code + "-default" }

func showProducts(tx *db.Tx, list []Product) ([]map[string]any, error) {
	ids := []int64{}
	for _, p := range list {
		ids = append(ids, p.ID)
	}
	variants, err := variantsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	options, err := optionIDsOf(tx, ids)
	rows := make([]map[string]any, len(list))
	for i, p := range list {
		rows[i] = map[string]any{
			"id": p.ID, "code": p.Code, "name": p.Name, "restaurant": seed.Rel("restaurant", p.RestaurantID), "description": p.Description, "enabled": p.Enabled,
			"options": seed.Rels("product_option", options[p.ID]), "price": nil, "taxCategory": nil, "suitableForDiet": p.Diets.V, "allergens": p.Allergens.V,
			"reusablePackagingEnabled": p.ReusablePackaging, "reusablePackagings": orNull(p.ReusablePackagings.V), "images": orNull(p.Images.V),
			"metadata": p.Metadata.V, "createdAt": p.CreatedAt, "updatedAt": p.UpdatedAt, "deletedAt": p.DeletedAt,
		}
		if have := variants[p.ID]; len(have) > 0 {
			rows[i]["price"], rows[i]["taxCategory"] = have[0].Price, seed.Rel("tax_category", &have[0].TaxCategoryID)
		}
	}
	return rows, err
}

// variantKind is the seed kind product_variant.
func variantKind() seed.Kind {
	return seed.Structs[Variant]{
		Kind: seed.Kind{Name: "product_variant", Table: "product_variants", Fields: []seed.Field{seed.Req("product", "@product"), seed.Req("code", "text"),
			seed.Req("price", "money"), seed.Req("taxCategory", "@tax_category"), seed.Opt("name", "text"), seed.Opt("optionValues", "[@product_option_value]")}},
		Fresh: func() Variant { return Variant{OptionValues: db.JSON[[]Chosen]{V: []Chosen{}}} },
		Stamp: func(r seed.Row, v *Variant) { v.ID, v.CreatedAt, v.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillVariant,
		Show: seed.Each(func(v Variant) map[string]any {
			ids := []int64{}
			for _, c := range v.OptionValues.V {
				ids = append(ids, c.ID)
			}
			return map[string]any{"id": v.ID, "product": seed.Rel("product", &v.ProductID), "code": v.Code, "price": v.Price,
				"taxCategory": seed.Rel("tax_category", &v.TaxCategoryID), "name": v.Name, "optionValues": seed.Rels("product_option_value", ids),
				"createdAt": v.CreatedAt, "updatedAt": v.UpdatedAt}
		}),
	}.Make()
}

func fillVariant(tx *db.Tx, r seed.Row, v *Variant) error {
	isNew := v.ProductID == 0
	seed.Given(r, "product", &v.ProductID, r.Ref)
	seed.Given(r, "code", &v.Code, r.Text)
	seed.Given(r, "price", &v.Price, r.Money)
	seed.Given(r, "taxCategory", &v.TaxCategoryID, r.Ref)
	seed.Given(r, "name", &v.Name, r.Text)
	if r.Has("optionValues") {
		v.OptionValues.V = []Chosen{}
		for _, id := range r.Refs("optionValues") {
			v.OptionValues.V = append(v.OptionValues.V, Chosen{ID: id, Quantity: 1})
		}
	}
	if !isNew {
		return nil
	}
	p, err := oneRow[Product](tx, "products", v.ProductID)
	if err != nil {
		return err
	}
	if v.Name == "" {
		v.Name = p.Name
	}
	return dropVariant(tx, defaultCode(p))
}
