package vrp

import "fmt"

// bound is the penalty of a drop-off whose pick-up is locked: it has to be in the plan.
const bound = int64(1) << 52

// validateLocks reports locked stops that do not exist, come twice or in a wrong order.
func (p *Problem) validateLocks() error {
	seen := map[Ref]int{}
	for v := range p.Vehicles {
		for i, ref := range p.Vehicles[v].Locked {
			if err := p.validateLock(ref, v, seen); err != nil {
				return fmt.Errorf("vehicle %d (id %d): locked stop %d: %w", v, p.Vehicles[v].ID, i, err)
			}
		}
	}
	return nil
}

func (p *Problem) validateLock(ref Ref, v int, seen map[Ref]int) error {
	count := len(p.Shipments)
	if ref.Kind == JobStop {
		count = len(p.Jobs)
	}
	if ref.Kind > DropStop || ref.Index < 0 || ref.Index >= count {
		return fmt.Errorf("there is no stop %+v", ref)
	}
	if _, twice := seen[ref]; twice {
		return fmt.Errorf("stop %+v is locked twice", ref)
	}
	seen[ref] = v
	if w, ok := seen[Ref{PickupStop, ref.Index}]; ref.Kind == DropStop && (!ok || w != v) {
		return fmt.Errorf("the drop-off of shipment %d is locked without its pick-up before it", ref.Index)
	}
	return nil
}

// addLocks makes the rest of shipments with a locked pick-up obligatory.
func (m *model) addLocks() {
	for v := range m.vehicles {
		for _, n := range m.vehicles[v].locked {
			if m.mate[n] >= 0 {
				m.penalty[m.unitOf[n]] = bound
			}
		}
	}
}

// addGroups lists the members of the group of each unit, if it has one.
func (m *model) addGroups() {
	members := map[int][]int32{}
	m.group = make([][]int32, m.units)
	for u := range int32(m.units) {
		if g := m.termsOf(u).Group; g != 0 {
			members[g] = append(members[g], u)
		}
	}
	for u := range int32(m.units) {
		m.group[u] = members[m.termsOf(u).Group]
	}
}

// lock puts the locked beginnings of all tours into the plan. It fails if one of them cannot be driven.
func (p *plan) lock() error {
	for v := range p.m.vehicles {
		nodes := p.m.vehicles[v].locked
		if len(nodes) == 0 {
			continue
		}
		if err := p.lockable(int32(v), nodes); err != nil {
			return fmt.Errorf("vehicle %d (id %d): %w", v, p.m.problem.Vehicles[v].ID, err)
		}
		p.fill(int32(v), nodes)
		p.routes[v].lock = int32(len(nodes))
	}
	open := p.missing[:0]
	for _, u := range p.missing {
		n := p.m.unitNode[u]
		if last := max(n, p.m.mate[n]); p.routeOf[last] >= 0 {
			p.owing -= p.m.penalty[u]
			continue
		}
		open = append(open, u)
	}
	p.missing = open
	return nil
}

func (p *plan) lockable(v int32, nodes []int32) error {
	for i, n := range nodes {
		if p.m.fit != nil && p.m.fit[int(p.m.unitOf[n])*len(p.routes)+int(v)] == forbidden {
			return fmt.Errorf("locked stop %d: %v", i, Pairing)
		}
		for _, w := range p.m.group[p.m.unitOf[n]] {
			if r := p.routeOf[p.m.unitNode[w]]; r >= 0 && r != v {
				return fmt.Errorf("locked stop %d: %v", i, Company)
			}
		}
		if why := p.stage.play(v, nodes[:i+1]).why; why != Fits {
			return fmt.Errorf("locked stop %d cannot be reached as the problem asks (%v): correct it, or let lateness cost instead of forbidding it", i, why)
		}
	}
	return nil
}

// home is the only route that a unit may join, because others of its group or its pick-up are there; -1 if it is free.
func (p *plan) home(u int32) int32 {
	if n := p.m.unitNode[u]; p.m.mate[n] >= 0 && p.routeOf[n] >= 0 {
		return p.routeOf[n]
	}
	for _, w := range p.m.group[u] {
		if v := p.routeOf[p.m.unitNode[w]]; v >= 0 && w != u {
			return v
		}
	}
	return -1
}
