package basemap

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"
	"pignon.coop/internal/datatest"
	"pignon.coop/road/extract"
)

// sketch is a small map drawn by hand, about its origin at 43.6 N 1.4 E, in E7.
type sketch struct{ x extract.Extract }

const originLat, originLng = 436000000, 14000000

func (s *sketch) node(lat, lng int32, tags ...string) int64 {
	n := extract.Node{ID: int64(len(s.x.Nodes) + 1), Point: extract.Point{Lat: originLat + lat, Lng: originLng + lng}}
	if len(s.x.Nodes) == 0 {
		s.x.Bounds = extract.Bounds{Min: n.Point, Max: n.Point}
	}
	b := &s.x.Bounds
	b.Min = extract.Point{Lat: min(b.Min.Lat, n.Lat), Lng: min(b.Min.Lng, n.Lng)}
	b.Max = extract.Point{Lat: max(b.Max.Lat, n.Lat), Lng: max(b.Max.Lng, n.Lng)}
	s.x.Nodes = append(s.x.Nodes, n)
	if len(tags) > 0 {
		s.x.Tagged = append(s.x.Tagged, extract.TaggedNode{Node: n, Tags: tagged(tags)})
	}
	return n.ID
}

func (s *sketch) way(nodes []int64, tags ...string) int64 {
	id := int64(len(s.x.Ways) + 1)
	s.x.Ways = append(s.x.Ways, extract.Way{ID: id, Nodes: nodes, Tags: tagged(tags)})
	return id
}

// square draws a closed ring around a point.
func (s *sketch) square(lat, lng, half int32) []int64 {
	a := s.node(lat-half, lng-half)
	return []int64{a, s.node(lat-half, lng+half), s.node(lat+half, lng+half), s.node(lat+half, lng-half), a}
}

func tagged(pairs []string) extract.Tags {
	var out extract.Tags
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, extract.Tag{Key: pairs[i], Value: pairs[i+1]})
	}
	return out
}

// village is a lake with an island, a one-way street, a house, a shop and a tram.
func village() *extract.Extract {
	var s sketch
	s.node(0, 0, "place", "village", "name", "Vilanova", "name:fr", "Villeneuve")
	lake := s.way(s.square(30000, 30000, 10000))
	island := s.way(s.square(30000, 30000, 3000))
	s.x.Relations = append(s.x.Relations, extract.Relation{ID: 1, Tags: tagged([]string{"type", "multipolygon", "natural", "water"}), Members: []extract.Member{
		{Kind: extract.KindWay, ID: lake, Role: "outer"}, {Kind: extract.KindWay, ID: island, Role: "inner"},
	}})
	s.way([]int64{s.node(-5000, -20000), s.node(-5000, 20000)}, "highway", "residential", "name", "Rue Haute", "oneway", "yes", "bridge", "yes")
	s.way([]int64{s.node(-9000, -20000), s.node(-9000, 20000)}, "railway", "tram")
	s.way(s.square(-20000, 0, 1000), "building", "yes", "addr:housenumber", "12", "shop", "bakery", "name", "Fournil")
	return &s.x
}

// read takes a tile apart: layer, then each feature's properties and shape.
func read(t testing.TB, gz []byte) map[string]*mvt.Layer {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*mvt.Layer{}
	for _, l := range layers {
		out[l.Name] = l
	}
	return out
}

