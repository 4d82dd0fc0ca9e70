package dispatch

import (
	"cmp"
	"slices"

	"pignon.coop/internal/delivery"
	"pignon.coop/vrp"
)

// Seconds at a stop: to find the door, which falls away if the stop before was at the same place, and to hand over.
const (
	findDoor = 150
	handOver = 30
)

// overdueWithin is how many seconds from now what is overdue may still be planned.
const overdueWithin = 90 * 60

// levelling makes it worth ten minutes of riding to bring two tours that differ by an hour to the same length.
const levelling = 1200

// day is a snapshot as the search for tours takes it.
type day struct {
	*DaySnapshot
	times    Times
	door     int32 // seconds to find the door
	hand     int32 // seconds to hand over
	problem  vrp.Problem
	places   []ends             // by place of the problem
	done     map[vrp.Ref][]Stop // the stops of each job and of each end of a shipment
	free     map[int64]bool     // tasks that nobody has
	borne    map[int64]int32    // latest starts of tasks that are late in any case
	hopeless []Stop             // free, and in time for nobody
}

// ends are the places where a stop of the problem begins and ends.
type ends struct{ first, last int }

// openDay makes a day with places, and nothing to do yet.
func openDay(d DaySnapshot, times Times) *day {
	q := &day{DaySnapshot: &d, times: times, done: map[vrp.Ref][]Stop{}, free: map[int64]bool{}, borne: map[int64]int32{}}
	for n := range d.Points {
		q.places = append(q.places, ends{n, n})
	}
	for _, s := range d.Free {
		q.free[s.Task] = true
	}
	return q
}

func newDay(d DaySnapshot, times Times) *day {
	q := openDay(d, times)
	q.door, q.hand = findDoor, handOver
	if d.Level {
		q.problem.Balance = levelling
	}
	for _, s := range d.Free {
		if s.Before.Before(d.Now) {
			q.borne[s.Task] = q.seconds(d.Now) + overdueWithin
		}
	}
	open := byDelivery(d.Free)
	for n, r := range d.Riders {
		q.addVehicle(n)
		open = q.addOwn(n, r, open)
	}
	for _, stops := range open {
		q.add(stops, nil)
	}
	q.addTable()
	return q
}

// addTable fills in the riding times.
func (q *day) addTable() {
	n := max(1, len(q.places))
	f := vrp.Profile{Places: n, Durations: make([]int32, n*n)}
	for i, a := range q.places {
		for j, b := range q.places {
			if i != j {
				f.Durations[i*n+j] = int32(q.times(a.last, b.first))
			}
		}
	}
	q.problem.Profiles = []vrp.Profile{f}
}

// addVehicle makes a vehicle of a rider.
func (q *day) addVehicle(n int) {
	c := q.Carriers[n]
	v := vrp.Vehicle{
		ID: c.CourierID, Start: place(q.Starts[n]), End: place(q.Ends[n]), Shift: vrp.Window{From: q.seconds(q.Now), To: vrp.Unlimited},
		Capacity: []int32{room(c.Room.Parcels), room(c.Room.Grams), room(c.Room.Volume)},
	}
	if !c.Shift.IsZero() {
		v.Shift.From = max(v.Shift.From, q.seconds(c.Shift.From.Time))
		v.Shift.To = max(v.Shift.From, q.seconds(c.Shift.To.Time))
	}
	q.problem.Vehicles = append(q.problem.Vehicles, v)
}

// addOwn adds what a rider has and has not begun, together with what belongs to it among the deliveries that are open. It returns the
// others.
func (q *day) addOwn(n int, r Rider, open [][]Stop) [][]Stop {
	theirs := map[int64]bool{0: false}
	for _, v := range r.Visits {
		theirs[v.Delivery] = v.Delivery != 0 && v.Status != delivery.Cancelled || theirs[v.Delivery]
	}
	var rest [][]Stop
	own := q.unbegun(r)
	for _, stops := range open {
		if !theirs[stops[0].Delivery] {
			rest = append(rest, stops)
			continue
		}
		for _, s := range stops {
			own = append(own, []Stop{s})
		}
	}
	q.bear(n, slices.Concat(own...))
	if inOrderOnly(own) {
		q.addJob(slices.Concat(own...), []int{n})
		return rest
	}
	for _, stops := range regrouped(own) {
		q.add(stops, []int{n})
	}
	return rest
}

