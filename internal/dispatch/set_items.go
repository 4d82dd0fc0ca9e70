package dispatch

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// SetItemsIn is the wanted content of a courier's day.
type SetItemsIn struct {
	CourierID int64
	Day       span.Day
	Items     []Item
	Guard     *Guard // nil: whatever stands there now is replaced, as the old API has it
}

// Guard is what the caller saw. An edit that would change anything else is Stale.
type Guard struct {
	Version int64           // of the list, 0 for none
	From    map[int64]int64 // lists that items are taken from, by id, with their versions
}

// SetItems makes a list hold exactly the given items in this order. Items are taken from other lists; tasks that no longer are on the list
// become free, but completed ones stay, at its end. With a guard, items must be distinct, and no drop-off may stand before its pick-up.
func SetItems(tx *db.Tx, in SetItemsIn) (Edited, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Edited{}, err
	}
	if err := checkItems(in.Items, in.Guard != nil); err != nil {
		return Edited{}, err
	}
	courier, err := account.LoadUser(tx, in.CourierID)
	if err == nil {
		err = mayCarry(courier)
	}
	if err != nil {
		return Edited{}, err
	}
	d := &draft{tx: tx, day: in.Day}
	p, err := d.open(courier, in.Day)
	if err != nil {
		return Edited{}, err
	}
	if in.Guard != nil {
		if err := in.Guard.check(d, p, in.Items); err != nil {
			return Edited{}, err
		}
	}
	if err := d.fill(p, in.Items); err != nil {
		return Edited{}, err
	}
	return d.save()
}

// check refuses an edit that rests on an old picture.
func (g Guard) check(d *draft, p *page, items []Item) error {
	stale := fail.New(fail.Stale, "task_list.stale", "day", string(p.Day))
	if p.Version != g.Version {
		return stale
	}
	for _, i := range items {
		from, err := d.holder(i)
		if err != nil {
			return err
		}
		if from == nil || from == p {
			continue
		}
		if seen, named := g.From[from.ID]; !named || seen != from.Version {
			return stale
		}
	}
	return inOrder(d, items)
}

// inOrder refuses a drop-off that stands before its pick-up while both are still to be done.
func inOrder(d *draft, items []Item) error {
	ids, err := d.tasksIn(items, true)
	if err != nil {
		return err
	}
	tasks, err := delivery.TasksByID(d.tx, ids)
	if err != nil {
		return err
	}
	later := map[int64]bool{}
	for _, t := range slices.Backward(tasks) {
		if t.PreviousID != nil && later[*t.PreviousID] && t.Status.Open() {
			return fail.New(fail.Conflict, "task_list.drop_before_pickup", "drop", t.ID, "pickup", *t.PreviousID)
		}
		later[t.ID] = t.Status.Open()
	}
	return nil
}

// fill makes a page hold the items, and keeps on it the completed tasks that would leave it.
func (d *draft) fill(p *page, items []Item) error {
	items = distinct(items)
	inTours, err := d.tasksOfTours(items)
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(i Item) bool { return inTours[i.Task] })
	had, err := d.tasksIn(p.after, true)
	if err != nil {
		return err
	}
	if err := d.checkKnown(items); err != nil {
		return err
	}
	for _, i := range items {
		if err := d.take(i); err != nil {
			return err
		}
	}
	p.after = items
	return d.keepCompleted(p, had)
}

func (d *draft) tasksOfTours(items []Item) (map[int64]bool, error) {
	inTours := map[int64]bool{}
	for _, i := range items {
		if i.Tour == 0 {
			continue
		}
		t, err := d.tour(i.Tour)
		if err != nil {
			return nil, err
		}
		for _, task := range t.after {
			inTours[task] = true
		}
	}
	return inTours, nil
}

func (d *draft) checkKnown(items []Item) error {
	var tasks []int64
	for _, i := range items {
		if i.Task != 0 {
			tasks = append(tasks, i.Task)
			continue
		}
		if _, err := LoadTour(d.tx, i.Tour); err != nil {
			return err
		}
	}
	return unknownTasks(d.tx, tasks)
}

// keepCompleted puts completed tasks that a page had and lost back to its end.
func (d *draft) keepCompleted(p *page, had []int64) error {
	now, err := d.tasksIn(p.after, true)
	if err != nil {
		return err
	}
	lost := slices.DeleteFunc(had, func(t int64) bool { return slices.Contains(now, t) })
	tasks, err := delivery.TasksByID(d.tx, lost)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if !t.Status.Completed() {
			continue
		}
		if err := d.leaveTour(t.ID); err != nil {
			return err
		}
		p.after = append(p.after, Item{Task: t.ID})
	}
	return nil
}
