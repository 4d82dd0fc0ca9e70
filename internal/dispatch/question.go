package dispatch

import (
	"slices"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/vrp/online"
)

// What a proposal weighs, in seconds of a hungry customer's wait.
var prices = online.Prices{
	Eager: 1, Late: costLate, Cool: 5, Ride: 0.5, Wait: 0.1, Busy: 0.1, Far: 0.2,
	Level: 120, // for each delivery over an even share
	Left:  1e8, Broken: 1e9,
}

const (
	costLate    = 10.0    // of a second of lateness, in seconds
	serviceTime = 180     // seconds at a stop
	mealOnBoard = 20 * 60 // seconds that a hot meal may ride
	mealsAtOnce = 3       // that one courier carries
	slack       = 15 * 60 // seconds of lateness that are borne
	comesOn     = 30 * 60 // seconds within which somebody who is off duty may be there, while others are on duty
	soonest     = 45 * 60 // seconds in which even an overdue stop is no failure
)

// question is a snapshot as the planner takes it.
type question struct {
	problem online.Problem
	riders  []Rider
	points  []geo.Point
	stops   []Stop            // by number of the problem
	idle    []map[Item][]Item // by rider: items that are not ridden, by the item that they stand behind
	now     int
	working bool // somebody is on duty
}

// nothing stands for the front of a list.
var nothing = Item{}

func newQuestion(s Snapshot, times Times) *question {
	q := &question{riders: s.Riders, points: s.Points, now: int(s.Now.Unix())}
	q.working = slices.ContainsFunc(s.Riders, func(r Rider) bool { return r.OnDuty })
	q.problem = online.Problem{Now: q.now, Travel: times, Prices: prices, Hold: mealsAtOnce, Far: farFrom(s.Demand, times)}
	holders := map[int64]int{}
	for n, r := range s.Riders {
		q.problem.Couriers = append(q.problem.Couriers, q.courier(n, r, times))
		for _, v := range r.Visits {
			if v.Delivery != 0 && v.Status != delivery.Cancelled {
				holders[v.Delivery] = n
			}
		}
	}
	q.addTasks(s.Free, holders)
	q.link()
	q.share()
	return q
}

// farFrom is the mean way to the places where work comes up.
func farFrom(demand []int, times Times) func(int) float64 {
	if len(demand) == 0 {
		return nil
	}
	known := map[int]float64{}
	return func(place int) float64 {
		far, ok := known[place]
		if !ok {
			for _, d := range demand {
				far += float64(times(place, d)) / float64(len(demand))
			}
			known[place] = far
		}
		return far
	}
}

// courier is free after what is under way, with the rest of the list promised.
func (q *question) courier(n int, r Rider, times Times) online.Courier {
	c := online.Courier{Place: r.Place, Free: q.now, Off: online.Never}
	if q.working && !r.OnDuty {
		c.Free += comesOn
	}
	fixed := r.Items[:r.Fixed]
	idle := map[Item][]Item{}
	q.idle = append(q.idle, idle)
	behind := nothing
	seen := map[Item]bool{}
	for _, v := range r.Visits {
		seen[v.Item] = true
		switch {
		case slices.Contains(fixed, v.Item) && v.Status == delivery.Doing:
			if c.Place >= 0 {
				c.Free += times(c.Place, v.Place)
			}
			c.Free, c.Place = c.Free+serviceTime, v.Place
		case slices.Contains(fixed, v.Item):
		case v.Status == delivery.Cancelled:
			idle[behind] = append(idle[behind], v.Item)
		default:
			c.Promised = append(c.Promised, q.add(v))
			behind = v.Item
		}
	}
	for _, i := range r.Items[r.Fixed:] {
		if !seen[i] {
			idle[behind] = append(idle[behind], i) // a tour without tasks
		}
	}
	c.Given = float64(len(byDelivery(r.Visits)))
	return c
}

// add numbers a stop.
func (q *question) add(v Stop) int {
	due := int(v.Before.Unix())
	stop := online.Stop{
		Place: v.Place, Service: serviceTime, After: int(v.After.Unix()), Wish: online.Never, Due: due,
		Limit: max(due, q.now+soonest) + slack, From: -1, OnBoard: online.Never, Tour: v.Item.Tour,
	}
	if v.Meal {
		stop.OnBoard = mealOnBoard
		stop.Kind = online.Pickup
		if v.Type == delivery.Dropoff {
			stop.Kind, stop.Wish = online.Drop, stop.After
		}
	}
	q.stops = append(q.stops, v)
	q.problem.Stops = append(q.problem.Stops, stop)
	return len(q.stops) - 1
}

// addTasks adds what is free, by delivery. What is partly a rider's goes to no other.
func (q *question) addTasks(free []Stop, holders map[int64]int) {
	for _, job := range byDelivery(free) {
		task := online.Task{Only: -1}
		if holder, ok := holders[job[0].Delivery]; ok && job[0].Delivery != 0 {
			task.Only = holder
		}
		for _, v := range job {
			task.Stops = append(task.Stops, q.add(v))
		}
		q.problem.Tasks = append(q.problem.Tasks, task)
	}
}

// link ties each meal to where it is fetched.
func (q *question) link() {
	fetched := map[int64]int{}
	for n, v := range q.stops {
		if v.Meal && v.Type == delivery.Pickup && v.Delivery != 0 {
			fetched[v.Delivery] = n
		}
	}
	for n, v := range q.stops {
		if from, ok := fetched[v.Delivery]; ok && v.Meal && v.Type == delivery.Dropoff {
			q.problem.Stops[n].From = from
		}
	}
}

// share tells each courier what an even share of the day's work is.
func (q *question) share() {
	all := float64(len(q.problem.Tasks))
	for _, c := range q.problem.Couriers {
		all += c.Given
	}
	for n := range q.problem.Couriers {
		q.problem.Couriers[n].Fair = all / float64(len(q.problem.Couriers))
	}
}