// bear rides what a rider has, and then what belongs to it, in the order of the list, looking for each door anew: as late as this makes
// them, and makes them work, they may be in any order.
func (q *day) bear(n int, own []Stop) {
	v := &q.problem.Vehicles[n]
	t := v.Shift.From
	for i, s := range own {
		switch {
		case i > 0:
			t += q.hand + int32(q.times(own[i-1].Place, s.Place)) + q.door
		case q.Starts[n] >= 0:
			t += int32(q.times(q.Starts[n], s.Place)) + q.door
		default:
			t += q.door
		}
		t = max(t, q.seconds(s.After))
		q.borne[s.Task] = t
		v.Shift.To = max(v.Shift.To, t+q.hand)
	}
	if k := len(own) - 1; k >= 0 && q.Ends[n] >= 0 {
		v.Shift.To = max(v.Shift.To, t+q.hand+int32(q.times(own[k].Place, q.Ends[n])))
	}
}

// until is when a stop has to begin at the latest.
func (q *day) until(s Stop) int32 { return max(q.seconds(s.Before), q.borne[s.Task]) }

func place(n int) int {
	if n < 0 {
		return vrp.Nowhere
	}
	return n
}

func room(most int64) int32 {
	if most == 0 {
		return 1 << 26
	}
	return int32(min(most, 1<<26))
}

// unbegun lists the stops of each item of a rider that is not past or under way, cancelled ones left out.
func (q *day) unbegun(r Rider) [][]Stop {
	return byItem(slices.DeleteFunc(slices.Clone(r.Visits), func(v Stop) bool {
		return slices.Contains(r.Items[:r.Fixed], v.Item) || v.Status == delivery.Cancelled
	}))
}

// byItem puts the stops of a tour together.
func byItem(stops []Stop) [][]Stop {
	var out [][]Stop
	for _, v := range stops {
		if k := len(out) - 1; k >= 0 && v.Item.Tour != 0 && out[k][0].Item == v.Item {
			out[k] = append(out[k], v)
			continue
		}
		out = append(out, []Stop{v})
	}
	return out
}

// inOrderOnly tells whether a delivery is in a tour and outside of it, so that only the order of the list keeps its pick-up first.
func inOrderOnly(items [][]Stop) bool {
	of := map[int64]Item{}
	for _, stops := range items {
		for _, v := range stops {
			before, known := of[v.Delivery]
			if v.Delivery != 0 && known && before != v.Item && (before.Tour != 0 || v.Item.Tour != 0) {
				return true
			}
			of[v.Delivery] = v.Item
		}
	}
	return false
}

// regrouped puts the single tasks of items together by delivery and leaves tours whole.
func regrouped(items [][]Stop) [][]Stop {
	var out [][]Stop
	var single []Stop
	for _, stops := range items {
		if stops[0].Item.Tour != 0 {
			out = append(out, stops)
			continue
		}
		single = append(single, stops...)
	}
	return append(out, byDelivery(single)...)
}

// byDelivery groups stops by delivery, each in its order.
func byDelivery(stops []Stop) [][]Stop {
	var out [][]Stop
	at := map[int64]int{}
	for _, s := range stops {
		n, known := at[s.Delivery]
		if s.Delivery == 0 || !known {
			at[s.Delivery] = len(out)
			out = append(out, []Stop{s})
			continue
		}
		out[n] = append(out[n], s)
	}
	for _, group := range out {
		slices.SortStableFunc(group, func(a, b Stop) int { return cmp.Compare(a.Rank, b.Rank) })
	}
	return out
}

