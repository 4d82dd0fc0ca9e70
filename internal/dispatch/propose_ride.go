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
	when  []int64 // of the visits that are judged; kept between calls, which are many
}

// visit is a stop with what the search asks of it all the time, in seconds since 1970.
type visit struct {
	Stop
	after, due int64
}

func visitOf(s Stop) *visit { return &visit{Stop: s, after: s.After.Unix(), due: s.Before.Unix()} }

// ride is a courier's day as the search changes it.
type ride struct {
	courier int64
	place   int
	fixed   []Item   // stay at the front
	empty   []Item   // tours without tasks, which stay at the end
	visits  []*visit // what is still to be ridden
	added   []int64
}

func (p *planner) rideOf(r Rider) *ride {
	out := &ride{courier: r.CourierID, place: r.Place, fixed: slices.Clone(r.Items[:r.Fixed])}
	for _, v := range r.Visits {
		if !slices.Contains(out.fixed, v.Item) {
			out.visits = append(out.visits, visitOf(v))
		}
	}
	for _, i := range r.Items[r.Fixed:] {
		if !slices.ContainsFunc(out.visits, func(v *visit) bool { return v.Item == i }) {
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
	visits []*visit
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
	found := r.visits
	from := 0
	for stops := j.visits; len(stops) > 0; {
		taken := min(len(stops), 2)
		found, from = p.place(r.place, found, stops[:taken], from)
		stops = stops[taken:]
	}
	after := p.judge(r.place, found)
	if after.failed > before.failed {
		return nowhere
	}
	out := placing{cost: after.cost - before.cost, visits: found}
	for _, v := range j.visits {
		out.added = append(out.added, v.Task)
	}
	return out
}

// place puts one stop, or two in their order, where the ride is cheapest, at or behind a position, and tells behind which position further
// stops may come. Two at once are exact, which a pick-up with its drop-off needs.
func (p *planner) place(start int, visits, stops []*visit, from int) (best []*visit, behind int) {
	cheapest := judgement{failed: math.Inf(1)}
	first, second := -1, -1
	n := len(visits)
	tried := make([]*visit, n+len(stops))
	for a := from; a <= n; a++ {
		if splitsTour(visits, a) {
			continue
		}
		last := a
		if len(stops) == 2 {
			last = n
		}
		for b := a; b <= last; b++ {
			if splitsTour(visits, b) {
				continue
			}
			fillIn(tried, visits, stops, a, b)
			if j := p.judge(start, tried); first < 0 || j.less(cheapest) {
				first, second, cheapest = a, b, j
			}
		}
	}
	fillIn(tried, visits, stops, first, second)
	return tried, second + len(stops)
}

// fillIn writes visits with the first stop at position a and the second, if there is one, at position b of the visits as they were.
func fillIn(out, visits, stops []*visit, a, b int) {
	copy(out, visits[:a])
	out[a] = stops[0]
	if len(stops) == 1 {
		copy(out[a+1:], visits[a:])
		return
	}
	copy(out[a+1:], visits[a:b])
	out[b+1] = stops[1]
	copy(out[b+2:], visits[b:])
}

func splitsTour(visits []*visit, at int) bool {
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

func (p *planner) judge(place int, visits []*visit) judgement {
	var j judgement
	t, at := p.now, place
	p.when = p.when[:0]
	for n, v := range visits {
		if v.Status == delivery.Cancelled {
			p.when = append(p.when, t)
			continue
		}
		if at >= 0 {
			riding := int64(p.times(at, v.Place))
			t += riding
			j.cost += float64(riding)
		}
		if wait := v.after - t; wait > 0 {
			if at >= 0 { // nobody waits before the day begins
				j.cost += costWait * float64(wait)
			}
			t += wait
		}
		j.cost += costLate * float64(max(0, t-v.due))
		j.failed += float64(max(0, t-max(v.due, p.now+soonest)-slack))
		p.when = append(p.when, t)
		if v.Meal && v.Type == delivery.Dropoff {
			j.cost += p.cooling(visits, n)
		}
		t += serviceTime
		at = v.Place
	}
	return j
}

// cooling is what it costs that a hot meal rides for longer than it should.
func (p *planner) cooling(visits []*visit, drop int) float64 {
	for n := drop - 1; n >= 0; n-- {
		if v := visits[n]; v.Delivery == visits[drop].Delivery && v.Type == delivery.Pickup {
			return costCool * float64(max(0, p.when[drop]-p.when[n]-mealOnBoard))
		}
	}
	return 0
}
