package partner

import (
	"math"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// WoopitKind is the seed kind woopit_integration.
func WoopitKind() seed.Kind {
	return seed.Structs[Integration]{
		Kind: seed.Kind{Name: "woopit_integration", Table: "woopit_integrations", Fields: []seed.Field{
			seed.Req("store", "@store"), seed.Req("woopitStoreId", "text"), seed.Opt("name", "text"), seed.Opt("maxWeight", "number"),
			seed.Opt("maxWidth", "number"), seed.Opt("maxHeight", "number"), seed.Opt("maxLength", "number"), seed.Opt("productTypes", "[text]"),
			seed.Opt("zone", "@zone"),
		}},
		Fresh: func() Integration { return Integration{ProductTypes: db.JSON[[]string]{V: []string{}}} },
		Stamp: func(r seed.Row, to *Integration) { to.ID, to.CreatedAt, to.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillWoopit,
		Show:  seed.Each(showWoopit),
	}.Make()
}

func fillWoopit(_ *db.Tx, r seed.Row, to *Integration) error {
	seed.Given(r, "store", &to.StoreID, r.Ref)
	seed.Given(r, "woopitStoreId", &to.WoopitStoreID, r.Text)
	seed.Given(r, "name", &to.Name, func(f string) org.Text { return org.Text(r.Text(f)) })
	seed.Given(r, "maxWeight", &to.MaxWeight, limitIn(r, kilogram))
	for field, into := range map[string]**int64{"maxWidth": &to.MaxWidth, "maxHeight": &to.MaxHeight, "maxLength": &to.MaxLength} {
		seed.Given(r, field, into, limitIn(r, centimetre))
	}
	seed.Given(r, "productTypes", &to.ProductTypes.V, r.Texts)
	seed.Given(r, "zone", &to.ZoneID, r.MaybeRef)
	return nil
}

// limitIn reads a limit that is written in centimetres or kilograms.
func limitIn(r seed.Row, fine float64) func(string) *int64 {
	return func(field string) *int64 {
		number := r.MaybeNumber(field)
		if number == nil {
			return nil
		}
		limit := int64(math.Round(*number * fine))
		return &limit
	}
}

func showWoopit(i Integration) map[string]any {
	shown := func(limit *int64, fine float64) any {
		if limit == nil {
			return nil
		}
		return float64(*limit) / fine
	}
	return map[string]any{"id": i.ID, "store": seed.Rel("store", &i.StoreID), "woopitStoreId": i.WoopitStoreID, "name": i.Name,
		"maxWeight": shown(i.MaxWeight, kilogram), "maxWidth": shown(i.MaxWidth, centimetre), "maxHeight": shown(i.MaxHeight, centimetre),
		"maxLength": shown(i.MaxLength, centimetre), "productTypes": i.ProductTypes.V, "zone": seed.Rel("zone", i.ZoneID),
		"createdAt": i.CreatedAt, "updatedAt": i.UpdatedAt}
}