// add makes a shipment of stops that belong together if they begin with pick-ups and go on with others, or else a job.
func (q *day) add(stops []Stop, only []int) {
	pickups := 0
	for stops[0].Item.Tour == 0 && pickups < len(stops) && stops[pickups].Type == delivery.Pickup {
		pickups++
	}
	if pickups == 0 || pickups == len(stops) {
		q.addJob(stops, only)
		return
	}
	from, ok1 := q.stop(stops[:pickups])
	to, ok2 := q.stop(stops[pickups:])
	if !ok1 || !ok2 {
		q.hopeless = append(q.hopeless, stops...)
		return
	}
	n := len(q.problem.Shipments)
	q.problem.Shipments = append(q.problem.Shipments, vrp.Shipment{Terms: q.terms(stops, only), Pickup: from, Drop: to, Amount: q.loadOf(stops)})
	q.done[vrp.Ref{Kind: vrp.PickupStop, Index: n}], q.done[vrp.Ref{Kind: vrp.DropStop, Index: n}] = stops[:pickups], stops[pickups:]
}

// addJob makes one job of stops that are made one after the other.
func (q *day) addJob(stops []Stop, only []int) {
	at, ok := q.stop(stops)
	if !ok {
		q.hopeless = append(q.hopeless, stops...)
		return
	}
	job := vrp.Job{Terms: q.terms(stops, only), Stop: at}
	if stops[0].Type == delivery.Pickup && stops[len(stops)-1].Type == delivery.Pickup {
		job.Pickup = q.loadOf(stops)
	} else {
		job.Delivery = q.loadOf(stops)
	}
	q.done[vrp.Ref{Kind: vrp.JobStop, Index: len(q.problem.Jobs)}] = stops
	q.problem.Jobs = append(q.problem.Jobs, job)
}

// terms put what a rider has already before everything else.
func (q *day) terms(stops []Stop, only []int) vrp.Terms {
	t := vrp.Terms{ID: stops[0].Task, Only: only}
	if slices.ContainsFunc(stops, func(s Stop) bool { return !q.free[s.Task] }) {
		t.Priority = 100
	}
	return t
}

func (q *day) loadOf(stops []Stop) []int32 {
	var sum Load
	for _, s := range stops {
		l := q.Loads[s.Task]
		sum.Parcels += l.Parcels
		sum.Grams += l.Grams
		sum.Volume += l.Volume
	}
	return []int32{int32(min(sum.Parcels, 1<<26)), int32(min(sum.Grams, 1<<26)), int32(min(sum.Volume, 1<<26))}
}

// stop makes one stop of the problem of several that are made one after the other; false if their windows do not allow that.
func (q *day) stop(stops []Stop) (vrp.Stop, bool) {
	opens, latest := q.start(stops)
	if latest < opens {
		return vrp.Stop{}, false
	}
	out := vrp.Stop{Place: stops[0].Place, Setup: q.door, Service: q.takes(stops, opens), Windows: []vrp.Window{{From: opens, To: latest}}}
	if len(stops) > 1 {
		out.Place = len(q.places)
		q.places = append(q.places, ends{stops[0].Place, stops[len(stops)-1].Place})
	}
	return out, true
}

// between is what passes from the start of one stop to that of the next.
func (q *day) between(a, b Stop) int32 {
	if a.Place == b.Place {
		return q.hand
	}
	return q.hand + int32(q.times(a.Place, b.Place)) + q.door
}

// start is when the first of some stops should begin, so that there is as little waiting as possible in between, and when at the latest.
func (q *day) start(stops []Stop) (opens, latest int32) {
	latest = q.until(stops[len(stops)-1])
	for n := len(stops) - 2; n >= 0; n-- {
		latest = min(q.until(stops[n]), latest-q.between(stops[n], stops[n+1]))
	}
	opens = q.seconds(stops[0].After)
	unwaited, way := opens, int32(0)
	for n := 1; n < len(stops); n++ {
		way += q.between(stops[n-1], stops[n])
		unwaited = max(unwaited, q.seconds(stops[n].After)-way)
	}
	return max(opens, min(unwaited, latest)), latest
}

// takes is how long some stops take from an instant on.
func (q *day) takes(stops []Stop, from int32) int32 {
	t := from
	for n, s := range stops {
		if n > 0 {
			t += q.between(stops[n-1], s)
		}
		t = max(t, q.seconds(s.After))
	}
	return t + q.hand - from
}
