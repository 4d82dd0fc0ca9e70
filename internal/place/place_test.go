package place

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// town is a small town drawn by hand: two streets, a few houses, a shop.
type town struct{ x extract.Extract }

func (t *town) node(lat, lng int32, tags ...string) int64 {
	id := int64(len(t.x.Nodes) + 1)
	n := extract.Node{ID: id, Point: extract.Point{Lat: 436000000 + lat, Lng: 14000000 + lng}}
	t.x.Nodes = append(t.x.Nodes, n)
	if len(tags) > 0 {
		t.x.Tagged = append(t.x.Tagged, extract.TaggedNode{Node: n, Tags: tagged(tags)})
	}
	return id
}

func (t *town) street(name string, nodes ...int64) {
	t.x.Ways = append(t.x.Ways, extract.Way{
		ID: int64(len(t.x.Ways) + 1), Nodes: nodes, Tags: tagged([]string{"highway", "residential", "name", name}),
	})
}

// tagged makes tags of keys and values by turns.
func tagged(pairs []string) extract.Tags {
	var out extract.Tags
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, extract.Tag{Key: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func smallTown() *extract.Extract {
	var t town
	t.node(0, 0, "place", "town", "name", "Villeneuve", "name:ca", "Vilanova")
	a, b, c := t.node(1000, 1000), t.node(1000, 51000), t.node(51000, 51000)
	t.street("Rue de l'Avenir", a, b)
	t.street("Avenue du 8 Mai 1945", b, c)
	for _, n := range []string{"1", "12", "12 bis", "14-18", "étage"} {
		t.node(1500, int32(2000+1000*len(n)), "addr:housenumber", n, "addr:street", "R. de l'Avenir", "addr:postcode", "31000", "addr:city", "Villeneuve")
	}
	t.node(30000, 51500, "addr:housenumber", "8", "addr:street", "Avenue du 8 Mai 1945", "addr:city", "Villeneuve")
	t.node(20000, 20000, "shop", "bakery", "name", "Boulangerie Saint-Éloi", "addr:street", "Rue de l'Avenir", "addr:housenumber", "3")
	return &t.x
}

func section(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Build(context.Background(), smallTown(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func opened(t testing.TB) *Index {
	t.Helper()
	index, err := Open(section(t))
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func TestAutocomplete(t *testing.T) {
	t.Parallel()
	index := opened(t)
	for _, row := range []asked{
		{"12 rue de l'avenir", "12 Rue de l'Avenir, 31000 Villeneuve"},
		{"RUE DE L’AVENIR 12", "12 Rue de l'Avenir, 31000 Villeneuve"},
		{"avenir 12bis", "12 bis Rue de l'Avenir, 31000 Villeneuve"},
		{"12 b, avenir", "12 bis Rue de l'Avenir, 31000 Villeneuve"},
		{"12 d'avenir", "12 Rue de l'Avenir, 31000 Villeneuve"},
		{"avenir 16", "14-18 Rue de l'Avenir, 31000 Villeneuve"},
		{"avenir 14-18", "14-18 Rue de l'Avenir, 31000 Villeneuve"},
		{"avenir 99", "Rue de l'Avenir, 31000 Villeneuve"},
		{"aven", "Rue de l'Avenir, 31000 Villeneuve"},
		{"carrer avenir", "Rue de l'Avenir, 31000 Villeneuve"},
		{"avnir", "Rue de l'Avenir, 31000 Villeneuve"},
		{"villeneuve avenir", "Rue de l'Avenir, 31000 Villeneuve"},
		{"8 av du 8 mai 1945", "8 Avenue du 8 Mai 1945, 31000 Villeneuve"},
		{"8 mai", "Avenue du 8 Mai 1945, 31000 Villeneuve"},
		{"boulangerie st eloi", "Boulangerie Saint-Éloi, 31000 Villeneuve"},
		{"vilanova", "Villeneuve, 31000"},
	} {
		hits := index.Autocomplete(row.question, Options{})
		if len(hits) == 0 || hits[0].Label() != row.want {
			t.Errorf("%q: want %q first, have %v", row.question, row.want, labels(hits))
		}
	}
}

func TestNothingFound(t *testing.T) {
	t.Parallel()
	index := opened(t)
	for _, question := range []string{"", "  ", "!?", "xyzzy", "Rue de Rivoli 48, 75004 Paris", "\xff\xfe", "日本"} {
		if h, ok := index.Find(question, Options{}); ok {
			t.Errorf("%q found %q", question, h.Label())
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	hits := opened(t).Autocomplete("villeneuve", Options{Lang: "ca"})
	if len(hits) == 0 || hits[0].Name != "Vilanova" || hits[0].Kind != Locality {
		t.Errorf("want Vilanova, have %+v", hits)
	}
}

func TestReverse(t *testing.T) {
	t.Parallel()
	index := opened(t)
	for name, c := range map[string]struct {
		lat, lng int32
		want     string
	}{
		"a house":  {1600, 3000, "1 Rue de l'Avenir, 31000 Villeneuve"},
		"a street": {1200, 40000, "Rue de l'Avenir, 31000 Villeneuve"},
		"the town": {-200000, -200000, "Villeneuve, 31000"},
	} {
		h, ok := index.Reverse(geo.Point{Lat: 436000000 + c.lat, Lng: 14000000 + c.lng})
		if !ok || h.Label() != c.want {
			t.Errorf("%s: want %q, have %q", name, c.want, h.Label())
		}
	}
	if h, ok := index.Reverse(geo.At(0, 100)); ok {
		t.Errorf("in the sea: %q", h.Label())
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for want, h := range map[string]Hit{
		"Café, 1000 Town":    {Name: "Café", HouseNumber: "1", Street: "Road", Postcode: "1000", City: "Town"},
		"1 Road, 1000 Town":  {HouseNumber: "1", Street: "Road", Postcode: "1000", City: "Town"},
		"Road, Town":         {Street: "Road", City: "Town"},
		"Road":               {Name: "Road"},
		"1000 Town":          {Postcode: "1000", City: "Town"},
		"Town, 1000":         {Kind: Locality, Name: "Town", Postcode: "1000", City: "Town"},
		"Quarter, 1000 Town": {Kind: Locality, Name: "Quarter", Postcode: "1000", City: "Town"},
		"":                   {},
	} {
		if have := h.Label(); have != want {
			t.Errorf("want %q, have %q", want, have)
		}
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	var g Geocoder = Local{opened(t)}
	h, ok, err := g.Geocode(context.Background(), "12 rue de l'avenir, villeneuve", Options{})
	if err != nil || !ok || h.HouseNumber != "12" {
		t.Errorf("%+v %v %v", h, ok, err)
	}
	hits, err := g.Autocomplete(context.Background(), "boul", Options{})
	if err != nil || len(hits) != 1 {
		t.Errorf("%v %v", hits, err)
	}
	if back, ok, err := g.Reverse(context.Background(), h.Point); err != nil || !ok || back != h {
		t.Errorf("%v %v\n%s", ok, err, cmp.Diff(h, back))
	}
}

func TestLocalWithoutMap(t *testing.T) {
	t.Parallel()
	var g Geocoder = Local{}
	_, found, err := g.Geocode(context.Background(), "avenir", Options{})
	hits, err2 := g.Autocomplete(context.Background(), "avenir", Options{})
	_, back, err3 := g.Reverse(context.Background(), geo.At(43.6, 1.4))
	if found || back || len(hits) > 0 || errors.Join(err, err2, err3) != nil {
		t.Errorf("%v %v %v %v %v %v", found, back, hits, err, err2, err3)
	}
}

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]houseNumber{
		"12": {12, 12, ""}, "12 bis": {12, 12, "b"}, "12B": {12, 12, "b"}, "12-16": {12, 16, ""}, "12–16 b": {12, 16, "b"}, "3 ter": {3, 3, "t"}, "7/2": {7, 7, "2"},
	} {
		if have, ok := parseNumber(text); !ok || have != want {
			t.Errorf("%s: want %v, have %v %v", text, want, have, ok)
		}
	}
	for _, text := range []string{"", "a", "123456", "16-12", "12 on the third floor"} {
		if n, ok := parseNumber(text); ok {
			t.Errorf("%q was read as %v", text, n)
		}
	}
}

func TestOpenRefusesForeignBytes(t *testing.T) {
	t.Parallel()
	whole := section(t)
	for name, data := range map[string][]byte{
		"nothing": nil, "foreign": bytes.Repeat([]byte("x"), 500), "cut in the head": whole[:20], "cut in the middle": whole[:len(whole)/2],
	} {
		if _, err := Open(data); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	whole := section(f)
	f.Add(whole, "12 rue de l'avenir")
	f.Add(whole[:len(whole)-9], "aven")
	f.Add([]byte(magic), "x")
	f.Fuzz(func(t *testing.T, data []byte, question string) {
		index, err := Open(data)
		if err != nil {
			return
		}
		index.Autocomplete(question, Options{Near: geo.At(43.6, 1.4), Lang: "ca"})
		index.Reverse(geo.At(43.6, 1.4))
		index.Stats()
	})
}

// FuzzDamage flips bytes of a whole index: answers may be wrong, but nothing may break.
func FuzzDamage(f *testing.F) {
	whole := section(f)
	f.Add(uint32(100), uint32(0xffffffff), "12 rue")
	f.Fuzz(func(t *testing.T, at, value uint32, question string) {
		data := bytes.Clone(whole)
		for i := range 4 {
			data[(int(at)+i)%len(data)] ^= byte(value >> (8 * i))
		}
		index, err := Open(data)
		if err != nil {
			return
		}
		index.Autocomplete(question, Options{})
		index.Reverse(geo.At(43.6, 1.4))
	})
}
