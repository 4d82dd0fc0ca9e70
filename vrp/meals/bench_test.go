package meals

import (
	"flag"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	benchSome  = flag.String("some", "", "only instances whose names hold this")
	benchEach  = flag.Bool("each", false, "print every instance")
	benchTurns = flag.Int("turns", 0, "turns of the search at each decision, if not the usual number")
)

// cpuClock is the processor time of this process.
func cpuClock() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// timed keeps how long the slowest decision takes.
type timed struct {
	Dispatcher
	slowest time.Duration
}

func (d *timed) Decide(s *Scene) []Instruction {
	start := cpuClock()
	defer func() { d.slowest = max(d.slowest, cpuClock()-start) }()
	return d.Dispatcher.Decide(s)
}

// BenchmarkMeals replays the instances of the paper's base set that are there and prints what the paper measures, as means over
// instances and as ratios to the bars; undelivered orders are counted over all. Decisions are timed in processor time.
func BenchmarkMeals(b *testing.B) {
	for b.Loop() {
		days := replayAll(b)
		if len(days) == 0 {
			b.Skip("no instance is named like that")
		}
		report(b, days)
	}
}

type day struct {
	Score
	bound   float64
	slowest time.Duration
}

func replayAll(b *testing.B) (days []day) {
	for _, name := range instances(b) {
		if !strings.Contains(name, *benchSome) {
			continue
		}
		in := load(b, name)
		ahead := NewAhead(in)
		if *benchTurns > 0 {
			ahead.Turns = *benchTurns
		}
		d := &timed{Dispatcher: ahead}
		trips, err := Play(in, d, 1)
		if err == nil {
			err = Check(in, trips)
		}
		if err != nil {
			b.Fatalf("%s: %v", name, err)
		}
		s := day{Measure(in, trips), LowerBound(in), d.slowest}
		days = append(days, s)
		if *benchEach {
			fmt.Printf("%s undelivered %d, click-to-door %.2f (bound %.2f), overage %.2f, ready-to-pick-up %.2f, pay %.2f, bundle %.3f, slowest %v\n",
				name, s.Undelivered, s.ClickToDoor, s.bound, s.Overage, s.ReadyToPickup, s.PayPerOrder, s.OrdersPerBundle, s.slowest)
		}
	}
	return days
}

func report(b *testing.B, days []day) {
	var orders, undelivered, hopeless, bound float64
	var slowest time.Duration
	var sum Score
	for _, d := range days {
		orders += float64(d.Orders)
		undelivered += float64(d.Undelivered)
		hopeless += float64(d.Hopeless)
		bound += d.bound
		slowest = max(slowest, d.slowest)
		sum.ClickToDoor += d.ClickToDoor
		sum.ReadyToPickup += d.ReadyToPickup
		sum.PayPerOrder += d.PayPerOrder
		sum.Overage += d.Overage
		sum.OrdersPerBundle += d.OrdersPerBundle
	}
	n := float64(len(days))
	fmt.Printf("meals %-22s %7.3f, nobody can do better: %.0f orders are ready only when nobody works any more\n", "undelivered by rule, %", 100*hopeless/orders, hopeless)
	for _, row := range []struct {
		name       string
		value, bar float64
	}{
		{"undelivered, %", 100 * undelivered / orders, 0.05},
		{"click-to-door, min", sum.ClickToDoor / n, 32},
		{"ready-to-pick-up, min", sum.ReadyToPickup / n, 2.5},
		{"pay per order", sum.PayPerOrder / n, 11.3},
	} {
		fmt.Printf("meals %-22s %7.3f, bar %5.2f, ratio %.2f\n", row.name, row.value, row.bar, row.value/row.bar)
		b.ReportMetric(row.value/row.bar, strings.ReplaceAll(strings.Split(row.name, ",")[0], " ", "-")+"-ratio")
	}
	fmt.Printf("meals %d instances, %.0f orders; lower bound of click-to-door %.2f, over the target by %.2f, %.3f orders a bundle; slowest decision %.0f CPU ms\n",
		len(days), orders, bound/n, sum.Overage/n, sum.OrdersPerBundle/n, slowest.Seconds()*1000)
}
