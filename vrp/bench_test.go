package vrp_test

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"pignon.coop/internal/datatest"
	"pignon.coop/vrp"
	"pignon.coop/vrp/read"
)

var (
	benchSeeds = flag.Int("vrp.seeds", 1, "how many seeds BenchmarkGaps runs per instance")
	benchTime  = flag.Float64("vrp.time", 1, "multiplies the seconds of BenchmarkGaps")
	benchEach  = flag.Bool("vrp.each", false, "BenchmarkGaps prints every run")
	benchSome  = flag.String("vrp.some", "", "BenchmarkGaps runs only instances whose name matches this")
)

// cpuClock measures the processor time of this process.
func cpuClock() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// gapSet is a row of the table of gaps: instances, seconds, and the gap to reach in per cent (for snapshots the sum of costs).
type gapSet struct {
	name, files string
	seconds     float64
	bar         float64
	read        func(io.Reader) (*vrp.Problem, error)
	known       string // file and columns of the best known costs
	key, value  string
}

func convention(f func(io.Reader, read.Convention) (*vrp.Problem, error), c read.Convention) func(io.Reader) (*vrp.Problem, error) {
	return func(r io.Reader) (*vrp.Problem, error) { return f(r, c) }
}

func gapSets() []gapSet {
	solomon := convention(read.Solomon, read.Dimacs)
	lilim := convention(read.LiLim, read.K1000)
	vrptw := func(name, files string, seconds, bar float64) gapSet {
		return gapSet{name, files, seconds, bar, solomon, "bks/vrptw_dimacs_distance.csv", "instance", "bks_cost_x10"}
	}
	pdptw := func(name, files string, seconds, bar float64) gapSet {
		return gapSet{name, files, seconds, bar, lilim, "bks/pdptw_distance_k1000.csv", "instance", "best_cost_k1000"}
	}
	return []gapSet{
		vrptw("solomon", "vrptw/solomon", 1, 0.4),
		vrptw("homberger200", "vrptw/homberger_200", 5, 0.5),
		vrptw("homberger400", "vrptw/homberger_400", 20, 0.7),
		vrptw("homberger1000", "vrptw/homberger_1000", 60, 2.0),
		pdptw("lilim100", "pdptw/li_lim_100", 1, 0.05),
		pdptw("lilim200", "pdptw/li_lim_200", 4, 0.4),
		pdptw("lilim400", "pdptw/li_lim_400", 13, 1.5),
		{"x", "cvrp_x", 10, 0.6, read.CVRPLIB, "bks/cvrp_x.csv", "instance", "bks_cost"},
		{name: "snapshots", files: "dispatch_snapshots", seconds: 0.25, read: read.Snapshot},
	}
}

// bestKnown reads the costs of a file of best known values, by lower-case instance name.
func bestKnown(t testing.TB, set gapSet) map[string]float64 {
	if set.known == "" {
		return nil
	}
	f, err := os.Open(datatest.Path(t, "vrp/"+set.known))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	out := map[string]float64{}
	for _, row := range rows[1:] {
		if v, err := strconv.ParseFloat(row[column[set.value]], 64); err == nil {
			out[strings.ToLower(row[column[set.key]])] = v
		}
	}
	return out
}

func load(t testing.TB, set gapSet, path string) *vrp.Problem {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := set.read(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

// gapRun is one run of the bench.
type gapRun struct {
	name       string
	gap        float64
	cost       int64
	tours      int
	unassigned int
	iterations int64
	seconds    float64
}

func runGap(b *testing.B, p *vrp.Problem, seconds float64, seed uint64) gapRun {
	runtime.GC()
	start := cpuClock()
	var out gapRun
	s, err := vrp.Solve(context.Background(), p, vrp.Options{Seed: seed, Time: time.Duration(seconds * 1e9), Clock: cpuClock})
	if err != nil {
		b.Fatal(err)
	}
	if err := vrp.Check(p, &s); err != nil {
		b.Fatal(err)
	}
	out.cost, out.tours, out.unassigned, out.iterations = s.Cost, len(s.Tours), len(s.Unassigned), s.Iterations
	out.seconds = (cpuClock() - start).Seconds()
	return out
}

// BenchmarkGaps prints how far from the best known costs the search ends, by set of instances, in processor seconds. It runs once,
// whatever b.N is. Choose sets by -bench 'Gaps/lilim' and see the flags above.
func BenchmarkGaps(b *testing.B) {
	for _, set := range gapSets() {
		b.Run(set.name, func(b *testing.B) {
			for b.Loop() {
				benchSet(b, set)
			}
		})
	}
}

func benchSet(b *testing.B, set gapSet) {
	known := bestKnown(b, set)
	files, err := filepath.Glob(filepath.Join(datatest.Path(b, "vrp/"+set.files), "*"))
	if err != nil {
		b.Fatal(err)
	}
	some, err := regexp.Compile(*benchSome)
	if err != nil {
		b.Fatal(err)
	}
	var runs []gapRun
	for _, path := range files {
		name := strings.ToLower(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
		if !some.MatchString(name) {
			continue
		}
		p := load(b, set, path)
		for seed := range *benchSeeds {
			r := runGap(b, p, set.seconds**benchTime, uint64(seed+1))
			r.name = name
			r.gap = 100 * (float64(r.cost)/known[name] - 1)
			runs = append(runs, r)
			if *benchEach {
				fmt.Printf("%-14s seed %d cost %9d gap %6.2f tours %3d left out %d %8d turns %5.2f s\n", name, seed+1, r.cost, r.gap, r.tours, r.unassigned, r.iterations, r.seconds)
			}
		}
	}
	if len(runs) > 0 {
		report(b, set, runs)
	}
}

func report(b *testing.B, set gapSet, runs []gapRun) {
	var gap, seconds, turns float64
	for _, r := range runs {
		gap += r.gap
		seconds += r.seconds
		turns += float64(r.iterations)
	}
	n := float64(len(runs))
	if set.known == "" {
		reportSnapshots(set, runs)
		return
	}
	sort.Slice(runs, func(i, j int) bool { return runs[i].gap < runs[j].gap })
	last := runs[len(runs)-1]
	ratio := gap / n / (set.bar)
	fmt.Printf("%-14s %3d runs: mean gap %6.3f %%, bar %.2f %%, ratio %.2f; median %.2f, worst %.2f (%s); %.2f CPU s, %.0f turns\n",
		set.name, len(runs), gap/n, set.bar, ratio, runs[len(runs)/2].gap, last.gap, last.name, seconds/n, turns/n)
	b.ReportMetric(gap/n, "%gap")
	b.ReportMetric(ratio, "ratio")
}

// reportSnapshots sums costs by size: the name is d, size, underscore, number.
func reportSnapshots(set gapSet, runs []gapRun) {
	sums, count := map[string]float64{}, map[string]int{}
	for _, r := range runs {
		size, _, _ := strings.Cut(r.name, "_")
		sums[size] += float64(r.cost)
		count[size]++
	}
	for _, size := range []string{"d25", "d50", "d100", "d150", "d200", "d300"} {
		if count[size] > 0 {
			fmt.Printf("%-14s %-5s %d runs: mean cost %.0f\n", set.name, size, count[size], sums[size]/float64(count[size]))
		}
	}
}
