package vrp

import "slices"

const (
	maxDims   = 4
	forbidden = int64(1) << 60
)

// model is the problem as flat arrays. Nodes are the stops of tasks (0 to stops-1), then the places where vehicles start and end. A
// unit is what is inserted at once: a job's node, or the two nodes of a shipment.
type model struct {
	problem *Problem
	nodes   int
	stops   int
	units   int
	dims    int

	unitNode []int32 // first node of a unit
	unitOf   []int32 // by node
	mate     []int32 // by node: the other end of its shipment, or -1
	isDrop   []bool  // by node
	where    []int32 // by node: place, or Nowhere
	open     []int32 // by node: hull of its windows
	shut     []int32
	service  []int32   // by node
	del, add []int32   // by unit and dimension: on board from the start, on board until the end (or between the two ends)
	step     []int32   // by node and dimension: by how much the load grows there; where loads go one way, deliveries count like pick-ups
	penalty  []int64   // by unit
	owed     []int64   // by unit: the part of the penalty that Solution.Cost counts
	windowed bool      // some stop cannot be served at any time
	rewards  bool      // some pairing has a negative cost
	fit      []int64   // by unit and vehicle: cost of the pairing or forbidden; nil if no pairing matters
	group    [][]int32 // by unit: the units that share its vehicle
	oneWay   bool      // loads only shrink or only grow along a tour, so that a tour is full or not as a whole
	rich     bool      // legs, loads and hulls do not tell all: tours are played through

	vehicles []carrier
	tables   []table
	far      []int32 // by unit: cost from the first vehicle's start
	ride     ride
}

// carrier is a vehicle as the search sees it.
type carrier struct {
	start, end int32
	from, to   int32
	table      int32
	kind       int32 // vehicles of one kind are interchangeable
	twin       int32 // vehicles of one twin differ in where and when they start only; -1 if tails of tours may not be swapped
	maxStops   int32
	fixed      int64
	capacity   [maxDims]int32
	locked     []int32
}

func compile(p *Problem) (*model, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	m := &model{problem: p, dims: dims(p)}
	m.addUnits()
	m.addVehicles()
	m.addRide()
	if err := m.addTables(); err != nil {
		return nil, err
	}
	m.addPenalties()
	m.addLocks()
	m.addGroups()
	m.addFar()
	m.addKinds()
	m.addTwins()
	return m, nil
}

func dims(p *Problem) int {
	d := 0
	for i := range p.Vehicles {
		d = max(d, len(p.Vehicles[i].Capacity))
	}
	return d
}

func (m *model) addUnits() {
	p := m.problem
	ways := 0
	for i := range p.Jobs {
		j := &p.Jobs[i]
		m.addNode(&j.Stop, -1)
		m.addAmounts(j.Delivery, j.Pickup)
		ways |= ways1(j.Delivery, 1) | ways1(j.Pickup, 2)
	}
	for i := range p.Shipments {
		s := &p.Shipments[i]
		n := int32(len(m.mate))
		m.addNode(&s.Pickup, n+1)
		m.addAmounts(nil, s.Amount)
		m.units--
		m.addNode(&s.Drop, n)
		m.isDrop[n+1] = true
		ways = 3
	}
	m.stops = len(m.mate)
	m.oneWay = ways != 3
	m.addSteps()
}

func (m *model) addSteps() {
	for n := range int32(m.stops) {
		for d := range m.dims {
			u := int(m.unitOf[n])*m.dims + d
			switch {
			case m.isDrop[n]:
				m.step = append(m.step, -m.add[u])
			case m.oneWay:
				m.step = append(m.step, m.add[u]+m.del[u])
			default:
				m.step = append(m.step, m.add[u]-m.del[u])
			}
		}
	}
}

func ways1(amounts []int32, way int) int {
	for _, a := range amounts {
		if a > 0 {
			return way
		}
	}
	return 0
}

func (m *model) addNode(s *Stop, mate int32) {
	if mate < 0 || mate == int32(len(m.mate))+1 {
		m.unitNode = append(m.unitNode, int32(len(m.mate)))
	}
	m.unitOf = append(m.unitOf, int32(m.units))
	m.units++
	m.mate = append(m.mate, mate)
	m.isDrop = append(m.isDrop, false)
	m.where = append(m.where, int32(s.Place))
	open, shut := int32(0), int32(Unlimited)
	if len(s.Windows) > 0 {
		open, shut = s.Windows[0].From, s.Windows[len(s.Windows)-1].To
	}
	m.open = append(m.open, open)
	m.shut = append(m.shut, shut)
	m.windowed = m.windowed || len(s.Windows) > 0
}

func (m *model) addAmounts(del, add []int32) {
	for d := range m.dims {
		m.del = append(m.del, at(del, d))
		m.add = append(m.add, at(add, d))
	}
}

