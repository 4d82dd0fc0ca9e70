package road

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"pignon.coop/road/extract"
)

// A town is drawn with letters for junctions, 100 m from the next, and streets between them:
//
//	-- | residential streets      == ‖ cycleways      .. : footways
//	>> << ^ v one-way streets, in the direction of the arrow
type town struct {
	x     *extract.Extract
	place map[string]Point
	ids   map[string]int64
	ways  map[string]int64
}

const (
	columnWidth = 4
	rowHeight   = 2
	gridStep    = 8993 // E7 degrees of latitude in 100 m, near the equator also of longitude
)

// draw makes a town from a drawing. More lines say more, each about one thing:
//
//	AB key=value key=value    tags of the street between A and B, drawn from A to B
//	A key=value               tags of a junction
//	AB BC restriction         a turn restriction at B, with more tags after it if need be
//	AB BC CD restriction      one by way of the street between B and C
func draw(t *testing.T, drawing string, more ...string) *town {
	t.Helper()
	w := &town{x: &extract.Extract{}, place: map[string]Point{}, ids: map[string]int64{}, ways: map[string]int64{}}
	rows := strings.Split(strings.Trim(drawing, "\n"), "\n")
	at := func(row, column int) rune {
		if row < 0 || row >= len(rows) {
			return ' '
		}
		if cells := []rune(rows[row]); column < len(cells) {
			return cells[column]
		}
		return ' '
	}
	for row := 0; row < len(rows); row += rowHeight {
		for column := range []rune(rows[row]) {
			if c := at(row, column); c >= 'A' && c <= 'Z' {
				w.junction(string(c), row/rowHeight, column/columnWidth)
			}
		}
	}
	for row := 0; row < len(rows); row += rowHeight {
		for column := 0; column < len([]rune(rows[row])); column += columnWidth {
			w.street(at(row, column), at(row, column+1), at(row, column+columnWidth))
			w.street(at(row, column), at(row+1, column), at(row+rowHeight, column))
		}
	}
	for _, line := range more {
		w.say(t, strings.Fields(line))
	}
	return w
}

func (w *town) junction(name string, row, column int) {
	p := Point{Lat: int32(-row * gridStep), Lng: int32(column * gridStep)}
	w.ids[name], w.place[name] = int64(len(w.ids)+1), p
	w.x.Nodes = append(w.x.Nodes, extract.Node{ID: w.ids[name], Point: p})
}

func (w *town) street(from, kind, to rune) {
	a, b := string(from), string(to)
	tags := extract.Tags{{Key: "highway", Value: "residential"}}
	oneway := extract.Tag{Key: "oneway", Value: "yes"}
	switch kind {
	case '-', '|':
	case '=', '‖':
		tags[0].Value = "cycleway"
	case '.', ':':
		tags[0].Value = "footway"
	case '>', 'v':
		tags = append(tags, oneway)
	case '<', '^':
		a, b = b, a
		tags = append(tags, oneway)
	default:
		return
	}
	id := int64(len(w.x.Ways) + 1)
	w.x.Ways = append(w.x.Ways, extract.Way{ID: id, Tags: tags, Nodes: []int64{w.ids[a], w.ids[b]}})
	w.ways[a+b] = id
}

func (w *town) way(t *testing.T, name string) *extract.Way {
	t.Helper()
	for _, n := range [2]string{name, name[1:] + name[:1]} {
		if id, ok := w.ways[n]; ok {
			return &w.x.Ways[id-1]
		}
	}
	t.Fatalf("no street %s", name)
	return nil
}

func (w *town) say(t *testing.T, words []string) {
	t.Helper()
	switch {
	case len(words[0]) == 1:
		id := w.ids[words[0]]
		node := extract.Node{ID: id, Point: w.place[words[0]]}
		w.x.Tagged = append(w.x.Tagged, extract.TaggedNode{Node: node, Tags: parseTags(words[1:])})
	case !strings.Contains(words[1], "="):
		w.restrict(t, words)
	default:
		way := w.way(t, words[0])
		for _, tag := range parseTags(words[1:]) {
			way.Tags = with(way.Tags, tag)
		}
		way.Nodes = []int64{w.ids[words[0][:1]], w.ids[words[0][1:]]}
	}
}

// restrict adds a turn restriction.
func (w *town) restrict(t *testing.T, words []string) {
	t.Helper()
	streets := 2
	for len(words[streets]) == 2 {
		streets++
	}
	r := extract.Relation{ID: int64(len(w.x.Relations) + 1), Tags: parseTags(words[streets+1:])}
	r.Tags = append(r.Tags, extract.Tag{Key: "type", Value: "restriction"})
	if words[streets] != "-" {
		r.Tags = append(r.Tags, extract.Tag{Key: "restriction", Value: words[streets]})
	}
	r.Members = []extract.Member{{Kind: extract.KindWay, ID: w.way(t, words[0]).ID, Role: "from"}}
	if streets == 2 {
		r.Members = append(r.Members, extract.Member{Kind: extract.KindNode, ID: w.ids[words[0][1:]], Role: "via"})
	}
	for _, via := range words[1 : streets-1] {
		r.Members = append(r.Members, extract.Member{Kind: extract.KindWay, ID: w.way(t, via).ID, Role: "via"})
	}
	r.Members = append(r.Members, extract.Member{Kind: extract.KindWay, ID: w.way(t, words[streets-1]).ID, Role: "to"})
	w.x.Relations = append(w.x.Relations, r)
}

func with(tags extract.Tags, tag extract.Tag) extract.Tags {
	for i := range tags {
		if tags[i].Key == tag.Key {
			tags[i] = tag
			return tags
		}
	}
	return append(tags, tag)
}

func parseTags(words []string) extract.Tags {
	var tags extract.Tags
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		tags = append(tags, extract.Tag{Key: key, Value: value})
	}
	return tags
}

func (w *town) router(t testing.TB, p Profile) *Router {
	t.Helper()
	return routed(t, built(t, w.x), p)
}

func routed(t testing.TB, g *Graph, p Profile) *Router {
	t.Helper()
	m, err := g.Metric(context.Background(), p, MetricOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return NewRouter(m)
}

func built(t testing.TB, x *extract.Extract) *Graph {
	t.Helper()
	var section bytes.Buffer
	if err := Build(context.Background(), x, &section, BuildOptions{Profiles: []Profile{Bike()}}); err != nil {
		t.Fatal(err)
	}
	g, err := Open(section.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// ride tells which junctions a route passes, or why there is none. A place is a junction, or two for the middle of a street.
func (w *town) ride(t *testing.T, r *Router, from, to string) string {
	t.Helper()
	route, err := r.Route(t.Context(), Stops(w.spot(from), w.spot(to)), RouteOptions{Line: true})
	if err != nil {
		return err.Error()[strings.LastIndex(err.Error(), ": ")+2:]
	}
	passed := ""
	for _, p := range route.Line {
		for name, place := range w.place {
			if place == p {
				passed += name
			}
		}
	}
	return passed
}

func (w *town) spot(name string) Point {
	if len(name) == 1 {
		return w.place[name]
	}
	return between(w.place[name[:1]], w.place[name[1:]], 0.5)
}

func TestDrawing(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B>>>C
|       .
D   E===F`)
	if got := fmt.Sprint(len(w.x.Nodes), len(w.x.Ways)); got != "6 5" {
		t.Errorf("nodes and streets: %s", got)
	}
}
