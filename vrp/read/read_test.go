package read

import (
	"context"
	"io"
	"strings"
	"testing"

	"pignon.coop/vrp"
)

const solomonText = "C1\r\n\r\nVEHICLE\r\nNUMBER     CAPACITY\r\n  2   200\r\n\r\nCUSTOMER\r\nCUST NO.  XCOORD.\r\n\r\n" +
	"0 40 50 0 0 1236 0\r\n1 43 54 10 912 967 90\r\n2 45 70 30 825 870 90\r\n"

const liLimText = "2\t200\t1\n0\t40\t50\t0\t0\t1236\t0\t0\t0\n1\t45\t68\t-10\t912\t967\t90\t2\t0\n2\t42\t66\t10\t65\t146\t90\t0\t1\n"

const cvrplibText = "NAME :  X\nDIMENSION :   3\nEDGE_WEIGHT_TYPE :  EUC_2D\nCAPACITY :  206\nNODE_COORD_SECTION\n1 365 689\n2 146 180\n3 792 5\n" +
	"DEMAND_SECTION\n1 0\n2 38\n3 51\nDEPOT_SECTION\n 1\n -1\nEOF\n"

const snapshotText = `{"meters_per_minute": 300, "points": [[0,0],[300,400],[600,0]], "vehicles": [{"id": 4, "start_index": 0, "capacity": [3],
"time_window": [100, 9000]}], "shipments": [{"amount": [1], "pickup": {"id": 0, "location_index": 1, "service": 120, "time_windows":
[[200, 500]]}, "delivery": {"id": 1, "location_index": 2, "service": 60, "time_windows": [[300, 4000]]}}]}`

func TestSolomonByConvention(t *testing.T) {
	t.Parallel()
	for convention, want := range map[Convention]int32{Int: 5, Dimacs: 50, K1000: 5000} {
		p, err := Solomon(strings.NewReader(solomonText), convention)
		if err != nil {
			t.Fatal(err)
		}
		scale := want / 5
		j := p.Jobs[0]
		if p.Profiles[0].Durations[1] != want || j.Windows[0] != (vrp.Window{From: 912 * scale, To: 967 * scale}) || j.Service != 90*scale {
			t.Errorf("convention %d: way %d, job %+v", convention, p.Profiles[0].Durations[1], j)
		}
		if len(p.Jobs) != 2 || len(p.Vehicles) != 2 || p.Vehicles[1].Capacity[0] != 200 || p.Vehicles[1].Shift.To != 1236*scale {
			t.Errorf("convention %d: %d jobs, vehicles %+v", convention, len(p.Jobs), p.Vehicles)
		}
	}
}

func TestDimacsCutsOffAndTheOthersRound(t *testing.T) {
	t.Parallel()
	a, b := point{0, 0}, point{1, 1} // 1.41421...
	for convention, want := range map[Convention]int32{Int: 1, Dimacs: 14, K1000: 1414} {
		if got := convention.distance(a, b); got != want {
			t.Errorf("convention %d: %d, want %d", convention, got, want)
		}
	}
	if got := Int.distance(point{0, 0}, point{1.6, 0}); got != 2 {
		t.Errorf("1.6 became %d", got)
	}
	if got := Dimacs.distance(point{0, 0}, point{1.69, 0}); got != 16 {
		t.Errorf("1.69 became %d tenths", got)
	}
}

func TestLiLim(t *testing.T) {
	t.Parallel()
	p, err := LiLim(strings.NewReader(liLimText), K1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Shipments) != 1 || p.Shipments[0].Pickup.Place != 2 || p.Shipments[0].Drop.Place != 1 || p.Shipments[0].Amount[0] != 10 {
		t.Errorf("%+v", p.Shipments)
	}
}

func TestCVRPLIB(t *testing.T) {
	t.Parallel()
	p, err := CVRPLIB(strings.NewReader(cvrplibText))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Jobs) != 2 || p.Jobs[1].Delivery[0] != 51 || p.Vehicles[0].Capacity[0] != 206 || p.Profiles[0].Durations[1] != 554 {
		t.Errorf("jobs %+v, way %d", p.Jobs, p.Profiles[0].Durations[1])
	}
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	p, err := Snapshot(strings.NewReader(snapshotText))
	if err != nil {
		t.Fatal(err)
	}
	if p.Profiles[0].Durations[1] != 100 || p.Vehicles[0].End != vrp.Nowhere || p.Shipments[0].Penalty != 100000 || p.Shipments[0].Drop.Place != 2 {
		t.Errorf("%+v", p)
	}
}

func TestBadInputNamesTheLine(t *testing.T) {
	t.Parallel()
	solomon := func(r io.Reader) (*vrp.Problem, error) { return Solomon(r, Dimacs) }
	liLim := func(r io.Reader) (*vrp.Problem, error) { return LiLim(r, K1000) }
	for _, test := range []struct {
		name, text, want string
		read             func(io.Reader) (*vrp.Problem, error)
	}{
		{"letters", strings.Replace(solomonText, "30 825", "x 825", 1), "line 12", solomon},
		{"window backwards", strings.Replace(solomonText, "825 870", "870 825", 1), "line 12", solomon},
		{"nothing", "", "ends before", solomon},
		{"no depot", "1 2\n", "depot", solomon},
		{"drop-off nowhere", strings.Replace(liLimText, "\t0\t1\n", "\t0\t7\n", 1), "line 4", liLim},
		{"negative pick-up", strings.Replace(liLimText, "66\t10", "66\t-10", 1), "line 4", liLim},
		{"other distances", strings.Replace(cvrplibText, "EUC_2D", "GEO", 1), "line 3", CVRPLIB},
		{"too much", strings.Replace(cvrplibText, "3 51", "3 551", 1), "capacity", CVRPLIB},
		{"place out of order", strings.Replace(cvrplibText, "2 146", "5 146", 1), "line 7", CVRPLIB},
		{"place that is not there", strings.Replace(snapshotText, `"location_index": 2`, `"location_index": 9`, 1), "place 9", Snapshot},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, err := test.read(strings.NewReader(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want something about %q", err, test.want)
			}
		})
	}
}

// The fuzz targets feed any text to a reader: what it accepts has to be a problem that makes sense or is refused in words, and that
// a short search solves as the checker demands.

func FuzzSolomon(f *testing.F) {
	fuzz(f, solomonText, func(r io.Reader) (*vrp.Problem, error) { return Solomon(r, K1000) })
}

func FuzzLiLim(f *testing.F) {
	fuzz(f, liLimText, func(r io.Reader) (*vrp.Problem, error) { return LiLim(r, Dimacs) })
}

func FuzzCVRPLIB(f *testing.F) { fuzz(f, cvrplibText, CVRPLIB) }

func FuzzSnapshot(f *testing.F) { fuzz(f, snapshotText, Snapshot) }

func fuzz(f *testing.F, text string, read func(io.Reader) (*vrp.Problem, error)) {
	f.Add(text)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := read(strings.NewReader(text))
		if err != nil || p.Validate() != nil || len(p.Vehicles) > 50 || p.Profiles[0].Places > 50 {
			return
		}
		s, err := vrp.Solve(context.Background(), p, vrp.Options{Iterations: 16})
		if err != nil {
			t.Fatal(err)
		}
		if err := vrp.Check(p, &s); err != nil {
			t.Fatal(err)
		}
	})
}
