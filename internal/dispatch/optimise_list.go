package dispatch

import (
	"context"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/vrp"
)

// Optimised is a list in the order that takes the least riding.
type Optimised struct {
	Items []Item
	// Late counts the tasks that cannot be made in their windows together with the others; they stand at the end.
	Late int
}

// TakeList reads what the best order of a list is found from.
func TakeList(tx *db.Tx, id int64) (DaySnapshot, error) {
	list, err := LoadList(tx, id)
	if err != nil {
		return DaySnapshot{}, err
	}
	s, err := TakeSnapshot(tx, list.Day)
	if err != nil {
		return DaySnapshot{}, err
	}
	zone, err := zoneOf(tx)
	d := DaySnapshot{Snapshot: s, Loads: map[int64]Load{}, Hours: list.Day.In(zone)}
	for _, r := range s.Riders {
		if r.CourierID == list.CourierID {
			d.Riders, d.Free = []Rider{r}, r.Visits
		}
	}
	d.Free = slices.DeleteFunc(slices.Clone(d.Free), func(s Stop) bool { return s.Status == delivery.Cancelled })
	return d, err
}

// OptimiseList finds the order of a list. It must be called with no unit of work open.
func (p Plans) OptimiseList(ctx context.Context, d DaySnapshot) (Optimised, error) {
	times, err := p.timesOf(ctx, d.Points)
	if err != nil {
		return Optimised{}, err
	}
	return OptimiseList(ctx, d, times)
}

// OptimiseList puts the items of the only rider of a snapshot into the order in which the ride from the first task on is shortest, each task
// in its window. Tours stay whole, and the tasks of a delivery in their order.
func OptimiseList(ctx context.Context, d DaySnapshot, times Times) (Optimised, error) {
	if len(d.Free) == 0 {
		var items []Item
		for _, r := range d.Riders {
			items = append(items, r.Items...)
		}
		return Optimised{Items: items}, nil
	}
	q := openDay(d, times)
	q.problem.Vehicles = []vrp.Vehicle{{Start: d.Free[0].Place, End: vrp.Nowhere}}
	for _, stops := range regrouped(byItem(d.Free)) {
		q.add(stops, nil)
	}
	q.addTable()
	solution, err := vrp.Solve(ctx, &q.problem, vrp.Options{Seed: 1, Iterations: q.turns()})
	if err != nil {
		return Optimised{}, err
	}
	out := Optimised{Late: len(q.hopeless)}
	for _, t := range solution.Tours {
		for _, visit := range t.Visits {
			for _, stop := range q.done[visit.Ref] {
				out.Items = append(out.Items, stop.Item)
			}
		}
	}
	for _, ref := range solution.Unassigned {
		out.Late += len(q.stopsOf(ref))
	}
	out.Items = distinct(append(out.Items, d.Riders[0].Items...))
	return out, nil
}
