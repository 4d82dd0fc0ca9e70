package basemap

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"pignon.coop/internal/area"
	"pignon.coop/road/extract"
)

// maxZoom is the deepest level that is cut; browsers enlarge it beyond.
const maxZoom = 14

// The layers of a tile, in the order in which they are written.
const (
	landLayer = iota
	waterLayer
	waterwayLayer
	buildingLayer
	roadLayer
	railLayer
	boundaryLayer
	placeLayer
	poiLayer
	numberLayer
	layerCount
)

var layerNames = [layerCount]string{"land", "water", "waterway", "building", "road", "rail", "boundary", "place", "poi", "housenumber"}

// feature is one thing to draw, in world coordinates: 0 to 1 from west to east and from north to south, in Web Mercator.
type feature struct {
	layer    int
	from     int // first zoom level that shows it
	props    geojson.Properties
	shape    orb.Geometry
	named    int     // first zoom level that tells its name
	smallest float64 // areas below this many square pixels are left out of a level
}

// collector turns an extract into features.
type collector struct {
	x     *extract.Extract
	frame extract.Bounds
	list  []feature
	named streets
	known map[string]geojson.Properties // by their text
}

func collect(x *extract.Extract, box extract.Bounds, progress extract.Progress) []feature {
	c := &collector{x: x, frame: box, known: map[string]geojson.Properties{}}
	c.sea()
	borders := c.borders()
	total := int64(len(x.Ways) + len(x.Relations) + len(x.Tagged))
	for i := range x.Relations {
		c.relation(&x.Relations[i])
	}
	for i := range x.Ways {
		w := &x.Ways[i]
		if level, ok := borders[w.ID]; ok {
			c.border(w, level)
		}
		c.way(w)
		if i%10_000 == 0 {
			progress.Report(int64(i), total)
		}
	}
	c.named.each(func(f feature, nodes []int64) {
		if f.shape = c.lineThrough(nodes); len(f.shape.(orb.LineString)) >= 2 {
			c.add(f)
		}
	})
	for i := range x.Tagged {
		c.node(&x.Tagged[i])
	}
	progress.Report(total, total)
	return c.list
}

func (c *collector) add(f feature) {
	f.props = c.shared(f.props)
	c.list = append(c.list, f)
}

// shared keeps one of equal properties, since a city has a hundred thousand buildings without any. Names and numbers are mostly
// different.
func (c *collector) shared(p geojson.Properties) geojson.Properties {
	if p["name"] != nil || p["number"] != nil {
		return p
	}
	key := fmt.Sprintf("%#v", p)
	if known, ok := c.known[key]; ok {
		return known
	}
	if p == nil {
		p = geojson.Properties{}
	}
	c.known[key] = p
	return p
}

func (c *collector) relation(r *extract.Relation) {
	if r.Tags.Value("type") != "multipolygon" {
		return
	}
	look, ok := surfaceOf(r.Tags)
	if !ok {
		return
	}
	var shape orb.MultiPolygon
	for _, p := range area.Of(c.x, r) {
		polygon := orb.Polygon{ring(p.Outer, orb.CCW)}
		for _, hole := range p.Inner {
			polygon = append(polygon, ring(hole, orb.CW))
		}
		shape = append(shape, polygon)
	}
	if len(shape) > 0 {
		c.surface(look, shape, r.Tags)
	}
}

func (c *collector) way(w *extract.Way) {
	if len(w.Tags) == 0 || len(w.Nodes) < 2 {
		return
	}
	if points, ok := area.Ring(c.x, w.Nodes); ok && isArea(w.Tags) {
		if look, ok := surfaceOf(w.Tags); ok {
			c.surface(look, orb.MultiPolygon{{ring(points, orb.CCW)}}, w.Tags)
			return
		}
	}
	f, ok := lineOf(w.Tags)
	if !ok {
		return
	}
	if f.props["name"] != nil {
		c.named.add(f, w.Nodes)
		return
	}
	if f.shape = line(c.x.Line(w)); len(f.shape.(orb.LineString)) >= 2 {
		c.add(f)
	}
}

func (c *collector) lineThrough(nodes []int64) orb.LineString {
	out := make(orb.LineString, 0, len(nodes))
	for _, id := range nodes {
		if p, ok := c.x.Node(id); ok {
			out = append(out, world(p))
		}
	}
	return out
}

// surface draws an area, and marks what stands on it: a name, a house number, a shop in the whole building.
func (c *collector) surface(f feature, shape orb.MultiPolygon, tags extract.Tags) {
	f.shape = shape
	c.add(f)
	at := middleOf(shape)
	if label, ok := areaLabel(f, shape, tags); ok {
		label.shape = at
		c.add(label)
	}
	c.point(tags, at)
}

func (c *collector) node(n *extract.TaggedNode) {
	at := world(n.Point)
	if f, ok := placeOf(n.Tags); ok {
		f.shape = at
		c.add(f)
	}
	c.point(n.Tags, at)
}

// point adds what a node and a building can both be.
func (c *collector) point(tags extract.Tags, at orb.Point) {
	if f, ok := poiOf(tags); ok {
		f.shape = at
		c.add(f)
	}
	if number := tags.Value("addr:housenumber"); number != "" && len(number) <= 8 {
		c.add(feature{layer: numberLayer, from: maxZoom, props: geojson.Properties{"number": number}, shape: at})
	}
}

// borders finds the ways that are part of an administrative border, with the most important level each has.
func (c *collector) borders() map[int64]int {
	out := map[int64]int{}
	for i := range c.x.Relations {
		r := &c.x.Relations[i]
		level := adminLevel(r.Tags)
		if r.Tags.Value("boundary") != "administrative" || level == 0 {
			continue
		}
		for _, m := range r.Members {
			if have, ok := out[m.ID]; m.Kind == extract.KindWay && (!ok || level < have) {
				out[m.ID] = level
			}
		}
	}
	return out
}

func (c *collector) border(w *extract.Way, level int) {
	if w.Tags.Value("maritime") == "yes" || w.Tags.Value("natural") == "coastline" {
		return
	}
	from := map[int]int{2: 2, 4: 6}[level]
	if from == 0 {
		from = 10
	}
	if shape := line(c.x.Line(w)); len(shape) >= 2 {
		c.add(feature{layer: boundaryLayer, from: from, props: geojson.Properties{"level": level}, shape: shape})
	}
}
