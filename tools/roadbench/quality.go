package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"pignon.coop/road"
	"pignon.coop/road/extract"
)

const (
	qualityPairs = 1000
	tellLargest  = 20
)

// compareAll compares the ways of bike with those of bicycle-osrm on every extract in a folder.
func compareAll(folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.osm.*"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no extracts in %s", folder)
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "bike / bicycle-osrm\tpairs\ttime 5 %\t50 %\t95 %\tworst\tlength 5 %\t50 %\t95 %\tworst\tsame way\tonly ours\tonly theirs")
	var details bytes.Buffer
	for _, file := range files {
		c, err := newComparison(file)
		if err != nil {
			return err
		}
		if err := c.run(); err != nil {
			return err
		}
		c.summarise(table)
		c.tell(&details)
	}
	table.Flush()
	_, err = os.Stdout.Write(details.Bytes())
	return err
}

// comparison is about one extract.
type comparison struct {
	name           string
	x              *extract.Extract
	ours, theirs   *road.Router
	streets        *streets
	mayOurs        map[segment]bool
	mayTheirs      map[segment]bool
	pairs          []pairing
	onlyOurs, none int // pairs that only our profile joins, and only the other
	onlyTheirs     int
}

// pairing is both profiles' way between the same places.
type pairing struct {
	from, to     road.Point
	ours, theirs road.Route
}

func (p pairing) time() float64   { return float64(p.ours.Seconds / p.theirs.Seconds) }
func (p pairing) length() float64 { return float64(p.ours.Metres / p.theirs.Metres) }

// surprise is how far the times or the lengths are apart.
func (p pairing) surprise() float64 {
	return max(math.Abs(math.Log(p.time())), math.Abs(math.Log(p.length())))
}

func newComparison(file string) (*comparison, error) {
	ctx := context.Background()
	x, err := extract.ReadFile(ctx, file, nil)
	if err != nil {
		return nil, err
	}
	var section bytes.Buffer
	if err := road.Build(ctx, x, &section, road.BuildOptions{}); err != nil {
		return nil, err
	}
	graph, err := road.Open(section.Bytes())
	if err != nil {
		return nil, err
	}
	c := &comparison{name: filepath.Base(file), x: x, streets: newStreets(x)}
	for name, router := range map[string]**road.Router{"bike": &c.ours, "bicycle-osrm": &c.theirs} {
		profile, err := road.ProfileNamed(name)
		if err != nil {
			return nil, err
		}
		metric, err := graph.Metric(ctx, profile, road.MetricOptions{})
		if err != nil {
			return nil, err
		}
		*router = road.NewRouter(metric)
	}
	c.mayOurs, c.mayTheirs = lanesOf(c.ours, x.Bounds), lanesOf(c.theirs, x.Bounds)
	return c, nil
}

func (c *comparison) run() error {
	points := places(c.x, 2*qualityPairs, 0)
	for i := range qualityPairs {
		from, to := points[2*i], points[2*i+1]
		ours, ok, err := wayOf(c.ours, from, to)
		if err != nil {
			return err
		}
		theirs, also, err := wayOf(c.theirs, from, to)
		if err != nil {
			return err
		}
		switch {
		case ok && also && theirs.Seconds > 0 && ours.Seconds > 0:
			c.pairs = append(c.pairs, pairing{from, to, ours, theirs})
		case ok && !also:
			c.onlyOurs++
		case also && !ok:
			c.onlyTheirs++
		default:
			c.none++
		}
	}
	return nil
}

// wayOf finds a way; ok is false where there is none.
func wayOf(r *road.Router, from, to road.Point) (route road.Route, ok bool, err error) {
	route, err = r.Route(context.Background(), road.Stops(from, to), road.RouteOptions{Line: true, Way: true})
	if isNoWay(err) {
		return route, false, nil
	}
	return route, err == nil, err
}

func (c *comparison) summarise(table *tabwriter.Writer) {
	same := 0
	var times, lengths []float64
	for _, p := range c.pairs {
		times, lengths = append(times, p.time()), append(lengths, p.length())
		same += count(slices.Equal(p.ours.Line, p.theirs.Line))
	}
	fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%d %%\t%d\t%d\n", c.name, len(c.pairs), quantiles(times), quantiles(lengths), 100*same/max(1, len(c.pairs)),
		c.onlyOurs, c.onlyTheirs)
}

// quantiles writes those at 5, 50 and 95 %, and the value farthest from 1.
func quantiles(values []float64) string {
	if len(values) == 0 {
		return "-\t-\t-\t-"
	}
	slices.Sort(values)
	at := func(share float64) float64 { return values[int(share*float64(len(values)-1))] }
	worst := values[len(values)-1]
	if 1/values[0] > worst {
		worst = values[0]
	}
	return fmt.Sprintf("%.2f\t%.2f\t%.2f\t%.2f", at(0.05), at(0.5), at(0.95), worst)
}
