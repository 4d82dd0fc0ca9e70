package dispatch

import (
	"slices"
	"time"

	"pignon.coop/vrp/online"
)

// Times gives the riding time between two places of a snapshot, in seconds.
type Times func(from, to int) int

// Plan is a proposal: the whole wanted content of each list that would change.
type Plan struct {
	Lists []PlannedList
	Left  []Left
}

// PlannedList is what a courier's list would become.
type PlannedList struct {
	CourierID int64
	Username  string
	Version   int64 // of the list that it was made from
	Items     []Item
	Added     []int64 // tasks
	Gifts     []Gift  // the same by what belongs together, in the order of the ride
	Tour      PlannedTour
	From      map[int64]int64 // lists that tasks are taken from, by id, with their versions
	// VehicleID and TrailerID are what the courier takes; nil leaves what the list has.
	VehicleID, TrailerID *int64
}

// Gift is a delivery that a plan gives to a courier, and why to this one.
type Gift struct {
	Tasks  []int64
	Leave  time.Time // when to set out for the first of them, at the latest
	Last   time.Time // when the last would be done
	Reason string
	// RunnerUp is who would have had it next, Later so many seconds after Last; empty for nobody.
	RunnerUp string
	Later    int64
	From     string // user name of who had it and went home; empty for nobody
	holder   *Holder
	at       int       // of the first in the ride
	first    time.Time // when that is done
	patient  bool      // nothing is lost by setting out as late as Leave and not sooner
}

// Left is a free task that found no place.
type Left struct {
	Task   int64
	Reason string
}

// Why a task is left.
const (
	NoCourier = "no_courier" // nobody is there
	NoRoom    = "no_room"    // nobody can be in time beside what they have
	TooFar    = "too_far"    // nobody could be in time at all
)

// reasons are codes of what speaks for a courier or against all.
var reasons = map[online.Reason]string{
	online.Equal: "equal", online.Sooner: "sooner", online.Warmer: "warmer", online.Nearer: "nearer", online.Better: "better",
	online.Fairer: "fairer", online.Alone: "alone", online.Theirs: "theirs",
	online.Nobody: NoCourier, online.Full: NoRoom, online.Remote: TooFar,
}

// turns of the search: enough for two hundred open deliveries in well under a second.
const turns = 200

// Propose finds a place for the free tasks of a snapshot, and moves nothing that is assigned already, but what couriers who went home have not begun. Tasks of one delivery go to one
// courier, in their order. It weighs how long customers wait and how late they are, meals that cool down on board, riding, and an even
// share of the work. The same snapshot gives the same plan.
func Propose(s Snapshot, times Times) Plan {
	q := newQuestion(s.relieve(), times)
	return q.answer(online.Solve(&q.problem, online.Options{Seed: 1, Turns: turns, Explain: true}))
}

// answer translates a plan back.
func (q *question) answer(p online.Plan) Plan {
	var plan Plan
	gifts := make([][]Gift, len(q.riders))
	for _, w := range p.Whys {
		gifts[w.Courier] = append(gifts[w.Courier], q.gift(w, p.Rides[w.Courier]))
	}
	for n, r := range q.riders {
		if len(gifts[n]) == 0 {
			continue
		}
		slices.SortStableFunc(gifts[n], func(a, b Gift) int { return a.at - b.at })
		l := PlannedList{CourierID: r.CourierID, Username: r.Username, Version: r.Version, Items: q.items(n, p.Rides[n]), Gifts: gifts[n], Tour: q.tour(n, p.Rides[n])}
		l.From = map[int64]int64{}
		for _, g := range gifts[n] {
			l.Added = append(l.Added, g.Tasks...)
			if g.holder != nil {
				l.From[g.holder.List] = g.holder.Version
			}
		}
		plan.Lists = append(plan.Lists, l)
	}
	for _, l := range p.Left {
		for _, id := range q.tasksOf(l.Task) {
			left := Left{Task: id, Reason: reasons[l.Reason]}
			if q.holderOf(l.Task) != nil {
				left.Reason = GoneHome
			}
			plan.Left = append(plan.Left, left)
		}
	}
	return plan
}

