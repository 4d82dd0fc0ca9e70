package dispatch

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/span"
)

// Board is one consistent picture of a day, as the dispatch screen shows it.
type Board struct {
	Day      span.Day
	Seq      int64 // of the journal
	Tasks    []delivery.Sheet
	Lists    []ListView
	Tours    []Tour
	Stops    map[int64][]int64 // tasks of each tour
	Yard     fleet.Yard        // what couriers may take
	Couriers []Courier
	Reports  []ReportView
	Closures []StreetClosure
	Undo     *Edit
}

// ListView is a list with its items and whose it is.
type ListView struct {
	TaskList
	Username string
	Items    []Item
}

// Courier is somebody who can be given a task.
type Courier struct {
	User     account.User
	OnDuty   bool
	Position *Fix // while on duty and not silent
}

// ReportView is a kept report with whose it is.
type ReportView struct {
	Report
	Username string
}

// LoadBoard reads the board of a day for a dispatcher.
func LoadBoard(tx *db.Tx, day span.Day) (b Board, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Board{}, err
	}
	b.Day = day
	if b.Seq, err = lastSeq(tx); err != nil {
		return Board{}, err
	}
	if b.Couriers, err = couriers(tx); err != nil {
		return Board{}, err
	}
	if b.Lists, err = ViewLists(tx, day); err != nil {
		return Board{}, err
	}
	b.Couriers = slices.DeleteFunc(b.Couriers, func(c Courier) bool {
		_, has := listOf(b.Lists, c.User.ID)
		return !has && !c.OnDuty && !c.User.Actor().Holds(authz.Courier) // dispatchers ride only when they say so
	})
	if err := b.readTours(tx); err != nil {
		return Board{}, err
	}
	if err := b.readTasks(tx); err != nil {
		return Board{}, err
	}
	if err := b.readYard(tx); err != nil {
		return Board{}, err
	}
	if err := b.readReports(tx); err != nil {
		return Board{}, err
	}
	if b.Closures, err = StreetClosures(tx); err != nil {
		return Board{}, err
	}
	if e, ok, err := LastEdit(tx, tx.Who().UserID, day); ok || err != nil {
		b.Undo = &e
		return b, err
	}
	return b, nil
}

// ViewLists reads the lists of a day with their items, by id.
func ViewLists(tx *db.Tx, day span.Day) ([]ListView, error) {
	lists, err := ListsOf(tx, day)
	if err != nil {
		return nil, err
	}
	return viewsOf(tx, lists)
}

// ViewList gives a list with its items and whose it is.
func ViewList(tx *db.Tx, list TaskList) (ListView, error) {
	views, err := viewsOf(tx, []TaskList{list})
	if err != nil {
		return ListView{}, err
	}
	return views[0], nil
}

// ViewAll gives lists with their items and whose they are.
func ViewAll(tx *db.Tx, lists []TaskList) ([]ListView, error) { return viewsOf(tx, lists) }

func viewsOf(tx *db.Tx, lists []TaskList) ([]ListView, error) {
	var ids, people []int64
	for _, l := range lists {
		ids, people = append(ids, l.ID), append(people, l.CourierID)
	}
	items, err := ItemsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	names, err := usernames(tx, people)
	views := make([]ListView, len(lists))
	for n, l := range lists {
		views[n] = ListView{TaskList: l, Username: names[l.CourierID], Items: items[l.ID]}
	}
	return views, err
}

// readTours reads the tours of the day and those that stand on its lists.
func (b *Board) readTours(tx *db.Tx) (err error) {
	if b.Tours, err = ToursOf(tx, b.Day); err != nil {
		return err
	}
	var missing []int64
	for _, l := range b.Lists {
		for _, i := range l.Items {
			if i.Tour != 0 && !slices.ContainsFunc(b.Tours, func(t Tour) bool { return t.ID == i.Tour }) {
				missing = append(missing, i.Tour)
			}
		}
	}
	more, err := ToursByID(tx, missing)
	if err != nil {
		return err
	}
	b.Tours = append(b.Tours, more...)
	var ids []int64
	for _, t := range b.Tours {
		ids = append(ids, t.ID)
	}
	b.Stops, err = TourTasks(tx, ids)
	return err
}

