package vrp

import (
	"fmt"
	"math"
	"slices"
)

// ride holds what only a tour that is played through needs.
type ride struct {
	windows  [][]Window // by node
	paces    []pace
	kinds    []int // types of vehicle with times of their own; the pace of kinds[i] is paces[i+1]
	due      []int32
	late     []int64 // by node: cost of an hour
	onBoard  []int32 // by node, at drop-offs: 0 for no bound
	lifo     []bool
	release  []int32 // by unit
	classes  []class // by vehicle
	delaying bool    // leaving later may be worth something
}

// pace is how long service and set-up take, by node, with vehicles of a type.
type pace struct{ service, setup []int32 }

// paceOf is the number of a vehicle's pace.
func (r *ride) paceOf(v *Vehicle) int { return slices.Index(r.kinds, v.Type) + 1 }

// addPaces lists the times of all stops, once for each type of vehicle that has its own at any of them.
func (m *model) addPaces() {
	r := &m.ride
	for n := range int32(m.stops) {
		for _, t := range m.stopOf(n).ByType {
			if !slices.Contains(r.kinds, t.Type) {
				r.kinds = append(r.kinds, t.Type)
			}
		}
	}
	r.paces = make([]pace, 1+len(r.kinds))
	for n := range int32(m.stops) {
		s := m.stopOf(n)
		r.paces[0].service, r.paces[0].setup = append(r.paces[0].service, s.Service), append(r.paces[0].setup, s.Setup)
		for i, kind := range r.kinds {
			service, setup := s.Times(kind)
			p := &r.paces[i+1]
			p.service, p.setup = append(p.service, service), append(p.setup, setup)
		}
	}
}

// addRide fills the details and decides whether tours need to be played through during the search.
func (m *model) addRide() {
	r := &m.ride
	m.addPaces()
	for n := range int32(m.stops) {
		s := m.stopOf(n)
		r.windows = append(r.windows, s.Windows)
		r.due = append(r.due, s.Due)
		r.late = append(r.late, s.LatePerHour)
		ref := m.refOf(n)
		var onBoard, release int32
		lifo := false
		switch ref.Kind {
		case JobStop:
			release = m.problem.Jobs[ref.Index].Release
		case DropStop:
			onBoard, lifo = m.problem.Shipments[ref.Index].MaxOnBoard, m.problem.Shipments[ref.Index].LIFO
		}
		r.onBoard = append(r.onBoard, onBoard)
		r.lifo = append(r.lifo, lifo)
		if !m.isDrop[n] {
			r.release = append(r.release, release)
		}
		m.rich = m.rich || len(s.Windows) > 1 || s.LatePerHour > 0 || onBoard > 0 || lifo || release > 0
		r.delaying = r.delaying || onBoard > 0
	}
	r.delaying = r.delaying || m.problem.Balance > 0
	for i := range m.problem.Vehicles {
		v := &m.problem.Vehicles[i]
		r.classes = append(r.classes, m.classOf(v))
		r.delaying = r.delaying || v.Costs.PerWorkHour > 0 || v.MaxDuration > 0
		m.rich = m.rich || len(v.Breaks) > 0 || v.MaxDistance > 0 || v.MaxTravel > 0
	}
	m.rich = m.rich || r.delaying
}

// addTwins finds out which vehicles can take over the rest of each other's tours.
func (m *model) addTwins() {
	twins := map[string]int32{}
	grouped := slices.ContainsFunc(m.group, func(g []int32) bool { return g != nil })
	for i := range m.vehicles {
		c := &m.vehicles[i]
		c.twin = -1
		if m.rich || grouped || m.fit != nil || !m.oneWay && len(m.problem.Jobs) > 0 {
			continue
		}
		key := fmt.Sprint(c.end, c.to, c.table, c.maxStops, c.fixed, c.capacity)
		if _, ok := twins[key]; !ok {
			twins[key] = int32(len(twins))
		}
		c.twin = twins[key]
	}
}

