package vroom

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pignon.coop/internal/datatest"
)

// snapshotRequest makes a request of a dispatch snapshot, which has VROOM's vehicles and shipments, and points in place of matrices.
func snapshotRequest(t testing.TB, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		Vehicles, Shipments json.RawMessage
		Points              [][2]float64
		Speed               float64 `json:"meters_per_minute"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	durations := make([][]int, len(in.Points))
	for i, a := range in.Points {
		for _, b := range in.Points {
			durations[i] = append(durations[i], int(60*math.Hypot(a[0]-b[0], a[1]-b[1])/in.Speed+0.5))
		}
	}
	return text(t, object{"vehicles": in.Vehicles, "shipments": in.Shipments, "matrices": object{"car": object{"durations": durations}}})
}

// measured is what VROOM came to at a level of exploration.
type measured struct{ cost, unassigned int64 }

// vroomsOwn reads VROOM's results on the snapshots, by file name without ending, at one level.
func vroomsOwn(t testing.TB, level string) map[string]measured {
	t.Helper()
	f, err := os.Open(datatest.Path(t, "vrp/baseline/dispatch_vroom.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]measured{}
	for _, row := range rows[1:] {
		if row[3] != level {
			continue
		}
		var m measured
		for i, to := range map[int]*int64{7: &m.cost, 8: &m.unassigned} {
			if *to, err = strconv.ParseInt(row[i], 10, 64); err != nil {
				t.Fatal(err)
			}
		}
		out[fmt.Sprintf("d%s_%s", row[0], row[2])] = m
	}
	return out
}

// TestSnapshots has real dispatch situations solved, each answer played through, and none worse than VROOM's at its first level.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(datatest.Path(t, "vrp/dispatch_snapshots"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	own := vroomsOwn(t, "1")
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := solver()
			body := snapshotRequest(t, path)
			r, err := read([]byte(body))
			if err != nil {
				t.Fatal(err)
			}
			s.Search.Iterations = int64(3000 + 30*len(r.shipments))
			a := solve(t, s, body)
			want := own[name]
			if got := int64(a.Summary.Unassigned); got > want.unassigned || got == want.unassigned && a.Summary.Cost > want.cost {
				t.Errorf("cost %d with %d left out, VROOM's is %d with %d", a.Summary.Cost, got, want.cost, want.unassigned)
			}
		})
	}
}
