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
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"pignon.coop/internal/datatest"
	"pignon.coop/vrp"
	"pignon.coop/vrp/read"
)

// The sample that runs by default takes about four minutes. All instances with three seeds, as the bars ask for, take an hour:
//
//	go test ./vrp -run '^$' -bench . -benchtime 1x -timeout 0 -vrp.all -vrp.seeds 3
var (
	benchAll   = flag.Bool("vrp.all", false, "run all instances of each set instead of a sample")
	benchSeeds = flag.Int("vrp.seeds", 1, "how many seeds to run per instance")
	benchTime  = flag.Float64("vrp.time", 1, "multiplies the seconds")
	benchSome  = flag.String("vrp.some", "", "run only the instances whose name matches this, and all of those")
)

// cpuClock measures the processor time of this process.
func cpuClock() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// gapSet is a row of the table of gaps: instances, seconds, and the gap to reach in per cent.
type gapSet struct {
	name, files string
	seconds     float64
	bar         float64
	sample      int // instances that run by default
	read        func(io.Reader) (*vrp.Problem, error)
	known       table // best known costs
}

// table is a file of values by instance, and its columns that matter.
type table struct{ file, key, value string }

func convention(f func(io.Reader, read.Convention) (*vrp.Problem, error), c read.Convention) func(io.Reader) (*vrp.Problem, error) {
	return func(r io.Reader) (*vrp.Problem, error) { return f(r, c) }
}

func gapSets() []gapSet {
	solomon := convention(read.Solomon, read.Dimacs)
	lilim := convention(read.LiLim, read.K1000)
	vrptw, pdptw := table{"bks/vrptw_dimacs_distance.csv", "instance", "bks_cost_x10"}, table{"bks/pdptw_distance_k1000.csv", "instance", "best_cost_k1000"}
	return []gapSet{
		{"solomon", "vrptw/solomon", 1, 0.4, 6, solomon, vrptw},
		{"homberger200", "vrptw/homberger_200", 5, 0.5, 2, solomon, vrptw},
		{"homberger400", "vrptw/homberger_400", 20, 0.7, 1, solomon, vrptw},
		{"homberger1000", "vrptw/homberger_1000", 60, 2.0, 1, solomon, vrptw},
		{"lilim100", "pdptw/li_lim_100", 1, 0.05, 6, lilim, pdptw},
		{"lilim200", "pdptw/li_lim_200", 4, 0.4, 3, lilim, pdptw},
		{"lilim400", "pdptw/li_lim_400", 13, 1.5, 1, lilim, pdptw},
		{"x", "cvrp_x", 10, 0.6, 2, read.CVRPLIB, table{"bks/cvrp_x.csv", "instance", "bks_cost"}},
	}
}

