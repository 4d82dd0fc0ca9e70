package dispatch

import (
	"context"
	"slices"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
	"pignon.coop/vrp"
)

// PlanDayIn says what the plan of a day is about: the free tasks of a store, with a tag, or all of them, and who is to carry them.
type PlanDayIn struct {
	Day   span.Day
	Store int64  // 0 for all
	Tag   string // slug, "" for all
	// Couriers are nil for those on duty, when the day is today, and those who have a list that day.
	Couriers []Carrier
	// Level shares the hours out evenly, where that does not cost much riding.
	Level bool
}

// Carrier is a courier with what is known of their day.
type Carrier struct {
	CourierID int64
	Shift     span.Range // zero for the whole day
	// Start and End are where the courier sets out and is to be at the end; nil for anywhere.
	Start, End *geo.Point
	// VehicleID and TrailerID are what the courier takes; nil for what the list has. They set out from the vehicle's warehouse and come back
	// to it, and load what fits, where nothing else is said.
	VehicleID, TrailerID *int64
	// Room is what fits; 0 for no bound.
	Room Load
}

// DaySnapshot is what the plan of a day is made from.
type DaySnapshot struct {
	Snapshot
	Carriers []Carrier      // by rider
	Starts   []int          // by rider: a place, or -1
	Ends     []int          // by rider: a place, or -1
	Loads    map[int64]Load // by task
	Hours    span.Range     // of the day
	Level    bool
}

// Load is what a task brings or takes away.
type Load struct{ Parcels, Grams, Volume int64 }

// TakeDay reads what the plan of a day is made from.
func TakeDay(tx *db.Tx, in PlanDayIn) (DaySnapshot, error) {
	s, err := TakeSnapshot(tx, in.Day)
	if err != nil {
		return DaySnapshot{}, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return DaySnapshot{}, err
	}
	d := DaySnapshot{Snapshot: s, Loads: map[int64]Load{}, Hours: in.Day.In(zone), Level: in.Level}
	if err := d.pick(tx, in); err != nil {
		return DaySnapshot{}, err
	}
	return d, d.man(tx, in.Couriers)
}

// pick keeps the free tasks that the plan is about, deliveries as a whole, and notes what tasks weigh.
func (d *DaySnapshot) pick(tx *db.Tx, in PlanDayIn) error {
	var ids []int64
	for _, stop := range d.Free {
		ids = append(ids, stop.Task)
	}
	for _, r := range d.Riders {
		for _, v := range r.Visits {
			ids = append(ids, v.Task)
		}
	}
	sheets, err := delivery.SheetsByID(tx, ids)
	if err != nil {
		return err
	}
	wanted, whole := map[int64]bool{}, map[int64]bool{}
	for i := range sheets {
		t := &sheets[i]
		d.Loads[t.ID] = loadOf(t)
		if in.Store != 0 && (t.StoreID == nil || *t.StoreID != in.Store) || in.Tag != "" && !slices.Contains(t.Task.Tags.V, in.Tag) {
			continue
		}
		wanted[t.ID] = true
		if t.DeliveryID != nil {
			whole[*t.DeliveryID] = true
		}
	}
	d.Free = slices.DeleteFunc(d.Free, func(s Stop) bool { return !wanted[s.Task] && !whole[s.Delivery] })
	return nil
}

// loadOf is what a drop-off brings, one parcel at least, or what a pick-up without a delivery takes away.
func loadOf(t *delivery.Sheet) Load {
	if t.Type == delivery.Pickup && t.DeliveryID != nil {
		return Load{}
	}
	packed := delivery.LoadOf(t.Parcels)
	l := Load{Parcels: max(packed.Parcels, 1), Volume: packed.Volume}
	if t.Weight != nil {
		l.Grams = *t.Weight
	}
	return l
}

