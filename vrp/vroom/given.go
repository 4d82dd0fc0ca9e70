package vroom

import (
	"container/heap"
	"fmt"
	"slices"

	"pignon.coop/vrp"
)

// given answers plan mode: it keeps the steps of all vehicles as they are, and finds the times with the least lead times and delays.
func (p *problem) given() (*Answer, error) {
	done := map[vrp.Ref]bool{}
	summary := &Summary{Totals: p.totals(), Violations: []Violation{}}
	routes := []Route{}
	for n, v := range p.fleet {
		if len(v.Steps) == 0 {
			continue
		}
		acts, err := p.acts(n, done)
		if err != nil {
			return nil, err
		}
		schedule(acts)
		routes = append(routes, p.judged(n, acts))
		summary.add(&routes[len(routes)-1].Totals)
		summary.Violations = gather(summary.Violations, routes[len(routes)-1].Violations)
	}
	left := []Left{}
	for _, ref := range p.allTasks() {
		if !done[ref] {
			left = append(left, p.leftTask(ref, "no vehicle has it among its steps"))
		}
	}
	summary.Routes, summary.Unassigned = len(routes), len(left)
	return &Answer{Summary: summary, Unassigned: &left, Routes: &routes}, nil
}

func (p *problem) allTasks() []vrp.Ref {
	var out []vrp.Ref
	for i := range p.vrp.Jobs {
		out = append(out, vrp.Ref{Kind: vrp.JobStop, Index: i})
	}
	for i := range p.vrp.Shipments {
		out = append(out, vrp.Ref{Kind: vrp.PickupStop, Index: i}, vrp.Ref{Kind: vrp.DropStop, Index: i})
	}
	return out
}

// act is one step of a given plan.
type act struct {
	ref      vrp.Ref
	end      string // "start" or "end"; "" for others
	place    int    // vrp.Nowhere for breaks
	service  int64
	setup    int64
	before   int64 // what passes from the start of the service before to the start of this one, without waiting
	windows  []vrp.Window
	from, to int64 // of the window that is aimed at; none and never where there is none
	hardFrom int64 // what the step itself demands
	hardTo   int64
	at       int64 // start of service
}

const (
	none  = int64(-1)
	never = int64(1) << 40
)

// acts lists the steps of a vehicle with its start and end.
func (p *problem) acts(n int, done map[vrp.Ref]bool) ([]*act, error) {
	v, in := &p.vrp.Vehicles[n], p.fleet[n]
	shift := []vrp.Window{v.Shift}
	if v.Shift == (vrp.Window{}) {
		shift = nil
	}
	var out []*act
	if v.Start != vrp.Nowhere {
		out = append(out, &act{end: "start", place: v.Start, windows: shift, hardFrom: none, hardTo: never})
	}
	making := maker{p, n, p.finder(), done}
	for i := range in.Steps {
		if kind := in.Steps[i].Type; kind == "start" || kind == "end" {
			continue
		}
		a, err := making.act(&in.Steps[i])
		if err != nil {
			return nil, wrong("vehicle %s: step %d: %v", number(in.ID), i, err)
		}
		out = append(out, a)
	}
	if v.End != vrp.Nowhere {
		out = append(out, &act{end: "end", place: v.End, windows: shift, hardFrom: none, hardTo: never})
	}
	p.space(v, out)
	return out, nil
}

// maker makes the acts of one vehicle.
type maker struct {
	*problem
	vehicle int
	find    func(stepIn) (vrp.Ref, bool)
	done    map[vrp.Ref]bool
}

// act makes one of a step with a task or a break.
func (m *maker) act(s *stepIn) (*act, error) {
	v := &m.vrp.Vehicles[m.vehicle]
	breaks := m.breaks[m.vehicle]
	b := slices.IndexFunc(breaks, func(b *breakIn) bool { return s.Type == "break" && s.ID != nil && *b.ID == *s.ID })
	ref, known := m.find(*s)
	if b >= 0 {
		ref, known = vrp.Ref{Kind: vrp.BreakStop, Index: b}, true
	}
	switch {
	case !known:
		return nil, fmt.Errorf("there is no such task or break (type %q)", s.Type)
	case m.done[ref] && b < 0:
		return nil, fmt.Errorf("%s %d has been made already", s.Type, *s.ID)
	}
	a := &act{ref: ref, place: vrp.Nowhere}
	if b >= 0 {
		a.service, a.windows = int64(breaks[b].Service), v.Breaks[b].Windows
	} else {
		m.done[ref] = true
		at := m.task(ref).at
		service, setup := at.Times(v.Type)
		a.place, a.service, a.setup, a.windows = at.Place, int64(service), int64(setup), at.Windows
	}
	m.force(a, s)
	return a, nil
}

