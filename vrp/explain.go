package vrp

import (
	"context"
	"fmt"
)

// Explanation says why a task is where it is.
type Explanation struct {
	// Task is a job or the pick-up of a shipment.
	Task Ref
	// Vehicle serves the task and Cost is what its tour would save without it; -1 if the task is left out.
	Vehicle int
	Cost    int64
	// RunnerUp is the vehicle that would serve it next best, all else unchanged, and Extra what that would cost more; -1 if none could.
	RunnerUp int
	Extra    int64
	// Refusals name for each vehicle that could not serve it, all else unchanged, the constraint that stands against it.
	Refusals []Refusal
}

// Refusal is why a vehicle cannot serve a task. Alone is true if it could not even with nothing else to do.
type Refusal struct {
	Vehicle int
	Reason  Reason
	Alone   bool
}

// Explain goes through all tasks of a solution, or through those that are given. It fails if the solution or a task does not belong to
// the problem.
func Explain(p *Problem, from *Solution, tasks ...Ref) ([]Explanation, error) {
	m, err := compile(p)
	if err != nil {
		return nil, err
	}
	s := newSearcher(context.Background(), m, Options{})
	if err := s.lock(); err != nil {
		return nil, err
	}
	if err := s.warm(from); err != nil {
		return nil, err
	}
	units, err := m.unitsOf(tasks)
	if err != nil {
		return nil, err
	}
	out := make([]Explanation, 0, len(units))
	for _, u := range units {
		out = append(out, s.explain(u))
	}
	return out, nil
}

// unitsOf finds the units of tasks; all of them if there are none.
func (m *model) unitsOf(tasks []Ref) ([]int32, error) {
	var units []int32
	for _, ref := range tasks {
		if ref.Kind == BreakStop || !m.known(ref) {
			return nil, fmt.Errorf("the problem has no task %+v", ref)
		}
		units = append(units, m.unitOf[m.nodeOf(ref)])
	}
	for u := range int32(m.units) {
		if len(tasks) == 0 {
			units = append(units, u)
		}
	}
	return units, nil
}

// explain takes a unit out, looks at all vehicles, and puts it back.
func (s *searcher) explain(u int32) Explanation {
	n := s.m.unitNode[u]
	out := Explanation{Task: s.m.refOf(n), Vehicle: -1, RunnerUp: -1}
	own := s.routeOf[n]
	if own >= 0 {
		out.Vehicle = int(own)
		if s.slotOf[n] <= s.routes[own].lock {
			return out // locked: there is nothing to compare
		}
		defer s.putBack(own, append([]int32(nil), s.nodes(own)...))
		before := s.routes[own].cost
		s.take(n)
		s.pool, s.cut = s.pool[:0], s.cut[:0]
		s.cutMarked(own, s.marked)
		clear(s.marked)
		out.Cost = before - s.routes[own].cost
	}
	for v := range s.routes {
		if int32(v) == own {
			continue
		}
		d := s.offer(int32(v), u, noWay).d1
		if home := s.home(u); d == noWay || home >= 0 && home != int32(v) {
			out.Refusals = append(out.Refusals, s.refusal(int32(v), u))
			continue
		}
		if d >= s.m.penalty[u] {
			out.Refusals = append(out.Refusals, Refusal{Vehicle: v, Reason: Price})
			continue
		}
		if extra := d - out.Cost; out.RunnerUp < 0 || extra < out.Extra {
			out.RunnerUp, out.Extra = v, extra
		}
	}
	return out
}

func (s *searcher) putBack(v int32, nodes []int32) {
	lock := s.routes[v].lock
	s.fill(v, nodes)
	s.routes[v].lock = lock
}

// refusal finds what keeps a unit out of a route: out of the vehicle altogether, or out of all its gaps.
func (s *searcher) refusal(v, u int32) Refusal {
	out := Refusal{Vehicle: int(v)}
	if s.m.fit != nil && s.m.fit[int(u)*len(s.routes)+int(v)] == forbidden {
		out.Reason, out.Alone = Pairing, true
		return out
	}
	if home := s.home(u); home >= 0 && home != v {
		out.Reason = Company
		return out
	}
	nodes := append([]int32(nil), s.nodes(v)...)
	lock := int(s.routes[v].lock)
	if out.Reason = s.obstacle(v, u, nodes[:lock]); out.Reason != Fits {
		out.Alone = true
		return out
	}
	out.Reason = s.obstacle(v, u, nodes)
	return out
}

// obstacle is the reason that stands against most ways to put a unit into a sequence; Fits if there is a way.
func (s *searcher) obstacle(v, u int32, nodes []int32) Reason {
	count := [Price + 1]int{}
	n := s.m.unitNode[u]
	mate := s.m.mate[n]
	trial := make([]int32, 0, len(nodes)+2)
	for i := int(s.routes[v].lock); i <= len(nodes); i++ {
		for j := i; j <= len(nodes); j++ {
			trial = append(append(append(trial[:0], nodes[:i]...), n), nodes[i:j]...)
			if mate >= 0 {
				trial = append(trial, mate)
			}
			count[s.stage.play(v, append(trial, nodes[j:]...)).why]++
			if mate < 0 {
				break
			}
		}
	}
	if count[Fits] > 0 {
		return Fits
	}
	most := Capacity
	for r, c := range count {
		if c > count[most] {
			most = Reason(r)
		}
	}
	return most
}
