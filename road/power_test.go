package road

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func roadBike() Power {
	return Power{Mass: 95, Drag: 0.5, Rolling: 0.008, Rider: 130, Efficiency: 0.976, Cap: 35, Steepest: 15}
}

func electricBike() Power {
	p := roadBike()
	p.Mass, p.Motor, p.Assist, p.Cutoff = 105, 250, 2, 25
	return p
}

func TestSpeedOnSlopes(t *testing.T) {
	t.Parallel()
	cargo := electricBike()
	cargo.Mass, cargo.Drag, cargo.Rolling, cargo.Steepest = 220, 0.8, 0.012, 12
	for _, c := range []struct {
		name      string
		power     Power
		flat      float64
		percent   float64
		low, high float64 // km/h
	}{
		{"flat", roadBike(), 17, 0, 16.999, 17.001},
		{"a gentle climb", roadBike(), 17, 3, 11, 13},
		{"a climb", roadBike(), 17, 8, 5, 6},
		{"between two steps", roadBike(), 17, 7.5, 5.5, 6.1},
		{"too steep to ride", roadBike(), 17, 18, 2, 2.5},
		{"downhill", roadBike(), 17, -4, 18, 21},
		{"steep downhill", roadBike(), 17, -15, 20, 26},
		{"brakes", roadBike(), 17, -28, 8, 11},
		{"a slow street uphill", roadBike(), 10, 2, 9.99, 10.01},
		{"a slow street downhill", roadBike(), 10, -5, 11, 12.5},
		{"a footway, pushed uphill", roadBike(), 4, 10, 2.7, 3},
		{"helped up a climb", electricBike(), 20, 8, 13, 16},
		{"quicker than the motor helps", electricBike(), 28, 0, 27.99, 28.01},
		{"quicker than the motor helps, uphill", electricBike(), 28, 2, 24.9, 25.1},
		{"heavy, up a climb", cargo, 18, 6, 8, 10},
		{"heavy, too steep to ride", cargo, 18, 13, 2, 3},
		{"on foot", Power{Mass: 80, Efficiency: 1, Cap: 10}, 5, 10, 3.4, 3.7},
		{"no hills", Power{}, 17, 10, 17, 17},
	} {
		got := c.flat / c.power.slopes(c.flat, 4).pace(c.percent/100)
		if !(got >= c.low && got <= c.high) {
			t.Errorf("%s: %.2f km/h, want %g to %g", c.name, got, c.low, c.high)
		}
	}
}

func TestEnergyOnSlopes(t *testing.T) {
	t.Parallel()
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 0.02*want {
			t.Errorf("%s: %.3f Wh, want %.3f", name, got, want)
		}
	}
	// 1000 m at 17 km/h: rolling 95·g·0.008 = 7.45 N, drag 0.6·0.5·4.722² = 6.69 N; 14140 J at the wheel.
	near("flat", roadBike().slopes(17, 4).energy(1000, 0).Rider, 14140/0.976/3600)
	// Work of 130 W for as long as the climb takes.
	s := roadBike().slopes(17, 4)
	near("climb", s.energy(1000, 0.05).Rider, 130*1000/(17/s.pace(0.05)/3.6)/3600)
	if got := s.energy(1000, -0.05); got != (Energy{}) {
		t.Errorf("downhill: %v", got)
	}
	e := electricBike().slopes(20, 4).energy(1000, 0.03)
	near("two watts for each of the rider's, out of the battery", e.Motor*batteryEfficiency, 2*e.Rider)
	if got := electricBike().slopes(28, 4).energy(1000, 0); got.Motor != 0 {
		t.Errorf("beyond the cut-off the motor gives %.2f Wh", got.Motor)
	}
	if got := (Power{}).slopes(17, 4).energy(1000, 0.05); got != (Energy{}) {
		t.Errorf("no power, but energy: %v", got)
	}
}

// TestSlopesAreSane holds every table against what any rider knows.
func TestSlopesAreSane(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
		p := Power{
			Mass: draw("mass", 50, 400), Drag: draw("drag", 0.2, 1.5), Rolling: draw("rolling", 0, 0.03), Rider: draw("rider", 0, 300),
			Motor: draw("motor", 0, 500), Assist: draw("assist", 0.5, 4), Cutoff: draw("cutoff", 0, 45), Cap: draw("cap", 30, 60),
			Efficiency: draw("efficiency", 0.5, 1), Steepest: draw("steepest", 0, 30),
		}
		flat := draw("flat", 0.5, 30)
		s := p.slopes(flat, draw("walk", 0, 5))
		if math.Abs(s.paces[maxSlope]-1) > 1e-6 {
			t.Fatalf("the flat takes %g times the flat", s.paces[maxSlope])
		}
		for i := range s.paces {
			if !(s.paces[i] > 0 && s.paces[i] < 1e4 && s.rider[i] >= 0 && s.motor[i] >= 0) {
				t.Fatalf("%d%%: pace %g, energy %g and %g", i-maxSlope, s.paces[i], s.rider[i], s.motor[i])
			}
			if i > maxSlope && s.paces[i] < s.paces[i-1]*(1-1e-9) && s.paces[i-1] < flat/0.36 && p.Steepest == 0 {
				t.Fatalf("%d%% is quicker than one per cent less: %g, %g", i-maxSlope, s.paces[i], s.paces[i-1])
			}
		}
		for _, slope := range []float64{-5, -0.3, 0.3, 5} {
			if pace := s.pace(slope); pace != s.paces[0] && pace != s.paces[2*maxSlope] {
				t.Fatalf("slope %g is not one of the ends: %g", slope, pace)
			}
		}
	})
}

func TestPowerIsChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Power)
		want   string
	}{
		"nothing wrong":         {func(*Power) {}, ""},
		"no power":              {func(p *Power) { *p = Power{} }, ""},
		"no mass":               {func(p *Power) { p.Mass = 0 }, "mass"},
		"not a number":          {func(p *Power) { p.Drag = math.NaN() }, "drag"},
		"more out than in":      {func(p *Power) { p.Efficiency = 1.1 }, "efficiency"},
		"a motor on its own":    {func(p *Power) { p.Motor, p.Assist, p.Rider = 250, 2, 0 }, "rider"},
		"a motor without a say": {func(p *Power) { p.Motor = 250 }, "assist"},
	} {
		p := roadBike()
		c.change(&p)
		err := p.check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
