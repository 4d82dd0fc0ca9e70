package main

import (
	"bufio"
	"cmp"
	"os"
	"slices"

	"pignon.coop/road/extract"
)

// tileShift keeps the ids of the copies apart: OpenStreetMap's have 34 bits.
const tileShift = 36

// seamStreets is how many streets join two neighbouring copies.
const seamStreets = 40

// tiling is a town laid side by side several times.
type tiling struct {
	x             *extract.Extract
	rows, columns int
	box           extract.Bounds // of the streets that are ridden on
	tagged        map[int64]extract.Tags
}

// writeTiles writes a town rows x columns times into one file, joined by streets at the seams.
func writeTiles(x *extract.Extract, rows, columns int, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	buffered := bufio.NewWriterSize(file, 1<<20)
	t := &tiling{x: x, rows: rows, columns: columns, tagged: make(map[int64]extract.Tags)}
	for _, n := range x.Tagged {
		t.tagged[n.ID] = n.Tags
	}
	t.measure()
	w := &pbfWriter{w: buffered}
	t.write(w)
	w.keep(buffered.Flush())
	w.keep(file.Close())
	return w.err
}

// ridden tells whether a way is a street of the kind that seams are made of.
func ridden(w *extract.Way) bool {
	switch w.Tags.Value("highway") {
	case "residential", "tertiary", "secondary", "unclassified", "primary":
		return !w.Tags.Has("access") && len(w.Nodes) > 1
	}
	return false
}

// streetNodes lists the nodes of such streets.
func (t *tiling) streetNodes() []extract.Node {
	var nodes []extract.Node
	for i := range t.x.Ways {
		w := &t.x.Ways[i]
		if !ridden(w) {
			continue
		}
		for _, id := range w.Nodes {
			if p, ok := t.x.Node(id); ok {
				nodes = append(nodes, extract.Node{ID: id, Point: p})
			}
		}
	}
	return nodes
}

// measure finds the box of the town, without the few streets that lead far out of it.
func (t *tiling) measure() {
	nodes := t.streetNodes()
	lats, lngs := make([]int32, len(nodes)), make([]int32, len(nodes))
	for i, n := range nodes {
		lats[i], lngs[i] = n.Lat, n.Lng
	}
	slices.Sort(lats)
	slices.Sort(lngs)
	out := len(nodes) / 1000
	t.box.Min = extract.Point{Lat: lats[out], Lng: lngs[out]}
	t.box.Max = extract.Point{Lat: lats[len(lats)-1-out], Lng: lngs[len(lngs)-1-out]}
}

// eachTile calls for the number of each copy and how far it is moved.
func (t *tiling) eachTile(visit func(tile int64, move extract.Point)) {
	const gap = 20000
	height, width := t.box.Max.Lat-t.box.Min.Lat+gap, t.box.Max.Lng-t.box.Min.Lng+gap
	for row := range t.rows {
		for column := range t.columns {
			move := extract.Point{Lat: int32(row-t.rows/2) * height, Lng: int32(column-t.columns/2) * width}
			visit(int64(row*t.columns+column), move)
		}
	}
}

func (t *tiling) write(w *pbfWriter) {
	w.header()
	t.eachTile(func(tile int64, move extract.Point) {
		for nodes := range slices.Chunk(t.x.Nodes, itemsPerBlock) {
			moved, tags := make([]extract.Node, len(nodes)), make(map[int64]extract.Tags)
			for i, n := range nodes {
				at := extract.Point{Lat: n.Lat + move.Lat, Lng: n.Lng + move.Lng}
				moved[i] = extract.Node{ID: tiled(n.ID, tile), Point: at}
				if found, ok := t.tagged[n.ID]; ok {
					tags[moved[i].ID] = found
				}
			}
			w.nodes(moved, tags)
		}
	})
	t.eachTile(func(tile int64, _ extract.Point) {
		for ways := range slices.Chunk(t.x.Ways, itemsPerBlock) {
			moved := slices.Clone(ways)
			for i := range moved {
				moved[i].ID, moved[i].Nodes = tiled(moved[i].ID, tile), tiledAll(moved[i].Nodes, tile)
			}
			w.ways(moved)
		}
	})
	w.ways(t.seams())
	t.eachTile(func(tile int64, _ extract.Point) {
		for relations := range slices.Chunk(t.x.Relations, itemsPerBlock) {
			moved := slices.Clone(relations)
			for i := range moved {
				moved[i].ID, moved[i].Members = tiled(moved[i].ID, tile), slices.Clone(moved[i].Members)
				for k := range moved[i].Members {
					moved[i].Members[k].ID = tiled(moved[i].Members[k].ID, tile)
				}
			}
			w.relations(moved)
		}
	})
}

func tiled(id, tile int64) int64 { return id + tile<<tileShift }

func tiledAll(ids []int64, tile int64) []int64 {
	moved := make([]int64, len(ids))
	for i, id := range ids {
		moved[i] = tiled(id, tile)
	}
	return moved
}

// seams are the streets between neighbouring copies: in each of some strips the outermost junctions of both are joined.
func (t *tiling) seams() (ways []extract.Way) {
	nodes := t.streetNodes()
	lat, lng := func(n extract.Node) int32 { return n.Lat }, func(n extract.Node) int32 { return n.Lng }
	west, east := t.outermost(nodes, lat, lng)
	south, north := t.outermost(nodes, lng, lat)
	join := func(a, b []int64, tileA, tileB int64) {
		for i := range a {
			ways = append(ways, extract.Way{
				ID: tiled(int64(len(ways)+1), int64(t.rows*t.columns)), Tags: extract.Tags{{Key: "highway", Value: "residential"}},
				Nodes: []int64{tiled(a[i], tileA), tiled(b[i], tileB)},
			})
		}
	}
	t.eachTile(func(tile int64, _ extract.Point) {
		row, column := int(tile)/t.columns, int(tile)%t.columns
		if column+1 < t.columns {
			join(east, west, tile, tile+1)
		}
		if row+1 < t.rows {
			join(north, south, tile, tile+int64(t.columns))
		}
	})
	return ways
}

// outermost finds, in each strip along one axis, the nodes that lie farthest out along the other, inside the box.
func (t *tiling) outermost(nodes []extract.Node, along, across func(extract.Node) int32) (low, high []int64) {
	inside := func(n extract.Node) bool {
		return n.Lat >= t.box.Min.Lat && n.Lat <= t.box.Max.Lat && n.Lng >= t.box.Min.Lng && n.Lng <= t.box.Max.Lng
	}
	kept := slices.DeleteFunc(slices.Clone(nodes), func(n extract.Node) bool { return !inside(n) })
	slices.SortFunc(kept, func(a, b extract.Node) int { return cmp.Or(cmp.Compare(along(a), along(b)), cmp.Compare(a.ID, b.ID)) })
	for strip := range slices.Chunk(kept, len(kept)/seamStreets+1) {
		farther := func(a, b extract.Node) int { return cmp.Compare(across(a), across(b)) }
		low, high = append(low, slices.MinFunc(strip, farther).ID), append(high, slices.MaxFunc(strip, farther).ID)
	}
	return low, high
}
