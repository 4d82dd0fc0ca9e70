package road

import (
	"math"
	"sync"

	"pignon.coop/road/extract"
	"pignon.coop/road/internal/ch"
)

// heaviest bounds what one arc or turn may cost, about three days, so that no sum of a route overflows.
const heaviest = 1 << 28

// price works out all costs of a profile at a time.
func (g *Graph) price(p Profile, at When) *Metric {
	w := &pricing{
		Metric: &Metric{
			graph: g, profile: p, arcs: make([]cost, len(g.arcs)), modes: make([]Mode, len(g.arcs)), turns: make([]cost, len(g.turnTo)),
		},
		at: at, tags: newTagReader(g), slopes: make(map[lane]*slopes),
	}
	w.priceArcs()
	w.priceTurns()
	w.applyBans()
	open := w.openings()
	w.openAt = func() openings { return open }
	w.main = g.largeComponentsOf(w.Metric)
	return w.Metric
}

// largeComponentsOf finds the arcs one may snap to: those of a stored metric with the same arcs and turns open, where there is one.
func (g *Graph) largeComponentsOf(m *Metric) bitset {
	for _, known := range g.stored {
		if known.openAt().equal(m.openAt()) {
			return known.main
		}
	}
	return largeComponents(m)
}

// pricing is a metric in the making.
type pricing struct {
	*Metric
	at     When
	tags   *tagReader
	slopes map[lane]*slopes
}

// rate is what a centimetre of the arcs of one attribute and direction costs, on the ground as it is tagged.
type rate struct {
	ms     float64 // infinite where the vehicle may not go
	factor float64 // weight is time times this
	mode   Mode
	hills  *slopes // for arcs whose heights are known; nil where they do not matter
}

func (w *pricing) priceArcs() {
	g := w.graph
	rates := w.rates()
	for a := range arc(len(g.arcs)) {
		e := &g.edges[a>>1]
		r := &rates[2*e.Attr+a&1]
		ms := r.ms * float64(e.Centimetre)
		if r.hills != nil {
			ms *= w.climb(a, r.hills)
		}
		if !(ms < heaviest) {
			w.arcs[a], w.modes[a] = closed, Closed
			continue
		}
		w.arcs[a], w.modes[a] = cost{Weight: progress(ms * r.factor), Ms: progress(ms)}, r.mode
	}
}

// progress rounds milliseconds, never to 0, so that every step makes progress.
func progress(ms float64) uint32 { return uint32(max(1, min(ms+0.5, heaviest))) }

// rates works out both directions of all attributes.
func (w *pricing) rates() []rate {
	rates := make([]rate, 0, 2*w.graph.attributes())
	for attr := range w.graph.attributes() {
		tags := w.tags.of(uint32(attr))
		c := w.profile.costOf(tags, w.at)
		percent, _ := inclineOf(tags)
		rates = append(rates, w.rate(tags, c.Forward, percent/100), w.rate(tags, c.Backward, -percent/100))
	}
	return rates
}

// rate is that of a lane whose slope, as signs tell it, is known.
func (w *pricing) rate(tags extract.Tags, l lane, slope float64) rate {
	if !(l.Kmh >= 0.1) {
		return rate{ms: math.Inf(1)}
	}
	r := rate{ms: 36 / l.Kmh, factor: l.Factor, mode: l.Mode} // 36 ms is a centimetre at 1 km/h
	switch {
	case w.profile.Power.Mass == 0 || l.Mode == Sailing:
	case w.graph.hilly():
		r.hills = w.slopesOf(tags, l)
	case slope != 0:
		r.ms *= w.slopesOf(tags, l).pace(slope)
	}
	return r
}

// climb is how many times longer than the flat an arc takes up and down its slopes, infinite where it is too steep.
func (w *pricing) climb(a arc, s *slopes) float64 {
	metres := float64(w.graph.edges[a>>1].Centimetre) / 100
	if limit := w.profile.Steepest; limit > 0 && metres > 20 && 100*w.graph.rise(a) > limit*metres {
		return math.Inf(1)
	}
	pace, drawn := 0.0, 0.0
	w.graph.eachSlope(a, func(length, slope float64) {
		pace += length * s.pace(slope)
		drawn += length
	})
	if drawn == 0 {
		return 1
	}
	return pace / drawn
}

// slopesOf is what slopes do to the speed on a street. The speed of steps is that of going up and down them.
func (w *pricing) slopesOf(tags extract.Tags, l lane) *slopes {
	key := lane{Kmh: l.Kmh, Mode: l.Mode}
	power := w.profile.Power
	if class(tags) == "steps" {
		key, power = lane{}, Power{}
	}
	s, ok := w.slopes[key]
	if !ok {
		walk := w.profile.Walk
		if l.Mode == Pushing {
			walk = l.Kmh
		}
		s = power.slopes(l.Kmh, walk)
		w.slopes[key] = s
	}
	return s
}

func milliseconds(seconds float64) uint32 {
	return uint32(math.Round(min(1000*max(0, seconds), heaviest)))
}

