package fleet

import "pignon.coop/internal/db"

// Yard is what couriers may take, and which trailers go with which vehicle.
type Yard struct {
	Vehicles []Vehicle
	Trailers []Trailer
	Pulls    map[int64][]int64 // trailers by vehicle
}

// LoadYard reads the fleet for dispatchers, by name, and of what is gone the named vehicles and trailers: lists have them still.
func LoadYard(tx *db.Tx, vehicles, trailers []int64) (y Yard, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return y, err
	}
	if y.Vehicles, err = yardOf[Vehicle](tx, "vehicles", vehicles); err != nil {
		return y, err
	}
	if y.Trailers, err = yardOf[Trailer](tx, "trailers", trailers); err != nil {
		return y, err
	}
	var ids []int64
	for _, v := range y.Vehicles {
		ids = append(ids, v.ID)
	}
	y.Pulls, err = TrailersFor(tx, ids)
	return y, err
}