func built(t testing.TB, x *extract.Extract) *Tiles {
	t.Helper()
	var section bytes.Buffer
	if err := Build(context.Background(), x, &section, nil); err != nil {
		t.Fatal(err)
	}
	tiles, err := Open(section.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return tiles
}

// tileNear reads the tile of a level that holds a place given from the origin.
func tileNear(t testing.TB, tiles *Tiles, zoom int, lat, lng int32) map[string]*mvt.Layer {
	t.Helper()
	at := floorOf(scaledPoint(world(extract.Point{Lat: originLat + lat, Lng: originLng + lng}), zoom))
	gz, ok := tiles.Tile(zoom, int(at.x), int(at.y))
	if !ok {
		t.Fatalf("no tile %d/%d/%d", zoom, at.x, at.y)
	}
	return read(t, gz)
}

func scaledPoint(p orb.Point, zoom int) orb.Point {
	scale := extent * float64(uint64(1)<<zoom)
	return orb.Point{p[0] * scale, p[1] * scale}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	tiles := built(t, village())
	near := tileNear(t, tiles, maxZoom, 30000, 30000)
	lake, ok := near["water"].Features[0].Geometry.(orb.Polygon)
	if !ok || len(lake) != 2 || lake[0].Orientation() != orb.CCW || lake[1].Orientation() != orb.CW {
		t.Errorf("the lake is no polygon with one hole, turned as tiles want: %v", near["water"].Features[0].Geometry)
	}
	want := map[string]any{"class": "minor", "name": "Rue Haute", "oneway": 1.0, "bridge": true}
	street := tileNear(t, tiles, maxZoom, -5000, 0)["road"].Features[0]
	if diff := cmp.Diff(want, map[string]any(street.Properties)); diff != "" {
		t.Error(diff)
	}
	house := tileNear(t, tiles, maxZoom, -20000, 0)
	if house["housenumber"].Features[0].Properties["number"] != "12" || house["poi"].Features[0].Properties["class"] != "shop" || len(house["building"].Features) != 1 {
		t.Errorf("the house lacks its number, its shop or its walls: %v", house)
	}
	label := tileNear(t, tiles, 10, 0, 0)["place"].Features[0].Properties
	if label["name"] != "Vilanova" || label["name_fr"] != "Villeneuve" {
		t.Errorf("the village is called %v", label)
	}
	if far := tileNear(t, tiles, 12, -5000, 0); far["building"] != nil || far["road"].Features[0].Properties["name"] != nil {
		t.Errorf("level 12 shows what has no room there: %v", far)
	}
}

func TestBuildIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	var a, b bytes.Buffer
	if err := Build(context.Background(), village(), &a, nil); err != nil {
		t.Fatal(err)
	}
	if err := Build(context.Background(), village(), &b, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two builds of one extract differ")
	}
}

func TestBuildOfNothing(t *testing.T) {
	t.Parallel()
	if tiles := built(t, &extract.Extract{}); tiles.Len() != 0 {
		t.Errorf("nothing became %d tiles", tiles.Len())
	}
}

func TestOneway(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tags []string
		want int
	}{
		"both ways":       {nil, 0},
		"one way":         {[]string{"oneway", "yes"}, 1},
		"against":         {[]string{"oneway", "-1"}, -1},
		"free for bikes":  {[]string{"oneway", "yes", "oneway:bicycle", "no"}, 0},
		"contraflow lane": {[]string{"oneway", "yes", "cycleway", "opposite_lane"}, 0},
		"roundabout":      {[]string{"junction", "roundabout"}, 1},
	} {
		if have := onewayOf(tagged(c.tags)); have != c.want {
			t.Errorf("%s: want %d, have %d", name, c.want, have)
		}
	}
}