// addKinds tells interchangeable vehicles apart from others and fills the costs of pairings.
func (m *model) addKinds() {
	m.addFit()
	kinds := map[string]int32{}
	for i := range m.vehicles {
		v := m.problem.Vehicles[i]
		v.ID = 0
		v.Skills = nil
		key := fmt.Sprint(v)
		if len(v.Locked) > 0 {
			key = fmt.Sprint("locked", i)
		}
		if m.fit != nil {
			column := make([]int64, m.units)
			for u := range column {
				column[u] = m.fit[u*len(m.vehicles)+i]
			}
			key += fmt.Sprint(column)
		}
		if _, ok := kinds[key]; !ok {
			kinds[key] = int32(len(kinds))
		}
		m.vehicles[i].kind = kinds[key]
	}
}

func (m *model) addFit() {
	plain := true
	fit := make([]int64, m.units*len(m.vehicles))
	for u := range int32(m.units) {
		t := m.termsOf(u)
		for v := range m.vehicles {
			f := pairing(t, &m.problem.Vehicles[v], v)
			fit[int(u)*len(m.vehicles)+v] = f
			plain = plain && f == 0
			m.rewards = m.rewards || f < 0
		}
	}
	if !plain {
		m.fit = fit
	}
}

// pairing is the cost of serving a task by a vehicle, or forbidden.
func pairing(t *Terms, v *Vehicle, index int) int64 {
	for _, s := range t.Skills {
		if !slices.Contains(v.Skills, s) {
			return forbidden
		}
	}
	if t.Only != nil && !slices.Contains(t.Only, index) || slices.Contains(t.Never, index) {
		return forbidden
	}
	cost := int64(0)
	for _, w := range t.Wishes {
		if w.Vehicle == index {
			cost += w.Cost
		}
	}
	return cost
}

// verdict is what playing a tour through tells.
type verdict struct {
	cost                          int64
	leave, back, travel, distance int32
	slack                         int32 // how much later it could leave and still be back at the same time
	why                           Reason
}

// stage is the scratch memory of one play.
type stage struct {
	m        *model
	left     []int32 // by node: end of service
	stack    []int32
	load     [maxDims]int32
	visits   []Visit // filled if record is set
	record   bool
	spec     *Vehicle
	class    class
	pace     *pace
	breaks   int
	waited   int32
	room     int32
	verdict  verdict
	prev     int32
	departed int32 // when the vehicle may go on from prev
	arrive   int32 // at the present stop
	free     int32 // when it may be served there, breaks being over
}

func newStage(m *model) *stage {
	return &stage{m: m, left: make([]int32, m.nodes), stack: make([]int32, 0, m.stops)}
}

// play tries the sequence of nodes with a vehicle: leaving as early as possible, and, where that may pay, as late as does not change
// the end. It returns the better of both.
func (s *stage) play(v int32, seq []int32) verdict {
	early := s.run(v, seq, 0)
	if !s.m.ride.delaying && !s.record || early.slack <= 0 || len(seq) == 0 {
		return early
	}
	late := s.run(v, seq, early.leave+early.slack)
	if late.why == Fits && (early.why != Fits || late.cost <= early.cost) {
		return late
	}
	if s.record {
		return s.run(v, seq, 0)
	}
	return early
}

// run plays the sequence through, leaving at the given instant or later.
func (s *stage) run(v int32, seq []int32, leave int32) verdict {
	m, c := s.m, &s.m.vehicles[v]
	s.spec, s.class = &m.problem.Vehicles[v], m.ride.classes[v]
	s.pace = &m.ride.paces[s.class.pace]
	s.verdict = verdict{}
	s.stack, s.visits, s.breaks, s.waited, s.room, s.load = s.stack[:0], s.visits[:0], 0, 0, Unlimited, [maxDims]int32{}
	leave = max(leave, c.from)
	for _, n := range seq {
		u := m.unitOf[n]
		leave = max(leave, m.ride.release[u])
		for d := range m.dims {
			s.load[d] += m.del[int(u)*m.dims+d]
		}
	}
	s.verdict.leave, s.departed, s.prev = leave, leave, c.start
	if len(seq) == 0 {
		return s.verdict
	}
	for s.breaks < len(s.spec.Breaks) && s.spec.Breaks[s.breaks].last() < leave {
		if s.spec.Breaks[s.breaks].Always {
			s.verdict.why = BreakTime
			return s.verdict
		}
		s.breaks++
	}
	if why := s.overload(c); why != Fits {
		s.verdict.why = why
		return s.verdict
	}
	for _, n := range seq {
		if why := s.visit(v, n); why != Fits {
			s.verdict.why = why
			return s.verdict
		}
	}
	s.finish(v, len(seq))
	return s.verdict
}

