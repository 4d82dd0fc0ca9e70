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
	t := table{cost: make([]int32, n*n), time: make([]int32, n*n), service: make([]int32, n)}
	copy(t.service, m.ride.paces[c.pace].service)
	for a := range n {
		for b := range n {
			cost, time := m.leg(c, a, b)
			if took := time + int64(t.service[a]); max(cost, took) > maxLeg*4 {
				return t, fmt.Errorf("going from place %d to place %d costs %d and takes %d with its stops: at most %d is possible, use larger units",
					m.where[a], m.where[b], cost, took, maxLeg*4)
			}
			t.cost[a*n+b], t.time[a*n+b] = int32(cost), int32(time)
		}
	}
	t.costIn = transposed(t.cost, n)
	if slices.Equal(t.cost, t.time) {
		t.time, t.timeIn = t.cost, t.costIn
		return t, nil
	}
	t.timeIn = transposed(t.time, n)
	return t, nil
}

// leg is what a table holds of the way between two nodes.
func (m *model) leg(c class, a, b int) (cost, time int64) {
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

// transposed is a table by destination instead of origin: the same one if it is symmetric.
func transposed(t []int32, n int) []int32 {
	out := make([]int32, len(t))
	for a := range n {
		for b := range n {
			out[b*n+a] = t[a*n+b]
		}
	}
	if slices.Equal(t, out) {
		return t
	}
	return out
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
	if c.speed == 100 && c.perHour == 3600 && c.perKm == 0 && f.Costs == nil {
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
