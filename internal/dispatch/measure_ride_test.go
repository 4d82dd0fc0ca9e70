package dispatch

import (
	"context"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/delivery/deliverytest"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/span"
)

func TestRideIsMeasured(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := deliverytest.In(t, db0)
		bob, root := w.Courier("bob"), w.Person("root", authz.Admin)
		home, a, b := w.Address("home", 48.86, 2.33), w.Address("a", 48.87, 2.33), w.Address("b", 48.89, 2.33)
		first, second, left := w.Drop(a, time.Hour), w.Drop(b, 2*time.Hour), w.Drop(a, 3*time.Hour)
		var list TaskList
		w.Must(root, func(tx *db.Tx) error {
			edited, err := SetItems(tx, SetItemsIn{CourierID: bob.UserID, Day: span.DayOf(tx.Now().Time, time.UTC), Items: []Item{{Task: first.ID}, {Task: second.ID}, {Task: left.ID}}})
			if err != nil {
				return err
			}
			list = edited.Lists[0]
			for _, id := range []int64{first.ID, second.ID} {
				if _, err := delivery.CompleteTask(tx, delivery.FinishIn{TaskID: id}); err != nil {
					return err
				}
			}
			return nil
		})
		straight := routing.NewPlanner(routing.PlannerIn{})
		routes := Routes{DB: w.DB, Planner: func() *routing.Planner { return straight }}
		wants := func(when string, want ...[2]int64) {
			t.Helper()
			if err := routes.measure(context.Background(), list.ID); err != nil {
				t.Fatal(err)
			}
			w.See(root, func(tx *db.Tx) error {
				tasks, err := delivery.TasksByID(tx, []int64{first.ID, second.ID, left.ID})
				for i, task := range tasks {
					if got := [2]int64{task.TraveledDistance, task.EmittedCO2}; got != want[i] || task.Version > 2 {
						t.Errorf("%s, task %d at version %d: %v, want %v", when, i, task.Version, got, want[i])
					}
				}
				return err
			})
		}
		wants("on foot", [2]int64{0, 0}, [2]int64{2224, 0}, [2]int64{0, 0})
		w.Must(root, func(tx *db.Tx) error {
			hub, err := fleet.AddWarehouse(tx, fleet.AddWarehouseIn{Name: "Hub", AddressID: home})
			if err != nil {
				return err
			}
			name, volume, weight, color, co2 := "Van", int64(9), int64(9), "red", int64(120)
			grams := &co2
			v, err := fleet.SaveVehicle(tx, fleet.SaveVehicleIn{BodyIn: fleet.BodyIn{Name: &name, MaxVolume: &volume, MaxWeight: &weight, Color: &color}, CO2: &grams, WarehouseID: &hub.ID})
			if err != nil {
				return err
			}
			return Equip(tx, EquipIn{ListID: list.ID, Vehicle: true, VehicleID: &v.ID})
		})
		wants("with a van", [2]int64{1112, 133}, [2]int64{2224, 266}, [2]int64{0, 0})
	})
}
