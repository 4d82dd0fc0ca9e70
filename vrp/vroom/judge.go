package vroom

import (
	"slices"

	"pignon.coop/vrp"
)

// judged writes the route of a given plan, with what it violates.
func (p *problem) judged(n int, acts []*act) Route {
	w := p.writer(&vrp.Tour{Vehicle: n})
	for _, a := range acts {
		if a.end == "" && a.ref.Kind == vrp.JobStop {
			w.carry(w.vrp.Jobs[a.ref.Index].Delivery, 1)
		}
	}
	free, cost, breaks, tasks := acts[0].at-acts[0].setup, w.vehicle.Costs.Fixed, 0, 0
	picked := map[int]bool{}
	for _, a := range acts {
		before, from := w.duration, w.place
		if a.place != vrp.Nowhere {
			w.drive(a.place)
		}
		cost += w.wayCost(from, a.place) + (w.vehicle.Costs.PerTaskHour*a.service+1800)/3600
		s := w.given(a)
		if a.ref.Kind == vrp.BreakStop && a.end == "" {
			breaks++
			cost -= (w.vehicle.Costs.PerTaskHour*a.service + 1800) / 3600
		} else if a.end == "" {
			tasks++
			cost += (w.vehicle.Costs.PerTaskHour*a.setup + 1800) / 3600
		}
		arrive := max(0, free+w.duration-before)
		s.WaitingTime = a.at - a.setup - arrive
		violations := w.violations(a, picked)
		w.step(s, int32(min(arrive, vrp.Unlimited)))
		w.route.Steps[len(w.route.Steps)-1].Violations = violations
		w.route.Violations = gather(w.route.Violations, violations)
		free = a.at + a.service
	}
	w.bounds(tasks, breaks)
	w.route.Cost, w.route.Duration = (cost+p.unit/2)/p.unit, w.duration
	if w.real {
		*w.route.Distance = w.distance
	}
	return w.route
}

// given writes a step without its times, and loads or unloads.
func (w *writer) given(a *act) Step {
	switch {
	case a.end == "start":
		return Step{Type: "start", Place: Place{w.in.Start, w.in.StartIndex}}
	case a.end == "end":
		return Step{Type: "end", Place: Place{w.in.End, w.in.EndIndex}}
	case a.ref.Kind == vrp.BreakStop:
		b := w.breaks[w.tour.Vehicle][a.ref.Index]
		return Step{Type: "break", ID: b.ID, Service: a.service, Description: b.Description}
	}
	t := w.task(a.ref)
	w.carry(t.pickup, 1)
	w.carry(t.delivery, -1)
	w.route.Priority += int64(t.priority)
	for d := range w.dims {
		w.route.Pickup[d] += int64(amount(t.pickup, d))
		w.route.Delivery[d] += int64(amount(t.delivery, d))
	}
	s := Step{Type: t.kind, Place: Place{t.in.Location, t.in.LocationIndex}, ID: t.in.ID, Setup: a.setup, Service: a.service, Description: t.in.Description}
	if t.kind == "job" {
		s.Job = t.in.ID
	}
	return s
}

// wayCost is what a way costs the vehicle, in the search's unit.
func (w *writer) wayCost(from, to int) int64 {
	if from == vrp.Nowhere || to == vrp.Nowhere {
		return 0
	}
	i := from*w.profile.Places + to
	if w.profile.Costs != nil {
		return int64(w.profile.Costs[i])
	}
	length := w.profile.Durations[i]
	if w.real {
		length = w.profile.Distances[i]
	}
	c := &w.vehicle.Costs
	return (5*c.PerHour*w.travel(w.vehicle, from, to) + 18*c.PerKm*int64(length) + 9000) / 18000
}

// violations lists what a step breaks.
func (w *writer) violations(a *act, picked map[int]bool) []Violation {
	out := []Violation{}
	add := func(is bool, cause string, duration int64) {
		if is {
			out = append(out, Violation{Cause: cause, Duration: duration})
		}
	}
	add(a.from != none && a.at < a.from, "lead_time", a.from-a.at)
	add(a.to != never && a.at > a.to, "delay", a.at-a.to)
	for d, l := range w.load {
		over := w.vehicle.Capacity != nil && l > int64(w.vehicle.Capacity[d])
		add(over && !slices.ContainsFunc(out, func(v Violation) bool { return v.Cause == "load" }), "load", 0)
	}
	if a.end != "" {
		return out
	}
	var skills []int
	switch a.ref.Kind {
	case vrp.BreakStop:
		b := &w.vehicle.Breaks[a.ref.Index]
		heavy := slices.ContainsFunc(upTo(w.dims), func(d int) bool { return w.load[d] > int64(amount(b.MaxLoad, d)) })
		add(b.MaxLoad != nil && heavy, "max_load", 0)
	case vrp.JobStop:
		skills = w.vrp.Jobs[a.ref.Index].Skills
	case vrp.PickupStop:
		picked[a.ref.Index], skills = true, w.vrp.Shipments[a.ref.Index].Skills
	case vrp.DropStop:
		add(!picked[a.ref.Index], "precedence", 0)
		skills = w.vrp.Shipments[a.ref.Index].Skills
	}
	add(slices.ContainsFunc(skills, func(s int) bool { return !slices.Contains(w.vehicle.Skills, s) }), "skills", 0)
	return out
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// bounds adds what the route as a whole breaks.
func (w *writer) bounds(tasks, breaks int) {
	v := w.vehicle
	for _, bound := range []struct {
		cause string
		over  int64
	}{
		{"max_tasks", int64(tasks - v.MaxStops)}, {"max_travel_time", w.duration - int64(v.MaxTravel)}, {"max_distance", w.distance - int64(v.MaxDistance)},
	} {
		limited := map[string]bool{"max_tasks": v.MaxStops > 0, "max_travel_time": v.MaxTravel > 0, "max_distance": v.MaxDistance > 0 && w.real}
		if limited[bound.cause] && bound.over > 0 {
			violation := Violation{Cause: bound.cause}
			if bound.cause == "max_travel_time" {
				violation.Duration = bound.over
			}
			w.route.Violations = append(w.route.Violations, violation)
		}
	}
	if breaks < len(v.Breaks) {
		w.route.Violations = append(w.route.Violations, Violation{Cause: "missing_break"})
	}
}
