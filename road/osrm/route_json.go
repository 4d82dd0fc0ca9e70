package osrm

import (
	"pignon.coop/road"
	"pignon.coop/road/guide"
)

// drawn is a route as an answer shows it.
type drawn struct {
	legs []drawnLeg
	sums
}

// drawnLeg is the way between two waypoints. The way is empty where neither geometry nor steps nor annotations are asked for.
type drawnLeg struct {
	way guide.Way
	sums
}

// sums are the measures of a leg or of a route.
type sums struct{ metres, seconds, weight float64 }

func (s *sums) add(other sums) {
	s.metres += other.metres
	s.seconds += other.seconds
	s.weight += other.weight
}

// drawing writes routes as the options want them.
type drawing struct {
	writer
	options    *options
	tile       bool // the bytes are no JSON
	weightName string
	speaker    guide.Speaker // of the language asked for
	buffer     []byte        // of a polyline before it is quoted
	parts      [][]byte      // of a table
	line       []road.Point
}

func (d *drawing) route(r *drawn) {
	d.open('{')
	d.routeMembers(r)
	d.shut('}')
}

// routeMembers leaves the object open, since matchings add to it.
func (d *drawing) routeMembers(r *drawn) {
	d.overview(r)
	d.key("legs")
	d.open('[')
	for i := range r.legs {
		d.leg(&r.legs[i])
	}
	d.shut(']')
	d.sums(r.sums)
	d.text("weight_name", d.weightName)
}

func (d *drawing) sums(s sums) {
	d.key("distance")
	d.tenth(s.metres)
	d.key("duration")
	d.tenth(s.seconds)
	d.key("weight")
	d.tenth(s.weight)
}

func (d *drawing) overview(r *drawn) {
	if d.options.overview == without {
		return
	}
	d.line = d.line[:0]
	for i := range r.legs {
		part := r.legs[i].way.Line
		if len(d.line) > 0 && len(part) > 0 && d.line[len(d.line)-1] == part[0] {
			part = part[1:]
		}
		d.line = append(d.line, part...)
	}
	line := d.line
	if d.options.overview == simplified {
		line = simplify(line)
	}
	d.geometry(line)
}

// geometry writes the member of that name. A line always has two points.
func (d *drawing) geometry(line []road.Point) {
	d.key("geometry")
	switch d.options.geometries {
	case geoJSON:
		d.open('{')
		d.text("type", "LineString")
		d.key("coordinates")
		d.open('[')
		for _, p := range line {
			d.place(p)
		}
		if len(line) == 1 {
			d.place(line[0])
		}
		d.shut(']')
		d.shut('}')
		return
	case polyline6:
		d.buffer = appendPolyline(d.buffer[:0], line, sixDecimals)
	default:
		d.buffer = appendPolyline(d.buffer[:0], line, fiveDecimals)
	}
	if len(line) == 1 {
		d.buffer = append(d.buffer, "??"...) // the same point again
	}
	d.comma()
	d.b = append(d.b, '"')
	for _, c := range d.buffer {
		if c == '\\' {
			d.b = append(d.b, '\\')
		}
		d.b = append(d.b, c)
	}
	d.b = append(d.b, '"')
}

func (d *drawing) leg(l *drawnLeg) {
	d.open('{')
	d.key("steps")
	d.open('[')
	summary := ""
	if d.options.steps {
		steps := guide.Steps(l.way)
		for i := range steps {
			d.step(&steps[i], l.way.Line)
		}
		summary = summarise(steps)
	}
	d.shut(']')
	d.text("summary", summary)
	d.sums(l.sums)
	if d.options.annotations != 0 {
		d.annotation(l)
	}
	d.shut('}')
}

// summarise names the two streets that a leg follows longest, in the order of riding.
func summarise(steps []guide.Step) string {
	first, second := -1, -1
	for i, s := range steps {
		switch {
		case s.Name == "":
		case first < 0 || s.Metres > steps[first].Metres:
			first, second = i, first
		case second < 0 || s.Metres > steps[second].Metres:
			second = i
		}
	}
	switch {
	case first < 0:
		return ""
	case second < 0 || steps[second].Name == steps[first].Name:
		return steps[first].Name
	}
	return steps[min(first, second)].Name + ", " + steps[max(first, second)].Name
}

func (d *drawing) step(s *guide.Step, line []road.Point) {
	d.open('{')
	d.geometry(line[s.From : s.To+1])
	d.manoeuvre(s)
	d.text("mode", string(s.Mode))
	side := "right"
	if s.LeftHand {
		side = "left"
	}
	d.text("driving_side", side)
	d.text("name", s.Name)
	d.textIfAny("ref", s.Ref)
	d.signs(s)
	d.key("intersections")
	d.open('[')
	for i := range s.Intersections {
		d.intersection(&s.Intersections[i])
	}
	d.shut(']')
	d.sums(sums{s.Metres, s.Seconds, s.Weight})
	d.shut('}')
}

// signs writes what is read on the street of a step.
func (d *drawing) signs(s *guide.Step) {
	if s.Signs != nil {
		d.textIfAny("pronunciation", s.Signs.Pronunciation)
		d.textIfAny("destinations", s.Signs.Destinations)
		d.textIfAny("exits", s.Signs.Exits)
	}
	d.textIfAny("rotary_name", s.Rotary)
	d.textIfAny("rotary_pronunciation", s.Pronounce)
}

func (d *drawing) manoeuvre(s *guide.Step) {
	m := &s.Manoeuvre
	d.key("maneuver")
	d.open('{')
	d.text("type", string(m.Kind))
	if m.Modifier != "" {
		d.text("modifier", string(m.Modifier))
	}
	d.key("location")
	d.place(m.At)
	d.key("bearing_before")
	d.whole(m.Before)
	d.key("bearing_after")
	d.whole(m.After)
	if m.Exit > 0 {
		d.key("exit")
		d.whole(m.Exit)
	}
	if d.options.language != "" {
		d.text("instruction", d.speaker.Say(*s))
	}
	d.shut('}')
}

func (d *drawing) intersection(x *guide.Intersection) {
	d.open('{')
	d.key("location")
	d.place(x.At)
	d.key("bearings")
	d.open('[')
	for _, b := range x.Bearings {
		d.whole(b)
	}
	d.shut(']')
	d.key("entry")
	d.open('[')
	for _, e := range x.Entry {
		d.truth(e)
	}
	d.shut(']')
	if x.In >= 0 {
		d.key("in")
		d.whole(x.In)
	}
	if x.Out >= 0 {
		d.key("out")
		d.whole(x.Out)
	}
	if x.Classes != 0 {
		d.key("classes")
		d.open('[')
		for _, word := range x.Classes.Words() {
			d.item(word)
		}
		d.shut(']')
	}
	if len(x.Lanes) > 0 {
		d.lanes(x.Lanes)
	}
	d.shut('}')
}

func (d *drawing) lanes(lanes []guide.LaneChoice) {
	d.key("lanes")
	d.open('[')
	for _, lane := range lanes {
		d.open('{')
		d.key("valid")
		d.truth(lane.Valid)
		d.key("indications")
		d.open('[')
		for _, arrow := range lane.Arrows {
			d.item(string(arrow))
		}
		d.shut(']')
		d.shut('}')
	}
	d.shut(']')
}
