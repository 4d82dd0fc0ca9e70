package vrp

// slot is one node of a route with what the search asks for most often.
type slot struct {
	node int32
	at   int32 // earliest start of service
	off  int32 // earliest end of it
	late int32 // latest start of service that keeps the rest of the route in time
	cost int32 // of the leg to the next slot
	time int32 // of the same, with the set-up there
}

// route is the tour of one vehicle: its start, its stops, its end.
type route struct {
	slots []slot
	sum   [maxDims]int32 // of all amounts, if loads only go one way
	load  []int32        // by slot and dimension: on board when leaving it
	peak  []int32        // the highest load up to a slot
	ahead []int32        // the highest load from a slot on
	cost  int64
	work  int32  // time on the way and at stops
	lasts int32  // from leaving to being back, where tours are played through
	ver   uint64 // changes with every change, comes back when the change is undone
	bad   bool   // breaks a constraint, as a cut may make it if a detour is shorter than the straight way
	lock  int32  // slots that stay where they are, the start not counted
}

// empty tells whether the route has no stop.
func (r *route) empty() bool { return len(r.slots) == 2 }

// copyTo copies the route without allocating, once the target has grown to its size.
func (r *route) copyTo(to *route) {
	to.slots = append(to.slots[:0], r.slots...)
	to.load = append(to.load[:0], r.load...)
	to.peak = append(to.peak[:0], r.peak...)
	to.ahead = append(to.ahead[:0], r.ahead...)
	to.sum, to.cost, to.work, to.lasts, to.ver, to.bad, to.lock = r.sum, r.cost, r.work, r.lasts, r.ver, r.bad, r.lock
}

// plan is a state of the search: all routes and what is not in them.
type plan struct {
	m       *model
	routes  []route
	routeOf []int32 // by node: route, or -1
	slotOf  []int32 // by node
	missing []int32 // units
	cost    int64   // of the routes
	owing   int64   // penalties of the missing units
	version uint64
	vers    []uint64 // by vehicle: ver of its route, close together
	sizes   []int32  // by vehicle: stops of its route, close together
	stage   *stage
	seq     []int32
}

func newPlan(m *model) *plan {
	p := &plan{m: m, routes: make([]route, len(m.vehicles)), vers: make([]uint64, len(m.vehicles)), sizes: make([]int32, len(m.vehicles)), stage: newStage(m), seq: make([]int32, 0, m.stops+2)}
	p.routeOf = make([]int32, m.stops)
	p.slotOf = make([]int32, m.stops)
	for n := range p.routeOf {
		p.routeOf[n] = -1
	}
	p.missing = make([]int32, 0, m.units)
	for u := range int32(m.units) {
		p.missing = append(p.missing, u)
		p.owing += m.penalty[u]
	}
	for v := range m.vehicles {
		p.fill(int32(v), nil)
	}
	return p
}

// fill replaces the stops of a route. It does not touch the missing units.
func (p *plan) fill(v int32, nodes []int32) {
	r, c := &p.routes[v], &p.m.vehicles[v]
	r.slots = append(r.slots[:0], slot{node: c.start})
	for _, n := range nodes {
		r.slots = append(r.slots, slot{node: n})
	}
	r.slots = append(r.slots, slot{node: c.end})
	for i := range len(r.slots) - 1 {
		p.link(v, i)
	}
	p.refresh(v, 0)
}

// link looks up the leg from slot i to the next.
func (p *plan) link(v int32, i int) {
	r := &p.routes[v]
	t, k := &p.m.tables[p.m.vehicles[v].table], int(r.slots[i].node)*p.m.nodes+int(r.slots[i+1].node)
	r.slots[i].cost, r.slots[i].time = t.cost[k], t.time[k]
}

// refresh recomputes times, loads and cost of a route whose slots have changed from index i on.
func (p *plan) refresh(v int32, i int) {
	m, r, c := p.m, &p.routes[v], &p.m.vehicles[v]
	p.version++
	r.ver = p.version
	p.vers[v], p.sizes[v] = p.version, int32(len(r.slots)-2)
	p.cost -= r.cost
	service := m.tables[c.table].service
	last := len(r.slots) - 1
	r.slots[0].at, r.slots[0].off, r.slots[0].late = c.from, c.from, c.to
	for k := max(i, 1); k <= last; k++ {
		s, before := &r.slots[k], &r.slots[k-1]
		s.at = max(m.open[s.node], before.off+before.time)
		s.off = s.at + service[s.node]
		if k < last {
			p.routeOf[s.node], p.slotOf[s.node] = v, int32(k)
		}
	}
	late := c.to
	r.slots[last].late = late
	cost, work, bad := int64(0), int32(0), false
	for k := last - 1; k >= 0; k-- {
		s := &r.slots[k]
		late = min(m.shut[s.node], late-s.time-(s.off-s.at))
		s.late = late
		bad = bad || s.at > late
		cost += int64(s.cost)
		work += s.time + s.off - s.at
	}
	r.work = work
	p.weigh(v, i)
	r.bad = bad && !r.empty()
	r.cost = p.price(v, cost)
	p.cost += r.cost
}

