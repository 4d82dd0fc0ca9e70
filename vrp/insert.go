package vrp

import "math"

const noWay = int64(math.MaxInt64 / 4)

// offer is what putting a unit into a route costs: the best two spots found, remembered until the route changes.
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
	dcost  []int64 // scratch of pairs: cost of the drop-off after a slot
	floor  []int64 // scratch of pairs: least dcost from a slot on
	trial  []int32
}

func newInserter(p *plan) *inserter {
	n := p.m.stops + 2
	return &inserter{plan: p, offers: make([]offer, p.m.units*len(p.m.vehicles)), dcost: make([]int64, n+1), floor: make([]int64, n+1), trial: make([]int32, 0, n)}
}

// offer finds the best spots for unit u in the route of v and remembers them.
func (x *inserter) offer(v, u int32) *offer {
	o := &x.offers[int(u)*len(x.routes)+int(v)]
	*o = offer{ver: x.vers[v], d1: noWay, d2: noWay}
	extra := int64(0)
	if x.m.fit != nil {
		if extra = x.m.fit[int(u)*len(x.routes)+int(v)]; extra == forbidden {
			return o
		}
	}
	n := x.m.unitNode[u]
	mate := x.m.mate[n]
	size := int32(len(x.routes[v].slots) - 2)
	switch {
	case mate < 0 || x.routeOf[n] >= 0:
		if size < x.m.vehicles[v].maxStops {
			x.scanOne(o, v, u)
		}
	case size+1 < x.m.vehicles[v].maxStops:
		x.scanPair(o, v, u)
	}
	if !x.m.rich {
		if size == 0 {
			extra += x.m.vehicles[v].fixed
		}
		o.d1, o.d2 = min(o.d1+extra, noWay), min(o.d2+extra, noWay)
	}
	return o
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
	in, out := t.in[int(n)*m.nodes:int(n+1)*m.nodes], t.out[int(n)*m.nodes:int(n+1)*m.nodes]
	open, shut := m.open[n], m.shut[n]
	slots := r.slots
	for i := from; i < len(slots)-1; i++ {
		a, b := &slots[i], &slots[i+1]
		if a.at > shut {
			break
		}
		if b.late < open {
			continue
		}
		before, after := in[a.node], out[b.node]
		d := int64(before.cost) + int64(after.cost) - int64(a.cost)
		if d >= o.d2 {
			continue
		}
		at := max(open, a.at+before.time)
		if at > shut || at+after.time > b.late || profile && !x.roomOne(v, u, i) {
			continue
		}
		x.bid(o, d, candidate{v, u, spot{int32(i), -1}})
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
		if d = x.playWith(c); d == noWay {
			return
		}
	}
	o.bid(d, c.at)
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
	t := &m.tables[m.vehicles[v].table]
	p := int(m.unitNode[u])
	in, out := t.in[p*m.nodes:(p+1)*m.nodes], t.out[p*m.nodes:(p+1)*m.nodes]
	d := p + 1
	dropOut := t.out[d*m.nodes : (d+1)*m.nodes]
	direct := out[d]
	gaps := len(slots) - 1
	from := int(x.routes[v].lock)
	for from < gaps && slots[from+1].late < m.open[p] {
		from++
	}
	x.priceDrops(v, d, from)
	for i := from; i < gaps; i++ {
		a, b := &slots[i], &slots[i+1]
		if a.at > m.shut[p] {
			break
		}
		before, after := in[a.node], out[b.node]
		at := max(m.open[p], a.at+before.time)
		if at > m.shut[p] || !x.roomPair(v, u, i) {
			continue
		}
		drop := max(m.open[d], at+direct.time)
		cost := int64(before.cost) + int64(direct.cost) + int64(dropOut[b.node].cost) - int64(a.cost)
		if cost < o.d2 && drop <= m.shut[d] && drop+dropOut[b.node].time <= b.late {
			x.bid(o, cost, candidate{v, u, spot{int32(i), int32(i)}})
		}
		cost = int64(before.cost) + int64(after.cost) - int64(a.cost)
		if cost+x.floor[i+1] < o.d2 {
			x.scanDrop(o, candidate{v, u, spot{int32(i), 0}}, walk{cost, at + after.time})
		}
	}
}

// priceDrops fills dcost and floor for the drop-off d in the gaps from a given one on, as far as it can be in time.
func (x *inserter) priceDrops(v int32, d, from int) {
	m, slots := x.m, x.routes[v].slots
	t := &m.tables[m.vehicles[v].table]
	in, out := t.in[d*m.nodes:(d+1)*m.nodes], t.out[d*m.nodes:(d+1)*m.nodes]
	gaps := len(slots) - 1
	end := from
	for ; end < gaps && slots[end].at <= m.shut[d]; end++ {
		x.dcost[end] = int64(in[slots[end].node].cost) + int64(out[slots[end+1].node].cost) - int64(slots[end].cost)
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
	t := &m.tables[m.vehicles[c.v].table]
	d := int(m.unitNode[c.u]) + 1
	in, out := t.in[d*m.nodes:(d+1)*m.nodes], t.out[d*m.nodes:(d+1)*m.nodes]
	open, shut := m.open[d], m.shut[d]
	for j := int(c.at.i) + 1; j < len(slots)-1; j++ {
		s := &slots[j]
		w.at = max(w.at, s.at)
		if w.at > s.late || w.at > shut || !x.roomPair(c.v, c.u, j) {
			return
		}
		if w.cost+x.dcost[j] < o.d2 {
			at := max(open, w.at+in[s.node].time)
			if next := &slots[j+1]; at <= shut && at+out[next.node].time <= next.late {
				c.at.j = int32(j)
				x.bid(o, w.cost+x.dcost[j], c)
			}
		}
		if w.cost+x.floor[j+1] >= o.d2 {
			return
		}
		w.at += s.time
	}
}
