package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

// Fleet is what couriers ride, and where it stands.
type Fleet struct {
	Warehouses []Warehouse `json:"warehouses"`
	Vehicles   []Ridden    `json:"vehicles" doc:"By name"`
	Trailers   []Pulled    `json:"trailers" doc:"By name"`
	Can        []string    `json:"can" enum:"edit"`
}

// Warehouse is where vehicles stand.
type Warehouse struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Address  Place  `json:"address"`
	Vehicles int    `json:"vehicles" doc:"How many stand there; only an empty one can be deleted"`
}

// FleetBody is what vehicles and trailers have in common.
type FleetBody struct {
	Name          string `json:"name" maxLength:"255"`
	MaxVolume     int64  `json:"maxVolume" minimum:"0" maximum:"1000000000" doc:"In the co-op's units of volume"`
	MaxWeight     int64  `json:"maxWeight" minimum:"0" maximum:"1000000000" doc:"Grams"`
	Color         string `json:"color" doc:"#rrggbb"`
	Electric      bool   `json:"electric"`
	ElectricRange *int64 `json:"electricRange" minimum:"0" doc:"Kilometres"`
}

// VehicleBody is what is said of a vehicle.
type VehicleBody struct {
	FleetBody
	CO2         *int64  `json:"co2" minimum:"0" doc:"Grams a kilometre"`
	WarehouseID int64   `json:"warehouseId"`
	Trailers    []int64 `json:"trailers" maxItems:"1000" doc:"Those that it can pull"`
}

// Ridden is a vehicle of the fleet.
type Ridden struct {
	ID int64 `json:"id"`
	VehicleBody
}

// Pulled is a trailer of the fleet.
type Pulled struct {
	ID int64 `json:"id"`
	FleetBody
}

type (
	warehouseIn struct {
		Body struct {
			Name    string        `json:"name" maxLength:"255"`
			Address AddressFields `json:"address"`
		}
	}
	vehicleIn struct {
		ID   int64 `path:"id"`
		Body VehicleBody
	}
	trailerIn struct {
		ID   int64 `path:"id"`
		Body FleetBody
	}
	newVehicleIn struct{ Body VehicleBody }
	newTrailerIn struct{ Body FleetBody }
)

const wholeFleet = 10_000 // vehicles; no co-op has more

func (f *face) fleetRoutes() {
	admin := web.Needs(authz.Admin)
	add := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: "/v1/fleet" + path, Tags: []string{"fleet"}, Summary: summary, DefaultStatus: http.StatusOK}
	}
	register(f, web.Needs(authz.Dispatcher), add(http.MethodGet, "", "Warehouses, vehicles and trailers"), f.fleet)
	register(f, admin, add(http.MethodPost, "/warehouses", "Add a warehouse"), f.addWarehouse)
	register(f, admin, add(http.MethodDelete, "/warehouses/{id}", "Delete a warehouse where no vehicle stands"), f.fleetWithout(fleet.DeleteWarehouse))
	register(f, admin, add(http.MethodPost, "/vehicles", "Add a vehicle"), func(ctx context.Context, who authz.Actor, in *newVehicleIn) (*answer[Fleet], error) {
		return f.saveVehicle(ctx, who, &vehicleIn{Body: in.Body})
	})
	register(f, admin, add(http.MethodPut, "/vehicles/{id}", "Change a vehicle"), f.saveVehicle)
	register(f, admin, add(http.MethodDelete, "/vehicles/{id}", "Take a vehicle out of the fleet; past lists keep it"), f.fleetWithout(fleet.DeleteVehicle))
	register(f, admin, add(http.MethodPost, "/trailers", "Add a trailer"), func(ctx context.Context, who authz.Actor, in *newTrailerIn) (*answer[Fleet], error) {
		return f.saveTrailer(ctx, who, &trailerIn{Body: in.Body})
	})
	register(f, admin, add(http.MethodPut, "/trailers/{id}", "Change a trailer"), f.saveTrailer)
	register(f, admin, add(http.MethodDelete, "/trailers/{id}", "Take a trailer out of the fleet; past lists keep it"), f.fleetWithout(fleet.DeleteTrailer))
}