func (s *stage) overload(c *carrier) Reason {
	for d := range s.m.dims {
		if s.load[d] > c.capacity[d] {
			return Capacity
		}
	}
	return Fits
}

// visit goes on to node n and serves it.
func (s *stage) visit(v, n int32) Reason {
	m, r := s.m, &s.m.ride
	c := &m.vehicles[v]
	travel := s.drive(v, n)
	setup := int32(0)
	if m.where[s.prev] != m.where[n] {
		setup = s.pace.setup[n]
	}
	service := s.pace.service[n]
	s.verdict.cost += s.class.work(int64(setup)) + s.class.work(int64(service))
	s.arrive = s.departed + travel
	s.free = s.arrive
	start, shut := int32(0), int32(0)
	for {
		ok := false
		if start, shut, ok = s.startAt(n, s.free+setup); !ok {
			return TimeWindow
		}
		taken, why := s.pauseBefore(travel, start-setup, start+service)
		if why != Fits {
			return why
		}
		if !taken {
			break
		}
	}
	if r.late[n] > 0 {
		if start > r.due[n] {
			s.verdict.cost += (r.late[n]*int64(start-r.due[n]) + 1800) / 3600
		}
		shut = min(shut, max(start, r.due[n]))
	}
	s.waited += start - s.free - setup
	s.room = min(s.room, s.waited+shut-start)
	s.departed, s.prev = start+service, n
	s.left[n] = s.departed
	if s.record {
		s.visits = append(s.visits, Visit{m.refOf(n), s.arrive, start, s.departed})
	}
	if m.fit != nil && !m.isDrop[n] {
		s.verdict.cost += m.fit[int(m.unitOf[n])*len(m.vehicles)+int(v)]
	}
	return s.carry(c, n)
}

// drive adds the leg from the present node to n and returns its duration.
func (s *stage) drive(v, n int32) int32 {
	a, b := int(s.m.where[s.prev]), int(s.m.where[n])
	cost, time := s.m.travel(s.class, a, b)
	s.verdict.cost += cost
	s.verdict.travel += int32(time)
	if a != Nowhere && b != Nowhere {
		f := &s.m.problem.Profiles[s.spec.Profile]
		s.verdict.distance += f.length(a*f.Places + b)
	}
	return int32(time)
}

// startAt is the earliest start of the service of n from an instant on, with the end of the window it lies in.
func (s *stage) startAt(n, from int32) (start, shut int32, ok bool) {
	windows := s.m.ride.windows[n]
	if len(windows) == 0 {
		return from, Unlimited, from <= Unlimited
	}
	return firstIn(windows, from)
}

// firstIn is the earliest instant inside of windows, from an instant on, with the end of the window it lies in.
func firstIn(windows []Window, from int32) (start, shut int32, ok bool) {
	for _, w := range windows {
		if from <= w.To {
			return max(from, w.From), w.To, true
		}
	}
	return 0, 0, false
}

// pauseBefore takes the next break, if the wait before the service has room for it (until the instant idle), or if there is no later
// chance (the service being over at the instant done): on arrival if that is early enough, before setting out otherwise.
func (s *stage) pauseBefore(travel, idle, done int32) (taken bool, why Reason) {
	if s.breaks == len(s.spec.Breaks) {
		return false, Fits
	}
	b := &s.spec.Breaks[s.breaks]
	begin, _, fits := firstIn(b.Windows, s.free)
	light := s.lightFor(b)
	soon := b.MaxLoad != nil && begin <= s.arrive || begin+b.Duration <= idle
	if done <= b.last() && !(light && fits && soon) {
		return false, Fits
	}
	if !light {
		return false, BreakTime
	}
	if fits {
		s.free = s.pause(s.free)
		return true, Fits
	}
	if _, _, before := firstIn(b.Windows, s.departed); s.free > s.arrive || !before {
		return false, BreakTime
	}
	s.departed = s.pause(s.departed)
	s.arrive = s.departed + travel
	s.free = s.arrive
	return true, Fits
}