// TestSea draws coasts in a box of 1 by 1 degree and asks where the water is.
func TestSea(t *testing.T) {
	t.Parallel()
	box := orb.Bound{Max: orb.Point{1, 1}}
	for name, c := range map[string]struct {
		lines    []orb.LineString
		islands  []orb.Ring
		wet, dry []orb.Point
	}{
		"land in the west": {
			lines: []orb.LineString{{{0.5, 0}, {0.5, 1}}},
			wet:   []orb.Point{{0.9, 0.5}}, dry: []orb.Point{{0.1, 0.5}},
		},
		"land in the south, ends inside": {
			lines: []orb.LineString{{{0.9, 0.4}, {0.1, 0.4}}},
			wet:   []orb.Point{{0.5, 0.9}}, dry: []orb.Point{{0.5, 0.1}},
		},
		"an island off the coast": {
			lines:   []orb.LineString{{{0.3, 0}, {0.3, 1}}},
			islands: []orb.Ring{{{0.6, 0.4}, {0.8, 0.4}, {0.8, 0.6}, {0.6, 0.6}, {0.6, 0.4}}},
			wet:     []orb.Point{{0.5, 0.5}, {0.9, 0.9}}, dry: []orb.Point{{0.1, 0.5}, {0.7, 0.5}},
		},
		"only an island": {
			islands: []orb.Ring{{{0.2, 0.2}, {0.8, 0.2}, {0.8, 0.8}, {0.2, 0.8}, {0.2, 0.2}}},
			wet:     []orb.Point{{0.1, 0.1}}, dry: []orb.Point{{0.5, 0.5}},
		},
		"a river mouth that nobody closed": {
			lines: []orb.LineString{{{0.4, 0}, {0.4, 0.7}}, {{0.38, 0.72}, {0.6, 0.6}, {0.6, 0}}},
			wet:   []orb.Point{{0.5, 0.1}}, dry: []orb.Point{{0.2, 0.2}, {0.8, 0.2}, {0.5, 0.95}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sea := seaIn(box, c.lines, c.islands)
			for _, p := range c.wet {
				if !planar.MultiPolygonContains(sea, p) {
					t.Errorf("%v is dry", p)
				}
			}
			for _, p := range c.dry {
				if planar.MultiPolygonContains(sea, p) {
					t.Errorf("%v is under water", p)
				}
			}
		})
	}
}

func TestRealCities(t *testing.T) {
	t.Parallel()
	for file, c := range map[string]struct {
		lat, lng float64
		layers   []string
	}{
		"monaco-osrm.osm.pbf":          {43.7384, 7.4246, []string{"land", "water", "building", "road", "poi"}},
		"andorra-valhalla2025.osm.pbf": {42.5075, 1.5218, []string{"land", "water", "waterway", "building", "road", "place", "poi", "housenumber"}},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			x, err := extract.ReadFile(context.Background(), datatest.Path(t, "osm/"+file), nil)
			if err != nil {
				t.Fatal(err)
			}
			tiles := built(t, x)
			at := floorOf(scaledPoint(worldOf(c.lng, c.lat), maxZoom))
			gz, _ := tiles.Tile(maxZoom, int(at.x), int(at.y))
			layers := read(t, gz)
			for _, name := range c.layers {
				if layers[name] == nil {
					t.Errorf("the town centre lacks the layer %s", name)
				}
			}
			for i := range tiles.Len() {
				if size := binary.LittleEndian.Uint32(tiles.directory[i*entrySize+16:]); size > largest {
					t.Errorf("tile %x is too large", tiles.key(i))
				}
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, file := range []string{"andorra-valhalla2025.osm.pbf", "milan-otp2015.osm.pbf"} {
		b.Run(file[:5], func(b *testing.B) {
			x, err := extract.ReadFile(context.Background(), datatest.Path(b, "osm/"+file), nil)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := Build(context.Background(), x, io.Discard, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestStripsChangeNothing(t *testing.T) {
	t.Parallel()
	x, err := extract.ReadFile(t.Context(), datatest.Path(t, "osm/monaco-osmix2025.osm.pbf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	box := frame(x)
	features := collect(x, box, nil)
	whole, strips := archive{bounds: box}, archive{bounds: box}
	all := newCutter(maxZoom, worldFrame(box))
	if err := whole.addStrip(*all, features); err != nil {
		t.Fatal(err)
	}
	for column := all.low.x; column <= all.high.x; column++ {
		c := *all
		c.low.x, c.high.x = column, column
		if err := strips.addStrip(c, features); err != nil {
			t.Fatal(err)
		}
	}
	if all.low.x == all.high.x || len(whole.list) == 0 {
		t.Fatalf("%d tiles in columns %d to %d", len(whole.list), all.low.x, all.high.x)
	}
	if d := cmp.Diff(whole.list, strips.list, cmp.AllowUnexported(stored{})); d != "" {
		t.Error(d)
	}
}
