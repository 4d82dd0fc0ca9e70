package form

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type house struct {
	name    string
	storeys float64
	lift    bool
	kind    string
	people  []string
	rents   map[string]float64
	doors   map[string]map[string]float64
}

func (h *house) fields() []Field {
	return []Field{
		{Key: "name", Read: TextTo(&h.name)},
		{Key: "storeys", Read: NumberTo(&h.storeys, 1, 9)},
		{Key: "lift", Read: YesTo(&h.lift)},
		{Key: "kind", Read: ChoiceTo(&h.kind, "hut", "tower")},
		{Key: "people", Read: ListTo(&h.people, nil)},
		{Key: "rents", Read: Table{Low: 0, High: 1000}.To(&h.rents)},
		{Key: "doors", Read: TablesTo(&h.doors, map[string]Table{"width": {Numbers: true, High: 5}, "colour": {Known: []string{"red", "blue"}, High: 5}})},
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	h := house{name: "old", rents: map[string]float64{"attic": 300, "cellar": 100}, doors: map[string]map[string]float64{"colour": {"red": 1}}}
	problems := read(t, &h, `{
		"name": null, "storeys": 3, "lift": true, "kind": "tower", "people": ["Ada", "Bo"],
		"rents": {"attic": 350, "cellar": null}, "doors": {"width": {"0.9": 2}, "colour": {"blue": 4}}
	}`)
	want := house{
		name: "old", storeys: 3, lift: true, kind: "tower", people: []string{"Ada", "Bo"}, rents: map[string]float64{"attic": 350},
		doors: map[string]map[string]float64{"width": {"0.9": 2}, "colour": {"red": 1, "blue": 4}},
	}
	if diff := cmp.Diff(want, h, cmp.AllowUnexported(house{})); diff != "" || problems != nil {
		t.Errorf("%v %s", problems, diff)
	}
}

func TestComplaints(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		`{"nam": 1}`:                        `line 1: nam: there is no such key; did you mean "name"?`,
		`{"x": 1}`:                          "line 1: x: there is no such key; allowed: doors, kind, lift, name, people, rents, storeys",
		`{"storeys": 10}`:                   "line 1: storeys: 10, should be a number from 1 to 9",
		"{\n\"lift\": \"no\"}":              `line 2: lift: "no", should be true or false`,
		`{"kind": "barn"}`:                  `line 1: kind: "barn", should be one of hut, tower`,
		`{"people": ["Ada", ""]}`:           `line 1: people[1]: "", should be a text`,
		`{"rents": []}`:                     "line 1: rents: a list, should be an object",
		`{"rents": {"attic": "much"}}`:      `line 1: rents.attic: "much", should be a number from 0 to 1000`,
		`{"doors": {"width": {"wide": 2}}}`: `line 1: doors.width.wide: the keys of this table are numbers, such as "50"`,
		`{"doors": {"colour": {"rad": 2}}}`: `line 1: doors.colour.rad: there is no such value; did you mean "red"?`,
		`{"doors": {"handle": {}}}`:         "line 1: doors.handle: there is no such key; allowed: colour, width",
	} {
		var h house
		if err := errors.Join(read(t, &h, file)...); err == nil || err.Error() != want {
			t.Errorf("%s:\n got  %v\n want %s", file, err, want)
		}
	}
}

func read(t *testing.T, h *house, file string) []error {
	t.Helper()
	root, err := Parse([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return Fill(h.fields(), root)
}

func TestParseTellsLines(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"":                        "line 1: this is not JSON: unexpected EOF",
		"{\n\n\"a\": }":           "line 3: this is not JSON",
		"{\"a\": 1,\n \"a\": 2}":  "line 2: a: said twice",
		"3":                       `begins with "{"`,
		"{}\n{}":                  "line 2: something follows",
		`{"a": [[[[[1]]]]]}`:      "nothing lies this deep",
		"{\"a\": {\"b\":\n[1, 2}": "line 2: this is not JSON",
	} {
		if _, err := Parse([]byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, should say %s", file, err, want)
		}
	}
}
