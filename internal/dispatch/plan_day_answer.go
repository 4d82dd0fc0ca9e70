package dispatch

import (
	"cmp"
	"slices"
	"time"

	"pignon.coop/vrp"
)

// TooHeavy is why a task is left whose load has no room on anybody's vehicle.
const TooHeavy = "too_heavy"

// answer translates a solution back.
func (q *day) answer(s *vrp.Solution) (Plan, error) {
	var plan Plan
	for i := range s.Tours {
		if l := q.list(&s.Tours[i]); len(l.Added) > 0 {
			plan.Lists = append(plan.Lists, l)
		}
	}
	slices.SortFunc(plan.Lists, func(a, b PlannedList) int { return cmp.Compare(a.CourierID, b.CourierID) })
	for _, stop := range q.hopeless {
		if q.free[stop.Task] {
			plan.Left = append(plan.Left, Left{Task: stop.Task, Reason: TooFar})
		}
	}
	if len(s.Unassigned) == 0 {
		return plan, nil
	}
	whys, err := vrp.Explain(&q.problem, s, s.Unassigned...)
	if err != nil {
		return Plan{}, err
	}
	for _, why := range whys {
		for _, stop := range q.stopsOf(why.Task) {
			if q.free[stop.Task] {
				plan.Left = append(plan.Left, Left{Task: stop.Task, Reason: reasonOf(why.Refusals)})
			}
		}
	}
	return plan, nil
}

// stopsOf lists the stops of a job, or of both ends of a shipment.
func (q *day) stopsOf(ref vrp.Ref) []Stop {
	stops := slices.Clone(q.done[ref])
	if ref.Kind == vrp.PickupStop {
		stops = append(stops, q.done[vrp.Ref{Kind: vrp.DropStop, Index: ref.Index}]...)
	}
	return stops
}

// reasonOf sums up what keeps a task out of all rides.
func reasonOf(refusals []vrp.Refusal) string {
	heavy, alone := 0, 0
	for _, r := range refusals {
		if r.Reason == vrp.Capacity {
			heavy++
		}
		if r.Alone {
			alone++
		}
	}
	switch {
	case 2*heavy > len(refusals):
		return TooHeavy
	case alone == len(refusals):
		return TooFar
	}
	return NoRoom
}

// list is what a rider's list would become: what is past or under way, the tour, and what else they have.
func (q *day) list(t *vrp.Tour) PlannedList {
	r := q.Riders[t.Vehicle]
	out := PlannedList{CourierID: r.CourierID, Username: r.Username, Version: r.Version, Items: slices.Clone(r.Items[:r.Fixed]), VehicleID: q.Carriers[t.Vehicle].VehicleID, TrailerID: q.Carriers[t.Vehicle].TrailerID, Tour: q.tour(t)}
	for _, visit := range t.Visits {
		for _, stop := range q.done[visit.Ref] {
			out.Items = append(out.Items, stop.Item)
			if q.free[stop.Task] {
				out.Added = append(out.Added, stop.Task)
			}
		}
	}
	out.Items = distinct(append(out.Items, r.Items[r.Fixed:]...))
	return out
}

// tour tells when what is in a search's tour is done.
func (q *day) tour(t *vrp.Tour) PlannedTour {
	out := PlannedTour{From: q.instant(t.Leave), To: q.instant(t.Back)}
	out.pass(q.Points, q.Starts[t.Vehicle])
	for _, visit := range t.Visits {
		stops, at := q.done[visit.Ref], visit.Start
		for n, s := range stops {
			if n > 0 {
				at = max(at+q.between(stops[n-1], s), q.seconds(s.After))
			}
			out.Stops = append(out.Stops, PlannedStop{s.Task, q.instant(at)})
			out.pass(q.Points, s.Place)
		}
	}
	out.pass(q.Points, q.Ends[t.Vehicle])
	return out
}

func (q *day) instant(seconds int32) time.Time {
	return q.Hours.From.Time.Add(time.Duration(seconds) * time.Second)
}
