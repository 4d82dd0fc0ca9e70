package vrp

import "math"

const noWay = int64(math.MaxInt64 / 4)

// offer is what putting a unit into a route costs: the best two spots below a limit, remembered until the route changes. A cost
// without a spot only says that there is no cheaper one. It is half a line of the processor's cache.
type offer struct {
	ver    uint64
	d1, d2 int64
	s1, s2 spot
}

func (o *offer) bid(d int64, s spot) {
	switch {
	case d < o.d1:
		o.d2, o.s2 = o.d1, o.s1
		o.d1, o.s1 = d, s
	case d < o.d2:
		o.d2, o.s2 = d, s
	}
}

// inserter finds where units go. It remembers offers by unit and route.
type inserter struct {
	*plan
	offers []offer
	extra  int64   // part of the cost of the present offer that is the same in all spots
	pcost  []int64 // scratch of pairs: cost of the pick-up after a slot
	least  int64   // the least of these
	dcost  []int64 // cost of the drop-off after a slot
	floor  []int64 // least dcost from a slot on
	trial  []int32
}

func newInserter(p *plan) *inserter {
	n := p.m.stops + 2
	return &inserter{plan: p, offers: make([]offer, p.m.units*len(p.m.vehicles)), pcost: make([]int64, n+1), dcost: make([]int64, n+1), floor: make([]int64, n+1), trial: make([]int32, 0, n)}
}

// offer finds the best spots for unit u in the route of v that cost less than limit, and remembers them.
func (x *inserter) offer(v, u int32, limit int64) *offer {
	o := &x.offers[int(u)*len(x.routes)+int(v)]
	size := int32(len(x.routes[v].slots) - 2)
	x.extra = x.entry(v, u, size)
	if x.extra == forbidden {
		*o = offer{x.vers[v], noWay, noWay, noSpot, noSpot}
		return o
	}
	if limit < noWay {
		limit -= x.extra
	}
	*o = offer{x.vers[v], limit, limit, noSpot, noSpot}
	n := x.m.unitNode[u]
	switch {
	case x.m.mate[n] < 0 || x.routeOf[n] >= 0:
		if size < x.m.vehicles[v].maxStops {
			x.scanOne(o, v, u)
		}
	case size+1 < x.m.vehicles[v].maxStops:
		x.scanPair(o, v, u)
	}
	o.d1, o.d2 = plus(o.d1, x.extra), plus(o.d2, x.extra)
	return o
}

// plus adds to a cost; to one of noWay nothing, however small.
func plus(cost, extra int64) int64 {
	if cost >= noWay {
		return noWay
	}
	return min(cost+extra, noWay)
}

// entry is what a unit costs a vehicle that has a number of stops, wherever in its tour it comes.
func (x *inserter) entry(v, u, stops int32) int64 {
	extra := int64(0)
	if x.m.fit != nil {
		if extra = x.m.fit[int(u)*len(x.routes)+int(v)]; extra == forbidden {
			return forbidden
		}
	}
	if stops == 0 {
		extra += x.m.vehicles[v].fixed
	}
	return extra
}

// full tells whether no spot of the route has room for the amounts of a job.
func (x *inserter) full(v, u int32) bool {
	m, r, c := x.m, &x.routes[v], &x.m.vehicles[v]
	for d := range m.dims {
		i := int(u)*m.dims + d
		if m.oneWay && r.sum[d]+m.del[i]+m.add[i] > c.capacity[d] {
			return true
		}
	}
	return false
}

// roomOne tells whether the job of unit u finds room for its amounts after slot i.
func (x *inserter) roomOne(v, u int32, i int) bool {
	m, r, c := x.m, &x.routes[v], &x.m.vehicles[v]
	for d := range m.dims {
		k, w := i*m.dims+d, int(u)*m.dims+d
		if r.peak[k]+m.del[w] > c.capacity[d] || r.ahead[k]+m.add[w] > c.capacity[d] {
			return false
		}
	}
	return true
}

