package dispatch_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/seed"
)

func TestSeed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		kinds := slices.Concat(delivery.SeedKinds(dispatch.SeedHand), dispatch.SeedKinds(),
			[]seed.Kind{{Name: "user", Table: "users"}, {Name: "address", Table: "addresses"}, {Name: "organization", Table: "organizations"}})
		zone, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		loader := seed.NewLoader(kinds, func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
			return seed.Env{Now: w.Clock.Now(), Zone: zone, Country: "fr"}, nil
		})
		task := func(ref, rest string) string {
			return fmt.Sprintf(`{"kind":"task","ref":"%s","address":"@address:1","before":"2026-11-24 18:00"%s}`, ref, rest)
		}
		text := `{"rows":[` + task("a", `,"type":"PICKUP"`) + `,` + task("b", `,"metadata":{"foo":1},"comments":"x"`) + `,` + task("c", fmt.Sprintf(`,"assignedTo":"@user:%d","status":"DONE"`, w.bob.UserID)) + `,` +
			task("d", `,"events":[{"name":"task:done","data":{"notes":"n"}}]`) + `,
			{"kind":"tour","ref":"t","name":"North","date":"2026-11-24","tasks":["@d"]},{"kind":"delivery","tasks":["@a","@b"]},
			{"kind":"task_image","imageName":"x.jpg","task":"@a"},{"kind":"task_group","name":"G"},` +
			fmt.Sprintf(`{"kind":"task_list","courier":"@user:%d","date":"2026-11-24","items":["@t","@b"]},{"kind":"task","update":"@b","assignedTo":null},`, w.sarah.UserID) +
			fmt.Sprintf(`{"kind":"position","user":"@user:%d","latitude":48.8,"longitude":2.3,"at":"today 12:00"}]}`, w.bob.UserID)
		var doc seed.Document
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		w.Must(authz.System(), func(tx *db.Tx) error { _, err := loader.Load(tx, doc); return err })
		if events := w.Events(0); len(events) != 0 {
			t.Errorf("seeding made things happen: %v", events)
		}
		w.wantList(w.bob, 1, 3)
		if items, _ := w.list(w.sarah); !slices.Equal(items, []dispatch.Item{{Tour: 1}}) {
			t.Errorf("sarah has %v", items)
		}
		for id, want := range map[int64][]string{3: {"task:created", "task:assigned"}, 4: {"task:done"}, 2: {"task:created"}} {
			if got := w.History(id); !slices.Equal(got, want) {
				t.Errorf("history of %d: %v, want %v", id, got, want)
			}
		}
		w.See(authz.System(), func(tx *db.Tx) error {
			if lists, err := dispatch.ListsOf(tx, today); err != nil || len(lists) != 2 || lists[1].ID != 2 || lists[1].CourierID != w.sarah.UserID {
				t.Errorf("lists %+v, %v", lists, err)
			}
			first, err := delivery.LoadSheet(tx, 1)
			if err != nil || first.NextID == nil || *first.NextID != 2 || len(first.Images) != 1 || *first.DeliveryID != 2 {
				t.Errorf("%+v, %v", first, err)
			}
			for _, k := range kinds {
				if k.Rows == nil {
					continue
				}
				rows, err := k.Rows(tx)
				if err != nil || len(rows) == 0 {
					t.Errorf("rows of %s: %v, %v", k.Name, rows, err)
				}
				for _, f := range k.Fields {
					if _, ok := rows[0][f.Name]; !ok {
						t.Errorf("rows of %s do not show %s", k.Name, f.Name)
					}
				}
			}
			return nil
		})
	})
}
