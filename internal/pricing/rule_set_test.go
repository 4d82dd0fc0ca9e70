package pricing_test

import (
	"context"
	"encoding/json"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/pricing"
)

var (
	admin      = authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Admin}}
	dispatcher = authz.Actor{Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Dispatcher}}
	shopkeeper = authz.Actor{Kind: authz.Person, UserID: 3, Roles: []authz.Role{authz.Store}}
)

func ptr[T any](v T) *T { return &v }

func ruleIn(expression, price string) pricing.RuleIn {
	return pricing.RuleIn{Expression: &expression, Price: &price}
}

// events gives the names of what the journal tells.
func events(t *testing.T, w *dbtest.World) (names []string) {
	t.Helper()
	err := w.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		names, err = db.All[string](tx, "SELECT name FROM journal ORDER BY seq")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestRuleSetsAreKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		as := func(who authz.Actor, fn func(*db.Tx) error) error { return w.Write(context.Background(), who, fn) }
		save := func(who authz.Actor, in pricing.SaveRuleSetIn) (s pricing.RuleSet, err error) {
			return s, as(who, func(tx *db.Tx) (err error) { s, err = pricing.SaveRuleSet(tx, in); return err })
		}
		made, err := save(admin, pricing.SaveRuleSetIn{Name: ptr(" Tarif "), Rules: &[]pricing.RuleIn{ruleIn("distance > 0", "499"), ruleIn("false", "200")}})
		if err != nil {
			t.Fatal(err)
		}
		made.Options.V = append(made.Options.V, "x")
		changed, err := save(admin, pricing.SaveRuleSetIn{ID: made.ID, Options: &made.Options.V, Strategy: ptr(pricing.Every),
			Rules: &[]pricing.RuleIn{ruleIn(`in_zone(pickup.address, "south")`, "1"), {ID: made.Rules[0].ID, Price: ptr("599"), Name: ptr(" Course ")}}})
		if err != nil || len(changed.Rules) != 2 || changed.Rules[1].ID != 1 || changed.Rules[1].Expression != "distance > 0" || changed.Rules[0].ID != 3 {
			t.Fatalf("%+v (%v)", changed, err)
		}
		for _, who := range []authz.Actor{dispatcher, shopkeeper} {
			if _, err := save(who, pricing.SaveRuleSetIn{ID: made.ID, Name: ptr("x")}); !fail.Is(err, fail.Forbidden) {
				t.Errorf("%v may write: %v", who.Roles, err)
			}
		}
		err = as(admin, func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO zones (id, name, geojson, created_at, updated_at) VALUES (1, 'south', ?, 1, 1), (2, 'north', '{}', 1, 1)`,
				`{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.857],[2.3,48.857]]]}`); err != nil {
				return err
			}
			list, zones, err := pricing.Ready(tx, made.ID)
			if err != nil {
				return err
			}
			p := ride()
			p.Zones = zones
			if got := amounts(list.Price(p)); got != "1+599" || len(zones) != 1 {
				t.Errorf("it costs %s with %d zones", got, len(zones))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := events(t, w); len(got) != 2 || got[0] != "pricing_rule_set.saved" {
			t.Errorf("the journal tells %v", got)
		}
	})
}

func TestUsedRuleSetsStay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		remove := func(who authz.Actor) error {
			return w.Write(context.Background(), who, func(tx *db.Tx) error { return pricing.DeleteRuleSet(tx, pricing.DeleteRuleSetIn{ID: 1}) })
		}
		err := w.Write(context.Background(), admin, func(tx *db.Tx) error {
			if _, err := pricing.SaveRuleSet(tx, pricing.SaveRuleSetIn{Name: ptr("Tarif"), Rules: &[]pricing.RuleIn{ruleIn("true", "1")}}); err != nil {
				return err
			}
			for _, s := range []string{
				`INSERT INTO addresses (id, street_address, lat, lng, created_at, updated_at) VALUES (1, '1 Rue A', 48.8, 2.3, 1, 1)`,
				`INSERT INTO organizations (id, name, created_at, updated_at) VALUES (1, 'O', 1, 1)`,
				`INSERT INTO stores (id, name, enabled, address_id, organization_id, pricing_rule_set_id, tags, options, version, created_at, updated_at)
					VALUES (7, 'Le Fournil', TRUE, 1, 1, 1, '[]', '{}', 1, 1, 1)`,
				`INSERT INTO contracts (id, flat_delivery_price, customer_amount, fee_rate, take_away_fee_rate, variable_delivery_price_enabled, variable_delivery_price_id,
					variable_customer_amount_enabled, restaurant_pays_stripe_fee, created_at, updated_at) VALUES (4, 0, 0, 0, 0, TRUE, 1, FALSE, TRUE, 1, 1)`,
				`INSERT INTO restaurants (id, name, type, address_id, organization_id, contract_id, enabled, state, cuisines, featured, exclusive, fulfillment_methods, delivery_perimeter,
					quotes_allowed, auto_accept, cash_on_delivery, options, version, created_at, updated_at)
					VALUES (2, 'Da Ana', 'Restaurant', 1, 1, 4, TRUE, 'normal', '[]', FALSE, FALSE, '[]', '', FALSE, FALSE, FALSE, '{}', 1, 1, 1)`,
			} {
				if _, err := tx.Exec(s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var users []pricing.User
		err = w.Read(context.Background(), admin, func(tx *db.Tx) (err error) { users, err = pricing.Applications(tx, 1); return err })
		if got, _ := json.Marshal(users); err != nil || string(got) != `[{"Kind":"Store","ID":7,"Name":"Le Fournil","Subject":7},{"Kind":"Contract","ID":4,"Name":"Da Ana","Subject":2}]` {
			t.Errorf("used by %s (%v)", got, err)
		}
		if err := remove(admin); !fail.Is(err, fail.Invalid) || len(fail.Of(err).Fields) != 2 {
			t.Errorf("it was taken away: %v", err)
		}
		if err := remove(dispatcher); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a dispatcher takes it away: %v", err)
		}
		err = w.Write(context.Background(), admin, func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE stores SET deleted_at = 1`); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE restaurants SET deleted_at = 1`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := remove(admin); err != nil {
			t.Errorf("a list that only the dead use: %v", err)
		}
		if got := events(t, w); got[len(got)-1] != "pricing_rule_set.deleted" {
			t.Errorf("the journal tells %v", got)
		}
	})
}
