package dispatch

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// draft is an edit in the making: the lists and tours that it touches, as they were and as they shall be. Every change of lists is a
// draft, so that four things hold after each: an item stands on at most one list, positions have no holes, each list that changed is one
// version further, and the whole can be undone.
type draft struct {
	tx     *db.Tx
	day    span.Day // under which the edit is remembered
	forget bool     // an undo is not itself something to undo
	quiet  bool     // a seed document states facts: nothing happens because of them, and it finds the ways itself
	env    seed.Env // of that document
	saves  int64    // the tour that the edit is about, which tells of itself
	pages  []*page
	tours  []*tourDraft
}

// page is one list of a draft.
type page struct {
	TaskList
	courier account.User
	before  []Item
	after   []Item
	rode    wheels // with what, before
	seeded  int64  // the id that a seed document gives a new list, 0 for the next one
}

func (p *page) changed() bool { return !slices.Equal(p.before, p.after) || !p.wheels().equal(p.rode) }

type tourDraft struct {
	id            int64
	before, after []int64
}

// open gives the page of a courier's day, an empty one when there is no list yet.
func (d *draft) open(courier account.User, day span.Day) (*page, error) {
	for _, p := range d.pages {
		if p.CourierID == courier.ID && p.Day == day {
			return p, nil
		}
	}
	list, ok, err := findList(d.tx, courier.ID, day)
	if err != nil {
		return nil, err
	}
	if !ok {
		list = TaskList{CourierID: courier.ID, Day: day, CreatedAt: d.tx.Now()}
	}
	return d.add(list, courier)
}

// openByID gives the page of an existing list.
func (d *draft) openByID(id int64) (*page, error) {
	for _, p := range d.pages {
		if p.ID == id {
			return p, nil
		}
	}
	list, err := LoadList(d.tx, id)
	if err != nil {
		return nil, err
	}
	courier, err := account.LoadUser(d.tx, list.CourierID)
	if err != nil {
		return nil, err
	}
	return d.add(list, courier)
}

func (d *draft) add(list TaskList, courier account.User) (*page, error) {
	p := &page{TaskList: list, courier: courier}
	p.rode = p.wheels()
	if list.ID != 0 {
		items, err := itemsOf(d.tx, list.ID)
		if err != nil {
			return nil, err
		}
		p.before, p.after = items, slices.Clone(items)
	}
	d.pages = append(d.pages, p)
	return p, nil
}

// holder gives the page on which an item stands now, as far as the draft goes; nil when it is free.
func (d *draft) holder(i Item) (*page, error) {
	for _, p := range d.pages {
		if slices.Contains(p.after, i) {
			return p, nil
		}
	}
	list, ok, err := holderOf(d.tx, i)
	if err != nil || !ok {
		return nil, err
	}
	p, err := d.openByID(list)
	if err != nil || !slices.Contains(p.after, i) { // the draft took it off already
		return nil, err
	}
	return p, nil
}

// take takes an item off the list that holds it, and a task out of its tour.
func (d *draft) take(i Item) error {
	p, err := d.holder(i)
	if err != nil {
		return err
	}
	if p != nil {
		p.after = slices.DeleteFunc(p.after, func(x Item) bool { return x == i })
	}
	if i.Task == 0 {
		return nil
	}
	return d.leaveTour(i.Task)
}

func (d *draft) leaveTour(task int64) error {
	id, ok, err := tourOf(d.tx, task)
	if err != nil || !ok {
		return err
	}
	if _, err := d.holder(Item{Tour: id}); err != nil { // opens the list that loses the task
		return err
	}
	t, err := d.tour(id)
	if err != nil {
		return err
	}
	t.after = slices.DeleteFunc(t.after, func(x int64) bool { return x == task })
	return nil
}

func (d *draft) tour(id int64) (*tourDraft, error) {
	for _, t := range d.tours {
		if t.id == id {
			return t, nil
		}
	}
	tasks, err := tourTasks(d.tx, id)
	if err != nil {
		return nil, err
	}
	t := &tourDraft{id: id, before: tasks, after: slices.Clone(tasks)}
	d.tours = append(d.tours, t)
	return t, nil
}

// tasksIn unfolds items into tasks, tours as they were or as they shall be.
func (d *draft) tasksIn(items []Item, after bool) ([]int64, error) {
	var tasks []int64
	for _, i := range items {
		if i.Task != 0 {
			tasks = append(tasks, i.Task)
			continue
		}
		t, err := d.tour(i.Tour)
		if err != nil {
			return nil, err
		}
		if after {
			tasks = append(tasks, t.after...)
		} else {
			tasks = append(tasks, t.before...)
		}
	}
	return tasks, nil
}

// Edited is what an edit came to: the lists that it changed, and the edit under which it can be undone (0 when nothing changed).
type Edited struct {
	Lists []TaskList
	Edit  int64
}

// save writes the draft and tells what it changed.
func (d *draft) save() (Edited, error) {
	d.pages = slices.DeleteFunc(d.pages, func(p *page) bool { return !p.changed() && !d.refolded(p) })
	before, after, err := d.holders()
	if err != nil {
		return Edited{}, err
	}
	if err := d.write(); err != nil || d.quiet {
		return Edited{}, err
	}
	if err := d.tellTasks(before, after); err != nil {
		return Edited{}, err
	}
	if err := d.tellTours(); err != nil {
		return Edited{}, err
	}
	var out Edited
	for _, p := range d.pages {
		out.Lists = append(out.Lists, p.TaskList)
		if err := d.tx.Emit(ListChanged{ListID: p.ID, CourierID: p.CourierID, Day: p.Day, Version: p.Version}); err != nil {
			return Edited{}, err
		}
	}
	out.Edit, err = d.remember()
	return out, err
}

