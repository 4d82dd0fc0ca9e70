package store_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/store"
)

// The bakery is store 1, the florist store 2; sue owns the bakery.
var (
	sue    = authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Store}}
	owner  = authz.Actor{Kind: authz.Person, UserID: 1}
	rival  = authz.Actor{Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Store}}
	dan    = authz.Actor{Kind: authz.Person, UserID: 3, Roles: []authz.Role{authz.Dispatcher}}
	admin  = authz.Actor{Kind: authz.Person, UserID: 4, Roles: []authz.Role{authz.Admin}}
	till   = authz.Actor{Kind: authz.App, AppID: 1, StoreID: 1, Scopes: []authz.Scope{authz.Deliveries}}
	reader = authz.Actor{Kind: authz.App, AppID: 2, StoreID: 1, Scopes: []authz.Scope{authz.Tasks}}
	other  = authz.Actor{Kind: authz.App, AppID: 3, StoreID: 2, Scopes: []authz.Scope{authz.Deliveries}}
)

const town = `{"rows":[
	{"kind":"address","ref":"here","streetAddress":"1 Rue A","geo":{"latitude":48.8,"longitude":2.3}},
	{"kind":"package_set","ref":"boxes","name":"Cartons"},{"kind":"package_set","ref":"others","name":"Autres"},
	{"kind":"package","packageSet":"@others","name":"XL","maxVolumeUnits":9},{"kind":"package","packageSet":"@boxes","name":"XL","maxVolumeUnits":3},
	{"kind":"package","packageSet":"@boxes","name":"M","deletedAt":"2026-01-01 10:00"},
	{"kind":"store","name":"Le Fournil","address":"@here","packageSet":"@boxes","addresses":["@here"]},{"kind":"store","name":"Fleurs","address":"@here"}]}`

func each(t *testing.T, fn func(t *testing.T, w *dbtest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		loader := seed.NewLoader(append(org.SeedKinds(), store.SeedKinds()...), func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
			return seed.Env{Now: w.Clock.Now(), Zone: time.UTC, Country: "fr"}, nil
		})
		must(t, w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
			var doc seed.Document
			if err := json.Unmarshal([]byte(town), &doc); err != nil {
				return err
			}
			if _, err := loader.Load(tx, doc); err != nil {
				return err
			}
			for _, s := range []string{
				`INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (1, 'a@b.c', 'a@b.c', '[]', 1, 1)`,
				`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
					VALUES (1, 'sue', 'sue', 'a@b.c', 'a@b.c', '[]', TRUE, 1, 1, 1, 1)`,
			} {
				if _, err := tx.Exec(s); err != nil {
					return err
				}
			}
			return store.SetOwners(tx, 1, []int64{1})
		}))
		fn(t, w)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoSpeaksForAStore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *dbtest.World) {
		for name, c := range map[string]struct {
			who        authz.Actor
			edit, view bool
		}{
			"owner": {sue, true, true}, "owner without the role": {owner, false, false}, "another store's owner": {rival, false, false}, "dispatcher": {dan, false, true},
			"administrator": {admin, true, true}, "its integration": {till, true, true}, "without the scope": {reader, false, false}, "another store's": {other, false, false},
		} {
			must(t, w.Read(context.Background(), c.who, func(tx *db.Tx) error {
				if err := store.MayEdit(tx, 1); (err == nil) != c.edit {
					t.Errorf("%s edits: %v", name, err)
				}
				if err := store.MayView(tx, 1); (err == nil) != c.view {
					t.Errorf("%s views: %v", name, err)
				}
				return nil
			}))
		}
	})
}

func TestPackagesAreThoseOfTheStoresOwnSet(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *dbtest.World) {
		must(t, w.Read(context.Background(), admin, func(tx *db.Tx) error {
			for id, want := range map[int64]int64{1: 3, 2: 0} {
				s, err := store.LoadStore(tx, id)
				if err != nil {
					return err
				}
				found, err := store.PackagesNamed(tx, s, []string{"XL", "M", "?"})
				if err != nil || found["XL"].MaxVolume != want || found["M"].ID != 0 {
					t.Errorf("store %d: %v (%v)", id, found, err)
				}
			}
			return nil
		}))
	})
}

func TestOfferIsTakenOnceAndInTime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *dbtest.World) {
		offer := func(who authz.Actor) (q store.Quote, err error) {
			return q, w.Write(context.Background(), who, func(tx *db.Tx) (err error) {
				q, err = store.Offer(tx, store.OfferIn{StoreID: 1, Amount: 499, Payload: json.RawMessage(`{"a":1}`)})
				return err
			})
		}
		read := func(who authz.Actor, id int64) (q store.Quote, err error) {
			return q, w.Read(context.Background(), who, func(tx *db.Tx) (err error) { q, err = store.QuoteForTaking(tx, id); return err })
		}
		q, err := offer(till)
		must(t, err)
		if _, err := offer(other); !fail.Is(err, fail.Forbidden) {
			t.Errorf("another store was offered it: %v", err)
		}
		for name, c := range map[string]struct {
			who  authz.Actor
			want bool
		}{"its integration": {till, true}, "administrator": {admin, true}, "owner": {sue, false}, "dispatcher": {dan, false}, "another store's": {other, false}} {
			if got, err := read(c.who, q.ID); (err == nil) != c.want || c.want && string(got.Payload.V) != `{"a":1}` {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.Clock.Step(24*time.Hour - time.Second)
		if _, err := read(till, q.ID); err != nil {
			t.Errorf("just in time: %v", err)
		}
		w.Clock.Step(time.Second)
		if _, err := read(till, q.ID); !fail.Has(err, "quote.confirm.expired") {
			t.Errorf("too late: %v", err)
		}
	})
}

func TestKeepPackagesMakesEachOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *dbtest.World) {
		keep := func(names ...string) (kept map[string]store.Package) {
			must(t, w.Write(context.Background(), till, func(tx *db.Tx) (err error) {
				var wanted []store.Package
				for _, name := range names {
					wanted = append(wanted, store.Package{Name: name, Color: "#ffffff", ShortCode: "x", AverageVolume: 1, MaxVolume: 1})
				}
				kept, err = store.KeepPackages(tx, "Partner", wanted)
				return err
			}))
			return kept
		}
		first, then := keep("a", "b", "a"), keep("b", "c")
		if len(first) != 2 || first["b"].ID != then["b"].ID || then["c"].ID == 0 || then["c"].PackageSetID != first["a"].PackageSetID {
			t.Errorf("first %v, then %v", first, then)
		}
	})
}
