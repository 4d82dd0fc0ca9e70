package api

import (
	"fmt"
	"net/http"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fleet"
)

func TestTours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		tour := ok[Tour](w, "ada", "POST", "/v1/dispatch/tours", fmt.Sprintf(`{"name":"North","day":"2026-11-24","tasks":[%d,%d]}`, w.pickup.ID, w.drop.ID))
		if len(tour.Tasks) != 2 || tour.Distance == 0 || tour.Duration == 0 || tour.Version == 0 {
			t.Errorf("%+v", tour)
		}
		path := fmt.Sprintf("/v1/dispatch/tours/%d", tour.ID)
		next := ok[Tour](w, "ada", "PUT", path, fmt.Sprintf(`{"version":%d,"name":"South","tasks":[%d,%d,%d]}`, tour.Version, w.at.ID, w.pickup.ID, w.drop.ID))
		if next.Name != "South" || len(next.Tasks) != 3 || next.Tasks[0] != w.at.ID || next.Version <= tour.Version || next.Day != "2026-11-24" {
			t.Errorf("%+v", next)
		}
		w.refused("ada", "PUT", path, fmt.Sprintf(`{"version":%d,"tasks":[]}`, tour.Version), 409, "row.stale")
		w.refused("ada", "PUT", path, fmt.Sprintf(`{"version":%d,"tasks":[99]}`, next.Version), 404, "task.unknown")
		w.refused("ada", "POST", "/v1/dispatch/tours", `{"name":"","day":"2026-11-24","tasks":[]}`, 400, "input.invalid")
		w.refused("ada", "POST", "/v1/dispatch/tours", `{"name":"x","day":"soon","tasks":[]}`, 400, "input.invalid")
		board := ok[Board](w, "ada", "GET", "/v1/dispatch/board?day=2026-11-24", "")
		if len(board.Tours) != 1 || board.Tours[0].Version != next.Version || board.Tours[0].Day != "2026-11-24" {
			t.Errorf("%+v", board.Tours)
		}
		carried := ok[Tour](w, "ada", "POST", path+"/carry", fmt.Sprintf(`{"version":%d,"day":"2026-11-25"}`, next.Version))
		if carried.ID != tour.ID || carried.Day != "2026-11-25" {
			t.Errorf("%+v", carried)
		}
		w.refused("ada", "POST", path+"/carry", fmt.Sprintf(`{"version":%d,"day":"2026-11-25"}`, carried.Version), 409, "tour.carry.same_day")
		for _, c := range []struct{ method, path, body string }{
			{"POST", "/v1/dispatch/tours", `{"name":"x","day":"2026-11-24","tasks":[]}`}, {"PUT", path, `{"version":1,"tasks":[]}`},
			{"POST", path + "/carry", `{"version":1,"day":"2026-11-24"}`}, {"DELETE", path, ""},
		} {
			w.refused("bob", c.method, c.path, c.body, 403, "auth.forbidden")
			w.refused("", c.method, c.path, c.body, 401, "auth.required")
		}
		if status, text := w.call("ada", "DELETE", path, ""); status != http.StatusNoContent {
			t.Errorf("%d %s", status, text)
		}
		w.refused("ada", "DELETE", path, "", 404, "row.not_found")
	})
}

func TestEquipment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db0 *dbtest.World) {
		w := newBoard(t, db0)
		root := w.Person("root", authz.Admin)
		quay := w.Address("2 rue du Port", 42.5, 1.52)
		var bike fleet.Vehicle
		var cart fleet.Trailer
		w.Must(root, func(tx *db.Tx) error {
			hub, err := fleet.AddWarehouse(tx, fleet.AddWarehouseIn{Name: "Hub", AddressID: quay})
			if err != nil {
				return err
			}
			body := func(name string, volume, weight int64) fleet.BodyIn {
				color := "red"
				return fleet.BodyIn{Name: &name, MaxVolume: &volume, MaxWeight: &weight, Color: &color}
			}
			if cart, err = fleet.SaveTrailer(tx, fleet.SaveTrailerIn{BodyIn: body("Cart", 40, 80_000)}); err != nil {
				return err
			}
			bike, err = fleet.SaveVehicle(tx, fleet.SaveVehicleIn{BodyIn: body("Bike", 20, 60_000), WarehouseID: &hub.ID, Trailers: &[]int64{cart.ID}})
			return err
		})
		path := fmt.Sprintf("/v1/dispatch/lists/%d/2026-11-24/equipment", w.bob.UserID)
		list := ok[TaskList](w, "ada", "PUT", path, fmt.Sprintf(`{"vehicleId":%d,"trailerId":%d}`, bike.ID, cart.ID))
		if list.VehicleID == nil || *list.VehicleID != bike.ID || list.TrailerID == nil || *list.TrailerID != cart.ID || list.CourierID != w.bob.UserID {
			t.Errorf("%+v", list)
		}
		w.refused("ada", "PUT", path, `{"vehicleId":99,"trailerId":null}`, 400, "request.relation_unknown")
		w.refused("bob", "PUT", path, `{"vehicleId":null,"trailerId":null}`, 403, "auth.forbidden")
		w.Must(root, func(tx *db.Tx) error { return fleet.DeleteVehicle(tx, bike.ID) })
		board := ok[Board](w, "ada", "GET", "/v1/dispatch/board?day=2026-11-24", "")
		if len(board.Vehicles) != 1 || !board.Vehicles[0].Gone || board.Vehicles[0].MaxWeight != 60_000 || len(board.Trailers) != 1 || board.Trailers[0].Gone {
			t.Errorf("%+v %+v", board.Vehicles, board.Trailers)
		}
		none := ok[TaskList](w, "ada", "PUT", path, `{"vehicleId":null,"trailerId":null}`)
		if none.VehicleID != nil || none.TrailerID != nil || none.Version <= list.Version {
			t.Errorf("%+v", none)
		}
		if next := ok[Board](w, "ada", "GET", "/v1/dispatch/board?day=2026-11-24", ""); len(next.Vehicles) != 0 {
			t.Errorf("%+v", next.Vehicles)
		}
	})
}