// scanOne tries one node in every gap of a route.
func (x *inserter) scanOne(o *offer, v, u int32) {
	m, r := x.m, &x.routes[v]
	n := m.unitNode[u]
	from := int(r.lock)
	profile := m.dims > 0 && !m.oneWay
	if m.mate[n] >= 0 {
		from = max(from, int(x.slotOf[n])) // on board already: any spot has room, the amounts are counted
		n, profile = m.mate[n], false
	}
	if m.oneWay && x.full(v, u) {
		return
	}
	t := &m.tables[m.vehicles[v].table]
	base := int(n) * m.nodes
	ins := t.costIn[base : base+m.nodes]
	outs := t.cost[base : base+len(ins)]
	open, shut, service := m.open[n], m.shut[n], t.service[n]
	slots := r.slots
	in := ins[slots[from].node]
	for i := from; i < len(slots)-1; i++ {
		a, b := &slots[i], &slots[i+1]
		if a.at > shut {
			break
		}
		d := int64(in + outs[b.node] - a.cost)
		in = ins[b.node]
		if d >= o.d2 || b.late < open {
			continue
		}
		at := max(open, a.off+t.timeIn[base+int(a.node)])
		if at > shut || at+service+t.time[base+int(b.node)] > b.late || profile && !x.roomOne(v, u, i) {
			continue
		}
		x.bid(o, d, candidate{v, u, spot{int16(i), -1}})
	}
}

// candidate is a spot of a unit in a route.
type candidate struct {
	v, u int32
	at   spot
}

// bid enters a candidate; where legs do not tell the whole cost, the route is played through first.
func (x *inserter) bid(o *offer, d int64, c candidate) {
	if x.m.rich {
		if d+x.leastPay(c) >= o.d2 {
			return
		}
		if d = x.playWith(c); d == noWay {
			return
		}
		d -= x.extra
	}
	o.bid(d, c.at)
}

// leastPay is the least that a candidate costs by making its tour longer: it lasts as long as its ways and stops take.
func (x *inserter) leastPay(c candidate) int64 {
	m, r := x.m, &x.routes[c.v]
	n := m.unitNode[c.u]
	mate := m.mate[n]
	work := r.work
	switch {
	case mate < 0:
		work += x.added(c.v, int(c.at.i), n, n)
	case x.routeOf[n] >= 0:
		work += x.added(c.v, int(c.at.i), mate, mate)
	case c.at.i == c.at.j:
		work += x.added(c.v, int(c.at.i), n, mate)
	default:
		work += x.added(c.v, int(c.at.i), n, n) + x.added(c.v, int(c.at.j), mate, mate)
	}
	return m.payOf(c.v, max(r.lasts, work)) - m.payOf(c.v, r.lasts)
}

// added is how much more time on the way and at stops a tour takes with a node after slot i, or with two that follow each other.
func (x *inserter) added(v int32, i int, first, last int32) int32 {
	t, nodes := &x.m.tables[x.m.vehicles[v].table], x.m.nodes
	a, b := &x.routes[v].slots[i], x.routes[v].slots[i+1].node
	time := t.timeIn[int(first)*nodes+int(a.node)] + t.service[first] + t.time[int(last)*nodes+int(b)] - a.time
	if first != last {
		time += t.time[int(first)*nodes+int(last)] + t.service[last]
	}
	return time
}

// playWith is the exact change of cost that a candidate makes, or noWay.
func (x *inserter) playWith(c candidate) int64 {
	n := x.m.unitNode[c.u]
	mate := x.m.mate[n]
	if mate >= 0 && x.routeOf[n] >= 0 {
		n, mate = mate, -1
	}
	x.trial = x.trial[:0]
	slots := x.routes[c.v].slots
	for i := range len(slots) - 1 {
		if i > 0 {
			x.trial = append(x.trial, slots[i].node)
		}
		if i == int(c.at.i) {
			x.trial = append(x.trial, n)
		}
		if mate >= 0 && i == int(c.at.j) {
			x.trial = append(x.trial, mate)
		}
	}
	verdict := x.stage.play(c.v, x.trial)
	if verdict.why != Fits {
		return noWay
	}
	return verdict.cost - x.routes[c.v].cost
}

// roomPair tells whether the shipment of unit u finds room for its amounts on the leg after slot i.
func (x *inserter) roomPair(v, u int32, i int) bool {
	m, r, c := x.m, &x.routes[v], &x.m.vehicles[v]
	for d := range m.dims {
		if r.load[i*m.dims+d]+m.add[int(u)*m.dims+d] > c.capacity[d] {
			return false
		}
	}
	return true
}