// refolded tells whether a list's tours changed though its items did not.
func (d *draft) refolded(p *page) bool {
	for _, t := range d.tours {
		if slices.Contains(p.after, Item{Tour: t.id}) && !slices.Equal(t.before, t.after) {
			return true
		}
	}
	return false
}

// holders tells for each task of the draft who had it and who gets it.
func (d *draft) holders() (before, after map[int64]account.User, err error) {
	before, after = map[int64]account.User{}, map[int64]account.User{}
	for _, p := range d.pages {
		old, err := d.tasksIn(p.before, false)
		if err != nil {
			return nil, nil, err
		}
		now, err := d.tasksIn(p.after, true)
		if err != nil {
			return nil, nil, err
		}
		for _, t := range old {
			before[t] = p.courier
		}
		for _, t := range now {
			if _, twice := after[t]; twice {
				return nil, nil, fail.New(fail.Conflict, "task_list.task.twice", "id", t)
			}
			after[t] = p.courier
		}
	}
	return before, after, nil
}

// write replaces the items of all lists at once: first all go, then all come, because an item may move from one to the other.
func (d *draft) write() error {
	for _, p := range d.pages {
		if err := p.saveHead(d); err != nil {
			return err
		}
	}
	for _, p := range d.pages {
		if err := clearItems(d.tx, p.ID); err != nil {
			return err
		}
	}
	for _, p := range d.pages {
		if err := addItems(d.tx, p.ID, p.after); err != nil {
			return err
		}
		if d.quiet {
			continue
		}
		if err := job.Add(d.tx, RouteList{ListID: p.ID}, job.Options{}); err != nil {
			return err
		}
	}
	return d.writeTours()
}

// writeTours replaces the stops of all tours at once, as write does with lists.
func (d *draft) writeTours() error {
	changed := slices.DeleteFunc(slices.Clone(d.tours), func(t *tourDraft) bool { return slices.Equal(t.before, t.after) })
	for _, t := range changed {
		if err := clearTour(d.tx, t.id); err != nil {
			return err
		}
	}
	for _, t := range changed {
		if err := t.write(d); err != nil {
			return err
		}
	}
	return nil
}

// write gives a tour its stops, whose way is found afterwards.
func (t *tourDraft) write(d *draft) error {
	if err := fillTour(d.tx, t.id, t.after); err != nil {
		return err
	}
	if err := nextVersionOfTour(d.tx, t.id); err != nil {
		return err
	}
	if d.quiet {
		return seedTourWay(d.tx, d.env, t.id)
	}
	return job.Add(d.tx, RouteTour{TourID: t.id}, job.Options{})
}

// saveHead writes the list itself, one version further, with straight lines until the streets are asked.
func (p *page) saveHead(d *draft) error {
	if err := p.lay(d); err != nil {
		return err
	}
	if p.UpdatedAt.IsZero() || !d.quiet {
		p.UpdatedAt, p.ChangedBy = d.tx.Now(), d.tx.Who().Username
	}
	if p.ID != 0 {
		return db.Update(d.tx, "task_lists", &p.TaskList)
	}
	if p.ID = p.seeded; p.ID == 0 {
		var err error
		if p.ID, err = d.tx.ID("task_lists"); err != nil {
			return err
		}
	}
	p.Version = 1
	return db.Insert(d.tx, "task_lists", p.TaskList)
}

// lay draws straight lines through the stops.
func (p *page) lay(d *draft) error {
	if d.quiet {
		return nil
	}
	tasks, err := d.tasksIn(p.after, true)
	if err != nil {
		return err
	}
	points, err := p.way(d.tx, tasks)
	if err != nil {
		return err
	}
	p.straighten(points)
	return nil
}

// tellTasks adds to the history of each task that changed hands.
func (d *draft) tellTasks(before, after map[int64]account.User) error {
	for _, p := range d.pages {
		tasks, err := d.tasksIn(p.before, false)
		if err != nil {
			return err
		}
		for _, t := range tasks {
			if after[t].ID == before[t].ID {
				continue
			}
			if err := d.tellLost(t, before[t]); err != nil {
				return err
			}
		}
	}
	for _, p := range d.pages {
		tasks, err := d.tasksIn(p.after, true)
		if err != nil {
			return err
		}
		for _, t := range tasks {
			if after[t].ID == before[t].ID {
				continue
			}
			if err := d.tellGained(t, before[t], after[t]); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellTours says which tours lost or got stops because of the edit.
func (d *draft) tellTours() error {
	for _, t := range d.tours {
		if t.id == d.saves || slices.Equal(t.before, t.after) {
			continue
		}
		if err := d.tx.Emit(TourUpdated{TourID: t.id}); err != nil {
			return err
		}
	}
	return nil
}

func (d *draft) tellLost(task int64, from account.User) error {
	if err := delivery.Unassigned(d.tx, task, from.Username); err != nil {
		return err
	}
	return d.tx.Emit(TaskUnassigned{TaskID: task, CourierID: from.ID})
}

func (d *draft) tellGained(task int64, from, to account.User) error {
	if err := delivery.Assigned(d.tx, task, to.Username); err != nil {
		return err
	}
	return d.tx.Emit(TaskAssigned{TaskID: task, CourierID: to.ID, FromID: from.ID})
}