// readTasks reads the tasks whose window touches the day and those that stand on its lists.
func (b *Board) readTasks(tx *db.Tx) error {
	zone, err := zoneOf(tx)
	if err != nil {
		return err
	}
	if b.Tasks, _, err = delivery.ListSheets(tx, delivery.SheetQuery{Window: b.Day.In(zone), ByWindow: true}); err != nil {
		return err
	}
	have := map[int64]bool{}
	for _, t := range b.Tasks {
		have[t.ID] = true
	}
	var missing []int64
	add := func(id int64) {
		if id != 0 && !have[id] {
			missing = append(missing, id)
			have[id] = true
		}
	}
	for _, l := range b.Lists {
		for _, i := range l.Items {
			add(i.Task)
		}
	}
	for _, t := range b.Tours {
		for _, id := range b.Stops[t.ID] {
			add(id)
		}
	}
	more, err := delivery.SheetsByID(tx, missing)
	b.Tasks = append(b.Tasks, more...)
	return err
}

// readYard reads the fleet, with what lists have of it though it is gone.
func (b *Board) readYard(tx *db.Tx) (err error) {
	var vehicles, trailers []int64
	for _, l := range b.Lists {
		if l.VehicleID != nil {
			vehicles = append(vehicles, *l.VehicleID)
		}
		if l.TrailerID != nil {
			trailers = append(trailers, *l.TrailerID)
		}
	}
	b.Yard, err = fleet.LoadYard(tx, vehicles, trailers)
	return err
}

func (b *Board) readReports(tx *db.Tx) error {
	kept, err := keptReports(tx)
	if err != nil {
		return err
	}
	var people []int64
	for _, r := range kept {
		people = append(people, r.CourierID)
	}
	names, err := usernames(tx, people)
	for _, r := range kept {
		b.Reports = append(b.Reports, ReportView{Report: r, Username: names[r.CourierID]})
	}
	return err
}

// CourierDay is everything that a courier's phone needs for a day.
type CourierDay struct {
	Day    span.Day
	Seq    int64
	OnDuty bool
	List   TaskList // ID 0 when there is none
	Tasks  []delivery.Sheet
}

// LoadCourierDay reads the caller's own day: the tasks in the order of the ride, tours unfolded, cancelled ones left out.
func LoadCourierDay(tx *db.Tx, day span.Day) (c CourierDay, err error) {
	who := tx.Who()
	if err := who.Must(authz.Courier); err != nil {
		return CourierDay{}, err
	}
	if who.Kind != authz.Person {
		return CourierDay{}, fail.New(fail.Forbidden, "auth.forbidden")
	}
	c = CourierDay{Day: day}
	if c.Seq, err = lastSeq(tx); err != nil {
		return CourierDay{}, err
	}
	if c.OnDuty, err = OnDuty(tx, who.UserID); err != nil {
		return CourierDay{}, err
	}
	list, ok, err := findList(tx, who.UserID, day)
	if err != nil || !ok {
		return c, err
	}
	c.List = list
	c.Tasks, err = RideOf(tx, list.ID)
	return c, err
}

// RideOf gives the tasks of a list in the order of the ride, tours unfolded, cancelled ones left out.
func RideOf(tx *db.Tx, list int64) ([]delivery.Sheet, error) {
	ids, err := TasksOnList(tx, list)
	if err != nil {
		return nil, err
	}
	tasks, err := delivery.SheetsByID(tx, ids)
	return slices.DeleteFunc(tasks, func(s delivery.Sheet) bool { return s.Status == delivery.Cancelled }), err
}

// ListOf gives the list of a courier's day; ok tells whether there is one.
func ListOf(tx *db.Tx, courier int64, day span.Day) (list TaskList, ok bool, err error) {
	return findList(tx, courier, day)
}
