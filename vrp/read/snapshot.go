package read

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"pignon.coop/vrp"
)

// leftOut is what a dispatch snapshot counts for a shipment that nobody serves.
const leftOut = 100_000

type snapshot struct {
	MetersPerMinute float64      `json:"meters_per_minute"`
	Points          [][2]float64 `json:"points"`
	Vehicles        []struct {
		ID         int64    `json:"id"`
		StartIndex int      `json:"start_index"`
		Capacity   []int32  `json:"capacity"`
		TimeWindow [2]int32 `json:"time_window"`
	} `json:"vehicles"`
	Shipments []struct {
		Amount   []int32      `json:"amount"`
		Pickup   snapshotStop `json:"pickup"`
		Delivery snapshotStop `json:"delivery"`
	} `json:"shipments"`
}

type snapshotStop struct {
	ID            int64      `json:"id"`
	LocationIndex int        `json:"location_index"`
	Service       int32      `json:"service"`
	TimeWindows   [][2]int32 `json:"time_windows"`
}

// Snapshot reads a moment of a courier service: open orders, couriers where they are, tours that end anywhere. The cost is seconds of
// travel; an order left out counts 100000.
func Snapshot(r io.Reader) (*vrp.Problem, error) {
	var in snapshot
	if err := json.NewDecoder(r).Decode(&in); err != nil {
		return nil, fmt.Errorf("the snapshot is no JSON of the known form: %w", err)
	}
	if in.MetersPerMinute < 1 || len(in.Points) == 0 || len(in.Points) > maxPoints || len(in.Vehicles) > maxVehicles {
		return nil, fmt.Errorf("the snapshot needs meters_per_minute and 1 to %d points, and at most %d vehicles", maxPoints, maxVehicles)
	}
	p := &vrp.Problem{}
	points := make([]point, len(in.Points))
	for i, xy := range in.Points {
		points[i] = point{xy[0], xy[1]}
		if math.Abs(xy[0]) > 1e7 || math.Abs(xy[1]) > 1e7 {
			return nil, fmt.Errorf("point %d is more than 10000 km from the origin", i)
		}
	}
	p.Profiles = []vrp.Profile{profile(points, func(a, b point) int32 {
		return int32(60*math.Hypot(a.x-b.x, a.y-b.y)/in.MetersPerMinute + 0.5)
	})}
	for _, v := range in.Vehicles {
		p.Vehicles = append(p.Vehicles, vrp.Vehicle{ID: v.ID, Start: v.StartIndex, End: vrp.Nowhere, Capacity: v.Capacity,
			Shift: vrp.Window{From: v.TimeWindow[0], To: v.TimeWindow[1]}})
	}
	for _, s := range in.Shipments {
		p.Shipments = append(p.Shipments, vrp.Shipment{Terms: vrp.Terms{ID: s.Pickup.ID, Penalty: leftOut}, Amount: s.Amount,
			Pickup: s.Pickup.stop(), Drop: s.Delivery.stop()})
	}
	return p, p.Validate()
}

func (s *snapshotStop) stop() vrp.Stop {
	out := vrp.Stop{Place: s.LocationIndex, Service: s.Service}
	for _, w := range s.TimeWindows {
		out.Windows = append(out.Windows, vrp.Window{From: w[0], To: w[1]})
	}
	return out
}
