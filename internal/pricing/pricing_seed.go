package pricing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// SeedKinds are the kinds of rows of this module.
func SeedKinds() []seed.Kind { return []seed.Kind{zoneKind(), ruleSetKind(), ruleKind()} }

func zoneKind() seed.Kind {
	return seed.Structs[Zone]{
		Kind:  seed.Kind{Name: "zone", Table: "zones", Fields: []seed.Field{seed.Req("name", "text"), seed.Req("geoJSON", "json")}},
		Fresh: func() Zone { return Zone{} },
		Stamp: func(r seed.Row, z *Zone) { z.ID, z.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, z *Zone) error {
			seed.Given(r, "name", &z.Name, r.Text)
			seed.Given(r, "geoJSON", &z.GeoJSON.V, r.JSON)
			z.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(z Zone) map[string]any {
			return map[string]any{"id": z.ID, "name": z.Name, "geoJSON": z.GeoJSON.V, "createdAt": z.CreatedAt, "updatedAt": z.UpdatedAt}
		}),
	}.Make()
}

func ruleSetKind() seed.Kind {
	return seed.Structs[RuleSet]{
		Kind: seed.Kind{Name: "pricing_rule_set", Table: "pricing_rule_sets", Fields: []seed.Field{seed.Req("name", "text"), seed.Opt("strategy", "find/map"),
			seed.Opt("options", "[text]")}},
		Fresh: func() RuleSet { return RuleSet{Strategy: First, Options: db.JSON[[]string]{V: []string{}}, Version: 1} },
		Stamp: func(r seed.Row, s *RuleSet) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, s *RuleSet) error {
			seed.Given(r, "name", &s.Name, r.Text)
			seed.Given(r, "strategy", &s.Strategy, func(f string) Strategy { return Strategy(r.TextOr(f, string(First))) })
			seed.Given(r, "options", &s.Options.V, r.Texts)
			s.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(s RuleSet) map[string]any {
			return map[string]any{"id": s.ID, "name": s.Name, "strategy": s.Strategy, "options": s.Options.V, "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
		}),
	}.Make()
}

func ruleKind() seed.Kind {
	return seed.Structs[Rule]{
		Kind: seed.Kind{Name: "pricing_rule", Table: "pricing_rules", Fields: []seed.Field{seed.Req("ruleSet", "@pricing_rule_set"), seed.Req("expression", "text"),
			seed.Req("price", "text"), seed.Opt("position", "int"), seed.Opt("target", "DELIVERY/TASK/LEGACY_TARGET_DYNAMIC"), seed.Opt("name", "text")}},
		Fresh: func() Rule { return Rule{Target: ForDelivery, Position: -1} },
		Stamp: func(r seed.Row, to *Rule) { to.ID, to.CreatedAt = r.ID, r.CreatedAt },
		Fill:  fillRule,
		Show: seed.Each(func(r Rule) map[string]any {
			return map[string]any{"id": r.ID, "ruleSet": seed.Rel("pricing_rule_set", &r.RuleSetID), "expression": r.Expression, "price": r.Price,
				"position": r.Position, "target": r.Target, "name": r.Name, "createdAt": r.CreatedAt, "updatedAt": r.UpdatedAt}
		}),
	}.Make()
}

// fillRule takes rules as they are written, unreadable ones too: real co-ops have such.
func fillRule(tx *db.Tx, r seed.Row, to *Rule) (err error) {
	seed.Given(r, "ruleSet", &to.RuleSetID, r.Ref)
	seed.Given(r, "expression", &to.Expression, r.Text)
	seed.Given(r, "price", &to.Price, r.Text)
	seed.Given(r, "target", &to.Target, func(f string) Target { return Target(r.TextOr(f, string(ForDelivery))) })
	seed.Given(r, "name", &to.Name, func(f string) org.Text { return org.Text(r.Text(f)) })
	to.UpdatedAt = r.UpdatedAt
	if position := r.MaybeInt("position"); position != nil {
		to.Position = *position
	} else if to.Position < 0 {
		to.Position, err = nextPosition(tx, to.RuleSetID)
	}
	return err
}
