package road

import (
	"math"

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
	w.main = largeComponents(w.Metric)
	return w.Metric
}

// pricing is a metric in the making.
type pricing struct {
	*Metric
	at     When
	tags   *tagReader
	slopes map[lane]*slopes
	tagged []float64 // slope by attribute and direction, as signs tell it
	hills  []*slopes // by attribute and direction
}

func (w *pricing) priceArcs() {
	g := w.graph
	lanes := make([]lane, 2*g.attributes())
	w.tagged, w.hills = make([]float64, 2*g.attributes()), make([]*slopes, 2*g.attributes())
	for attr := range g.attributes() {
		tags := w.tags.of(uint32(attr))
		c := w.profile.costOf(tags, w.at)
		lanes[2*attr], lanes[2*attr+1] = c.Forward, c.Backward
		percent, _ := inclineOf(tags)
		w.tagged[2*attr], w.tagged[2*attr+1] = percent/100, -percent/100
		w.hills[2*attr], w.hills[2*attr+1] = w.slopesOf(tags, c.Forward), w.slopesOf(tags, c.Backward)
	}
	for a := range arc(len(g.arcs)) {
		kind := 2*g.edges[a>>1].Attr + a&1
		l := &lanes[kind]
		seconds := w.seconds(a, kind, l)
		if !(seconds < heaviest/1000) {
			w.arcs[a], w.modes[a] = closed, Closed
			continue
		}
		// Never 0, so that every step makes progress.
		w.modes[a] = l.Mode
		w.arcs[a] = cost{Weight: milliseconds(max(0.001, seconds*l.Factor)), Ms: milliseconds(max(0.001, seconds))}
	}
}

// seconds is the time for an arc of a kind, infinite where it cannot be gone along.
func (w *pricing) seconds(a arc, kind uint32, l *lane) float64 {
	metres := float64(w.graph.edges[a>>1].Centimetre) / 100
	if !(l.Kmh >= 0.1) {
		return math.Inf(1)
	}
	flat := metres / l.Kmh * 3.6
	switch {
	case w.profile.Power.Mass == 0 || l.Mode == Sailing:
		return flat
	case !w.graph.hilly():
		return flat * w.hills[kind].pace(w.tagged[kind])
	}
	if limit := w.profile.Steepest; limit > 0 && metres > 20 && 100*w.graph.rise(a) > limit*metres {
		return math.Inf(1)
	}
	return w.climb(a, w.hills[kind], flat)
}

// climb is the time for an arc up and down its slopes.
func (w *pricing) climb(a arc, s *slopes, flat float64) float64 {
	pace, drawn := 0.0, 0.0
	w.graph.eachSlope(a, func(length, slope float64) {
		pace += length * s.pace(slope)
		drawn += length
	})
	if drawn == 0 {
		return flat
	}
	return flat * pace / drawn
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
	bends := w.bends()
	traffic := w.traffic()
	uTurn := milliseconds(w.profile.UTurn)
	for s := range state(g.states()) {
		from := g.arcOf(s)
		node := g.head(from)
		place := &places[node]
		crossing := g.first[node+1]-g.first[node] > 2
		own, heaviest := w.atCrossing(node, from, traffic)
		for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
			to := g.arcOf(g.turnTo[t])
			if to == from^1 {
				w.turns[t] = cost{uTurn, uTurn}
				continue
			}
			ms := uint32(0)
			if crossing {
				bend := g.turn(from, to)
				ms = bends[uint8(bend)]
				if heaviest > own && !place.lights {
					ms += milliseconds(w.profile.yieldSeconds(own, heaviest, degrees(bend)))
				}
			}
			if place.closed {
				w.turns[t] = closed
				continue
			}
			ms += place.milliseconds
			w.turns[t] = cost{ms, ms}
		}
	}
}

func degrees(bend int8) float64 { return float64(bend) * 360 / 256 }

// bends lists the milliseconds of turns by their angle in 1/256 of a circle.
func (w *pricing) bends() (bends [256]uint32) {
	for i := range bends {
		bends[i] = milliseconds(w.profile.turnSeconds(degrees(int8(i))))
	}
	return bends
}

// traffic lists by attribute what it costs to cross a street, nil where the profile does not mind.
func (w *pricing) traffic() []float64 {
	if len(w.profile.Crossing) == 0 {
		return nil
	}
	traffic := make([]float64, w.graph.attributes())
	for attr := range traffic {
		traffic[attr] = w.profile.crossingOf(w.tags.of(uint32(attr)))
	}
	return traffic
}

// atCrossing tells the traffic of the street one comes by, and the heaviest of the others at a junction.
func (w *pricing) atCrossing(node uint32, from arc, traffic []float64) (own, heaviest float64) {
	if traffic == nil {
		return 0, 0
	}
	own = traffic[w.graph.edges[from>>1].Attr]
	for _, a := range w.graph.arcsOf(node) {
		if a>>1 != from>>1 {
			heaviest = max(heaviest, traffic[w.graph.edges[a>>1].Attr])
		}
	}
	return own, heaviest
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
