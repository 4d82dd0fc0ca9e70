package fleet_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

func TestFleetIsSeeded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		loader := seed.NewLoader(append(org.SeedKinds(), fleet.SeedKinds()...), func(tx *db.Tx, _ map[string]json.RawMessage) (seed.Env, error) {
			return seed.Env{Now: tx.Now().Time, Zone: time.UTC, Country: "fr"}, nil
		})
		var doc seed.Document
		err := json.Unmarshal([]byte(`{"rows":[
			{"kind":"address","ref":"quay","streetAddress":"1 Quai","geo":{"latitude":48.9,"longitude":2.4}},
			{"kind":"warehouse","ref":"hub","name":"Hub","address":"@quay"},
			{"kind":"trailer","ref":"cart","name":"Cart","maxVolumeUnits":40,"maxWeight":80000,"color":"green","electricRange":30},
			{"kind":"vehicle","ref":"bike","name":"Zoé","maxVolumeUnits":60,"maxWeight":120000,"color":"#f00","warehouse":"@hub","compatibleTrailers":["@cart"]},
			{"kind":"vehicle","update":"@bike","isElectric":true,"co2emissions":3},
			{"kind":"vehicle","name":"Old","maxVolumeUnits":1,"maxWeight":1,"color":"red","warehouse":"@hub","deletedAt":"yesterday"}]}`), &doc)
		if err != nil {
			t.Fatal(err)
		}
		err = w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
			if _, err := loader.Load(tx, doc); err != nil {
				return err
			}
			for kind, want := range map[string]string{
				"warehouse": `[{"address":"@address:1","id":1,"name":"Hub"}]`,
				"trailer":   `[{"color":"green","electricRange":30,"id":1,"isElectric":null,"maxVolumeUnits":40,"maxWeight":80000,"name":"Cart"}]`,
				"vehicle": `[{"co2emissions":3,"color":"#f00","compatibleTrailers":["@trailer:1"],"electricRange":null,"id":1,"isElectric":true,"maxVolumeUnits":60,"maxWeight":120000,"name":"Zoé","warehouse":"@warehouse:1"},` +
					`{"co2emissions":null,"color":"red","compatibleTrailers":[],"electricRange":null,"id":2,"isElectric":null,"maxVolumeUnits":1,"maxWeight":1,"name":"Old","warehouse":"@warehouse:1"}]`,
			} {
				k, _ := loader.Kind(kind)
				rows, err := k.Rows(tx)
				if err != nil {
					return err
				}
				for _, r := range rows {
					delete(r, "createdAt")
					delete(r, "updatedAt")
					delete(r, "deletedAt")
				}
				if got, _ := json.Marshal(rows); string(got) != want {
					t.Errorf("%s:\n got %s\nwant %s", kind, got, want)
				}
			}
			list, err := fleet.ListVehicles(tx, 30, 0)
			if err == nil && list.Total != 1 {
				t.Errorf("%d vehicles, want 1", list.Total)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
