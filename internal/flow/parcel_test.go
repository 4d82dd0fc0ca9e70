package flow_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
	"pignon.coop/locales"
)

var (
	planner  = authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Dispatcher}}
	bakery   = authz.Actor{Kind: authz.App, AppID: 1, StoreID: 1, Scopes: []authz.Scope{authz.Deliveries}}
	florist  = authz.Actor{Kind: authz.App, AppID: 2, StoreID: 2, Scopes: []authz.Scope{authz.Deliveries}}
	somebody = authz.Actor{Kind: authz.Person, UserID: 2}
)

const stores = `{"rows":[
	{"kind":"address","ref":"shop","streetAddress":"1 Rue A","geo":{"latitude":48.85,"longitude":2.35}},
	{"kind":"address","ref":"home","streetAddress":"2 Rue B","geo":{"latitude":48.86,"longitude":2.36},"name":"Ada"},
	{"kind":"tax_category","ref":"service","code":"SERVICE_TAX_EXEMPT"},{"kind":"tax_rate","code":"X","category":"@service","amount":0.2,"name":"TVA 20%"},
	{"kind":"pricing_rule_set","ref":"list","name":"Tarif","strategy":"map"},
	{"kind":"pricing_rule","ruleSet":"@list","expression":"task.type == \"DROPOFF\"","price":"500","target":"TASK"},
	{"kind":"pricing_rule","ruleSet":"@list","expression":"distance > 0 and weight > 1000","price":"300"},
	{"kind":"pricing_rule","ruleSet":"@list","expression":"true","price":"price_percentage(11500)"},
	{"kind":"pricing_rule","ref":"stairs","ruleSet":"@list","expression":"false","price":"200","name":"Escaliers"},
	{"kind":"package_set","ref":"boxes","name":"Cartons"},{"kind":"package","packageSet":"@boxes","name":"XL"},
	{"kind":"store","name":"Le Fournil","address":"@shop","pricingRuleSet":"@list","packageSet":"@boxes","tags":["froid"],"document":"https://example.org/d.pdf"},
	{"kind":"store","name":"Fleurs","address":"@shop"}]}`

// sender is a co-op whose stores send parcels.
type sender struct {
	*dbtest.World
	flow.Parcels
	t *testing.T
}

func eachSender(t *testing.T, fn func(s sender)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		set, err := locale.Load(locales.Files, "fr")
		if err != nil {
			t.Fatal(err)
		}
		words := set.Printer(locale.PrinterIn{Language: "fr", Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
		straight := routing.NewPlanner(routing.PlannerIn{})
		s := sender{World: w, t: t, Parcels: flow.Parcels{DB: w.DB, Planner: func() *routing.Planner { return straight }, Words: func() *locale.Printer { return words }}}
		kinds := slices.Concat(org.SeedKinds(), shop.SeedKinds(), pricing.SeedKinds(), store.SeedKinds())
		loader := seed.NewLoader(kinds, func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
			return seed.Env{Now: w.Clock.Now(), Zone: time.UTC, Country: "fr"}, nil
		})
		s.as(authz.System(), func(tx *db.Tx) error {
			var doc seed.Document
			if err := json.Unmarshal([]byte(stores), &doc); err != nil {
				return err
			}
			_, err := loader.Load(tx, doc)
			return err
		})
		fn(s)
	})
}

func (s sender) as(who authz.Actor, fn func(*db.Tx) error) {
	s.t.Helper()
	if err := s.Write(context.Background(), who, fn); err != nil {
		s.t.Fatal(err)
	}
}

// ride goes from the store to n homes, tomorrow.
func (s sender) ride(n int, grams int64) flow.ParcelIn {
	at := span.At(s.Clock.Now().Add(24 * time.Hour))
	in := flow.ParcelIn{StoreID: 1, StoreNamed: true, Stops: []flow.StopIn{{Type: delivery.Pickup}}}
	for range n {
		in.Stops = append(in.Stops, flow.StopIn{Type: delivery.Dropoff, Address: &org.AddressIn{ID: 2}, Before: at, Weight: &grams, Packages: []flow.PackagesIn{{Name: "XL", Quantity: 2}, {Name: "?", Quantity: 1}}})
	}
	return in
}

