package dispatch_test

import (
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/routing"
)

// wheels makes a bike and a trailer of a warehouse, each for so many grams.
func (w *world) wheels(bikeGrams, cartGrams int64) (bike fleet.Vehicle, cart fleet.Trailer) {
	w.t.Helper()
	quay := w.Address("1 quai du Nord", 48.86, 2.36)
	w.Must(authz.System(), func(tx *db.Tx) error {
		hub, err := fleet.AddWarehouse(tx, fleet.AddWarehouseIn{Name: "Hub", AddressID: quay})
		if err != nil {
			return err
		}
		name, color, room := "Bike", "red", int64(10)
		bike, err = fleet.SaveVehicle(tx, fleet.SaveVehicleIn{BodyIn: fleet.BodyIn{Name: &name, Color: &color, MaxVolume: &room, MaxWeight: &bikeGrams}, WarehouseID: &hub.ID})
		if err != nil {
			return err
		}
		cart, err = fleet.SaveTrailer(tx, fleet.SaveTrailerIn{BodyIn: fleet.BodyIn{Name: &name, Color: &color, MaxVolume: &room, MaxWeight: &cartGrams}})
		return err
	})
	return bike, cart
}

// The vehicle that a courier takes says from where, and how much: one that is chosen, or that of the list. The list gets it with the plan.
func TestADayIsPlannedWithTheFleet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := in(t, db0)
		bike, cart := w.wheels(20_000, 30_000)
		parcel, grams := w.Drop(w.place, 5*time.Hour), new(int64)
		*grams = 40_000
		w.Must(w.ada, func(tx *db.Tx) error {
			_, err := delivery.EditTask(tx, delivery.EditTaskIn{TaskID: parcel.ID, Weight: &grams})
			return err
		})
		plan := func(c dispatch.Carrier) (dispatch.DaySnapshot, dispatch.Plan) {
			t.Helper()
			c.CourierID = w.bob.UserID
			d := w.day(dispatch.PlanDayIn{Couriers: []dispatch.Carrier{c}})
			planner := routing.NewPlanner(routing.PlannerIn{})
			p, err := dispatch.Plans{Planner: func() *routing.Planner { return planner }}.MakeDay(t.Context(), d, nil)
			if err != nil {
				t.Fatal(err)
			}
			return d, p
		}
		d, alone := plan(dispatch.Carrier{VehicleID: &bike.ID})
		if room := d.Carriers[0].Room; room.Grams != 20_000 || room.Volume != 10 || d.Starts[0] < 0 || d.Starts[0] != d.Ends[0] {
			t.Errorf("%+v %v %v", d.Carriers[0], d.Starts, d.Ends)
		}
		if len(alone.Left) != 1 || alone.Left[0].Reason != dispatch.TooHeavy {
			t.Errorf("a bike alone: %+v", alone)
		}
		_, both := plan(dispatch.Carrier{VehicleID: &bike.ID, TrailerID: &cart.ID})
		if len(both.Lists) != 1 || len(both.Left) != 0 || both.Lists[0].Tour.Way.Metres < 2*1000 {
			t.Fatalf("with a trailer: %+v", both)
		}
		var applied dispatch.Outcome
		w.Must(w.ada, func(tx *db.Tx) (err error) {
			applied, err = dispatch.ApplyPlan(tx, today, both.Lists)
			return err
		})
		w.See(w.ada, func(tx *db.Tx) error {
			lists, err := dispatch.ListsOf(tx, today)
			if len(lists) != 1 || lists[0].VehicleID == nil || *lists[0].VehicleID != bike.ID || lists[0].TrailerID == nil || *lists[0].TrailerID != cart.ID {
				t.Errorf("the list has %+v", lists)
			}
			return err
		})
		if d, _ := plan(dispatch.Carrier{}); d.Carriers[0].Room.Grams != 50_000 || d.Starts[0] < 0 {
			t.Errorf("the list's vehicle: %+v %v", d.Carriers[0], d.Starts)
		}
		w.Must(w.ada, func(tx *db.Tx) error { _, err := dispatch.Undo(tx, applied.Edit); return err })
		w.See(w.ada, func(tx *db.Tx) error {
			lists, err := dispatch.ListsOf(tx, today)
			if len(lists) != 1 || lists[0].VehicleID != nil || lists[0].TrailerID != nil {
				t.Errorf("after the undo the list has %+v", lists)
			}
			return err
		})
		gone := int64(99)
		err := w.Do(w.ada, func(tx *db.Tx) error {
			_, err := dispatch.TakeDay(tx, dispatch.PlanDayIn{Day: today, Couriers: []dispatch.Carrier{{CourierID: w.bob.UserID, VehicleID: &gone}}})
			return err
		})
		if !fail.Has(err, "request.relation_unknown") {
			t.Errorf("no such vehicle: %v", err)
		}
	})
}
