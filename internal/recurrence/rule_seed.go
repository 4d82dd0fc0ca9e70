package recurrence

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// SeedKind is the kind of rows of this module.
func SeedKind() seed.Kind {
	return seed.Structs[Rule]{
		Kind: seed.Kind{Name: "recurrence_rule", Table: "recurrence_rules", Deletes: true, Fields: []seed.Field{seed.Req("store", "@store"), seed.Req("rule", "text"),
			seed.Req("template", "json"), seed.Opt("name", "text"), seed.Opt("generateOrders", "bool"), seed.Opt("paused", "bool"), seed.Opt("arbitraryPriceTemplate", "json")}},
		Fresh: func() Rule { return Rule{Version: 1, FixedPrice: db.JSON[json.RawMessage]{V: json.RawMessage("null")}} },
		Stamp: func(r seed.Row, to *Rule) { to.ID, to.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, to *Rule) (err error) {
			seed.Given(r, "store", &to.StoreID, r.Ref)
			seed.GivenText(r, "name", &to.Name)
			seed.Given(r, "template", &to.Template.V, r.JSON)
			seed.Given(r, "arbitraryPriceTemplate", &to.FixedPrice.V, r.JSON)
			seed.GivenBool(r, "generateOrders", &to.Generates)
			seed.GivenBool(r, "paused", &to.Paused)
			to.UpdatedAt, to.DeletedAt = r.UpdatedAt, r.DeletedAt
			if to.FixedPrice.V == nil {
				to.FixedPrice.V = json.RawMessage("null")
			}
			if r.Has("rule") {
				to.Rule, err = Normal(r.Text("rule"))
			}
			return err
		},
		Show: seed.Each(func(r Rule) map[string]any {
			return map[string]any{"id": r.ID, "store": seed.Rel("store", &r.StoreID), "rule": r.Rule, "template": r.Template.V, "name": r.Name,
				"generateOrders": r.Generates, "paused": r.Paused, "arbitraryPriceTemplate": r.FixedPrice.V, "createdAt": r.CreatedAt, "updatedAt": r.UpdatedAt,
				"deletedAt": r.DeletedAt}
		}),
	}.Make()
}
