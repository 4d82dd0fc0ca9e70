package citymap_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pignon.coop/internal/citymap"
	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

const town = `<osm><node id="1" lat="1" lon="2"/><node id="2" lat="3" lon="4"/></osm>`

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func say(words string) func(context.Context, *extract.Extract, io.Writer, extract.Progress) error {
	return func(_ context.Context, _ *extract.Extract, w io.Writer, _ extract.Progress) error {
		_, err := io.WriteString(w, words)
		return err
	}
}

func imported(t *testing.T, builders ...citymap.Builder) (string, error) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "city.pignon")
	return out, citymap.Import(t.Context(), citymap.ImportIn{
		Extract: write(t, "town.osm", town), Map: out, Builders: builders,
		Built: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC),
	})
}

func TestImportThenOpen(t *testing.T) {
	t.Parallel()
	path, err := imported(t, citymap.Builder{Name: "road", Build: say("streets")}, citymap.Builder{Name: "place", Build: say("")})
	if err != nil {
		t.Fatal(err)
	}
	f, err := citymap.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := f.Section("road"); err != nil || string(got) != "streets" {
		t.Errorf("%q %v", got, err)
	}
	if got, err := f.Section("place"); err != nil || len(got) != 0 {
		t.Errorf("%q %v", got, err)
	}
	if _, err := f.Section("tiles"); !errors.Is(err, citymap.ErrNoSection) {
		t.Errorf("a missing section: %v", err)
	}
	want := citymap.Meta{
		Name: "town", Attribution: "© OpenStreetMap contributors", Licence: "ODbL 1.0, https://www.openstreetmap.org/copyright",
		Min: geo.At(1, 2), Max: geo.At(3, 4), Centre: geo.At(2, 3),
		Built: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC), Counts: map[string]int64{"nodes": 2, "ways": 0, "relations": 0},
	}
	if diff := cmp.Diff(want, f.Meta()); diff != "" {
		t.Error(diff)
	}
	info, err := citymap.Info(path)
	if err != nil || len(info.Sections) != 3 || info.Sections[1] != (citymap.SectionSummary{Name: "road", Bytes: 7}) {
		t.Errorf("%+v %v", info, err)
	}
}

func TestAFailedImportLeavesTheOldMap(t *testing.T) {
	t.Parallel()
	broken := errors.New("no ink")
	path, err := imported(t, citymap.Builder{Name: "road", Build: func(context.Context, *extract.Extract, io.Writer, extract.Progress) error { return broken }})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	path, err := imported(t, citymap.Builder{Name: "road", Build: say(strings.Repeat("street ", 100))})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int) string {
		data := bytes.Clone(whole)
		data[at]++
		return string(data)
	}
	for _, tt := range []struct {
		name, content string
		want          error
	}{
		{"empty", "", citymap.ErrNotMap},
		{"foreign", strings.Repeat("SQLite format 3", 100), citymap.ErrNotMap},
		{"only the magic", string(whole[:20]), citymap.ErrDamaged},
		{"cut off", string(whole[:len(whole)-10]), citymap.ErrDamaged},
		{"longer", string(whole) + "x", citymap.ErrDamaged},
		{"header altered", changed(9), citymap.ErrDamaged},
		{"table altered", changed(len(whole) - 5), citymap.ErrDamaged},
		{"meta altered", changed(70), citymap.ErrDamaged},
	} {
		path := write(t, "city.pignon", tt.content)
		_, err := citymap.Open(path)
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	section := bytes.Index(whole, []byte("street"))
	if _, err := citymap.Info(write(t, "city.pignon", changed(section))); !errors.Is(err, citymap.ErrDamaged) {
		t.Errorf("section altered: %v", err)
	}
	if _, err := citymap.Open(t.TempDir()); !errors.Is(err, citymap.ErrNotMap) {
		t.Errorf("a folder: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	w, err := citymap.Create(filepath.Join(dir, "seed"))
	if err != nil {
		f.Fatal(err)
	}
	if err := w.Meta(citymap.Meta{Name: "seed"}); err != nil {
		f.Fatal(err)
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	seed, err := os.ReadFile(filepath.Join(dir, "seed"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte("\x89PGNMAP\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "city.pignon")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := citymap.Open(path)
		if err != nil {
			return
		}
		_ = file.Verify()
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
}
