package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/web"
)

// Vehicle is what a courier may ride.
type Vehicle struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	MaxVolume int64   `json:"maxVolume" doc:"In the co-op's units; 0 when it is not known"`
	MaxWeight int64   `json:"maxWeight" doc:"Grams; 0 when it is not known"`
	Trailers  []int64 `json:"trailers" doc:"Those that it can pull"`
	Gone      bool    `json:"gone" doc:"No longer in the fleet: only lists that have it show it"`
}

// Trailer is what a vehicle may pull.
type Trailer struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	MaxVolume int64  `json:"maxVolume"`
	MaxWeight int64  `json:"maxWeight"`
	Gone      bool   `json:"gone"`
}

func vehiclesOf(y fleet.Yard) []Vehicle {
	list := make([]Vehicle, len(y.Vehicles))
	for n, v := range y.Vehicles {
		list[n] = Vehicle{v.ID, v.Name, v.MaxVolume, v.MaxWeight, append([]int64{}, y.Pulls[v.ID]...), !v.DeletedAt.IsZero()}
	}
	return list
}

func trailersOf(y fleet.Yard) []Trailer {
	list := make([]Trailer, len(y.Trailers))
	for n, t := range y.Trailers {
		list[n] = Trailer{t.ID, t.Name, t.MaxVolume, t.MaxWeight, !t.DeletedAt.IsZero()}
	}
	return list
}

type equipIn struct {
	Courier int64  `path:"courier"`
	Day     string `path:"day"`
	Body    struct {
		VehicleID *int64 `json:"vehicleId" doc:"null for none"`
		TrailerID *int64 `json:"trailerId" doc:"null for none"`
	}
}

func (f *face) equipmentRoutes() {
	register(f, web.Needs(authz.Dispatcher), huma.Operation{
		Method: "PUT", Path: "/v1/dispatch/lists/{courier}/{day}/equipment", Summary: "Say with which vehicle and trailer a courier rides that day",
	}, f.equip)
}

func (f *face) equip(ctx context.Context, who authz.Actor, in *equipIn) (*listOut, error) {
	day, err := f.day(in.Day)
	if err != nil {
		return nil, err
	}
	var list dispatch.TaskList
	err = f.change(ctx, who, func(tx *db.Tx) (err error) {
		if list, err = dispatch.OpenList(tx, in.Courier, day); err != nil {
			return err
		}
		return dispatch.Equip(tx, dispatch.EquipIn{
			ListID: list.ID, Vehicle: true, VehicleID: in.Body.VehicleID, Trailer: true, TrailerID: in.Body.TrailerID,
		})
	})
	if err != nil {
		return nil, err
	}
	lists, err := f.routed(ctx, who, []dispatch.TaskList{list})
	if err != nil {
		return nil, err
	}
	return &listOut{lists[0]}, nil
}
