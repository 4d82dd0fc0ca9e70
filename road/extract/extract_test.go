package extract_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/extract"
)

const smallTown = `<?xml version="1.0"?>
<osm version="0.6">
 <node id="3" lat="42.5" lon="1.5"><tag k="barrier" v="bollard"/><tag k="source" v="survey"/></node>
 <node id="1" lat="42.5000001" lon="1.6"/>
 <node id="2" lat="42.6" lon="1.55"/>
 <way id="7"><nd ref="1"/><nd ref="3"/><nd ref="9"/><tag k="highway" v="residential"/></way>
 <relation id="4"><member type="way" ref="7" role="from"/><tag k="type" v="restriction"/></relation>
</osm>`

func read(t *testing.T, data []byte) (*extract.Extract, error) {
	t.Helper()
	return extract.Read(context.Background(), bytes.NewReader(data))
}

func TestReadsXML(t *testing.T) {
	t.Parallel()
	x, err := read(t, []byte(smallTown))
	if err != nil {
		t.Fatal(err)
	}
	bollard := extract.Node{ID: 3, Point: extract.Point{Lat: 425000000, Lng: 15000000}}
	want := &extract.Extract{
		Nodes: []extract.Node{
			{ID: 1, Point: extract.Point{Lat: 425000001, Lng: 16000000}},
			{ID: 2, Point: extract.Point{Lat: 426000000, Lng: 15500000}},
			bollard,
		},
		Tagged: []extract.TaggedNode{{Node: bollard, Tags: extract.Tags{{Key: "barrier", Value: "bollard"}}}},
		Ways:   []extract.Way{{ID: 7, Tags: extract.Tags{{Key: "highway", Value: "residential"}}, Nodes: []int64{1, 3, 9}}},
		Relations: []extract.Relation{{
			ID: 4, Tags: extract.Tags{{Key: "type", Value: "restriction"}},
			Members: []extract.Member{{Kind: extract.KindWay, ID: 7, Role: "from"}},
		}},
		Bounds: extract.Bounds{
			Min: extract.Point{Lat: 425000000, Lng: 15000000},
			Max: extract.Point{Lat: 426000000, Lng: 16000000},
		},
	}
	if diff := cmp.Diff(want, x); diff != "" {
		t.Error(diff)
	}
	way, ok := x.Way(7)
	if !ok || len(x.Line(way)) != 2 {
		t.Errorf("the way's line should have the two nodes that exist")
	}
}

func TestReadsGzip(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(smallTown)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	x, err := read(t, packed.Bytes())
	if err != nil || len(x.Nodes) != 3 {
		t.Fatalf("%v", err)
	}
	if _, err := read(t, packed.Bytes()[:packed.Len()-9]); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("cut off: %v", err)
	}
}

func TestRefusesForeignFiles(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"empty": "", "text": "hello", "html": "<html><body>not found</body></html>", "zip": "PK\x03\x04aaaaaaaaaaaa",
	} {
		if _, err := read(t, []byte(content)); !errors.Is(err, extract.ErrNotMap) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cut := strings.TrimSuffix(smallTown, "</osm>")
	if _, err := read(t, []byte(cut)); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("cut off: %v", err)
	}
	outside := strings.Replace(smallTown, `lat="42.6"`, `lat="142.6"`, 1)
	if _, err := read(t, []byte(outside)); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("outside the world: %v", err)
	}
}

func TestReadsRealExtracts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file  string
		ways  int
		shops string
	}{
		{"osm/monaco-osrm.osm.pbf", 1000, "bakery"},
		{"osm/andorra-valhalla2025.osm.pbf", 5000, "bakery"},
		{"osm/rouen-gama.osm.gz", 1000, ""},
	} {
		path := datatest.Path(t, tt.file)
		last := int64(0)
		x, err := extract.ReadFile(t.Context(), path, func(done, total int64) { last = done })
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Ways) < tt.ways || len(x.Nodes) < len(x.Ways) || last == 0 {
			t.Errorf("%s: %d ways, %d nodes, %d bytes", tt.file, len(x.Ways), len(x.Nodes), last)
		}
		found := tt.shops == ""
		for _, n := range x.Tagged {
			found = found || n.Tags.Value("shop") == tt.shops
		}
		if !found {
			t.Errorf("%s: no %s", tt.file, tt.shops)
		}
	}
}

func TestNamesDamagedFiles(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(datatest.Path(t, "osm/monaco-osrm.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0xff
	for name, data := range map[string][]byte{
		"cut in a block": whole[:len(whole)/2], "cut in a length": whole[:len(whole)-len(whole)+200], "altered": flipped,
	} {
		path := filepath.Join(t.TempDir(), "town.osm.pbf")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := extract.ReadFile(t.Context(), path, nil)
		if !errors.Is(err, extract.ErrDamaged) || !strings.Contains(err.Error(), "town.osm.pbf") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(smallTown))
	f.Add([]byte("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02\x0a\x00\x00\x00\x00\x0b\x0a\x07OSMData\x18\x20\x0a\x1e\x0a\x08\x0a\x00\x0a\x01a\x0a\x01b\x12\x12\x12\x10\x0a\x02\x02\x02\x42\x02\x02\x02\x4a\x02\x02\x02\x52\x02\x01\x02"))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := extract.Read(context.Background(), bytes.NewReader(data))
		if err == nil && len(x.Nodes) == 0 {
			t.Error("an empty extract was accepted")
		}
	})
}
