package dispatch_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/seed"
)

// base has three free stops, a tour of one, a delivery of two, and a list with the tour.
const base = `
	{"kind":"task","ref":"a","type":"PICKUP","address":"@address:1","before":"2026-11-24 18:00"},
	{"kind":"task","ref":"b","address":"@address:1","before":"2026-11-24 18:00","comments":"x"},
	{"kind":"task","ref":"c","type":"PICKUP","address":"@address:1","before":"2026-11-24 18:00","reference":"R","organization":"@organization:1"},
	{"kind":"task","ref":"d","address":"@address:1","before":"2026-11-24 18:00","previous":"@c"},
	{"kind":"task_image","ref":"photo","imageName":"x.jpg"},
	{"kind":"tour","ref":"t","name":"North","date":"2026-11-24","tasks":["@d"]},
	{"kind":"delivery","ref":"ride","tasks":["@a","@b"]},
	{"kind":"task_list","ref":"list","courier":"@user:BOB","date":"2026-11-24","items":["@t"],"vehicle":null,"trailer":null},
	{"kind":"position","ref":"place","user":"@user:BOB","latitude":48.8,"longitude":2.3,"at":"today 12:00"},`

// TestSeedChanges: what a row with "update" says replaces, all else stays; what is no fact is refused.
func TestSeedChanges(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		w.Must(authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO organizations (id, name, created_at, updated_at) VALUES (1, 'O', ?, ?)", tx.Now(), tx.Now())
			return err
		})
		kinds := slices.Concat(delivery.SeedKinds(dispatch.SeedHand), dispatch.SeedKinds(),
			[]seed.Kind{{Name: "user", Table: "users"}, {Name: "address", Table: "addresses"}, {Name: "organization", Table: "organizations"}})
		loader := seed.NewLoader(kinds, func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
			return seed.Env{Now: w.Clock.Now(), Zone: time.UTC, Country: "fr"}, nil
		})
		undone := errors.New("undone")
		for name, row := range map[string]struct {
			rows string
			kind string // whose first row, or row of id, is looked at
			id   int64
			want []string // pieces of it, or of the refusal when kind is empty
		}{
			"a tour's stops and name": {`{"kind":"tour","update":"@t","name":"South","tasks":["@c","@d"]}`, "tour", 1,
				[]string{`"name":"South"`, `"tasks":["@task:3","@task:4"]`, `"date":"2026-11-24"`}},
			"a stop goes from a list to a tour": {`{"kind":"task","update":"@a","assignedTo":"@user:SARAH"},{"kind":"tour","update":"@t","tasks":["@a"]}`, "task_list", 2, []string{`"items":[]`}},
			"a stop of a tour is its courier's": {`{"kind":"tour","update":"@t","tasks":["@a"]}`, "task", 1, []string{`"assignedTo":"@user:BOB"`}},
			"a delivery's stops":                {`{"kind":"delivery","update":"@ride","tasks":["@b","@a"]}`, "task", 1, []string{`"previous":"@task:2"`, `"type":"DROPOFF"`}},
			"a stop leaves its delivery":        {`{"kind":"delivery","update":"@ride","tasks":["@c","@b"]}`, "delivery", 2, []string{`"tasks":["@task:3","@task:2"]`, `"store":null`}},
			"two pick-ups: as the rows say":     {`{"kind":"delivery","tasks":["@a","@c","@d"]}`, "task", 4, []string{`"previous":"@task:3"`}},
			"a photo's task":                    {`{"kind":"task_image","update":"@photo","task":"@a"}`, "task_image", 1, []string{`"task":"@task:1"`, `"imageName":"x.jpg"`}},
			"a position":                        {`{"kind":"position","update":"@place","latitude":48.9,"at":"today 11:00"}`, "position", 0, []string{`"latitude":48.9`, `"longitude":2.3`, `"at":"2026-11-24T11:00:00Z"`, `"id":BOB`}},
			"a list's day":                      {`{"kind":"task_list","update":"@list","date":"2026-11-25"}`, "task_list", 1, []string{`"date":"2026-11-25"`, `"items":["@tour:1"]`, `"vehicle":null`, `"trailer":null`}},
			"a history":                         {`{"kind":"task","update":"@a","events":[{"name":"task:done"}]}`, "task", 1, []string{`"events":[{"createdAt":"2026-11-24T11:00:00Z","data":[],"name":"task:done"}]`}},
			"the same courier twice": {`{"kind":"task","update":"@a","assignedTo":"@user:SARAH"},{"kind":"task","update":"@a","assignedTo":"@user:SARAH","events":[]}`, "task", 1,
				[]string{`"events":[]`, `"assignedTo":"@user:SARAH"`}},
			"nobody":                {`{"kind":"task","update":"@a","assignedTo":"@user:SARAH"},{"kind":"task","update":"@a","assignedTo":null}`, "task", 1, []string{`"assignedTo":null`}},
			"empty lists, no links": {`{"kind":"task","update":"@a","packages":[],"recurrenceRule":null,"metadata":null}`, "task", 1, []string{`"packages":[]`, `"recurrenceRule":null`, `"metadata":{}`}},

			"vehicles are to come":   {`{"kind":"task_list","update":"@list","vehicle":"@vehicle:1"}`, "", 0, []string{`vehicle: there is no kind "vehicle" yet`}},
			"trailers are to come":   {`{"kind":"task_list","update":"@list","trailer":"@x"}`, "", 0, []string{`trailer: there is no kind "trailer" yet`}},
			"stores are to come":     {`{"kind":"delivery","tasks":["@c"],"store":"@x"}`, "", 0, []string{`store: there is no kind "store" yet`}},
			"rules are to come":      {`{"kind":"task","update":"@a","recurrenceRule":"@x"}`, "", 0, []string{`recurrenceRule: there is no kind "recurrence_rule" yet`}},
			"packages are to come":   {`{"kind":"task","update":"@a","packages":[{"package":"@x","quantity":1}]}`, "", 0, []string{`packages: package: there is no kind "package" yet`}},
			"off the earth":          {`{"kind":"position","update":"@place","latitude":200}`, "", 0, []string{"latitude: is not on the earth"}},
			"another's position":     {`{"kind":"position","update":"@place","user":"@user:SARAH"}`, "", 0, []string{"user: a position stays that of its user"}},
			"one list a day":         {`{"kind":"task_list","courier":"@user:BOB","date":"2026-11-24"}`, "", 0, []string{"courier: another task_list has the same courier already"}},
			"a reference of its own": {`{"kind":"task","address":"@address:1","before":"today 18:00","reference":"R","organization":"@organization:1"}`, "", 0, []string{"reference: "}},
			"metadata is an object":  {`{"kind":"task","update":"@a","metadata":[1]}`, "", 0, []string{"metadata: must be an object, not [1]"}},
		} {
			t.Run(name, func(t *testing.T) {
				named := strings.NewReplacer("BOB", fmt.Sprint(w.bob.UserID), "SARAH", fmt.Sprint(w.sarah.UserID))
				var doc seed.Document
				if err := json.Unmarshal([]byte(named.Replace(`{"rows":[`+base+row.rows+`]}`)), &doc); err != nil {
					t.Fatal(err)
				}
				err := w.Do(authz.System(), func(tx *db.Tx) error {
					if _, err := loader.Load(tx, doc); err != nil {
						return err
					}
					if row.kind == "" {
						return errors.New("it was accepted")
					}
					kind, _ := loader.Kind(row.kind)
					rows, err := kind.Rows(tx)
					if err != nil {
						return err
					}
					at := slices.IndexFunc(rows, func(r map[string]any) bool { return row.id == 0 || r["id"] == row.id })
					text, _ := json.Marshal(rows[at])
					for _, want := range row.want {
						if !strings.Contains(string(text), named.Replace(want)) {
							t.Errorf("%s lacks %s", text, named.Replace(want))
						}
					}
					return undone
				})
				if row.kind != "" && !errors.Is(err, undone) || row.kind == "" && !strings.Contains(fmt.Sprint(err), row.want[0]) {
					t.Error(err)
				}
			})
		}
	})
}