// scanPair tries the two nodes of a shipment in every pair of gaps.
func (x *inserter) scanPair(o *offer, v, u int32) {
	m, slots := x.m, x.routes[v].slots
	p := int(m.unitNode[u])
	d := p + 1
	t := &m.tables[m.vehicles[v].table]
	pick, drop := t.row(p, m.nodes), t.row(d, m.nodes)
	direct := int64(pick.costOut[d])
	gaps := len(slots) - 1
	from := int(x.routes[v].lock)
	for from < gaps && slots[from+1].late < m.open[p] {
		from++
	}
	end := x.pricePicks(v, p, from)
	if x.least >= o.d2 {
		return // and the drop-off would come on top
	}
	x.priceDrops(v, d, from)
	for i := from; i < end; i++ {
		a, b := &slots[i], &slots[i+1]
		far := x.pcost[i]
		near := far - int64(pick.costOut[b.node]) + direct + int64(drop.costOut[b.node])
		if near >= o.d2 && far+x.floor[i+1] >= o.d2 {
			continue
		}
		at := max(m.open[p], a.off+pick.timeIn[a.node])
		if at > m.shut[p] || !x.roomPair(v, u, i) {
			continue
		}
		at += t.service[p]
		if near < o.d2 {
			if end := max(m.open[d], at+pick.timeOut[d]); end <= m.shut[d] && end+t.service[d]+drop.timeOut[b.node] <= b.late {
				x.bid(o, near, candidate{v, u, spot{int16(i), int16(i)}})
			}
		}
		if far+x.floor[i+1] < o.d2 {
			x.scanDrop(o, candidate{v, u, spot{int16(i), 0}}, walk{far, at + pick.timeOut[b.node]})
		}
	}
}

// pricePicks fills pcost and least for the pick-up p in the gaps from a given one on, as far as it can be in time: up to the one returned.
func (x *inserter) pricePicks(v int32, p, from int) (end int) {
	m, slots := x.m, x.routes[v].slots
	row := m.tables[m.vehicles[v].table].row(p, m.nodes)
	x.least = 2 * noWay
	for end = from; end < len(slots)-1 && slots[end].at <= m.shut[p]; end++ {
		x.pcost[end] = int64(row.costIn[slots[end].node]) + int64(row.costOut[slots[end+1].node]) - int64(slots[end].cost)
		x.least = min(x.least, x.pcost[end])
	}
	return end
}

// priceDrops fills dcost and floor for the drop-off d in the gaps from a given one on, as far as it can be in time.
func (x *inserter) priceDrops(v int32, d, from int) {
	m, slots := x.m, x.routes[v].slots
	row := m.tables[m.vehicles[v].table].row(d, m.nodes)
	gaps := len(slots) - 1
	end := from
	for ; end < gaps && slots[end].at <= m.shut[d]; end++ {
		x.dcost[end] = int64(row.costIn[slots[end].node]) + int64(row.costOut[slots[end+1].node]) - int64(slots[end].cost)
	}
	for j := end; j <= gaps; j++ {
		x.dcost[j], x.floor[j] = 2*noWay, 2*noWay
	}
	for j := end - 1; j >= from; j-- {
		x.floor[j] = min(x.floor[j+1], x.dcost[j])
	}
}

// walk is how far a scan has come: the cost so far and the arrival at the next slot.
type walk struct {
	cost int64
	at   int32
}

// scanDrop tries the drop-off in the gaps after the one of its pick-up.
func (x *inserter) scanDrop(o *offer, c candidate, w walk) {
	m, slots := x.m, x.routes[c.v].slots
	d := int(m.unitNode[c.u]) + 1
	t := &m.tables[m.vehicles[c.v].table]
	row := t.row(d, m.nodes)
	open, shut, service := m.open[d], m.shut[d], t.service[d]
	for j := int(c.at.i) + 1; j < len(slots)-1; j++ {
		s := &slots[j]
		w.at = max(w.at, s.at)
		if w.at > s.late || w.at > shut || !x.roomPair(c.v, c.u, j) {
			return
		}
		if w.cost+x.dcost[j] < o.d2 {
			at := max(open, w.at+t.service[s.node]+row.timeIn[s.node])
			if next := &slots[j+1]; at <= shut && at+service+row.timeOut[next.node] <= next.late {
				c.at.j = int16(j)
				x.bid(o, w.cost+x.dcost[j], c)
			}
		}
		if w.cost+x.floor[j+1] >= o.d2 {
			return
		}
		w.at += t.service[s.node] + s.time
	}
}