// column reads one value per instance, by lower-case name.
func (k table) column(t testing.TB) map[string]float64 {
	f, err := os.Open(datatest.Path(t, "vrp/"+k.file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	key, value := slices.Index(rows[0], k.key), slices.Index(rows[0], k.value)
	out := map[string]float64{}
	for _, row := range rows[1:] {
		if v, err := strconv.ParseFloat(row[value], 64); err == nil {
			out[strings.ToLower(row[key])] = v
		}
	}
	return out
}

// instances lists the files of a folder that are to run: all, those asked for by name, or a sample spread over the list.
func instances(t testing.TB, folder string, sample int) []string {
	files, err := filepath.Glob(filepath.Join(datatest.Path(t, "vrp/"+folder), "*"))
	if err != nil {
		t.Fatal(err)
	}
	some, err := regexp.Compile(*benchSome)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, path := range files {
		chosen := *benchAll || *benchSome != "" || i*sample/len(files) != (i+1)*sample/len(files)
		if chosen && some.MatchString(instanceName(path)) {
			out = append(out, path)
		}
	}
	return out
}

func instanceName(path string) string {
	return strings.ToLower(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
}

func load(t testing.TB, reader func(io.Reader) (*vrp.Problem, error), path string) *vrp.Problem {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := reader(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

// solveFor searches for a time of the processor, per thread, and has the answer checked.
func solveFor(t testing.TB, p *vrp.Problem, seconds float64, o vrp.Options) vrp.Solution {
	runtime.GC()
	threads := time.Duration(max(1, o.Threads))
	o.Time, o.Clock = time.Duration(seconds**benchTime*1e9), func() time.Duration { return cpuClock() / threads }
	s, err := vrp.Solve(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := vrp.Check(p, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// BenchmarkGaps prints how far from the best known costs the search ends, by set of instances, one thread. It runs once, whatever b.N is.
func BenchmarkGaps(b *testing.B) {
	for _, set := range gapSets() {
		b.Run(set.name, func(b *testing.B) {
			for b.Loop() {
				set.bench(b)
			}
		})
	}
}

func (set gapSet) bench(b *testing.B) {
	known := set.known.column(b)
	var gaps []float64
	files := instances(b, set.files, set.sample)
	for _, path := range files {
		name := instanceName(path)
		p := load(b, set.read, path)
		for seed := range *benchSeeds {
			before := cpuClock()
			s := solveFor(b, p, set.seconds, vrp.Options{Seed: uint64(seed + 1)})
			gap := 100 * (float64(s.Cost)/known[name] - 1)
			gaps = append(gaps, gap)
			fmt.Printf("%-14s %-12s seed %d: cost %9d, %3d vehicles, gap %6.2f %%, %6.2f CPU s, %8d turns\n",
				set.name, name, seed+1, s.Cost, len(s.Tours), gap, (cpuClock() - before).Seconds(), s.Iterations)
		}
	}
	if len(gaps) == 0 {
		return
	}
	gap := mean(gaps)
	slices.Sort(gaps)
	fmt.Printf("%-14s mean gap %.3f %% over %d instances and %d seeds, median %.2f, worst %.2f; bar %.2f %%, ratio %.2f\n",
		set.name, gap, len(files), *benchSeeds, gaps[len(gaps)/2], gaps[len(gaps)-1], set.bar, gap/set.bar)
	b.ReportMetric(gap, "%gap")
	b.ReportMetric(gap/set.bar, "ratio")
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// BenchmarkSnapshots plans moments of a courier service in a quarter of a second each and compares with the costs of VROOM at its most
// thorough, which takes up to half a minute. An order left out counts 100000.
func BenchmarkSnapshots(b *testing.B) {
	vroom := vroomCosts(b)
	for b.Loop() {
		ratios := map[string][]float64{}
		for _, path := range instances(b, "dispatch_snapshots", 9) {
			name := instanceName(path)
			p := load(b, read.Snapshot, path)
			for seed := range *benchSeeds {
				s := solveFor(b, p, 0.25, vrp.Options{Seed: uint64(seed + 1)})
				ratio := float64(s.Cost) / vroom[name]
				fmt.Printf("snapshots      %-12s seed %d: cost %9d, %3d vehicles, left out %d, first answer %.1f ms, ratio to VROOM's cost %.3f\n",
					name, seed+1, s.Cost, len(s.Tours), len(s.Unassigned), firstAnswer(b, p), ratio)
				size, _, _ := strings.Cut(name, "_")
				ratios[size] = append(ratios[size], ratio)
			}
		}
		for size, r := range ratios {
			b.ReportMetric(mean(r), size+":ratio")
		}
	}
}

// firstAnswer measures the milliseconds that it takes to have any plan.
func firstAnswer(b *testing.B, p *vrp.Problem) float64 {
	const times = 20
	before := cpuClock()
	for range times {
		if _, err := vrp.Solve(context.Background(), p, vrp.Options{Iterations: 1}); err != nil {
			b.Fatal(err)
		}
	}
	return (cpuClock() - before).Seconds() * 1000 / times
}

// vroomCosts reads what VROOM reached on the snapshots when asked to explore as much as it can.
func vroomCosts(b *testing.B) map[string]float64 {
	f, err := os.Open(datatest.Path(b, "vrp/baseline/dispatch_vroom.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	index := func(name string) int { return slices.Index(rows[0], name) }
	out := map[string]float64{}
	for _, row := range rows[1:] {
		cost, errCost := strconv.ParseFloat(row[index("cost")], 64)
		unserved, errCount := strconv.ParseFloat(row[index("unassigned")], 64)
		if errCost != nil || errCount != nil {
			continue
		}
		// Rows come with rising thoroughness. VROOM counts both ends of a shipment.
		out["d"+row[index("shipments")]+"_"+row[index("seed")]] = cost + unserved/2*100_000
	}
	return out
}

// BenchmarkThreads compares two threads with one that has 1.6 times the time, in time per thread.
func BenchmarkThreads(b *testing.B) {
	for b.Loop() {
		var ratios []float64
		for _, set := range gapSets() {
			if set.name != "solomon" && set.name != "lilim200" && set.name != "x" {
				continue
			}
			for _, path := range instances(b, set.files, 2) {
				p := load(b, set.read, path)
				for seed := range *benchSeeds {
					one := solveFor(b, p, 1.6*set.seconds/2, vrp.Options{Seed: uint64(seed + 1)})
					two := solveFor(b, p, set.seconds/2, vrp.Options{Seed: uint64(seed + 1), Threads: 2})
					ratios = append(ratios, float64(two.Cost)/float64(one.Cost))
					fmt.Printf("threads        %-12s seed %d: one %9d, two %9d, ratio %.4f\n", instanceName(path), seed+1, one.Cost, two.Cost, ratios[len(ratios)-1])
				}
			}
		}
		b.ReportMetric(mean(ratios), "ratio")
	}
}

// BenchmarkVehiclesFirst asks for as few vehicles as possible and compares with SINTEF's table, which does the same. Distances are
// thousandths here and hundredths there.
func BenchmarkVehiclesFirst(b *testing.B) {
	for _, set := range []gapSet{
		{name: "solomon", files: "vrptw/solomon", seconds: 5, sample: 3, read: convention(read.Solomon, read.K1000), known: table{file: "bks/vrptw_hierarchical.csv"}},
		{name: "lilim100", files: "pdptw/li_lim_100", seconds: 5, sample: 3, read: convention(read.LiLim, read.K1000), known: table{file: "bks/pdptw_hierarchical.csv"}},
	} {
		b.Run(set.name, func(b *testing.B) {
			for b.Loop() {
				set.benchVehicles(b)
			}
		})
	}
}

func (set gapSet) benchVehicles(b *testing.B) {
	vehicles := table{set.known.file, "instance", "vehicles"}.column(b)
	distance := table{set.known.file, "instance", "distance"}.column(b)
	var ours, theirs, far, theirFar float64
	for _, path := range instances(b, set.files, set.sample) {
		name := instanceName(path)
		p := load(b, set.read, path)
		for seed := range *benchSeeds {
			s := solveFor(b, p, set.seconds, vrp.Options{Seed: uint64(seed + 1), FewestVehicles: true})
			fmt.Printf("vehicles first %-12s seed %d: %3d vehicles, distance %9.2f; SINTEF %3.0f, %9.2f\n",
				name, seed+1, len(s.Tours), float64(s.Cost)/1000, vehicles[name], distance[name])
			ours, theirs = ours+float64(len(s.Tours)), theirs+vehicles[name]
			far, theirFar = far+float64(s.Cost)/1000, theirFar+distance[name]
		}
	}
	fmt.Printf("vehicles first %-12s %.0f vehicles, distance %.0f; SINTEF %.0f, %.0f\n", set.name, ours, far, theirs, theirFar)
	b.ReportMetric(ours/theirs, "vehicles:ratio")
	b.ReportMetric(far/theirFar, "distance:ratio")
}