// man keeps the couriers that are wanted, and adds those that have no list yet.
func (d *DaySnapshot) man(tx *db.Tx, wanted []Carrier) error {
	if wanted == nil {
		for _, r := range d.Riders {
			wanted = append(wanted, Carrier{CourierID: r.CourierID})
		}
	}
	known := d.Riders
	d.Riders = nil
	for _, c := range wanted {
		n := slices.IndexFunc(known, func(r Rider) bool { return r.CourierID == c.CourierID })
		rider := Rider{CourierID: c.CourierID, Place: -1}
		if n >= 0 {
			rider = known[n]
		} else {
			user, err := account.LoadUser(tx, c.CourierID)
			if err == nil {
				err = mayCarry(user)
			}
			if err != nil {
				return err
			}
			rider.Username = user.Username
		}
		if err := d.equip(tx, &c); err != nil {
			return err
		}
		d.board(rider, c)
	}
	return nil
}

// board adds a rider, who sets out from where they are if they are known to be somewhere.
func (d *DaySnapshot) board(r Rider, c Carrier) {
	start, end := r.Place, -1
	if start < 0 && c.Start != nil {
		start = d.place(*c.Start)
	}
	if c.End != nil {
		end = d.place(*c.End)
	}
	d.Riders, d.Carriers = append(d.Riders, r), append(d.Carriers, c)
	d.Starts, d.Ends = append(d.Starts, start), append(d.Ends, end)
}

// dayTurns is how many turns the search for a day's tours takes at most; with few tasks fewer are enough.
const dayTurns = 10_000

// dayPatience is how long somebody who waits for the plan of a day is kept waiting.
const dayPatience = 20 * time.Second

// MakeDay plans a day with the riding times of the street graph. It must be called with no unit of work open. report, if not nil, hears of
// every improvement. If the context ends, or it takes too long, the plan is the best that was found until then.
func (p Plans) MakeDay(ctx context.Context, d DaySnapshot, report func(vrp.Progress)) (Plan, error) {
	times, err := p.timesOf(ctx, d.Points)
	if err != nil {
		return Plan{}, err
	}
	search, stop := context.WithTimeout(ctx, dayPatience)
	defer stop()
	plan, err := PlanDay(search, d, times, report)
	if err != nil {
		return Plan{}, err
	}
	return plan, p.Draw(ctx, plan)
}

func (p Plans) timesOf(ctx context.Context, points []geo.Point) (Times, error) {
	if len(points) == 0 {
		return func(int, int) int { return 0 }, nil
	}
	table, err := p.Planner().Table(ctx, points, points)
	return func(from, to int) int {
		_, seconds := table.At(from, to)
		return seconds
	}, err
}

// PlanDay finds tours for the free tasks of a day over all its riders: as many tasks as possible, each in its window, with little riding
// and waiting. What a rider has already stays theirs; of this, what is not begun may come at another time. The tasks of a delivery go to
// one rider in their order, and drop-offs of one delivery without others between them. The same snapshot gives the same plan, unless
// the context ends.
func PlanDay(ctx context.Context, d DaySnapshot, times Times, report func(vrp.Progress)) (Plan, error) {
	if len(d.Riders) == 0 || len(d.Free) == 0 {
		return Plan{Left: nobodyFor(d.Free)}, nil
	}
	q := newDay(d, times)
	solution, err := vrp.Solve(ctx, &q.problem, vrp.Options{Seed: 1, Iterations: q.turns(), OnBest: report})
	if err != nil {
		return Plan{}, err
	}
	return q.answer(&solution)
}

func (q *day) turns() int64 {
	n := int64(len(q.problem.Jobs) + len(q.problem.Shipments) + 1)
	return min(dayTurns, 50*n*n)
}

func nobodyFor(free []Stop) (left []Left) {
	for _, s := range free {
		left = append(left, Left{Task: s.Task, Reason: NoCourier})
	}
	return left
}

// seconds since the day began.
func (d *DaySnapshot) seconds(t time.Time) int32 {
	s := int64(t.Sub(d.Hours.From.Time) / time.Second)
	return int32(max(0, min(s, vrp.Unlimited)))
}
