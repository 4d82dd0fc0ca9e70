package extract

import (
	"cmp"
	"slices"
)

// Point is a place in degrees times ten million (E7), WGS 84.
type Point struct{ Lat, Lng int32 }

// Bounds is the smallest box around all nodes of an extract, borders included.
type Bounds struct{ Min, Max Point }

// Node is a point with its OpenStreetMap id.
type Node struct {
	ID int64
	Point
}

// TaggedNode is a node that says something: a shop, a barrier, an address.
type TaggedNode struct {
	Node
	Tags Tags
}

// Way is a line through nodes, or an area when it is closed and its tags say so. Nodes holds node ids in drawing order; ids at the
// border of an extract may be missing from it. Neither slice may be changed.
type Way struct {
	ID    int64
	Tags  Tags
	Nodes []int64
}

// Relation is a group of members with roles. Members may be missing from the extract.
type Relation struct {
	ID      int64
	Tags    Tags
	Members []Member
}

// Kind tells what a relation's member is.
type Kind uint8

// The kinds of members, numbered as in the .osm.pbf format.
const (
	KindNode Kind = iota
	KindWay
	KindRelation
)

// Member is one entry of a relation, in the mapper's order.
type Member struct {
	Kind Kind
	ID   int64
	Role string
}

// Extract is a whole file in memory. Each slice is sorted by id, without duplicates, and must not be changed. Nodes holds every
// node without its tags; Tagged repeats those that have any. Safe for concurrent reading.
type Extract struct {
	Nodes     []Node
	Tagged    []TaggedNode
	Ways      []Way
	Relations []Relation
	Bounds    Bounds
}

// Node finds a node's place by its id; ok is false when the extract lacks it. It costs a binary search.
func (x *Extract) Node(id int64) (p Point, ok bool) {
	i, ok := x.NodeIndex(id)
	if !ok {
		return Point{}, false
	}
	return x.Nodes[i].Point, true
}

// NodeIndex finds a node's position in Nodes by its id.
func (x *Extract) NodeIndex(id int64) (int, bool) {
	return slices.BinarySearchFunc(x.Nodes, id, func(n Node, id int64) int { return cmp.Compare(n.ID, id) })
}

// Way finds a way by its id; ok is false when the extract lacks it.
func (x *Extract) Way(id int64) (w *Way, ok bool) {
	i, ok := slices.BinarySearchFunc(x.Ways, id, func(w Way, id int64) int { return cmp.Compare(w.ID, id) })
	if !ok {
		return nil, false
	}
	return &x.Ways[i], true
}

// Line returns the places of a way's nodes in order, without those that the extract lacks.
func (x *Extract) Line(w *Way) []Point {
	line := make([]Point, 0, len(w.Nodes))
	for _, id := range w.Nodes {
		if p, ok := x.Node(id); ok {
			line = append(line, p)
		}
	}
	return line
}

// finish sorts what a reader has collected and measures its bounds. Where an id comes twice, the later one stays.
func (x *Extract) finish() {
	x.Nodes = sortedByID(x.Nodes, func(n Node) int64 { return n.ID })
	x.Tagged = sortedByID(x.Tagged, func(n TaggedNode) int64 { return n.ID })
	x.Ways = sortedByID(x.Ways, func(w Way) int64 { return w.ID })
	x.Relations = sortedByID(x.Relations, func(r Relation) int64 { return r.ID })
	for i, n := range x.Nodes {
		if i == 0 {
			x.Bounds = Bounds{Min: n.Point, Max: n.Point}
			continue
		}
		x.Bounds.Min.Lat = min(x.Bounds.Min.Lat, n.Lat)
		x.Bounds.Min.Lng = min(x.Bounds.Min.Lng, n.Lng)
		x.Bounds.Max.Lat = max(x.Bounds.Max.Lat, n.Lat)
		x.Bounds.Max.Lng = max(x.Bounds.Max.Lng, n.Lng)
	}
}

func sortedByID[T any](items []T, id func(T) int64) []T {
	if ascending(items, id) {
		return items
	}
	compare := func(a, b T) int { return cmp.Compare(id(a), id(b)) }
	if !slices.IsSortedFunc(items, compare) {
		slices.SortStableFunc(items, compare)
	}
	kept := items[:0]
	for i, item := range items {
		if i+1 == len(items) || id(items[i+1]) != id(item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// ascending tells whether ids rise from each item to the next.
func ascending[T any](items []T, id func(T) int64) bool {
	for i := 1; i < len(items); i++ {
		if id(items[i-1]) >= id(items[i]) {
			return false
		}
	}
	return true
}