func (f *face) fleet(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[Fleet], error) {
	out := Fleet{Warehouses: []Warehouse{}, Vehicles: []Ridden{}, Trailers: []Pulled{}, Can: []string{}}
	if who.Is(authz.Admin) {
		out.Can = append(out.Can, "edit")
	}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		standing, err := out.vehicles(tx)
		if err != nil {
			return err
		}
		trailers, err := fleet.ListTrailers(tx, wholeFleet, 0)
		if err != nil {
			return err
		}
		for _, t := range trailers.Rows {
			out.Trailers = append(out.Trailers, Pulled{t.ID, fleetBody(t.Body)})
		}
		return out.warehouses(tx, standing)
	})
	return &answer[Fleet]{out}, err
}

// vehicles adds them, and counts them by warehouse.
func (out *Fleet) vehicles(tx *db.Tx) (standing map[int64]int, err error) {
	standing = map[int64]int{}
	list, err := fleet.ListVehicles(tx, wholeFleet, 0)
	if err != nil {
		return standing, err
	}
	var ids []int64
	for _, v := range list.Rows {
		ids = append(ids, v.ID)
		standing[v.WarehouseID]++
	}
	pull, err := fleet.TrailersFor(tx, ids)
	for _, v := range list.Rows {
		out.Vehicles = append(out.Vehicles, Ridden{v.ID, VehicleBody{fleetBody(v.Body), v.CO2, v.WarehouseID, append([]int64{}, pull[v.ID]...)}})
	}
	return standing, err
}

func (out *Fleet) warehouses(tx *db.Tx, standing map[int64]int) error {
	list, err := fleet.ListWarehouses(tx, wholeFleet, 0)
	if err != nil {
		return err
	}
	var ids []int64
	for _, w := range list.Rows {
		ids = append(ids, w.AddressID)
	}
	places, err := org.LoadAddresses(tx, ids)
	for _, w := range list.Rows {
		out.Warehouses = append(out.Warehouses, Warehouse{w.ID, w.Name, placeOf(places[w.AddressID]), standing[w.ID]})
	}
	return err
}

func fleetBody(b fleet.Body) FleetBody {
	return FleetBody{b.Name, b.MaxVolume, b.MaxWeight, b.Color, b.Electric != nil && *b.Electric, b.ElectricRange}
}

func (b FleetBody) in() fleet.BodyIn {
	electric := &b.Electric
	return fleet.BodyIn{Name: &b.Name, MaxVolume: &b.MaxVolume, MaxWeight: &b.MaxWeight, Color: &b.Color, Electric: &electric, ElectricRange: &b.ElectricRange}
}

// fleetAfter changes something, and answers with the fleet as it is then.
func (f *face) fleetAfter(ctx context.Context, who authz.Actor, change func(*db.Tx) error) (*answer[Fleet], error) {
	if err := f.change(ctx, who, change); err != nil {
		return nil, err
	}
	return f.fleet(ctx, who, nil)
}

func (f *face) fleetWithout(remove func(*db.Tx, int64) error) func(context.Context, authz.Actor, *PathID) (*answer[Fleet], error) {
	return func(ctx context.Context, who authz.Actor, in *PathID) (*answer[Fleet], error) {
		return f.fleetAfter(ctx, who, func(tx *db.Tx) error { return remove(tx, in.ID) })
	}
}

func (f *face) addWarehouse(ctx context.Context, who authz.Actor, in *warehouseIn) (*answer[Fleet], error) {
	return f.fleetAfter(ctx, who, func(tx *db.Tx) error {
		a, err := org.PlaceAddress(tx, *in.Body.Address.in(nil))
		if err != nil {
			return err
		}
		_, err = fleet.AddWarehouse(tx, fleet.AddWarehouseIn{Name: in.Body.Name, AddressID: a.ID})
		return err
	})
}

func (f *face) saveVehicle(ctx context.Context, who authz.Actor, in *vehicleIn) (*answer[Fleet], error) {
	b := in.Body
	return f.fleetAfter(ctx, who, func(tx *db.Tx) error {
		_, err := fleet.SaveVehicle(tx, fleet.SaveVehicleIn{ID: in.ID, BodyIn: b.in(), CO2: &b.CO2, WarehouseID: &b.WarehouseID, Trailers: &b.Trailers})
		return err
	})
}

func (f *face) saveTrailer(ctx context.Context, who authz.Actor, in *trailerIn) (*answer[Fleet], error) {
	return f.fleetAfter(ctx, who, func(tx *db.Tx) error {
		_, err := fleet.SaveTrailer(tx, fleet.SaveTrailerIn{ID: in.ID, BodyIn: in.Body.in()})
		return err
	})
}
