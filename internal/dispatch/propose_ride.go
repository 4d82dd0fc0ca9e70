package dispatch

import (
	"math"
	"slices"

	"pignon.coop/internal/delivery"
)

// What a second of each evil costs, in seconds of riding.
const (
	costLate = 10.0
	costCool = 5.0
	costWait = 0.1
)

const (
	serviceTime = 180     // seconds at a stop
	mealOnBoard = 30 * 60 // seconds that a hot meal may ride
	slack       = 15 * 60 // seconds of lateness that are borne
	soonest     = 45 * 60 // seconds in which even an overdue stop is no failure
)

type planner struct {
	times Times
	now   int64
	rides []*ride
}

// ride is a courier's day as the search changes it.
type ride struct {
	courier int64
	place   int
	fixed   []Item // stay at the front
	empty   []Item // tours without tasks, which stay at the end
	visits  []Stop // what is still to be ridden
	added   []int64
}

func (p *planner) rideOf(r Rider) *ride {
	out := &ride{courier: r.CourierID, place: r.Place, fixed: slices.Clone(r.Items[:r.Fixed])}
	for _, v := range r.Visits {
		if !slices.Contains(out.fixed, v.Item) {
			out.visits = append(out.visits, v)
		}
	}
	for _, i := range r.Items[r.Fixed:] {
		if !slices.ContainsFunc(out.visits, func(v Stop) bool { return v.Item == i }) {
			out.empty = append(out.empty, i)
		}
	}
	return out
}

// items folds the ride back into a list.
func (r *ride) items() []Item {
	items := slices.Clone(r.fixed)
	for _, v := range r.visits {
		items = append(items, v.Item)
	}
	return distinct(append(items, r.empty...))
}

// placing is a way to put a job into a ride: the visits that it would have then. No way costs infinitely much.
type placing struct {
	cost   float64
	visits []Stop
	added  []int64
}

func (r *ride) insert(p placing) {
	r.visits = p.visits
	r.added = append(r.added, p.added...)
}

var nowhere = placing{cost: math.Inf(1)}

// best finds the cheapest places in a ride for the stops of a job, in their order.
func (p *planner) best(r *ride, j tasksWanted) placing {
	if j.only != 0 && j.only != r.courier {
		return nowhere
	}
	before := p.judge(r.place, r.visits)
	found := p.search(r.place, r.visits, j.stops, 0)
	if found == nil {
		return nowhere
	}
	after := p.judge(r.place, found)
	if after.failed > before.failed {
		return nowhere
	}
	out := placing{cost: after.cost - before.cost, visits: found}
	for _, s := range j.stops {
		out.added = append(out.added, s.Task)
	}
	return out
}

// search tries every place for the first stop and, behind it, for the second; further stops go one by one to their best place. That is
// exact for a pick-up with one drop-off.
func (p *planner) search(place int, visits, stops []Stop, from int) []Stop {
	var best []Stop
	cheapest := judgement{failed: math.Inf(1)}
	for at := from; at <= len(visits); at++ {
		if splitsTour(visits, at) {
			continue
		}
		tried := slices.Insert(slices.Clone(visits), at, stops[0])
		if len(stops) == 2 {
			tried = p.search(place, tried, stops[1:], at+1)
		}
		if tried == nil {
			continue
		}
		if j := p.judge(place, tried); best == nil || j.less(cheapest) {
			best, cheapest = tried, j
		}
	}
	if best == nil || len(stops) <= 2 {
		return best
	}
	return p.search(place, best, stops[1:], slices.IndexFunc(best, func(s Stop) bool { return s.Task == stops[0].Task })+1)
}

func splitsTour(visits []Stop, at int) bool {
	return at > 0 && at < len(visits) && visits[at].Item.Tour != 0 && visits[at].Item == visits[at-1].Item
}

// judgement is what a ride costs. Failed counts the seconds by which stops are later than anybody bears.
type judgement struct{ failed, cost float64 }

func (j judgement) less(o judgement) bool {
	if j.failed != o.failed {
		return j.failed < o.failed
	}
	return j.cost < o.cost
}

func (p *planner) judge(place int, visits []Stop) judgement {
	var j judgement
	t, at := p.now, place
	taken := map[int64]int64{}
	for _, v := range visits {
		if v.Status == delivery.Cancelled {
			continue
		}
		if at >= 0 {
			riding := int64(p.times(at, v.Place))
			t += riding
			j.cost += float64(riding)
		}
		if wait := v.After.Unix() - t; wait > 0 {
			if len(taken) > 0 || at >= 0 { // nobody waits before the day begins
				j.cost += costWait * float64(wait)
			}
			t += wait
		}
		due := v.Before.Unix()
		j.cost += costLate * float64(max(0, t-due))
		j.failed += float64(max(0, t-max(due, p.now+soonest)-slack))
		j.cost += p.cooling(v, t, taken)
		t += serviceTime
		at = v.Place
	}
	return j
}

// cooling is what it costs that a hot meal rides for longer than it should.
func (p *planner) cooling(v Stop, t int64, taken map[int64]int64) float64 {
	if v.Delivery == 0 || !v.Meal {
		return 0
	}
	if v.Type == delivery.Pickup {
		taken[v.Delivery] = t
		return 0
	}
	since, ok := taken[v.Delivery]
	if !ok {
		return 0
	}
	return costCool * float64(max(0, t-since-mealOnBoard))
}
