package vrp

import (
	"fmt"
	"slices"
)

// table holds what it costs and takes vehicles of one class to go between all nodes, once by origin and once by destination, so that a
// scan for one node reads a row of each only. The time of a way includes the set-up at its end, its cost the pay for that and for the
// service at its start. What is equal is held once: the simpler a problem, the smaller its table and the faster it is read.
type table struct {
	cost, time     []int32 // from node a to node b at a*nodes+b
	costIn, timeIn []int32 // the same at b*nodes+a
	service        []int32 // by node
}

// class gathers the vehicles that travel and serve alike.
type class struct {
	profile, speed, pace    int
	perHour, perKm, perTask int64
}

func (m *model) classOf(v *Vehicle) class {
	c := class{v.Profile, v.SpeedPercent, m.ride.paceOf(v), v.Costs.PerHour, v.Costs.PerKm, v.Costs.PerTaskHour}
	if c.speed == 0 {
		c.speed = 100
	}
	if v.Costs == (Costs{Fixed: v.Costs.Fixed}) {
		c.perHour = 3600
	}
	return c
}

// work is the cost of a time spent on set-up or service.
func (c class) work(time int64) int64 { return (c.perTask*time + 1800) / 3600 }

// plain tells whether a second on the way takes and costs one.
func (c class) plain() bool { return c.speed == 100 && c.perHour == 3600 && c.perKm == 0 }

func (m *model) addTables() error {
	index := map[class]int32{}
	for i := range m.problem.Vehicles {
		c := m.classOf(&m.problem.Vehicles[i])
		if _, ok := index[c]; !ok {
			index[c] = int32(len(m.tables))
			t, err := m.newTable(c)
			if err != nil {
				return err
			}
			m.tables = append(m.tables, t)
		}
		m.vehicles[i].table = index[c]
	}
	return nil
}

func (m *model) newTable(c class) (table, error) {
	n := m.nodes
	t := table{cost: make([]int32, n*n), service: make([]int32, n)}
	copy(t.service, m.ride.paces[c.pace].service)
	t.time = t.cost
	if m.simple(c) {
		m.copyDurations(t.cost, c)
	} else {
		t.time = make([]int32, n*n)
		if err := m.fillTable(&t, c); err != nil {
			return t, err
		}
	}
	t.costIn = transposed(t.cost, n)
	t.timeIn = t.costIn
	if !m.simple(c) {
		t.timeIn = transposed(t.time, n)
	}
	return t, nil
}

// simple tells whether a way costs and takes what the profile says, and no more.
func (m *model) simple(c class) bool {
	setup := slices.ContainsFunc(m.ride.paces[c.pace].setup, func(s int32) bool { return s > 0 })
	return c.plain() && c.perTask == 0 && !setup && m.problem.Profiles[c.profile].Costs == nil
}

// copyDurations fills the table of a simple class.
func (m *model) copyDurations(to []int32, c class) {
	f := &m.problem.Profiles[c.profile]
	for a, from := range m.where {
		if from == Nowhere {
			continue
		}
		row := f.Durations[int(from)*f.Places : (int(from)+1)*f.Places]
		out := to[a*m.nodes : (a+1)*m.nodes]
		for b, place := range m.where {
			if place != Nowhere && !m.unused(a, b) {
				out[b] = row[place]
			}
		}
	}
}

// fillTable fills the table of any class.
func (m *model) fillTable(t *table, c class) error {
	n := m.nodes
	for a := range n {
		for b := range n {
			cost, time := m.leg(c, a, b)
			if took := time + int64(t.service[a]); max(cost, took) > maxLeg*4 {
				return fmt.Errorf("going from place %d to place %d costs %d and takes %d with its stops: at most %d is possible, use larger units",
					m.where[a], m.where[b], cost, took, maxLeg*4)
			}
			t.cost[a*n+b], t.time[a*n+b] = int32(cost), int32(time)
		}
	}
	return nil
}

// leg is what a table holds of the way between two nodes.
func (m *model) leg(c class, a, b int) (cost, time int64) {
	if m.unused(a, b) {
		return 0, 0
	}
	cost, time = m.travel(c, int(m.where[a]), int(m.where[b]))
	pace := &m.ride.paces[c.pace]
	if a < m.stops {
		cost += c.work(int64(pace.service[a]))
	}
	if b < m.stops && m.where[a] != m.where[b] {
		setup := int64(pace.setup[b])
		time += setup
		cost += c.work(setup)
	}
	return cost, time
}

// unused tells whether a way goes from the start to the end of a tour: only empty tours have it, and nobody drives those.
func (m *model) unused(a, b int) bool { return min(a, b) >= m.stops }

// transposed is a table by destination instead of origin: the same one if it is symmetric.
func transposed(t []int32, n int) []int32 {
	if symmetric(t, n) {
		return t
	}
	out := make([]int32, len(t))
	for a := range n {
		for b := range n {
			out[b*n+a] = t[a*n+b]
		}
	}
	return out
}

func symmetric(t []int32, n int) bool {
	for a := range n {
		row := t[a*n : (a+1)*n]
		for b := range a {
			if row[b] != t[b*n+a] {
				return false
			}
		}
	}
	return true
}

// row is the part of a table's rows that belongs to a node.
type row struct{ costIn, costOut, timeIn, timeOut []int32 }

func (t *table) row(n, nodes int) row {
	a, b := n*nodes, (n+1)*nodes
	return row{t.costIn[a:b], t.cost[a:b], t.timeIn[a:b], t.time[a:b]}
}

// travel gives cost and duration of going between two places.
func (m *model) travel(c class, a, b int) (cost, time int64) {
	if a == Nowhere || b == Nowhere {
		return 0, 0
	}
	f := &m.problem.Profiles[c.profile]
	i := a*f.Places + b
	if c.plain() && f.Costs == nil {
		return int64(f.Durations[i]), int64(f.Durations[i])
	}
	time = (int64(f.Durations[i])*100 + int64(c.speed)/2) / int64(c.speed)
	if f.Costs != nil {
		return int64(f.Costs[i]), time
	}
	return (c.perHour*time*5 + c.perKm*int64(f.length(i))*18 + 9000) / 18000, time
}

// length is the distance of an entry of the tables.
func (f *Profile) length(i int) int32 {
	if f.Distances == nil {
		return f.Durations[i]
	}
	return f.Distances[i]
}
