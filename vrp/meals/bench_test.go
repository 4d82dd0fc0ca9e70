package meals

import (
	"flag"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"pignon.coop/vrp/online"
)

var (
	benchSome  = flag.String("some", "", "only instances whose names hold one of these, comma separated")
	benchEach  = flag.Bool("each", false, "print every instance")
	benchTurns = flag.Int("turns", 100, "turns of the search at each decision")
	pEager     = flag.Float64("eager", 1, "")
	pLate      = flag.Float64("late", 0.5, "")
	pRide      = flag.Float64("ride", 0.3, "")
	pWait      = flag.Float64("wait", 0.3, "")
	pLevel     = flag.Float64("level", 1, "")
	pShifts    = flag.Int("shifts", 30, "")
)

// cpuClock is the processor time of this process.
func cpuClock() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

type timed struct {
	Dispatcher
	slowest time.Duration
	n       int
}

func (d *timed) Decide(s *Scene) []Instruction {
	start := cpuClock()
	out := d.Dispatcher.Decide(s)
	d.slowest = max(d.slowest, cpuClock()-start)
	d.n++
	return out
}

func BenchmarkMeals(b *testing.B) {
	for b.Loop() {
		benchMeals(b)
	}
}

func benchMeals(b *testing.B) {
	var n, undelivered, orders float64
	var total Score
	var bound float64
	start := cpuClock()
	var slow time.Duration
	for _, name := range instances(b) {
		if *benchSome != "" && !holdsOne(name, strings.Split(*benchSome, ",")) {
			continue
		}
		in := load(b, name)
		d := &timed{Dispatcher: &Ahead{Prices: online.Prices{Eager: *pEager, Late: *pLate, Ride: *pRide, Wait: *pWait, Level: *pLevel, Left: 1e4, Broken: 1e6}, Turns: *benchTurns, Shifts: *pShifts}}
		trips, err := Play(in, d, 1)
		if err != nil {
			b.Fatal(err)
		}
		if err := Check(in, trips); err != nil {
			b.Fatal(name, err)
		}
		s := Measure(in, trips)
		if *benchEach {
			fmt.Printf("%s undelivered %d ctd %.2f (bound %.2f) over %.2f rtp %.2f pay %.2f bundle %.3f slow %v\n", name, s.Undelivered, s.ClickToDoor, LowerBound(in), s.Overage, s.ReadyToPickup, s.PayPerOrder, s.OrdersPerBundle, d.slowest)
		}
		n++
		undelivered += float64(s.Undelivered)
		orders += float64(s.Orders)
		total.ClickToDoor += s.ClickToDoor
		total.Overage += s.Overage
		total.ReadyToPickup += s.ReadyToPickup
		total.PayPerOrder += s.PayPerOrder
		total.OrdersPerBundle += s.OrdersPerBundle
		bound += LowerBound(in)
		slow = max(slow, d.slowest)
	}
	fmt.Printf("%g instances: undelivered %.3f %% ctd %.3f (bound %.2f) over %.2f rtp %.3f pay %.3f bundle %.3f slowest %v cpu %.1f\n", n, 100*undelivered/orders, total.ClickToDoor/n, bound/n, total.Overage/n, total.ReadyToPickup/n, total.PayPerOrder/n, total.OrdersPerBundle/n, slow, (cpuClock() - start).Seconds())
}

func holdsOne(name string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(name, p) {
			return true
		}
	}
	return false
}
