// Command roadbench measures the street engine and prints its figures beside those of OSRM and RoutingKit, as published with the
// issue, and beside the figures to reach. With -quality it compares the ways of the profile bike with those of bicycle-osrm. It needs
// a program to measure (-pignon) and the extracts (-data); docs/road.md tells more.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"pignon.coop/road/extract"
)

func main() {
	b := bench{}
	flag.StringVar(&b.pignon, "pignon", "bin/pignon", "the program to measure")
	flag.StringVar(&b.data, "data", "../shared/data", "the folder whose folder osm holds the extracts")
	flag.BoolVar(&b.growth, "growth", true, "measure larger maps too")
	flag.BoolVar(&b.hundred, "hundred", false, "import a made-up extract of 100 MB as well, which takes minutes")
	quality := flag.Bool("quality", false, "compare ways instead of measuring")
	open := flag.String("open", "", "open this map, find one route, tell the time it took, and end")
	pair := flag.String("pair", "", "the ends of that route")
	flag.Parse()
	run := b.run
	switch {
	case *open != "":
		run = func() error { return openOnce(*open, *pair) }
	case *quality:
		run = func() error { return compareAll(filepath.Join(b.data, "osm")) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "roadbench:", err)
		os.Exit(1)
	}
}

type bench struct {
	pignon, data, dir string
	growth, hundred   bool
}

const (
	milan   = "milan-otp2015.osm.pbf"
	largest = "delaware-paulmach.osm.pbf"
)

func (b *bench) run() (err error) {
	if b.dir, err = os.MkdirTemp("", "roadbench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	b.describeMachine()
	city, x, err := b.measure(town{name: "Milan, " + milan, file: filepath.Join(b.data, "osm", milan), within: innerCity, imports: 3})
	if err != nil {
		return err
	}
	city.print(nil)
	if b.growth {
		if err := b.grow(city, x); err != nil {
			return err
		}
	}
	if b.hundred {
		return b.importHundred(x)
	}
	return nil
}

// grow measures larger maps: places are taken from all over them.
func (b *bench) grow(city *report, x *extract.Extract) error {
	four := filepath.Join(b.dir, "four.osm.pbf")
	if err := writeTiles(x, 2, 2, four); err != nil {
		return err
	}
	for _, t := range []town{
		{name: "Delaware, " + largest, file: filepath.Join(b.data, "osm", largest), imports: 1},
		{name: "Milan four times, 2 by 2, joined by streets at the seams, through a temporary .osm.pbf", file: four, imports: 1},
	} {
		large, _, err := b.measure(t)
		if err != nil {
			return err
		}
		large.print(city)
	}
	return nil
}

// importHundred imports Milan as often as it takes for 100 MB.
func (b *bench) importHundred(x *extract.Extract) error {
	const rows, columns = 5, 6
	out := &report{town: fmt.Sprintf("Milan %d times, %d by %d", rows*columns, rows, columns)}
	file := filepath.Join(b.dir, "hundred.osm.pbf")
	if err := writeTiles(x, rows, columns, file); err != nil {
		return err
	}
	if err := importing(b.pignon, file, filepath.Join(b.dir, "hundred.pignon"), 1, out); err != nil {
		return err
	}
	out.print(nil)
	return nil
}

// town is a map to measure.
type town struct {
	name, file string
	within     float64 // metres from its middle for the places, 0 for all
	imports    int
}

func (b *bench) measure(t town) (*report, *extract.Extract, error) {
	out := &report{town: t.name}
	mapFile := filepath.Join(b.dir, "measured.pignon")
	if err := importing(b.pignon, t.file, mapFile, t.imports, out); err != nil {
		return nil, nil, err
	}
	x, err := extract.ReadFile(context.Background(), t.file, nil)
	if err != nil {
		return nil, nil, err
	}
	graph, router, err := openMap(mapFile)
	if err != nil {
		return nil, nil, err
	}
	e := &engine{graph: graph, router: router, out: out}
	e.points, e.snaps = snapped(router, places(x, 1200, t.within), 1000)
	out.say("%d junctions, %d stretches of street", graph.Junctions(), graph.Edges())
	for _, part := range []func() error{
		func() error { return opening(mapFile, e) }, e.run,
		func() error { return b.overHTTP(mapFile, e) },
		func() error { return webThreads(b.pignon, mapFile, e) },
	} {
		if err := part(); err != nil {
			return nil, nil, err
		}
	}
	return out, x, nil
}

func (b *bench) overHTTP(mapFile string, e *engine) error {
	s, err := serve(b.pignon, mapFile, 1)
	if err != nil {
		return err
	}
	defer s.stop()
	return (&web{server: s, engine: e, out: e.out}).run()
}

// describeMachine tells what the figures depend on.
func (b *bench) describeMachine() {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		load = []byte("unknown\n")
	}
	fmt.Printf("%s on %s/%s, %d processors, load %s", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load)
}