// price is the full cost of a route, given that of its legs.
func (p *plan) price(v int32, legs int64) int64 {
	m, r := p.m, &p.routes[v]
	r.lasts = 0
	if r.empty() {
		return 0
	}
	if m.rich {
		verdict := p.stage.play(v, p.nodes(v))
		r.lasts = verdict.back - verdict.leave
		r.bad = r.bad || verdict.why != Fits
		return verdict.cost
	}
	cost := legs + m.vehicles[v].fixed
	if m.fit != nil {
		for _, s := range r.slots[1 : len(r.slots)-1] {
			if !m.isDrop[s.node] {
				cost += m.fit[int(m.unitOf[s.node])*len(m.vehicles)+int(v)]
			}
		}
	}
	return cost
}

// nodes lists the stops of a route in scratch memory.
func (p *plan) nodes(v int32) []int32 {
	p.seq = p.seq[:0]
	slots := p.routes[v].slots
	for i := 1; i < len(slots)-1; i++ {
		p.seq = append(p.seq, slots[i].node)
	}
	return p.seq
}

// weigh recomputes the loads of a route whose slots have changed from index i on.
func (p *plan) weigh(v int32, i int) {
	m, r := p.m, &p.routes[v]
	if m.dims == 0 {
		return
	}
	if m.oneWay || len(m.problem.Jobs) == 0 {
		p.addUp(v, i)
		return
	}
	r.sum = [maxDims]int32{}
	for i := 1; i < len(r.slots)-1; i++ {
		if n := r.slots[i].node; !m.isDrop[n] {
			u := int(m.unitOf[n]) * m.dims
			for d := range m.dims {
				r.sum[d] += m.del[u+d]
			}
		}
	}
	p.profile(v)
}

// addUp recomputes the loads of a route from slot i on, and their sum, where none is on board at the start.
func (p *plan) addUp(v int32, i int) {
	m, r := p.m, &p.routes[v]
	d := m.dims
	size := (len(r.slots) - 1) * d
	if cap(r.load) < size {
		r.load = append(make([]int32, 0, 2*size), r.load...)
	}
	r.load = r.load[:size]
	i = max(i, 1)
	for k := range d {
		r.load[k] = 0
		now := r.load[(i-1)*d+k]
		for j := i; j < len(r.slots)-1; j++ {
			now += m.step[int(r.slots[j].node)*d+k]
			r.load[j*d+k] = now
		}
		r.sum[k] = now
	}
}

// profile recomputes the load along a route; sum is what it starts with.
func (p *plan) profile(v int32) {
	m, r := p.m, &p.routes[v]
	d := m.dims
	size := (len(r.slots) - 1) * d
	r.load, r.peak, r.ahead = sized(r.load, size), sized(r.peak, size), sized(r.ahead, size)
	for k := range d {
		now := r.sum[k]
		peak := now
		for i := range len(r.slots) - 1 {
			if i > 0 {
				now += m.step[int(r.slots[i].node)*d+k]
			}
			peak = max(peak, now)
			r.load[i*d+k], r.peak[i*d+k] = now, peak
		}
		ahead := int32(0)
		for i := len(r.slots) - 2; i >= 0; i-- {
			ahead = max(ahead, r.load[i*d+k])
			r.ahead[i*d+k] = ahead
		}
	}
}

func sized(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n, n*2)
	}
	return s[:n]
}

// spot is a place for a unit in a route: after slot i, and the second node of a pair after slot j (of the route as it is). The bound
// on the number of stops lets it be small.
type spot struct{ i, j int16 }

var noSpot = spot{-1, -1}

// insert puts a unit into a route.
func (p *plan) insert(v, u int32, at spot) {
	n := p.m.unitNode[u]
	mate := p.m.mate[n]
	if mate >= 0 && p.routeOf[n] < 0 {
		p.put(v, mate, int(at.j))
		p.link(v, int(at.j))
		p.link(v, int(at.j)+1)
	}
	if mate >= 0 && p.routeOf[n] >= 0 {
		n = mate // the pick-up is locked, only its drop-off is free
	}
	p.put(v, n, int(at.i))
	p.link(v, int(at.i))
	p.link(v, int(at.i)+1)
	p.refresh(v, int(at.i)+1)
}

// put makes room after slot i.
func (p *plan) put(v, node int32, i int) {
	r := &p.routes[v]
	r.slots = append(r.slots, slot{})
	copy(r.slots[i+2:], r.slots[i+1:])
	r.slots[i+1] = slot{node: node}
}

// cutMarked takes the nodes for which out holds true out of a route.
func (p *plan) cutMarked(v int32, out []bool) {
	r := &p.routes[v]
	keep, firstCut := 0, len(r.slots)
	gap := false
	for i := range r.slots {
		n := r.slots[i].node
		if int(n) < len(out) && out[n] {
			firstCut = min(firstCut, i)
			p.routeOf[n] = -1
			gap = true
			continue
		}
		r.slots[keep] = r.slots[i]
		if gap {
			p.link2(v, keep-1, n)
			gap = false
		}
		keep++
	}
	r.slots = r.slots[:keep]
	p.refresh(v, firstCut)
}

func (p *plan) link2(v int32, i int, next int32) {
	r := &p.routes[v]
	t, k := &p.m.tables[p.m.vehicles[v].table], int(r.slots[i].node)*p.m.nodes+int(next)
	r.slots[i].cost, r.slots[i].time = t.cost[k], t.time[k]
}
