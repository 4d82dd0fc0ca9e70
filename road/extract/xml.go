package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

func readXML(ctx context.Context, r io.Reader) (*Extract, error) {
	stream := readAhead(ctx, r)
	defer stream.stop()
	x := &xmlReader{scanner: tagScanner{r: bufio.NewReaderSize(stream, 64<<10)}, x: &Extract{}, words: newWords()}
	for x.scanner.next() {
		if x.element(); x.seen%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := x.scanner.err; !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w (XML: %w)", ErrDamaged, err)
	}
	return x.x, nil
}

// xmlReader takes elements into an extract. What an element lists is gathered until it ends.
type xmlReader struct {
	scanner tagScanner
	x       *Extract
	words   *words
	seen    int

	kind    xmlKind
	id      int64
	point   Point
	deleted bool
	tags    Tags
	refs    []int64
	members []Member
	sets    slab[Tag]
}

// xmlKind is the element that is being read.
type xmlKind uint8

const (
	outside xmlKind = iota
	inNode
	inWay
	inRelation
)

func (x *xmlReader) element() {
	x.seen++
	switch name := x.scanner.name; {
	case x.scanner.ends:
		x.end(string(name))
	case string(name) == "tag":
		x.tag()
	case string(name) == "nd":
		x.nd()
	case string(name) == "node":
		x.begin(inNode)
	case string(name) == "way":
		x.begin(inWay)
	case string(name) == "relation":
		x.begin(inRelation)
	case string(name) == "member":
		x.member()
	}
}

func (x *xmlReader) end(name string) {
	switch {
	case name == "node" && x.kind == inNode:
		x.addNode()
	case name == "way" && x.kind == inWay:
		if !x.deleted {
			x.x.Ways = append(x.x.Ways, Way{ID: x.id, Tags: x.ownTags(), Nodes: slices.Clone(x.refs)})
		}
	case name == "relation" && x.kind == inRelation:
		if !x.deleted {
			x.x.Relations = append(x.x.Relations, Relation{ID: x.id, Tags: x.ownTags(), Members: slices.Clone(x.members)})
		}
	default:
		return
	}
	x.kind = outside
}

func (x *xmlReader) addNode() {
	if x.deleted {
		return
	}
	n := Node{ID: x.id, Point: x.point}
	x.x.Nodes = append(x.x.Nodes, n)
	if len(x.tags) > 0 {
		x.x.Tagged = append(x.x.Tagged, TaggedNode{Node: n, Tags: x.ownTags()})
	}
}

func (x *xmlReader) ownTags() Tags {
	if len(x.tags) == 0 {
		return nil
	}
	own := x.sets.take(len(x.tags))
	copy(own, x.tags)
	return own
}

// begin reads what an element says of itself.
func (x *xmlReader) begin(kind xmlKind) {
	x.kind, x.id, x.deleted = kind, 0, false
	x.tags, x.refs, x.members = x.tags[:0], x.refs[:0], x.members[:0]
	lat, lng := math.NaN(), math.NaN()
	for {
		key, value, ok := x.scanner.attr()
		if !ok {
			break
		}
		switch string(key) {
		case "id":
			x.id = x.number(value)
		case "lat":
			lat = x.degrees(value)
		case "lon":
			lng = x.degrees(value)
		case "visible":
			x.deleted = x.deleted || string(value) == "false"
		case "action":
			x.deleted = x.deleted || string(value) == "delete"
		}
	}
	if kind != inNode || x.deleted {
		return
	}
	ok := lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180
	if !ok && x.scanner.err == nil {
		x.scanner.err = fmt.Errorf("node %d lies outside the world", x.id)
	}
	x.point = Point{Lat: int32(math.Round(lat * 1e7)), Lng: int32(math.Round(lng * 1e7))}
}

func (x *xmlReader) number(text []byte) int64 {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil && x.scanner.err == nil {
		x.scanner.err = fmt.Errorf("%q is not a number", text)
	}
	return n
}

func (x *xmlReader) degrees(text []byte) float64 {
	d, err := strconv.ParseFloat(string(text), 64)
	if err != nil && x.scanner.err == nil {
		x.scanner.err = fmt.Errorf("%q is not a coordinate", text)
	}
	return d
}

func (x *xmlReader) tag() {
	if x.kind == outside {
		return
	}
	var t Tag
	for {
		key, value, ok := x.scanner.attr()
		if !ok {
			break
		}
		switch string(key) {
		case "k":
			t.Key = x.words.read(value)
		case "v":
			t.Value = x.words.read(value)
		}
	}
	if !dropped(t.Key) {
		x.tags = append(x.tags, t)
	}
}

func (x *xmlReader) nd() {
	for {
		key, value, ok := x.scanner.attr()
		if !ok {
			return
		}
		if string(key) == "ref" {
			x.refs = append(x.refs, x.number(value))
		}
	}
}

func (x *xmlReader) member() {
	var m Member
	for {
		key, value, ok := x.scanner.attr()
		if !ok {
			break
		}
		switch string(key) {
		case "type":
			m.Kind = kindNamed(string(value))
		case "ref":
			m.ID = x.number(value)
		case "role":
			m.Role = x.words.read(value)
		}
	}
	x.members = append(x.members, m)
}

func kindNamed(name string) Kind {
	switch name {
	case "way":
		return KindWay
	case "relation":
		return KindRelation
	}
	return KindNode
}

// pointOf checks that a place is on Earth.
func pointOf(lat, lng int64) (Point, bool) {
	if lat < -90e7 || lat > 90e7 || lng < -180e7 || lng > 180e7 {
		return Point{}, false
	}
	return Point{Lat: int32(lat), Lng: int32(lng)}, true
}
