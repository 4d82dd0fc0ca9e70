package main

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"pignon.coop/internal/citymap"
	"pignon.coop/road"
)

// engine measures questions within this process.
type engine struct {
	graph  *road.Graph
	router *road.Router
	points []road.Point
	snaps  []road.Snap
	out    *report
}

// openMap opens the streets of a map file for bikes. The file stays open.
func openMap(path string) (*road.Graph, *road.Router, error) {
	file, err := citymap.Open(path)
	if err != nil {
		return nil, nil, err
	}
	section, err := file.Section("road")
	if err != nil {
		return nil, nil, err
	}
	graph, err := road.Open(section)
	if err != nil {
		return nil, nil, err
	}
	metric, err := graph.Metric(context.Background(), road.Bike(), road.MetricOptions{})
	if err != nil {
		return nil, nil, err
	}
	return graph, road.NewRouter(metric), nil
}

// context is for questions that nobody stops.
func (e *engine) context() context.Context { return context.Background() }

// sizes are those of the tables.
var sizes = []int{100, 500, 1000}

func (e *engine) run() error {
	threads := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(threads)
	for _, part := range []func() error{e.distances, e.tables, e.threads, e.customising, e.check} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (e *engine) distances() error {
	const pairs = 5000
	taken, err := busy(0, 9, func() error {
		for i := range pairs {
			e.router.Distance(e.snaps[i%len(e.snaps)], e.snaps[(i*7+1)%len(e.snaps)])
		}
		return nil
	})
	e.out.add("distance of two snapped places, CPU ms", taken.shared(pairs))
	return err
}

func (e *engine) tables() error {
	for _, size := range sizes {
		taken, err := e.table(size, func(call func() error) (samples, error) { return busy(0, 7, call) })
		if err != nil {
			return err
		}
		e.out.add(fmt.Sprintf("table %d, CPU ms", size), taken)
	}
	return nil
}

// table measures one size; small ones several times in a row.
func (e *engine) table(size int, meter func(func() error) (samples, error)) (samples, error) {
	stops := at(e.snaps[:min(size, len(e.snaps))])
	again := max(1, 300/size)
	taken, err := meter(func() error {
		for range again {
			if _, err := e.router.Table(e.context(), stops, stops); err != nil {
				return err
			}
		}
		return nil
	})
	return taken.shared(again), err
}

// pairsOfRuns is how often one thread and two are measured in turn.
const pairsOfRuns = 25

// threads tells how much quicker two threads are. Both are measured in turn, so that other work on the machine hits both.
func (e *engine) threads() error {
	best := [2]float64{math.Inf(1), math.Inf(1)}
	for range pairsOfRuns {
		for i := range best {
			runtime.GOMAXPROCS(i + 1)
			taken, err := e.table(1000, func(call func() error) (samples, error) { return waited(1, call) })
			if err != nil {
				return err
			}
			best[i] = min(best[i], taken.least())
		}
	}
	runtime.GOMAXPROCS(1)
	e.out.say("table 1000 in process on the clock: %.0f ms with one thread, %.0f ms with two, %.2f times faster", best[0], best[1], best[0]/best[1])
	return nil
}

func (e *engine) customising() error {
	if _, err := e.changed("cargo", "a vehicle for other streets"); err != nil {
		return err
	}
	other, err := e.changed("ebike", "another profile")
	if err != nil {
		return err
	}
	if err := e.customised(other); err != nil {
		return err
	}
	ctx := e.context()
	closure := []road.Closure{{Points: e.points[:1], Radius: 30}}
	for _, c := range []struct {
		name   string
		metric *road.Metric
	}{{"the stored profile", e.router.Metric()}, {"a profile worked out before", other}} {
		taken, err := busy(0, 7, func() error {
			_, err := c.metric.With(ctx, closure)
			return err
		})
		if err != nil {
			return err
		}
		e.out.add("closure on "+c.name+", CPU ms", taken)
	}
	return nil
}

// changed works a profile out that the map does not hold.
func (e *engine) changed(profile, row string) (m *road.Metric, err error) {
	p, err := road.ProfileNamed(profile)
	if err != nil {
		return nil, err
	}
	taken, err := busy(0, 7, func() (err error) {
		m, err = e.graph.Metric(e.context(), p, road.MetricOptions{})
		return err
	})
	e.out.add(row+", CPU ms", taken)
	return m, err
}

// customised asks a profile that was worked out after the import.
func (e *engine) customised(m *road.Metric) error {
	asked := &engine{graph: e.graph, router: road.NewRouter(m), out: &report{}}
	asked.points, asked.snaps = snapped(asked.router, e.points, len(e.points))
	if err := asked.distances(); err != nil {
		return err
	}
	if err := asked.tables(); err != nil {
		return err
	}
	for _, row := range asked.out.rows {
		e.out.add("another profile: "+row.name, row.values)
	}
	return nil
}

// check compares the quick answers with those of Dijkstra's algorithm, so that a fast wrong answer cannot pass.
func (e *engine) check() error {
	const sources = 12
	to := e.snaps[:min(500, len(e.snaps))]
	table, err := e.router.Table(e.context(), at(to[:sources]), at(to))
	if err != nil {
		return err
	}
	var quick, plain, seconds, searched float64
	wrong := 0
	for i := range sources {
		legs, err := e.router.Plain(e.context(), to[i], to)
		if err != nil {
			return err
		}
		for j, leg := range legs {
			route, _ := e.router.Route(e.context(), at([]road.Snap{to[i], to[j]}), road.RouteOptions{})
			s, _, ok := table.At(i, j)
			if leg.Weight < 0 || !ok {
				wrong += count(ok != (leg.Weight >= 0))
				continue
			}
			wrong += count(math.Abs(float64(route.Weight-leg.Weight)) > 1e-6)
			quick, plain = quick+float64(route.Weight), plain+float64(leg.Weight)
			seconds, searched = seconds+float64(s), searched+float64(leg.Seconds)
		}
	}
	e.out.say("check of %d pairs with plain Dijkstra: sums of weights %.3f and %.3f s, of times %.3f and %.3f s, %d pairs differ",
		sources*len(to), quick, plain, seconds, searched, wrong)
	// Ways of the same weight may take different times.
	if wrong > 0 || math.Abs(seconds-searched) > 1e-4*searched {
		return fmt.Errorf("%s: the index and plain Dijkstra disagree", e.out.town)
	}
	return nil
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
