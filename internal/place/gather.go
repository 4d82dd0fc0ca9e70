package place

import (
	"math"
	"strings"

	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// languages are those whose own names (name:fr ...) are kept beside the local one.
var languages = []string{"fr", "en", "ca", "es", "de", "it", "nl", "pt", "eu", "sv", "fi", "oc", "br"}

// found is an entry in the making.
type found struct {
	kind           byte
	importance     byte
	name, class    string
	others         []otherName
	street, number string
	postcode       string
	city, country  string
	at             geo.Point
	numbers        []foundNumber
	points         []geo.Point // along a street
	cities, codes  votes
}

type otherName struct{ lang, text string }

type foundNumber struct {
	text, postcode string
	at             geo.Point
}

// gatherer walks an extract once per kind of thing.
type gatherer struct {
	x          *extract.Extract
	localities *localities
	entries    []*found
	streets    map[string][]*found // by streetKey
	byRelation map[member]string   // street names given by relations
}

type member struct {
	kind extract.Kind
	id   int64
}

func gather(x *extract.Extract, progress extract.Progress) []*found {
	g := &gatherer{x: x, localities: localitiesOf(x), streets: map[string][]*found{}, byRelation: streetRelations(x)}
	total := int64(2*len(x.Ways) + 2*len(x.Tagged))
	g.eachStreet()
	progress.Report(int64(len(x.Ways)), total)
	g.eachThing(g.addNumbers)
	progress.Report(int64(2*len(x.Ways)+len(x.Tagged)), total)
	g.eachThing(g.addNamed)
	g.settle()
	progress.Report(total, total)
	return g.entries
}

// streetRelations reads which houses belong to which street where the relation says so instead of the house.
func streetRelations(x *extract.Extract) map[member]string {
	out := map[member]string{}
	for _, r := range x.Relations {
		if r.Tags.Value("type") != "associatedStreet" || !r.Tags.Has("name") {
			continue
		}
		for _, m := range r.Members {
			if m.Role == "house" || m.Role == "address" {
				out[member{m.Kind, m.ID}] = r.Tags.Value("name")
			}
		}
	}
	return out
}

// noStreets are ways tagged as highways that nobody lives on; byways are those that few addresses name.
var (
	noStreets = set("proposed", "construction", "platform", "bus_stop", "rest_area", "services", "elevator", "raceway", "razed", "abandoned")
	byways    = set("path", "track", "footway", "steps", "service", "bridleway", "corridor", "via_ferrata")
)

func set(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

func (g *gatherer) eachStreet() {
	for i := range g.x.Ways {
		w := &g.x.Ways[i]
		name, class := w.Tags.Value("name"), w.Tags.Value("highway")
		if name == "" || class == "" || noStreets[class] {
			continue
		}
		line := along(g.x.Line(w))
		if len(line) == 0 {
			continue
		}
		city := g.localities.cityAt(line[len(line)/2])
		s := g.streetIn(name, city)
		s.class = class
		if byways[class] && len(s.points) == 0 {
			s.importance = 30
		} else if !byways[class] {
			s.importance = 40
		}
		s.points = append(s.points, line...)
		s.others = mergeNames(s.others, otherNames(w.Tags))
		s.codes.add(w.Tags.Value("postal_code"))
	}
}

// streetIn finds or begins the street of that name in a city.
func (g *gatherer) streetIn(name, city string) *found {
	key := streetKey(name)
	for _, s := range g.streets[key] {
		if s.city == city {
			return s
		}
	}
	s := &found{kind: streetEntry, name: name, city: city, importance: 40, class: "street"}
	g.streets[key] = append(g.streets[key], s)
	g.entries = append(g.entries, s)
	return s
}

// along gives points of a line at most about 50 metres apart, its first and last included.
func along(line []extract.Point) []geo.Point {
	const step = 50
	var out []geo.Point
	for i, p := range line {
		next := geo.Point(p)
		if len(out) > 0 {
			last := out[len(out)-1]
			d := geo.Distance(last, next)
			for k := 1.0; k*step < d; k++ {
				out = append(out, between(last, next, k*step/d))
			}
			if d < step/2 && i < len(line)-1 {
				continue
			}
		}
		out = append(out, next)
	}
	return out
}

func between(a, b geo.Point, share float64) geo.Point {
	return geo.Point{
		Lat: a.Lat + int32(share*float64(b.Lat-a.Lat)),
		Lng: a.Lng + int32(share*float64(b.Lng-a.Lng)),
	}
}

// eachThing visits tagged nodes, ways and multipolygons with a point that stands for them.
func (g *gatherer) eachThing(visit func(thing)) {
	for _, n := range g.x.Tagged {
		if !addressable(n.Tags) {
			continue
		}
		visit(thing{member{extract.KindNode, n.ID}, n.Tags, geo.Point(n.Point)})
	}
	for i := range g.x.Ways {
		w := &g.x.Ways[i]
		if !addressable(w.Tags) {
			continue
		}
		if p, ok := middle(g.x.Line(w)); ok {
			visit(thing{member{extract.KindWay, w.ID}, w.Tags, p})
		}
	}
	for _, r := range g.x.Relations {
		if r.Tags.Value("type") != "multipolygon" || !addressable(r.Tags) {
			continue
		}
		if p, ok := g.middleOf(r); ok {
			visit(thing{member{extract.KindRelation, r.ID}, r.Tags, p})
		}
	}
}

func addressable(tags extract.Tags) bool { return tags.Has("name") || tags.Has("addr:housenumber") }

type thing struct {
	member
	tags extract.Tags
	at   geo.Point
}

func (g *gatherer) middleOf(r extract.Relation) (geo.Point, bool) {
	var line []extract.Point
	for _, m := range r.Members {
		if w, ok := g.x.Way(m.ID); ok && m.Kind == extract.KindWay && m.Role != "inner" {
			line = append(line, g.x.Line(w)...)
		}
	}
	return middle(line)
}

// middle is the centre of the box around a line.
func middle(line []extract.Point) (geo.Point, bool) {
	if len(line) == 0 {
		return geo.Point{}, false
	}
	low, high := line[0], line[0]
	for _, p := range line {
		low.Lat, low.Lng = min(low.Lat, p.Lat), min(low.Lng, p.Lng)
		high.Lat, high.Lng = max(high.Lat, p.Lat), max(high.Lng, p.Lng)
	}
	return between(geo.Point(low), geo.Point(high), 0.5), true
}

// addNumbers takes a house number to its street.
func (g *gatherer) addNumbers(t thing) {
	tag := t.tags.Value("addr:housenumber")
	if tag == "" {
		return
	}
	street := g.streetName(t)
	if street == "" {
		return
	}
	city := t.tags.Value("addr:city")
	s := g.streetFor(street, city, t.at)
	s.cities.add(city)
	code := t.tags.Value("addr:postcode")
	s.codes.add(code)
	for _, text := range splitNumbers(tag) {
		if _, ok := parseNumber(text); !ok {
			continue // a floor, a courtyard
		}
		s.numbers = append(s.numbers, foundNumber{text: text, postcode: code, at: t.at})
	}
}

func (g *gatherer) streetName(t thing) string {
	if name := t.tags.Value("addr:street"); name != "" {
		return name
	}
	if name := g.byRelation[t.member]; name != "" {
		return name
	}
	return t.tags.Value("addr:place")
}

// streetFor is the nearest street of that name, or a new one where none is near.
func (g *gatherer) streetFor(name, city string, at geo.Point) *found {
	const near = 1500
	var best *found
	least := float64(near)
	for _, s := range g.streets[streetKey(name)] {
		if d := nearest(s.points, at, least); d < least {
			best, least = s, d
		}
	}
	if best != nil {
		return best
	}
	if city == "" {
		city = g.localities.cityAt(at)
	}
	s := g.streetIn(name, city)
	s.points = append(s.points, at)
	return s
}

// nearest is how far the nearest of some points lies, or a limit where all lie farther.
func nearest(points []geo.Point, at geo.Point, limit float64) float64 {
	least := limit
	for _, p := range points {
		if northward(p, at) < least {
			least = min(least, geo.Distance(p, at))
		}
	}
	return least
}

// northward is how many metres one point lies north or south of another: no more than their distance, and found much sooner. A region
// has a thousand streets of the same name.
func northward(a, b geo.Point) float64 {
	const metresPerE7 = 0.0111
	return metresPerE7 * math.Abs(float64(a.Lat)-float64(b.Lat))
}

// addNamed takes up places and named things.
func (g *gatherer) addNamed(t thing) {
	name := t.tags.Value("name")
	if name == "" {
		return
	}
	f := &found{name: name, at: t.at, others: otherNames(t.tags)}
	f.kind, f.class, f.importance = classOf(t.tags)
	if f.kind == 0 {
		return
	}
	f.city, f.postcode = t.tags.Value("addr:city"), t.tags.Value("addr:postcode")
	if f.kind == otherEntry {
		f.street, f.number = g.streetName(t), t.tags.Value("addr:housenumber")
	}
	g.entries = append(g.entries, f)
}

// otherNames collects a thing's names in other languages and its second names.
func otherNames(tags extract.Tags) []otherName {
	var out []otherName
	plainName := tags.Value("name")
	for _, lang := range languages {
		if name := tags.Value("name:" + lang); name != "" {
			out = append(out, otherName{lang, name})
		}
	}
	for _, key := range []string{"alt_name", "short_name", "official_name", "loc_name", "brand"} {
		for name := range strings.SplitSeq(tags.Value(key), ";") {
			if name = strings.TrimSpace(name); name != "" && name != plainName {
				out = append(out, otherName{"", name})
			}
		}
	}
	return out
}

func mergeNames(have, more []otherName) []otherName {
	for _, n := range more {
		known := false
		for _, h := range have {
			known = known || h == n
		}
		if !known {
			have = append(have, n)
		}
	}
	return have
}
