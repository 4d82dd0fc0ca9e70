package extract_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmxml"

	"pignon.coop/internal/datatest"
	"pignon.coop/road/extract"
)

func TestReadsBzip2(t *testing.T) {
	t.Parallel()
	x, err := extract.ReadFile(t.Context(), "testdata/town.osm.bz2", nil)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := read(t, []byte(smallTown))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain, x); diff != "" {
		t.Error(diff)
	}
	packed, err := os.ReadFile("testdata/town.osm.bz2")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, packed[:len(packed)-20]); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("cut off: %v", err)
	}
}

func TestXMLAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	const node = `<node id="1" lat="1" lon="2"/>`
	for name, tt := range map[string]struct{ inside, want string }{
		"entities":             {`<node id='1' lat='1' lon='2'><tag k='name' v='A &amp; B &lt;&#233;&#xe9;&quot;&apos;&gt;'/></node>`, `A & B <éé"'>`},
		"> in a value":         {`<node id="1" lat="1" lon="2"><tag k="name" v="a > b 'c'"/></node>`, "a > b 'c'"},
		"comments":             {`<!-- <node id="7"> -- it's > 3 --><node id="1" lat="1" lon="2"><!----><tag v="x" k="name"/></node>`, "x"},
		"spaces":               {"<node\n id = \"1\"\tlat=\"1\"  lon='2' ><tag  k=\"name\"\n v=\"x\" /></node >", "x"},
		"in other elements":    {node + `<changeset id="3"><tag k="name" v="no"/></changeset>`, ""},
		"deleted":              {node + `<node id="2" visible="false"><tag k="name" v="x"/></node>`, ""},
		"deleted in an editor": {node + `<node id="2" action="delete" lat="1" lon="2"><tag k="name" v="x"/></node>`, ""},
		"text and CDATA":       {`<note>The data & its <b>licence</b></note><node id="1" lat="1" lon="2"><![CDATA[ & ]]><tag k="name" v="x"/></node>`, "x"},
		"small coordinates":    {`<node id="1" lat="1e-05" lon="-2.5E1"><tag k="name" v="x"/></node>`, "x"},
	} {
		x, err := read(t, []byte("<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE osm>\n<osm>"+tt.inside+"</osm>\n"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := ""
		for _, n := range x.Tagged {
			got += n.Tags.Value("name")
		}
		if got != tt.want || len(x.Nodes) != 1 {
			t.Errorf("%s: %q, %d nodes", name, got, len(x.Nodes))
		}
	}
}

func TestRefusesBadXML(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"an open element":      `<osm><node id="1" lat="1" lon="2"/>`,
		"one end too many":     `<osm><node id="1" lat="1" lon="2"/></osm></osm>`,
		"an open tag":          `<osm><node id="1" lat="1" lon="2"/></osm`,
		"an open value":        `<osm><node id="1" lat="1" lon="2/></osm>`,
		"an open comment":      `<osm><node id="1" lat="1" lon="2"/><!-- </osm>`,
		"no quotes":            `<osm><node id=1 lat="1" lon="2"/></osm>`,
		"no value":             `<osm><node id lat="1" lon="2"/></osm>`,
		"an unknown entity":    `<osm><node id="1" lat="1" lon="2"><tag k="a" v="&eacute;"/></node></osm>`,
		"an open entity":       `<osm><node id="1" lat="1" lon="2"><tag k="a" v="a & b"/></node></osm>`,
		"a word for an id":     `<osm><node id="one" lat="1" lon="2"/></osm>`,
		"a word for degrees":   `<osm><node id="1" lat="north" lon="2"/></osm>`,
		"no place":             `<osm><node id="1"/></osm>`,
		"not a number":         `<osm><node id="1" lat="NaN" lon="2"/></osm>`,
		"another encoding":     `<?xml version="1.0" encoding="ISO-8859-1"?><osm><node id="1" lat="1" lon="2"/></osm>`,
		"a tag of a megabyte":  `<osm><node id="1" lat="1" lon="2"/><a b="` + strings.Repeat(">", 1<<20) + `"/></osm>`,
		"a tag without a name": `<osm><><node id="1" lat="1" lon="2"/></osm>`,
	} {
		if _, err := read(t, []byte(document)); !errors.Is(err, extract.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Another reader finds the same in a real extract.
func TestXMLAsOthersReadIt(t *testing.T) {
	t.Parallel()
	path := datatest.Path(t, "osm/rouen-gama.osm.gz")
	got, err := extract.ReadFile(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	scanner := osmxml.New(context.Background(), unpacked)
	nodes, refs, members, tags := 0, 0, 0, 0
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			nodes++
			if p, ok := got.Node(int64(o.ID)); !ok || absolute(float64(p.Lat)-o.Lat*1e7) > 0.51 || absolute(float64(p.Lng)-o.Lon*1e7) > 0.51 {
				t.Fatalf("node %d: %v", o.ID, p)
			}
		case *osm.Way:
			w, ok := got.Way(int64(o.ID))
			if !ok || len(w.Nodes) != len(o.Nodes) || w.Tags.Value("name") != o.Tags.Find("name") {
				t.Fatalf("way %d: %v", o.ID, w)
			}
			refs += len(o.Nodes)
			tags += len(w.Tags)
		case *osm.Relation:
			members += len(o.Members)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	for _, r := range got.Relations {
		members -= len(r.Members)
	}
	if nodes != len(got.Nodes) || refs == 0 || tags == 0 || members != 0 {
		t.Errorf("%d nodes, should be %d; %d members are missing", len(got.Nodes), nodes, members)
	}
}

func absolute(x float64) float64 { return max(x, -x) }

func TestStopsWhenAsked(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	document := `<osm>` + strings.Repeat(`<node id="1" lat="1" lon="2"/>`, 100_000) + `</osm>`
	_, err := extract.Read(ctx, readerFunc(func(p []byte) (int, error) {
		cancel()
		n := copy(p, document)
		document = document[n:]
		return n, nil
	}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
