package vrp

import (
	"context"
	"testing"
)

// small solves well enough that different searches end at the same cost.
func small(t *testing.T, p *Problem) Solution {
	t.Helper()
	s, err := Solve(context.Background(), p, Options{Iterations: 4000})
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// windowed is a problem of the street with windows, so that shifting time matters.
func windowed() *Problem {
	p := street()
	p.Vehicles[0].Shift, p.Vehicles[1].Shift = Window{0, 5000}, Window{200, 4000}
	p.Jobs[0].Windows = []Window{{100, 300}, {900, 1500}}
	p.Jobs[1].Windows = []Window{{700, 800}}
	p.Shipments[0].Drop.Windows = []Window{{1000, 1200}}
	return p
}

func TestShiftingTimeChangesNothing(t *testing.T) {
	t.Parallel()
	p, q := windowed(), windowed()
	shift := func(w *Window) { w.From, w.To = w.From+7200, w.To+7200 }
	for i := range q.Vehicles {
		shift(&q.Vehicles[i].Shift)
	}
	for _, windows := range [][]Window{q.Jobs[0].Windows, q.Jobs[1].Windows, q.Shipments[0].Drop.Windows} {
		for i := range windows {
			shift(&windows[i])
		}
	}
	if a, b := small(t, p), small(t, q); a.Cost != b.Cost || a.Tours[0].Leave+7200 != b.Tours[0].Leave {
		t.Errorf("cost %d before the shift, %d after", a.Cost, b.Cost)
	}
}

func TestAUselessVehicleChangesNothing(t *testing.T) {
	t.Parallel()
	p, q := windowed(), windowed()
	q.Vehicles = append(q.Vehicles, Vehicle{Start: 5, End: 5, Shift: Window{4990, 5000}})
	if a, b := small(t, p), small(t, q); a.Cost != b.Cost {
		t.Errorf("cost %d without the vehicle, %d with it", a.Cost, b.Cost)
	}
}

func TestRelabellingChangesNothing(t *testing.T) {
	t.Parallel()
	p, q := windowed(), windowed()
	q.Vehicles[0], q.Vehicles[1] = q.Vehicles[1], q.Vehicles[0]
	q.Jobs[0], q.Jobs[2] = q.Jobs[2], q.Jobs[0]
	// Places are relabelled as well: the street is read from its other end.
	mirror := func(s *Stop) { s.Place = 10 - s.Place }
	for i := range q.Jobs {
		mirror(&q.Jobs[i].Stop)
	}
	mirror(&q.Shipments[0].Pickup)
	mirror(&q.Shipments[0].Drop)
	for i := range q.Vehicles {
		q.Vehicles[i].Start, q.Vehicles[i].End = 10-q.Vehicles[i].Start, 10-q.Vehicles[i].End
	}
	if a, b := small(t, p), small(t, q); a.Cost != b.Cost {
		t.Errorf("cost %d, relabelled %d", a.Cost, b.Cost)
	}
}

func TestSameSeedSameAnswer(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		p := randomProblem(seed)
		a, errA := Solve(context.Background(), p, Options{Seed: seed, Iterations: 300})
		b, errB := Solve(context.Background(), p, Options{Seed: seed, Iterations: 300})
		if (errA == nil) != (errB == nil) || a.Cost != b.Cost || len(a.Tours) != len(b.Tours) {
			t.Errorf("problem %d: two answers, %+v and %+v", seed, a, b)
		}
	}
}

func TestAnEndedContextStillGivesAPlan(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := street()
	s, err := Solve(ctx, p, Options{Iterations: 1 << 40})
	if err != nil || len(s.Unassigned) > 0 || Check(p, &s) != nil {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestSearchDoesNotAllocate holds the search to working memory that it has from the start.
func TestSearchDoesNotAllocate(t *testing.T) {
	for seed := range uint64(16) {
		p := randomProblem(seed)
		if seed >= 12 {
			p = plainProblem(seed)
		}
		m, err := compile(p)
		if err != nil {
			t.Fatal(err)
		}
		s := newSearcher(context.Background(), m, Options{Seed: seed})
		if s.lock() != nil {
			continue
		}
		s.construct()
		turn := func() {
			s.step(5000)
			s.swapTails(5000)
		}
		for range 3000 {
			turn()
		}
		if n := testing.AllocsPerRun(500, turn); n > 0 {
			t.Errorf("problem %d: a turn allocates %g times", seed, n)
		}
	}
}
