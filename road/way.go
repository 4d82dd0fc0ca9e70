package road

import (
	"pignon.coop/road/extract"
	"pignon.coop/road/guide"
)

// wayOf describes a way along arcs for guidance: the line, and each stretch with the streets that meet at its end.
func (m *Metric) wayOf(path []arc, from, to Snap) guide.Way {
	g := m.graph
	w := wayMaker{m: m, tags: newTagReader(g), looks: make(map[uint32]look)}
	line, starts := g.lineOf(path, from, to)
	way := guide.Way{Line: line, LeftHand: m.profile.DriveOn == "left", Stretches: make([]guide.Stretch, len(path))}
	at := path[0]
	for i, a := range path {
		s := &way.Stretches[i]
		*s = w.stretch(a)
		s.From = starts[i]
		cost := m.whole(a)
		if i == 0 {
			cost = m.rest(a, from)
		}
		if i == len(path)-1 {
			cost = less(cost, m.rest(a, to))
		} else {
			turn := g.turnTowards(at, path[i+1])
			cost.Weight, cost.Ms = cost.Weight+m.turns[turn].Weight, cost.Ms+m.turns[turn].Ms
			w.meet(s, at, turn)
			at = g.turnTo[turn]
		}
		s.Metres, s.Seconds, s.Weight = float64(metresOf(cost.Cm)), float64(secondsOf(cost.Ms)), float64(secondsOf(cost.Weight))
	}
	return way
}

// turnTowards is the turn from a state into an arc that leaves the junction at its end.
func (g *Graph) turnTowards(s state, to arc) uint32 {
	for t := g.turnFirst[s]; t < g.turnFirst[s+1]; t++ {
		if g.arcOf(g.turnTo[t]) == to {
			return t
		}
	}
	return g.turnFirst[s] // paths are made of turns
}

// wayMaker reads what streets look like, once for each set of tags.
type wayMaker struct {
	m     *Metric
	tags  *tagReader
	looks map[uint32]look
}

// look is what a rider sees of a street.
type look struct {
	rank    guide.Rank
	classes guide.Classes
	circle  bool
}

func (w *wayMaker) stretch(a arc) guide.Stretch {
	e := &w.m.graph.edges[a>>1]
	l := w.look(e.Attr)
	return guide.Stretch{
		Name: w.tags.text(e.Name), Ref: w.tags.text(e.Ref), Rank: l.rank, Mode: w.mode(a), Classes: l.classes, Circle: l.circle,
	}
}

func (w *wayMaker) look(attr uint32) look {
	l, ok := w.looks[attr]
	if !ok {
		tags := w.tags.of(attr)
		l = look{rank: rankOf(tags), classes: classesOf(tags), circle: isRoundabout(tags)}
		w.looks[attr] = l
	}
	return l
}

// meet lists the streets at the end of a stretch.
func (w *wayMaker) meet(s *guide.Stretch, at state, taken uint32) {
	g, m := w.m.graph, w.m
	s.Arms = make([]guide.Arm, 0, g.turnFirst[at+1]-g.turnFirst[at])
	for t := g.turnFirst[at]; t < g.turnFirst[at+1]; t++ {
		a := g.arcOf(g.turnTo[t])
		l := w.look(g.edges[a>>1].Attr)
		if a == g.arcOf(at)^1 {
			s.Back = len(s.Arms)
		}
		if t == taken {
			s.On = len(s.Arms)
		}
		s.Arms = append(s.Arms, guide.Arm{
			Name: w.tags.text(g.edges[a>>1].Name), Bearing: (int(g.leaving(a))*360 + 128) / 256 % 360, Rank: l.rank, Circle: l.circle,
			Open: m.turns[t].open() && m.open(a),
		})
	}
}

func (w *wayMaker) mode(a arc) guide.Mode {
	switch mode := w.m.modes[a]; {
	case mode == Sailing:
		return guide.Ferry
	case mode == Pushing:
		return guide.Pushing
	}
	return w.m.profile.vehicle()
}

// vehicle names the way one moves with a profile.
func (p *Profile) vehicle() guide.Mode {
	for i := len(p.Access) - 1; i >= 0; i-- {
		switch p.Access[i] {
		case "foot":
			return guide.Walking
		case "bicycle":
			return guide.Cycling
		case "motor_vehicle", "motorcar", "moped", "mofa":
			return guide.Driving
		}
	}
	return guide.Cycling
}

func classesOf(tags extract.Tags) (c guide.Classes) {
	if class(tags) == "ferry" {
		c |= guide.OnFerry
	}
	if tunnel := tags.Value("tunnel"); tunnel != "" && tunnel != "no" {
		c |= guide.InTunnel
	}
	if toll := tags.Value("toll"); toll != "" && toll != "no" {
		c |= guide.WithToll
	}
	if tags.Value("highway") == "motorway" {
		c |= guide.OnMotorway
	}
	return c
}

// rankOf orders the classes of streets by how much they look like the way on.
func rankOf(tags extract.Tags) guide.Rank {
	switch class(tags) {
	case "motorway", "motorway_link":
		return guide.Motorway
	case "trunk", "trunk_link":
		return guide.Trunk
	case "primary", "primary_link":
		return guide.Primary
	case "secondary", "secondary_link":
		return guide.Secondary
	case "tertiary", "tertiary_link":
		return guide.Tertiary
	case "living_street", "pedestrian", "cycleway":
		return guide.QuietStreet
	case "service":
		return guide.Lane
	case "track":
		return guide.Track
	case "footway", "path", "steps", "bridleway", "platform", "pier", "corridor":
		return guide.Path
	}
	return guide.Street
}
