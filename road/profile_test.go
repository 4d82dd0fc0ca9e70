package road

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pignon.coop/road/internal/form"
)

var update = flag.Bool("update", false, "write the documents that tests compare")

func TestBuiltInProfiles(t *testing.T) {
	t.Parallel()
	want := []string{"bicycle-osrm", "bike", "car", "cargo", "ebike", "foot", "moped"}
	if diff := cmp.Diff(want, ProfileNames()); diff != "" {
		t.Error(diff)
	}
	for _, name := range ProfileNames() {
		p, err := ProfileNamed(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Name != name || p.About == "" {
			t.Errorf("%s calls itself %q, for %q", name, p.Name, p.About)
		}
		written, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadProfile(strings.NewReader(string(written)))
		if err != nil || again.fingerprint() != p.fingerprint() {
			t.Errorf("%s does not read what it wrote: %v", name, err)
		}
	}
	if _, err := ProfileNamed("tandem"); err == nil || !strings.Contains(err.Error(), "bike, car, cargo") {
		t.Errorf("an unknown name: %v", err)
	}
}

func TestProfilesBuildOnOthers(t *testing.T) {
	t.Parallel()
	p, err := ReadProfile(strings.NewReader(`{
		"base": "bike", "name": "ours", "highways": {"primary": 20, "trunk": null}, "oneway": ["oneway"],
		"factors": {"lit": null, "highway": {"track": 2}}, "u_turn": null
	}`))
	if err != nil {
		t.Fatal(err)
	}
	bike := Bike()
	if _, ok := p.Highways["trunk"]; ok || p.Highways["primary"] != 20 || p.Highways["service"] != bike.Highways["service"] {
		t.Errorf("tables are merged: %v", p.Highways)
	}
	if len(p.Oneway) != 1 || p.UTurn != bike.UTurn || p.About != "" {
		t.Errorf("lists are replaced, null says nothing: %v %v", p.Oneway, p.UTurn)
	}
	if p.Factors["lit"] != nil || p.Factors["highway"]["track"] != 2 || p.Factors["highway"]["trunk"] != bike.Factors["highway"]["trunk"] {
		t.Errorf("factors: %v", p.Factors)
	}
	if _, changed := Bike().Factors["highway"]["track"]; changed {
		t.Error("the base was changed")
	}
}

func TestProfilesComplain(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ file, want string }{
		"misspelt key":     {"{\"name\": \"x\",\n\"higways\": {}}", `line 2: higways: there is no such key; did you mean "highways"?`},
		"strange key":      {`{"name": "x", "colour": 1}`, "line 1: colour: there is no such key; allowed: about, access,"},
		"misspelt class":   {"{\"name\": \"x\", \"highways\": {\n\n\"primry\": 3}}", `line 3: highways.primry: there is no such value; did you mean "primary"?`},
		"too fast":         {`{"name": "x", "highways": {"primary": 900}}`, "line 1: highways.primary: 900, should be a number from 0 to 200"},
		"a text":           {`{"name": "x", "walk": "4"}`, `line 1: walk: "4", should be a number from 0 to 200`},
		"a list":           {`{"name": "x", "access": "foot"}`, `line 1: access: "foot", should be a list of texts`},
		"in a list":        {`{"name": "x", "access": ["foot", 3]}`, `line 1: access[1]: 3, should be a text`},
		"a table":          {`{"name": "x", "push": 3}`, "line 1: push: 3, should be an object"},
		"a choice":         {`{"name": "x", "drive_on": "up"}`, `line 1: drive_on: "up", should be one of right, left`},
		"a factor":         {`{"name": "x", "factors": {"color": {}}}`, "line 1: factors.color: there is no such key; allowed: bicycle,"},
		"a factor's size":  {`{"name": "x", "factors": {"lit": {"no": 0}}}`, "line 1: factors.lit.no: 0, should be a number from 0.1 to 100"},
		"a threshold":      {`{"name": "x", "factors": {"maxspeed": {"fast": 2}}}`, `line 1: factors.maxspeed.fast: the keys of this table are numbers, such as "50"`},
		"power":            {`{"name": "x", "power": {"weight": 4}}`, "line 1: power.weight: there is no such key; allowed: assist,"},
		"power that lacks": {`{"name": "x", "power": {"mass": 90, "motor": 250, "efficiency": 1, "cap": 30}}`, "power: a motor needs a rider"},
		"no name":          {`{}`, "name: missing"},
		"said twice":       {`{"name": "x", "walk": 1, "walk": 2}`, "line 1: walk: said twice"},
		"base":             {`{"name": "x", "base": "tram"}`, `line 1: base: no profile is called "tram"; there are bicycle-osrm, bike,`},
		"base of no name":  {`{"name": "x", "base": 7}`, `line 1: base: no profile is called ""`},
		"not an object":    {`[]`, `begins with "{"`},
		"not JSON":         {"{\"name\": \"x\",\n  walk: 4}", "line 2: this is not JSON"},
		"cut off":          {`{"name": "x", "walk": `, "line 1: this is not JSON: unexpected EOF"},
		"more":             {`{"name": "x"} {}`, "something follows after the end"},
		"too deep":         {`{"name": [[[[[[1]]]]]]}`, "nothing lies this deep"},
		"too long":         {strings.Repeat(" ", maxProfile+1), "larger than 1 MB"},
	} {
		_, err := ReadProfile(strings.NewReader(tt.file))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s:\n got  %v\n want %s", name, err, tt.want)
		}
	}
	_, err := ReadProfile(strings.NewReader(`{"walk": -1, "push": 3}`))
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("everything is told at once: %v", err)
	}
}

func TestProfileFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.json")
	if err := os.WriteFile(path, []byte(`{"base": "cargo", "name": "ours", "width": 22}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadProfileFile(path); err == nil || err.Error() != "profile ours.json: line 1: width: 22, should be a number from 0 to 10" {
		t.Errorf("%v", err)
	}
	if _, err := ReadProfileFile(path + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func FuzzReadProfile(f *testing.F) {
	for _, name := range ProfileNames() {
		data, err := profileFiles.ReadFile("profiles/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadProfile(strings.NewReader(string(data)))
		if err == nil && p.fingerprint() == 0 {
			t.Error("a profile that cannot be written")
		}
	})
}

// The manual's list of keys is that of the reader.
func TestProfileManual(t *testing.T) {
	t.Parallel()
	const path, begin, end = "../docs/profiles.md", "<!-- keys -->\n", "<!-- end -->"
	manual, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(manual), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the keys", path)
	}
	var keys strings.Builder
	write := func(prefix string, fields []form.Field) {
		for _, f := range fields {
			fmt.Fprintf(&keys, "| `%s%s` | %s | %s |\n", prefix, f.Key, f.Holds, f.About)
		}
	}
	keys.WriteString("| key | holds | meaning |\n|---|---|---|\n")
	var p Profile
	write("", p.fields())
	write("power.", powerFields(&p.Power))
	compareDocument(t, path, before+begin+keys.String()+end+after)
}