// force notes when a step itself says that its service begins.
func (p *problem) force(a *act, s *stepIn) {
	a.hardFrom, a.hardTo = none, never
	moved := func(t uint64) int64 { return int64(min(max(t, p.origin)-p.origin, vrp.Unlimited)) }
	if s.ServiceAfter != nil {
		a.hardFrom = moved(*s.ServiceAfter)
	}
	if s.ServiceBefore != nil {
		a.hardTo = moved(*s.ServiceBefore)
	}
	if s.ServiceAt != nil {
		a.hardFrom = moved(*s.ServiceAt)
		a.hardTo = a.hardFrom
	}
}

// space fills in what passes between steps, and aims each at the window that it comes to first; a break is taken before the way.
func (p *problem) space(v *vrp.Vehicle, acts []*act) {
	place, last, now := vrp.Nowhere, act{}, int64(0)
	for i, a := range acts {
		if a.place != vrp.Nowhere {
			if a.place == place {
				a.setup = 0
			}
			if place != vrp.Nowhere {
				a.before = p.travel(v, place, a.place)
			}
			place = a.place
		}
		if a.before += a.setup; i > 0 {
			a.before += last.service
		}
		now = max(now+a.before, a.hardFrom)
		a.from, a.to = none, never
		for _, w := range a.windows {
			if a.from, a.to = int64(w.From), int64(w.To); now <= a.to {
				break
			}
		}
		if a.end == "end" {
			a.from = none
		}
		now, last = max(now, a.from), *a
	}
}

// travel is the duration of a way.
func (p *problem) travel(v *vrp.Vehicle, from, to int) int64 {
	f, speed := &p.vrp.Profiles[v.Profile], int64(v.SpeedPercent)
	return (int64(f.Durations[from*f.Places+to])*100 + speed/2) / speed
}

// schedule finds the starts of service with the least sum of lead times and delays, the earliest ones of these. In terms of the time that is
// left over between steps this is an isotonic regression with flat bottoms, which the heap of bends of the convex cost solves exactly.
func schedule(acts []*act) {
	hard := len(acts) + 2 // more than all that can be won
	bends, best := &bends{}, make([]int64, len(acts))
	bends.raise(0, hard)
	offset := int64(0)
	for i, a := range acts {
		offset += a.before
		if a.from != none {
			bends.raise(a.from-offset, 1)
		}
		if a.to != never {
			bends.lower(a.to-offset, 1)
		}
		if a.hardFrom > none {
			bends.raise(a.hardFrom-offset, hard)
		}
		if a.hardTo < never {
			bends.lower(a.hardTo-offset, hard)
		}
		best[i], a.at = (*bends)[0], offset
	}
	for i := len(acts) - 2; i >= 0; i-- {
		best[i] = min(best[i], best[i+1])
	}
	for i, a := range acts {
		a.at += best[i]
	}
	if len(acts) > 1 && acts[0].end == "start" {
		latest := max(acts[0].at, acts[0].to)
		acts[0].at = min(latest, acts[1].at-acts[1].before) // nobody waits at the start
	}
}

// bends are where the cost of all steps so far changes its slope, as a function of when the present one may be at the latest.
type bends []int64

func (b bends) Len() int           { return len(b) }
func (b bends) Less(i, j int) bool { return b[i] > b[j] }
func (b bends) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

// Push and Pop are for package heap.
func (b *bends) Push(v any) { *b = append(*b, v.(int64)) }

// Pop takes the last one.
func (b *bends) Pop() any {
	v := (*b)[len(*b)-1]
	*b = (*b)[:len(*b)-1]
	return v
}

// raise adds the cost of being before an instant.
func (b *bends) raise(at int64, times int) {
	for range times {
		heap.Push(b, at)
	}
}

// lower adds the cost of being after an instant.
func (b *bends) lower(at int64, times int) {
	for range times {
		heap.Push(b, at)
		heap.Pop(b)
	}
}

// gather adds violations to a list of those of a whole, by cause.
func gather(all, more []Violation) []Violation {
	for _, v := range more {
		i := slices.IndexFunc(all, func(o Violation) bool { return o.Cause == v.Cause })
		if i < 0 {
			all = append(all, v)
			continue
		}
		all[i].Duration += v.Duration
	}
	return all
}
