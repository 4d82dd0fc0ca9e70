package road

import (
	"testing"
	"time"
)

func TestClosures(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D
|   |   |   |
E---F---G---H
|   |   |   |
I---J---K---L`)
	base := w.router(t, Bike()).m
	works := Closure{Points: []Point{w.spot("BC")}, Radius: 20}
	market := Closure{Points: []Point{w.spot("FG")}, Radius: 20, Factor: 10}
	for name, tt := range map[string]struct {
		closures [][]Closure // one set after the other
		want     string
	}{
		"none":              {nil, "BC"},
		"a works site":      {[][]Closure{{works}}, "BFGC"},
		"and a market":      {[][]Closure{{works, market}}, "BFJKGC"},
		"one after another": {[][]Closure{{works}, {market}}, "BFJKGC"},
		"a market alone":    {[][]Closure{{market}}, "BC"},
		"far away":          {[][]Closure{{{Points: []Point{{Lat: 1 << 29}}, Radius: 1e9}}}, "BC"},
		"a whole town":      {[][]Closure{{{Points: []Point{w.spot("F")}, Radius: 900}}}, "no street for this vehicle is near"},
	} {
		m := base
		for _, set := range tt.closures {
			var err error
			if m, err = m.With(t.Context(), set); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.ride(t, NewRouter(m), "AB", "CD"); got != tt.want {
			t.Errorf("%s: rides %q, should ride %q", name, got, tt.want)
		}
	}
	if got := w.ride(t, NewRouter(base), "AB", "CD"); got != "BC" {
		t.Errorf("the metric itself has changed: %s", got)
	}
	all, err := base.Graph().Metric(t.Context(), Bike(), MetricOptions{Closures: []Closure{works}, Lasting: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.ride(t, NewRouter(all), "AB", "CD"); got != "BFGC" {
		t.Errorf("from the start: %s", got)
	}
}

func TestMetricsAtATime(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B---C---D
|   |   |   |
E---F---G---H`, "BC access:conditional=no_@_(22:00-06:00)")
	way := w.way(t, "BC")
	for i := range way.Tags {
		if way.Tags[i].Key == "access:conditional" {
			way.Tags[i].Value = "no @ (22:00-06:00)"
		}
	}
	g := built(t, w.x)
	for hour, want := range map[int]string{12: "BC", 23: "BFGC", 5: "BFGC"} {
		at := At(time.Date(2026, time.March, 3, hour, 0, 0, 0, time.UTC))
		m, err := g.Metric(t.Context(), Bike(), MetricOptions{At: at})
		if err != nil {
			t.Fatal(err)
		}
		if got := w.ride(t, NewRouter(m), "AB", "CD"); got != want {
			t.Errorf("at %d o'clock: rides %q, should ride %q", hour, got, want)
		}
	}
}
