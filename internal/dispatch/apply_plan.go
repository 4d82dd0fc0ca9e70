package dispatch

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Outcome tells what became of a plan.
type Outcome struct {
	Edited
	Refused []int64 // couriers whose part rested on an old picture
}

// ApplyPlan makes lists of a day what a plan wants, as one edit. A part whose list was changed meanwhile, or whose tasks are no longer free
// or no longer to be done, is refused; the rest is applied.
func ApplyPlan(tx *db.Tx, day span.Day, lists []PlannedList) (Outcome, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Outcome{}, err
	}
	d := &draft{tx: tx, day: day}
	var out Outcome
	for _, l := range lists {
		err := d.applyPart(l)
		if fail.Is(err, fail.Stale) || fail.Is(err, fail.Conflict) || fail.Is(err, fail.NotFound) {
			out.Refused = append(out.Refused, l.CourierID)
			continue
		}
		if err != nil {
			return Outcome{}, err
		}
	}
	var err error
	out.Edited, err = d.save()
	return out, err
}

// applyPart checks a part wholly before it touches the draft, so that a refused one leaves nothing behind.
func (d *draft) applyPart(l PlannedList) error {
	if err := checkItems(l.Items, true); err != nil {
		return err
	}
	courier, err := account.LoadUser(d.tx, l.CourierID)
	if err == nil {
		err = mayCarry(courier)
	}
	if err != nil {
		return err
	}
	p, err := d.open(courier, d.day)
	if err != nil {
		return err
	}
	if err := (Guard{Version: l.Version, From: l.From}).check(d, p, l.Items); err != nil {
		return err
	}
	if err := d.stillWanted(p, l.Items); err != nil {
		return err
	}
	if err := p.equip(d.tx, l); err != nil {
		return err
	}
	return d.fill(p, l.Items)
}

// equip gives a list what a plan wants it to be ridden with.
func (p *page) equip(tx *db.Tx, l PlannedList) error {
	if err := (EquipIn{VehicleID: l.VehicleID, TrailerID: l.TrailerID}).check(tx); err != nil {
		return err
	}
	if l.VehicleID != nil {
		p.VehicleID, p.TrailerID = l.VehicleID, l.TrailerID
	}
	return nil
}

// stillWanted refuses new tasks that are no longer to be done.
func (d *draft) stillWanted(p *page, items []Item) error {
	had, err := d.tasksIn(p.after, true)
	if err != nil {
		return err
	}
	known := map[int64]bool{}
	for _, t := range had {
		known[t] = true
	}
	ids, err := d.tasksIn(items, true)
	if err != nil {
		return err
	}
	tasks, err := delivery.TasksByID(d.tx, ids)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if !known[t.ID] && t.Status != delivery.Todo {
			return fail.New(fail.Stale, "task_list.stale", "day", string(d.day))
		}
	}
	return nil
}
