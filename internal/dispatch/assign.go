package dispatch

import (
	"cmp"
	"slices"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// AssignIn gives tasks to a courier.
type AssignIn struct {
	Tasks    []int64
	Username string   // "" is the caller
	Day      span.Day // whose list it is; "" is the day that suits each task
	Scanned  bool     // the caller holds the parcel in hand, which lets a courier take it over
}

// Assign gives tasks, with the open ones of their deliveries, to a courier: at the end of the list of the day. A
// courier takes free tasks only, and for themselves only. A task that the courier has already stays where it is.
func Assign(tx *db.Tx, in AssignIn) (Edited, error) {
	to, err := in.courier(tx)
	if err != nil {
		return Edited{}, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return Edited{}, err
	}
	d := &draft{tx: tx, day: span.DayOf(tx.Now().Time, zone)}
	for _, id := range in.Tasks {
		if err := in.mayTake(tx, id); err != nil {
			return Edited{}, err
		}
		tasks, err := withDelivery(tx, id)
		if err != nil {
			return Edited{}, err
		}
		for _, t := range tasks {
			if err := d.give(t, to, cmp.Or(in.Day, AssignmentDay(t, tx.Now(), zone))); err != nil {
				return Edited{}, err
			}
		}
	}
	if err := mayAssign(tx.Who(), to); err != nil {
		return Edited{}, err
	}
	if err := mayCarry(to); err != nil {
		return Edited{}, err
	}
	return d.save()
}

func (in AssignIn) courier(tx *db.Tx) (account.User, error) {
	if in.Username == "" {
		return account.LoadUser(tx, tx.Who().UserID)
	}
	u, ok, err := account.UserByName(tx, in.Username)
	if err == nil && !ok {
		err = fail.New(fail.NotFound, "user.unknown", "username", in.Username)
	}
	return u, err
}

// mayTake: only a dispatcher, or who has it in hand, takes a task from somebody.
func (in AssignIn) mayTake(tx *db.Tx, task int64) error {
	if tx.Who().Is(authz.Dispatcher) || in.Scanned {
		return nil
	}
	courier, err := delivery.CourierOf(tx, task)
	if err != nil || courier == 0 {
		return err
	}
	u, err := account.LoadUser(tx, courier)
	if err != nil {
		return err
	}
	return fail.New(fail.Conflict, "task.assign.taken", "id", task, "username", u.Username)
}

// withDelivery gives a task with the others of its delivery that were not cancelled.
func withDelivery(tx *db.Tx, id int64) ([]delivery.Task, error) {
	t, err := delivery.LoadTask(tx, id)
	if err != nil || t.DeliveryID == nil {
		return []delivery.Task{t}, err
	}
	tasks, err := delivery.TasksOf(tx, *t.DeliveryID)
	return slices.DeleteFunc(tasks, func(o delivery.Task) bool { return o.ID != id && o.Status == delivery.Cancelled }), err
}

// give puts a task at the end of a courier's list of a day, unless the courier has it already.
func (d *draft) give(t delivery.Task, to account.User, day span.Day) error {
	item := Item{Task: t.ID}
	holder, err := d.holder(item)
	if err != nil {
		return err
	}
	if holder == nil {
		if holder, err = d.tourHolder(t.ID); err != nil {
			return err
		}
	}
	if holder != nil && holder.CourierID == to.ID {
		return nil
	}
	if err := d.take(item); err != nil {
		return err
	}
	p, err := d.open(to, day)
	if err != nil {
		return err
	}
	p.after = append(p.after, item)
	return nil
}

// tourHolder gives the page that holds the tour of a task, nil when none does.
func (d *draft) tourHolder(task int64) (*page, error) {
	tour, ok, err := tourOf(d.tx, task)
	if err != nil || !ok {
		return nil, err
	}
	return d.holder(Item{Tour: tour})
}

// AssignmentDay is the day on whose list a task goes: today, brought into the days of its window.
func AssignmentDay(t delivery.Task, now span.Instant, zone *time.Location) span.Day {
	first, last := span.DayOf(t.After.Time, zone), span.DayOf(t.Before.Time, zone)
	return max(first, min(span.DayOf(now.Time, zone), last))
}

// Unassign takes a task, with the others of its delivery, off the lists that hold them. The courier who has it may do that too.
func Unassign(tx *db.Tx, id int64) (Edited, error) {
	courier, err := delivery.CourierOf(tx, id)
	if err != nil {
		return Edited{}, err
	}
	if who := tx.Who(); !who.Is(authz.Dispatcher) && (courier == 0 || courier != who.UserID) {
		return Edited{}, fail.New(fail.Forbidden, "auth.forbidden")
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return Edited{}, err
	}
	tasks, err := withDelivery(tx, id)
	if err != nil {
		return Edited{}, err
	}
	d := &draft{tx: tx, day: span.DayOf(tx.Now().Time, zone)}
	for _, t := range tasks {
		if err := d.free(t.ID); err != nil {
			return Edited{}, err
		}
	}
	return d.save()
}

// free takes a task off its list, and out of a tour that stands on one.
func (d *draft) free(task int64) error {
	holder, err := d.tourHolder(task)
	if err != nil {
		return err
	}
	item := Item{Task: task}
	if holder != nil {
		return d.take(item)
	}
	p, err := d.holder(item)
	if err != nil || p == nil {
		return err
	}
	p.after = slices.DeleteFunc(p.after, func(x Item) bool { return x == item })
	return nil
}

// Reschedule frees a task and gives it another window.
func Reschedule(tx *db.Tx, id int64, to span.Range) (delivery.Task, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return delivery.Task{}, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return delivery.Task{}, err
	}
	d := &draft{tx: tx, day: span.DayOf(tx.Now().Time, zone)}
	if err := d.free(id); err != nil {
		return delivery.Task{}, err
	}
	if _, err := d.save(); err != nil {
		return delivery.Task{}, err
	}
	return delivery.RescheduleTask(tx, id, to)
}

func zoneOf(tx *db.Tx) (*time.Location, error) {
	settings, err := org.LoadSettings(tx)
	return settings.Zone(), err
}
