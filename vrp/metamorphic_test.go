package vrp

import (
	"context"
	"slices"
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

// shifted moves all instants of a problem whose vehicles have shifts.
func shifted(p *Problem, by int32) *Problem {
	windows := func(list []Window) {
		for i := range list {
			list[i].From, list[i].To = list[i].From+by, list[i].To+by
		}
	}
	stop := func(s *Stop) {
		windows(s.Windows)
		s.Due += by
	}
	for i := range p.Vehicles {
		v := &p.Vehicles[i]
		v.Shift.From, v.Shift.To = v.Shift.From+by, v.Shift.To+by
		for k := range v.Breaks {
			windows(v.Breaks[k].Windows)
		}
	}
	for i := range p.Jobs {
		stop(&p.Jobs[i].Stop)
		if p.Jobs[i].Release > 0 {
			p.Jobs[i].Release += by
		}
	}
	for i := range p.Shipments {
		stop(&p.Shipments[i].Pickup)
		stop(&p.Shipments[i].Drop)
	}
	return p
}

func TestShiftingTimeChangesNothing(t *testing.T) {
	t.Parallel()
	if a, b := small(t, windowed()), small(t, shifted(windowed(), 7200)); a.Cost != b.Cost || a.Tours[0].Leave+7200 != b.Tours[0].Leave {
		t.Errorf("cost %d before the shift, %d after", a.Cost, b.Cost)
	}
	for seed := range uint64(60) {
		onShift := func() *Problem {
			p := randomProblem(seed)
			for i := range p.Vehicles {
				p.Vehicles[i].Shift = Window{100, 20000}
			}
			return p
		}
		a, errA := Solve(context.Background(), onShift(), Options{Seed: seed, Iterations: 200})
		b, errB := Solve(context.Background(), shifted(onShift(), 7200), Options{Seed: seed, Iterations: 200})
		if (errA == nil) != (errB == nil) || a.Cost != b.Cost || !slices.Equal(a.Unassigned, b.Unassigned) {
			t.Errorf("problem %d: cost %d and %v left out before the shift, %d and %v after", seed, a.Cost, a.Unassigned, b.Cost, b.Unassigned)
		}
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