func TestParcelIsPricedItemByItem(t *testing.T) {
	t.Parallel()
	eachSender(t, func(s sender) {
		made, err := s.Order(context.Background(), bakery, s.ride(2, 1500))
		if err != nil {
			s.t.Fatal(err)
		}
		if made.Tasks[0].ID != 1 || made.Tasks[2].ID != 3 || made.Tasks[0].Before.IsZero() || !made.Tasks[0].Before.Before(made.Tasks[1].Before.Time) {
			s.t.Errorf("the tasks are %+v", made.Tasks)
		}
		if !strings.HasSuffix(made.Tasks[0].Comments, "4 × XL\n3.00 kg") || made.Tasks[1].Tags.V[0] != "froid" || made.Tasks[2].Metadata.V["documents"] == nil {
			s.t.Errorf("the pick-up says %q", made.Tasks[0].Comments)
		}
		s.as(authz.System(), func(tx *db.Tx) error {
			c, err := order.LoadCart(tx, *made.OrderID)
			if err != nil {
				return err
			}
			var text []string
			for _, i := range c.Items {
				text = append(text, i.VariantName)
				for _, a := range i.Adjustments {
					text = append(text, a.Label)
				}
			}
			if got := strings.Join(text, "; "); c.Total != 1495 || c.TaxTotal() != 83+83+83 || c.State != order.IsNew ||
				got != "Point de dépôt: Ada; 1 × Taux de dépôt - €5.00; TVA 20%; Point de dépôt: Ada; 1 × Taux de dépôt - €5.00; TVA 20%; Supplément de commande; "+
					"1 × Plus de 0.00 km, plus de 1.00 kg - €3.00; 1 × True - +15%; TVA 20%" {
				s.t.Errorf("%s costs %d with a tax of %d: %s", c.State, c.Total, c.TaxTotal(), got)
			}
			kept, ok, err := pricing.KeptOf(tx, c.ID)
			if !ok || kept.Total != c.Total || kept.Trace.V.Sum() != c.Total || *kept.RuleSetID != 1 || len(kept.Trace.V.Passes) != 4 {
				s.t.Errorf("kept %+v", kept)
			}
			return err
		})
		if got := s.journal(); !slices.Equal(got, []string{"order.created", "task.created", "task.created", "task.created", "delivery.created"}) {
			s.t.Errorf("the journal tells %v", got)
		}
	})
}

func (s sender) journal() (names []string) {
	s.t.Helper()
	s.as(authz.System(), func(tx *db.Tx) (err error) {
		names, err = db.All[string](tx, "SELECT name FROM journal ORDER BY seq")
		return err
	})
	return names
}

func TestReductionsDoNotMakeAParcelCheaperThanNothing(t *testing.T) {
	t.Parallel()
	eachSender(t, func(s sender) {
		s.as(authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE pricing_rules SET price = '-9000' WHERE id = 2")
			return err
		})
		made, err := s.Order(context.Background(), planner, s.ride(2, 1500))
		if err != nil {
			s.t.Fatal(err)
		}
		s.as(authz.System(), func(tx *db.Tx) error {
			c, err := order.LoadCart(tx, *made.OrderID)
			if c.Total != 0 || c.Items[2].Total >= 0 || c.State != order.IsAccepted {
				s.t.Errorf("%s, %d: %+v", c.State, c.Total, c.Items)
			}
			return err
		})
	})
}

func TestWhoOrdersAParcel(t *testing.T) {
	t.Parallel()
	eachSender(t, func(s sender) {
		for name, c := range map[string]struct {
			who  authz.Actor
			kind fail.Kind
		}{"another store": {florist, fail.Forbidden}, "somebody": {somebody, fail.Forbidden}, "nobody": {authz.Actor{}, fail.Unauthenticated}} {
			in := s.ride(1, 1)
			if _, err := s.Order(context.Background(), c.who, in); !fail.Is(err, c.kind) {
				s.t.Errorf("%s orders: %v", name, err)
			}
			if _, err := s.Estimate(context.Background(), c.who, in); !fail.Is(err, c.kind) {
				s.t.Errorf("%s asks: %v", name, err)
			}
			if _, err := s.Offer(context.Background(), c.who, in, json.RawMessage("{}")); !fail.Is(err, c.kind) {
				s.t.Errorf("%s is offered: %v", name, err)
			}
		}
		if _, err := s.Estimate(context.Background(), florist, flow.ParcelIn{Stops: s.ride(1, 1).Stops}); !fail.Has(err, "pricing.list.missing") {
			s.t.Errorf("without a list: %v", err)
		}
	})
}

func TestOfferIsKeptAtItsPrice(t *testing.T) {
	t.Parallel()
	eachSender(t, func(s sender) {
		ctx, in := context.Background(), s.ride(1, 5)
		q, err := s.Offer(ctx, bakery, in, json.RawMessage(`{"x":1}`))
		if err != nil || q.Amount != 575 {
			s.t.Fatalf("%+v (%v)", q, err)
		}
		first, err := s.Take(ctx, bakery, q, in)
		if err != nil {
			s.t.Fatal(err)
		}
		again, err := s.Take(ctx, bakery, q, s.ride(1, 5))
		if err != nil || *again.DeliveryID != *first.DeliveryID {
			s.t.Errorf("taken twice: %+v (%v)", again, err)
		}
		s.as(authz.System(), func(tx *db.Tx) error {
			c, err := order.LoadCart(tx, 1)
			if c.Total != 575 || c.Items[0].UnitPrice != 575 || c.Items[0].VariantName != "2 × XL - 0.01 kg - 1.33 km" {
				s.t.Errorf("the order is %+v", c)
			}
			return err
		})
	})
}
