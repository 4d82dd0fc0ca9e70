package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// DayPlan is a plan for a day that nobody has accepted yet. Its lists are applied as those of a proposal are.
type DayPlan struct {
	Day   span.Day      `json:"day"`
	Lists []PlannedList `json:"lists" doc:"Only lists that would change"`
	Left  []DayLeft     `json:"left" doc:"Free tasks that found no place"`
}

// DayLeft is a task without a place in the plan of a day.
type DayLeft struct {
	Task   int64  `json:"task"`
	Reason string `json:"reason" enum:"no_courier,no_room,too_far,too_heavy" doc:"no_courier: nobody is there to carry it; no_room: nobody can be in time beside the rest; too_far: nobody could be in time at all, or its windows contradict each other; too_heavy: no vehicle has room for it"`
}

// DayCarrier is a courier with what is known of their day.
type DayCarrier struct {
	CourierID int64         `json:"courierId"`
	From      *span.Instant `json:"from,omitempty" doc:"When the courier begins, with to; the whole day when both are missing"`
	To        *span.Instant `json:"to,omitempty"`
	Start     *DayPlace     `json:"start,omitempty" doc:"The depot where the courier sets out; where they are now, if that is known, goes before it"`
	End       *DayPlace     `json:"end,omitempty" doc:"The depot where the courier is to be at the end"`
	VehicleID *int64        `json:"vehicleId,omitempty" doc:"What the courier takes; what the list has when it is missing. Its warehouse is start and end, and what fits on it bounds the load, where nothing else is said"`
	TrailerID *int64        `json:"trailerId,omitempty" doc:"What the vehicle pulls"`
	Parcels   int64         `json:"parcels,omitempty" minimum:"0" doc:"How many the vehicle takes; 0 for no bound"`
	Grams     int64         `json:"grams,omitempty" minimum:"0" doc:"How much it takes; 0 for no bound"`
}

// DayPlace is a place of a depot.
type DayPlace struct {
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lng float64 `json:"lng" minimum:"-180" maximum:"180"`
}

type (
	dayPlanIn struct {
		Body struct {
			Day      span.Day     `json:"day"`
			Store    int64        `json:"store,omitempty" doc:"Only tasks of this store's deliveries"`
			Tag      string       `json:"tag,omitempty" doc:"Only deliveries with a task that has this tag, by its slug"`
			Level    bool         `json:"level,omitempty" doc:"Share the hours out evenly, where that does not cost much riding"`
			Couriers []DayCarrier `json:"couriers,omitempty" maxItems:"200" doc:"Those on duty, if the day is today, and those who have a list that day, when it is missing"`
		}
	}
	dayPlanOut struct{ Body DayPlan }
)

func (f *face) dayRoutes() {
	register(f, web.Needs(authz.Dispatcher), huma.Operation{
		Method: "POST", Path: "/v1/dispatch/day-plan", Summary: "Plan tours for the free tasks of a day over several couriers; changes nothing", DefaultStatus: 200,
	}, f.planDay)
}

func (f *face) planDay(ctx context.Context, who authz.Actor, in *dayPlanIn) (*dayPlanOut, error) {
	if _, err := f.day(string(in.Body.Day)); err != nil {
		return nil, err
	}
	carriers, err := carriersOf(in.Body.Couriers)
	if err != nil {
		return nil, err
	}
	var d dispatch.DaySnapshot
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		d, err = dispatch.TakeDay(tx, dispatch.PlanDayIn{Day: in.Body.Day, Store: in.Body.Store, Tag: in.Body.Tag, Couriers: carriers, Level: in.Body.Level})
		return err
	})
	if err != nil {
		return nil, err
	}
	plan, err := dispatch.Plans{Planner: f.house.Planner}.MakeDay(ctx, d, nil)
	if err != nil {
		return nil, err
	}
	out := DayPlan{Day: d.Day, Lists: []PlannedList{}, Left: []DayLeft{}}
	for _, l := range plan.Lists {
		out.Lists = append(out.Lists, plannedOf(l))
	}
	for _, l := range plan.Left {
		out.Left = append(out.Left, DayLeft(l))
	}
	return &dayPlanOut{out}, nil
}

// carriersOf reads the couriers; half a working time, and a courier or a vehicle that comes twice are refused.
func carriersOf(in []DayCarrier) ([]dispatch.Carrier, error) {
	var out []dispatch.Carrier
	seen, taken := map[int64]bool{}, map[int64]bool{}
	for n, c := range in {
		carrier := dispatch.Carrier{CourierID: c.CourierID, Room: dispatch.Load{Parcels: c.Parcels, Grams: c.Grams}, Start: c.Start.point(), End: c.End.point(),
			VehicleID: c.VehicleID, TrailerID: c.TrailerID}
		switch {
		case c.VehicleID != nil && taken[*c.VehicleID]:
			return nil, fail.At("couriers."+strconv.Itoa(n)+".vehicleId", "value.invalid")
		case seen[c.CourierID]:
			return nil, fail.At("couriers."+strconv.Itoa(n)+".courierId", "value.invalid")
		case c.From == nil && c.To == nil:
		case c.From == nil || c.To == nil || !c.From.Before(c.To.Time):
			return nil, fail.At("couriers."+strconv.Itoa(n)+".to", "value.invalid")
		default:
			carrier.Shift = span.Range{From: *c.From, To: *c.To}
		}
		if c.VehicleID != nil {
			taken[*c.VehicleID] = true
		}
		seen[c.CourierID] = true
		out = append(out, carrier)
	}
	return out, nil
}

func (p *DayPlace) point() *geo.Point {
	if p == nil {
		return nil
	}
	at := geo.At(p.Lat, p.Lng)
	return &at
}