// priceTurns works out the turns of all states: the angle, what stands at the junction, who has to wait for whom.
func (w *pricing) priceTurns() {
	g := w.graph
	places := w.passages()
	table := w.bends()
	traffic := w.traffic()
	streets := w.heaviest(traffic)
	bends := g.bends()
	for s := range state(g.states()) {
		from := g.arcOf(s)
		node := g.head(from)
		place := &places[node]
		crossing := g.first[node+1]-g.first[node] > 2
		waiting := wait{}
		if crossing && traffic != nil && !place.lights {
			waiting = streets[node].over(traffic[g.edges[from>>1].Attr], from>>1)
		}
		turns := w.turns[g.turnFirst[s]:g.turnFirst[s+1]]
		for i, b := range bends[g.turnFirst[s]:g.turnFirst[s+1]] {
			t := &table[b]
			ms := t.ms
			switch {
			case b == uTurn:
			case place.closed:
				turns[i] = closed
				continue
			case crossing:
				ms += waiting[t.side] + place.milliseconds
			default:
				ms = place.milliseconds
			}
			turns[i] = cost{ms, ms}
		}
	}
}

// A bend is the angle of a turn in 1/256 of a circle, or uTurn.
type bend = uint16

const uTurn bend = 256

// bends lists those of all turns.
func (g *Graph) bends() []bend {
	g.angles.once.Do(func() {
		g.angles.bends = make([]bend, len(g.turnTo))
		for s := range state(g.states()) {
			from := g.arcOf(s)
			for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
				if to := g.arcOf(g.turnTo[t]); to == from^1 {
					g.angles.bends[t] = uTurn
				} else {
					g.angles.bends[t] = bend(uint8(g.turn(from, to)))
				}
			}
		}
	})
	return g.angles.bends
}

// angles are the bends of a graph's turns, once they were needed.
type angles struct {
	once  sync.Once
	bends []bend
}

func degrees(bend int8) float64 { return float64(bend) * 360 / 256 }

// bent is what a bend costs, and which wait goes with it.
type bent struct{ ms, side uint32 }

// bends works bends out at a crossing.
func (w *pricing) bends() (table [uTurn + 1]bent) {
	for b := range uTurn {
		angle := degrees(int8(b))
		table[b] = bent{ms: milliseconds(w.profile.turnSeconds(angle))}
		if w.profile.isNear(angle) {
			table[b].side = near
		}
	}
	table[uTurn].ms = milliseconds(w.profile.UTurn)
	return table
}

// wait is how many milliseconds one waits for a heavier street's traffic: on the way ahead or across, and towards the near side.
type wait [2]uint32

const near = 1

// traffic lists by attribute how long those wait who cross a street, nil where the profile does not mind.
func (w *pricing) traffic() []wait {
	if len(w.profile.Crossing) == 0 {
		return nil
	}
	traffic := make([]wait, w.graph.attributes())
	for attr := range traffic {
		traffic[attr] = w.profile.crossingOf(w.tags.of(uint32(attr)))
	}
	return traffic
}

// heavy is the heaviest traffic of the streets at a junction: which street has it, and the heaviest of the others.
type heavy struct {
	most, next wait
	edge       uint32
}

// over is the wait of those who come by a street with a traffic of its own: the others' count if theirs is heavier.
func (h *heavy) over(own wait, edge uint32) wait {
	others := h.most
	if h.edge == edge {
		others = h.next
	}
	if others[0] <= own[0] {
		return wait{}
	}
	return others
}

// heaviest lists by junction the heaviest traffic there.
func (w *pricing) heaviest(traffic []wait) []heavy {
	if traffic == nil {
		return nil
	}
	g := w.graph
	found := make([]heavy, len(g.points))
	for node := range found {
		h := &found[node]
		for _, a := range g.arcsOf(uint32(node)) {
			switch own := traffic[g.edges[a>>1].Attr]; {
			case own[0] > h.most[0]:
				h.most, h.next, h.edge = own, h.most, a>>1
			case own[0] > h.next[0] && a>>1 != h.edge:
				h.next = own
			}
		}
	}
	return found
}

// passage is what a tagged junction costs.
type passage struct {
	milliseconds   uint32
	closed, lights bool
}

// passages lists by junction what passing it costs besides turns.
func (w *pricing) passages() []passage {
	found, known := make([]passage, len(w.graph.points)), make(map[uint32]passage)
	for _, t := range w.graph.nodeTags {
		result, ok := known[t.Attr]
		if !ok {
			result = w.passage(w.tags.of(t.Attr))
			known[t.Attr] = result
		}
		found[t.Node] = result
	}
	return found
}

func (w *pricing) passage(tags extract.Tags) passage {
	seconds, open := w.profile.passageAt(tags, w.at)
	return passage{milliseconds: milliseconds(seconds), closed: !open, lights: hasLights(tags)}
}

// applyBans closes the turns that restrictions forbid and, where a restriction names the only turn that is permitted, the others.
func (w *pricing) applyBans() {
	g := w.graph
	only := make(map[uint32]bool) // turns that are the permitted ones of their states
	var mandatory []uint32
	for _, b := range g.bans {
		must, ok := w.profile.bindsAt(w.tags.of(b.Attr), w.at)
		switch {
		case !ok:
		case !must:
			w.turns[b.Turn] = closed
		case w.open(g.arcOf(g.turnTo[b.Turn])):
			only[b.Turn] = true
			mandatory = append(mandatory, b.Turn)
		}
	}
	for _, turn := range mandatory {
		s := g.stateOf(turn)
		for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
			if !only[t] {
				w.turns[t] = closed
			}
		}
	}
}

// sum adds two costs.
func sum(a, b ch.Cost) ch.Cost {
	return ch.Cost{Weight: a.Weight + b.Weight, Ms: a.Ms + b.Ms, Cm: a.Cm + b.Cm}
}