// lightFor tells whether what is on board now allows a break.
func (s *stage) lightFor(b *Break) bool {
	for d := range s.m.dims {
		if b.MaxLoad != nil && s.load[d] > at(b.MaxLoad, d) {
			return false
		}
	}
	return true
}

// pause takes the next break, the vehicle being free since an instant, and returns its end.
func (s *stage) pause(since int32) int32 {
	b := &s.spec.Breaks[s.breaks]
	begin, shut, _ := firstIn(b.Windows, since)
	s.waited += begin - since
	s.room = min(s.room, s.waited+shut-begin)
	if s.record {
		s.visits = append(s.visits, Visit{Ref{BreakStop, s.breaks}, since, begin, begin + b.Duration})
	}
	s.breaks++
	return begin + b.Duration
}

// carry loads or unloads at n.
func (s *stage) carry(c *carrier, n int32) Reason {
	m := s.m
	u := int(m.unitOf[n])
	for d := range m.dims {
		amount := m.add[u*m.dims+d] - m.del[u*m.dims+d]
		if m.isDrop[n] {
			amount = -amount
		}
		s.load[d] += amount
	}
	switch {
	case m.mate[n] < 0:
	case !m.isDrop[n]:
		s.stack = append(s.stack, n)
	default:
		s.dropOff(n)
	}
	return s.overload(c)
}

// dropOff takes the shipment of n from the stack of what is on board.
func (s *stage) dropOff(n int32) {
	pick := s.m.mate[n]
	r := &s.m.ride
	i := slices.Index(s.stack, pick)
	if r.lifo[n] && i != len(s.stack)-1 {
		s.verdict.why = Order
	}
	if i >= 0 {
		s.stack = slices.Delete(s.stack, i, i+1)
	}
	start := s.left[n] - s.pace.service[n]
	if r.onBoard[n] > 0 && start-s.left[pick] > r.onBoard[n] {
		s.verdict.why = OnBoard
	}
}

// someAlways tells whether a break among these has to be taken.
func someAlways(breaks []Break) bool {
	for i := range breaks {
		if breaks[i].Always {
			return true
		}
	}
	return false
}

// payOf is what it costs that a tour lasts so long, and that it is not level with others.
func (m *model) payOf(v, duration int32) int64 {
	pay := (m.problem.Vehicles[v].Costs.PerWorkHour*int64(duration) + 1800) / 3600
	if b := m.problem.Balance; b > 0 {
		hours := float64(duration) / 3600
		pay += int64(math.Round(float64(b) * hours * hours))
	}
	return pay
}

// finish drives to the end and sums up.
func (s *stage) finish(v int32, stops int) {
	c, spec, out := &s.m.vehicles[v], s.spec, &s.verdict
	travel := s.drive(v, c.end)
	for s.breaks < len(spec.Breaks) && (s.departed+travel > spec.Breaks[s.breaks].last() || someAlways(spec.Breaks[s.breaks:])) {
		if b := &spec.Breaks[s.breaks]; s.departed > b.last() || !s.lightFor(b) {
			out.why = BreakTime
			return
		}
		s.departed = s.pause(s.departed)
	}
	out.back = s.departed + travel
	out.slack = max(0, min(s.waited, s.room))
	duration := out.back - out.leave
	out.cost += c.fixed + s.m.payOf(v, duration)
	switch {
	case out.back > c.to:
		out.why = Shift
	case spec.MaxDuration > 0 && duration > spec.MaxDuration:
		out.why = TourDuration
	case spec.MaxTravel > 0 && out.travel > spec.MaxTravel:
		out.why = TourTravel
	case spec.MaxDistance > 0 && out.distance > spec.MaxDistance:
		out.why = TourDistance
	case spec.MaxStops > 0 && stops > spec.MaxStops:
		out.why = TourStops
	}
}
