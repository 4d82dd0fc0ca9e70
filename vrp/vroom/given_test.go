package vroom

import (
	"context"
	"math/rand/v2"
	"testing"
)

// cheapest tries all times up to a horizon.
func cheapest(acts []*act) int64 {
	const horizon = 90
	cost := make([]int64, horizon) // of the steps so far, the last one at or before an instant
	for i, a := range acts {
		next := make([]int64, horizon)
		for t := range int64(horizon) {
			before := int64(1) << 40
			if i == 0 && t >= a.before {
				before = 0
			}
			if i > 0 && t-a.before >= 0 {
				before = cost[t-a.before]
			}
			c := before
			if a.from != none {
				c += max(0, a.from-t)
			}
			c += max(0, t-a.to)
			if t > 0 {
				c = min(c, next[t-1])
			}
			next[t] = c
		}
		cost = next
	}
	return cost[horizon-1]
}

// TestScheduleIsTheBest compares the times of random plans with all others.
func TestScheduleIsTheBest(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		var acts []*act
		for range 1 + r.IntN(6) {
			a := &act{before: r.Int64N(8), from: none, to: never, hardFrom: none, hardTo: never}
			if r.IntN(3) > 0 {
				a.from = r.Int64N(30)
				a.to = a.from + r.Int64N(10)
			}
			acts = append(acts, a)
		}
		schedule(acts)
		sum, now := int64(0), int64(0)
		for _, a := range acts {
			if a.at < now+a.before {
				t.Fatalf("at %d, %d after %d", a.at, a.before, now)
			}
			if now = a.at; a.from != none {
				sum += max(0, a.from-a.at)
			}
			sum += max(0, a.at-a.to)
		}
		if want := cheapest(acts); sum != want {
			t.Fatalf("violations of %d, %d is possible", sum, want)
		}
	}
}

func steps(list ...any) []any {
	out := []any{object{"type": "start"}}
	for i := 0; i < len(list); i += 2 {
		out = append(out, object{"type": list[i], "id": list[i+1]})
	}
	return append(out, object{"type": "end"})
}

func TestGivenSteps(t *testing.T) {
	t.Parallel()
	causes := func(a *Answer) (out []string) {
		for _, v := range a.Summary.Violations {
			out = append(out, v.Cause)
		}
		return out
	}
	for name, tt := range map[string]struct {
		set  func(o, job, shipment, vehicle object)
		want func(a *Answer) bool
	}{
		"in time": {func(o, job, shipment, vehicle object) {
			job["time_windows"], job["service"], vehicle["steps"] = [][]int{{500, 600}}, 30, steps("job", 1, "job", 3, "pickup", 10, "delivery", 20)
		}, func(a *Answer) bool {
			r := (*a.Routes)[0]
			return len(causes(a)) == 0 && r.Cost == 1200 && *r.Distance == 3600 && r.Steps[0].Arrival == 400 && r.Steps[1].Arrival == 500 && r.Service == 30 &&
				r.Steps[2].Arrival == 730 && a.Summary.Unassigned == 2 && a.Summary.Routes == 1
		}},
		"too early and too late": {func(o, job, shipment, vehicle object) {
			job["time_windows"], item(o, "jobs", 1)["time_windows"] = [][]int{{500, 600}}, [][]int{{0, 50}}
			vehicle["steps"] = steps("job", 1, "job", 2)
		}, func(a *Answer) bool {
			sum := int64(0)
			for _, v := range a.Summary.Violations {
				sum += v.Duration
			}
			return sum == 550
		}},
		"forced": {func(o, job, shipment, vehicle object) {
			vehicle["steps"] = []any{object{"type": "job", "id": 1, "service_at": 900}, object{"type": "job", "id": 2, "service_after": 1200}, object{"type": "job", "id": 3, "service_before": 1350}}
			item(o, "jobs", 2)["time_windows"] = [][]int{{1400, 1500}}
		}, func(a *Answer) bool {
			s := (*a.Routes)[0].Steps
			return s[1].Arrival+uint64(s[1].WaitingTime) == 900 && s[2].Arrival+uint64(s[2].WaitingTime) == 1200 && len(causes(a)) == 1 &&
				s[3].Violations[0] == (Violation{"lead_time", 50})
		}},
		"too much, too far, in no order, by somebody who cannot": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], job["delivery"], job["skills"] = []int{1}, []int{2}, []int{4}
			vehicle["max_tasks"], vehicle["max_travel_time"], vehicle["max_distance"] = 2, 700, 2000
			vehicle["time_window"] = []int{0, 700}
			vehicle["breaks"] = []any{object{"id": 1, "time_windows": [][]int{{0, 900}}}}
			vehicle["steps"] = steps("delivery", 20, "pickup", 10, "job", 1)
		}, func(a *Answer) bool {
			found := map[string]bool{}
			for _, c := range causes(a) {
				found[c] = true
			}
			return len(found) == 8 && found["load"] && found["precedence"] && found["skills"] && found["max_tasks"] && found["max_travel_time"] &&
				found["max_distance"] && found["missing_break"] && found["delay"]
		}},
		"a break with too much on board": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], job["delivery"] = []int{3}, []int{2}
			vehicle["breaks"] = []any{object{"id": 1, "service": 60, "max_load": []int{1}, "time_windows": [][]int{{300, 900}}}}
			vehicle["steps"] = steps("break", 1, "job", 1)
		}, func(a *Answer) bool {
			s := (*a.Routes)[0].Steps
			return len(causes(a)) == 1 && s[1].Violations[0].Cause == "max_load" && s[1].Arrival == 300 && s[2].Arrival == 460 && a.Summary.Service == 60
		}},
		"nothing given": {func(o, job, shipment, vehicle object) {}, func(a *Answer) bool { return len(*a.Routes) == 0 && a.Summary.Unassigned == 6 }},
		"twice":         {func(o, job, shipment, vehicle object) { vehicle["steps"] = steps("job", 1, "job", 1) }, func(a *Answer) bool { return a.Code == Input }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := village()
			o["options"] = object{"c": true}
			tt.set(o, item(o, "jobs", 0), item(o, "shipments", 0), item(o, "vehicles", 0))
			if a := solver().Solve(context.Background(), []byte(text(t, o))); !tt.want(a) {
				t.Errorf("%s", a.JSON())
			}
		})
	}
}
