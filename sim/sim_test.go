package sim_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/citymap"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/place"
	"pignon.coop/sim"
)

func TestTownOfARealMap(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "city.pignon")
	err = citymap.Import(context.Background(), citymap.ImportIn{
		Extract: filepath.Join(strings.TrimSpace(string(out)), "testdata", "andorra-latest.osm.bz2"), Map: path, Builders: []citymap.Builder{{Name: "place", Build: place.Build}}, Built: time.Unix(0, 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := citymap.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	section, err := file.Section("place")
	if err != nil {
		t.Fatal(err)
	}
	index, err := place.Open(section)
	if err != nil {
		t.Fatal(err)
	}
	town := sim.FindTown(index, file.Meta().Min, file.Meta().Max, 80)
	if len(town.Houses) < 40 {
		t.Errorf("%d addresses only", len(town.Houses))
	}
	for _, h := range town.Houses {
		if d := geo.Distance(h.Point, town.Centre); d > 4000 {
			t.Errorf("%s is %.0f m away", h.Label(), d)
		}
	}
	t.Logf("%s (%s) at %s, %d addresses, %d with a number", town.Name, town.Country, town.Centre, len(town.Houses), numbered(town))
	for _, h := range town.Houses[:10] {
		t.Log(h.Label())
	}
}

func numbered(t sim.Town) (n int) {
	for _, h := range t.Houses {
		if h.HouseNumber != "" {
			n++
		}
	}
	return n
}