func at(amounts []int32, d int) int32 {
	if d < len(amounts) {
		return amounts[d]
	}
	return 0
}

// addVehicles makes a node of each place where a vehicle starts or ends.
func (m *model) addVehicles() {
	nodeAt := map[int]int32{}
	node := func(place int) int32 {
		if n, ok := nodeAt[place]; ok {
			return n
		}
		n := int32(len(m.where))
		nodeAt[place] = n
		m.where = append(m.where, int32(place))
		m.open = append(m.open, 0)
		m.shut = append(m.shut, Unlimited)
		return n
	}
	for i := range m.problem.Vehicles {
		v := &m.problem.Vehicles[i]
		c := carrier{start: node(v.Start), end: node(v.End), from: v.Shift.From, to: v.Shift.To, maxStops: int32(v.MaxStops), fixed: v.Costs.Fixed}
		if v.Shift == (Window{}) {
			c.to = Unlimited
		}
		if c.maxStops == 0 {
			c.maxStops = int32(m.stops)
		}
		for d := range m.dims {
			c.capacity[d] = maxLeg
			if v.Capacity != nil {
				c.capacity[d] = at(v.Capacity, d)
			}
		}
		for _, ref := range v.Locked {
			c.locked = append(c.locked, m.nodeOf(ref))
		}
		m.vehicles = append(m.vehicles, c)
	}
	m.nodes = len(m.where)
}

// nodeOf finds the node of a job or of one end of a shipment.
func (m *model) nodeOf(ref Ref) int32 {
	switch ref.Kind {
	case PickupStop:
		return int32(len(m.problem.Jobs) + 2*ref.Index)
	case DropStop:
		return int32(len(m.problem.Jobs) + 2*ref.Index + 1)
	}
	return int32(ref.Index)
}

// refOf is the reverse of nodeOf.
func (m *model) refOf(node int32) Ref {
	k := int(node) - len(m.problem.Jobs)
	switch {
	case k < 0:
		return Ref{JobStop, int(node)}
	case k%2 == 0:
		return Ref{PickupStop, k / 2}
	}
	return Ref{DropStop, k / 2}
}

func (m *model) stopOf(node int32) *Stop {
	ref := m.refOf(node)
	switch ref.Kind {
	case PickupStop:
		return &m.problem.Shipments[ref.Index].Pickup
	case DropStop:
		return &m.problem.Shipments[ref.Index].Drop
	}
	return &m.problem.Jobs[ref.Index].Stop
}

func (m *model) termsOf(unit int32) *Terms {
	ref := m.refOf(m.unitNode[unit])
	if ref.Kind == JobStop {
		return &m.problem.Jobs[ref.Index].Terms
	}
	return &m.problem.Shipments[ref.Index].Terms
}

// addPenalties makes leaving a task out dearer than any tour; the sum of priorities counts before the number. A shipment counts as the
// two stops that it is.
func (m *model) addPenalties() {
	dear := m.dearest()
	for u := range int32(m.units) {
		t := m.termsOf(u)
		m.owed = append(m.owed, t.Penalty)
		if t.Penalty == 0 {
			count := int64(1)
			if m.mate[m.unitNode[u]] >= 0 {
				count = 2
			}
			t := int64(t.Priority) * int64(m.stops+1)
			m.penalty = append(m.penalty, count*dear*(t+1))
			continue
		}
		m.penalty = append(m.penalty, t.Penalty)
	}
}

// dearest is more than serving one more task may cost, within reason: a day's extra work, lateness and imbalance.
func (m *model) dearest() int64 {
	leg, fixed, perHour, wish := int64(1), int64(0), int64(0), int64(0)
	for i := range m.vehicles {
		fixed = max(fixed, m.vehicles[i].fixed)
		perHour = max(perHour, m.problem.Vehicles[i].Costs.PerWorkHour)
	}
	for _, t := range m.tables {
		leg = max(leg, int64(slices.Max(t.cost)))
	}
	for n := range int32(m.stops) {
		perHour = max(perHour, m.stopOf(n).LatePerHour)
	}
	for u := range int32(m.units) {
		for _, w := range m.termsOf(u).Wishes {
			wish = max(wish, w.Cost, -w.Cost)
		}
	}
	return min(8*leg+fixed+24*perHour+2*wish+24*24*m.problem.Balance, 1<<36)
}

// addFar notes for each unit how far it is from the first vehicle's start.
func (m *model) addFar() {
	m.far = make([]int32, m.units)
	if len(m.tables) == 0 {
		return
	}
	start := int(m.vehicles[0].start)
	for u := range m.far {
		m.far[u] = m.tables[0].cost[start*m.nodes+int(m.unitNode[u])]
	}
}