// tour tells when what is in a ride is done.
func (q *question) tour(n int, ride online.Ride) PlannedTour {
	var out PlannedTour
	out.pass(q.points, q.problem.Couriers[n].Place)
	for i, v := range ride.Visits {
		stop := q.stops[v.Stop]
		if i == 0 {
			out.From = instant(v.Leave)
		}
		out.Stops = append(out.Stops, PlannedStop{stop.Task, instant(v.Start)})
		out.To = instant(v.Start + q.problem.Stops[v.Stop].Service)
		out.pass(q.points, stop.Place)
	}
	return out
}

func (q *question) gift(w online.Why, ride online.Ride) Gift {
	g := Gift{Tasks: q.tasksOf(w.Task), Last: instant(w.Last), Reason: reasons[w.Reason], first: instant(w.First)}
	if w.RunnerUp >= 0 {
		g.RunnerUp, g.Later = q.riders[w.RunnerUp].Username, int64(w.ThenLast-w.Last)
	}
	if g.holder = q.holderOf(w.Task); g.holder != nil {
		g.From = g.holder.Username
	}
	stops := q.problem.Tasks[w.Task].Stops
	leave, spare := 0, online.Never
	for n, v := range ride.Visits {
		if v.Stop == stops[0] {
			leave, g.at = v.Leave, n
		}
		if slices.Contains(stops, v.Stop) {
			spare = min(spare, q.spare(v))
		}
	}
	g.Leave, g.patient = instant(leave+spare), spare > 0
	return g
}

// holderOf is who has the tasks of a delivery and went home.
func (q *question) holderOf(task int) *Holder { return q.stops[q.problem.Tasks[task].Stops[0]].Holder }

// spare is by how much a stop may be put off: not at all when somebody is waiting for a meal, else until its window ends.
func (q *question) spare(v online.Visited) int {
	stop := q.problem.Stops[v.Stop]
	if q.stops[v.Stop].Meal {
		return 0
	}
	return max(0, stop.Due-v.Start)
}

func instant(seconds int) time.Time { return time.Unix(int64(seconds), 0).UTC() }

func (q *question) tasksOf(task int) (ids []int64) {
	for _, stop := range q.problem.Tasks[task].Stops {
		ids = append(ids, q.stops[stop].Task)
	}
	return ids
}

// items folds a ride back into a list. What is not ridden stays behind what it stood behind.
func (q *question) items(n int, ride online.Ride) []Item {
	r := q.riders[n]
	items := slices.Clone(r.Items[:r.Fixed])
	items = append(items, q.idle[n][nothing]...)
	for _, v := range ride.Visits {
		item := q.stops[v.Stop].Item
		items = append(append(items, item), q.idle[n][item]...)
	}
	return distinct(items)
}

// CanWait are the tasks of a plan that may be put off until after a deadline although the plan does them on the way to others.
func (p Plan) CanWait(deadline time.Time) (tasks []int64) {
	for _, l := range p.Lists {
		for _, g := range l.Gifts {
			if g.patient && g.Leave.After(deadline) {
				tasks = append(tasks, g.Tasks...)
			}
		}
	}
	return tasks
}

// Due is the part of a plan that cannot wait: deliveries for which the courier has to set out before a deadline, and those that are
// picked up on their way.
func (p Plan) Due(deadline time.Time) []PlannedList {
	var due []PlannedList
	for _, l := range p.Lists {
		if d := l.due(deadline); len(d.Gifts) > 0 {
			due = append(due, d)
		}
	}
	return due
}

func (l PlannedList) due(deadline time.Time) PlannedList {
	out := l
	out.Gifts, out.Added = nil, nil
	var until time.Time
	waiting := map[Item]bool{}
	for _, g := range l.Gifts {
		if g.Leave.After(deadline) && !g.first.Before(until) {
			for _, id := range g.Tasks {
				waiting[Item{Task: id}] = true
			}
			continue
		}
		if g.Last.After(until) {
			until = g.Last
		}
		out.Gifts = append(out.Gifts, g)
		out.Added = append(out.Added, g.Tasks...)
	}
	out.Items = slices.DeleteFunc(slices.Clone(l.Items), func(i Item) bool { return waiting[i] })
	return out
}
