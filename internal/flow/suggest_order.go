package flow

import (
	"context"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/span"
	"pignon.coop/vrp"
)

// Shorter is an order of a delivery's stops that makes the way shorter.
type Shorter struct {
	Order []int // indexes into the stops as they were asked for
	Gain  int64 // metres
}

// Most of a search for a better order: what a request may cost.
const (
	mostSuggested = 50
	suggestTurns  = 20_000
	farthest      = 10_000_000 // metres or seconds of a leg
)

// Suggest finds an order of the stops with a strictly shorter way, each stop within its window; ok is false where there is none, where a stop
// has no place, or where they are fewer than three. The ride starts where the first stop is. Without a store only dispatchers may ask.
func (p Parcels) Suggest(ctx context.Context, who authz.Actor, in ParcelIn) (s Shorter, ok bool, err error) {
	d, err := p.draft(ctx, who, in)
	if err == nil && d.store == nil {
		err = who.Must(authz.Dispatcher)
	}
	if err != nil {
		return s, false, err
	}
	points := d.points()
	if len(points) < 3 || len(points) > mostSuggested {
		return s, false, nil
	}
	table, err := p.Planner().Table(ctx, points, points)
	if err != nil {
		return s, false, err
	}
	order, err := d.bestOrder(ctx, table)
	if err != nil || order == nil || !fetchedFirst(d.in.Stops, order) {
		return s, false, err
	}
	asked := make([]int, len(order))
	for i := range asked {
		asked[i] = i
	}
	s = Shorter{Order: order, Gain: length(table, asked) - length(table, order)}
	return s, s.Gain > 0, nil
}

// bestOrder solves the stops as so many jobs of one courier; nil when not all can be done.
func (d *draft) bestOrder(ctx context.Context, table routing.Matrix) ([]int, error) {
	problem := vrp.Problem{
		Profiles: []vrp.Profile{{Places: len(d.in.Stops), Durations: shortened(table.Seconds), Distances: shortened(table.Metres)}},
		Vehicles: []vrp.Vehicle{{Start: 0, End: vrp.Nowhere, Costs: vrp.Costs{PerKm: 1000}}},
	}
	for i, s := range d.in.Stops {
		problem.Jobs = append(problem.Jobs, vrp.Job{Terms: vrp.Terms{ID: int64(i)}, Stop: vrp.Stop{Place: i, Windows: d.windows(s)}})
	}
	solution, err := vrp.Solve(ctx, &problem, vrp.Options{Seed: 1, Iterations: suggestTurns})
	if err != nil || len(solution.Unassigned) > 0 {
		return nil, err
	}
	var order []int
	for _, t := range solution.Tours {
		for _, visit := range t.Visits {
			order = append(order, visit.Index)
		}
	}
	return order, nil
}

// windows is when a stop can be made, in seconds from the earliest instant that any stop names.
func (d *draft) windows(s StopIn) []vrp.Window {
	if s.Before.IsZero() {
		return nil
	}
	from := s.After
	if from.IsZero() {
		from = s.Before.Add(-shortest)
	}
	zero := d.earliest()
	return []vrp.Window{{From: int32(from.Sub(zero.Time).Seconds()), To: int32(s.Before.Sub(zero.Time).Seconds())}}
}

func (d *draft) earliest() (zero span.Instant) {
	for _, s := range d.in.Stops {
		for _, at := range []span.Instant{s.After, s.Before.Add(-shortest)} {
			if !at.IsZero() && (zero.IsZero() || at.Before(zero.Time)) {
				zero = at
			}
		}
	}
	return zero
}

func shortened(list []int) []int32 {
	out := make([]int32, len(list))
	for i, n := range list {
		out[i] = int32(min(max(n, 0), farthest))
	}
	return out
}

func length(table routing.Matrix, order []int) (metres int64) {
	for i := 1; i < len(order); i++ {
		leg, _ := table.At(order[i-1], order[i])
		metres += int64(leg)
	}
	return metres
}

// fetchedFirst tells whether every stop that had a pick-up before it still has one: nobody can drop off what nobody has fetched.
func fetchedFirst(stops []StopIn, order []int) bool {
	first := slices.IndexFunc(stops, func(s StopIn) bool { return s.Type == delivery.Pickup })
	return first != 0 || stops[order[0]].Type == delivery.Pickup
}
