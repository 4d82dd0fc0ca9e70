package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// CarryIn says to which day what is left of a tour goes.
type CarryIn struct {
	TourID  int64
	Day     span.Day
	Version int64 // that the caller saw
}

// CarryTour carries what is left of a tour to another day, where nobody has it yet, its windows keeping their times of day. If nothing of
// it has ended, that is the tour itself. Otherwise it keeps what has ended, on its day and its list, and a new tour of its name takes the rest.
func CarryTour(tx *db.Tx, in CarryIn) (Tour, error) {
	t, err := LoadTour(tx, in.TourID)
	if err != nil {
		return Tour{}, err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return Tour{}, err
	}
	if err := t.seen(&in.Version); err != nil {
		return Tour{}, err
	}
	left, ended, err := leftOf(tx, t.ID)
	if err != nil {
		return Tour{}, err
	}
	switch {
	case t.Day == in.Day:
		return Tour{}, fail.New(fail.Conflict, "tour.carry.same_day")
	case len(left) == 0 && len(ended) > 0:
		return Tour{}, fail.New(fail.Conflict, "tour.carry.nothing")
	case len(ended) == 0:
		err = putOff(tx, t.ID)
	default:
		in.TourID = 0
	}
	if err != nil {
		return Tour{}, err
	}
	ids := make([]int64, len(left))
	for n, task := range left {
		ids[n] = task.ID
	}
	carried, err := saveTour(tx, TourIn{TourID: in.TourID, Name: &t.Name, Day: &in.Day, Tasks: ids})
	if err != nil {
		return Tour{}, err
	}
	return carried, rescheduleTo(tx, left, in.Day)
}

// leftOf tells what of a tour is still to be done, in its order, and what has ended.
func leftOf(tx *db.Tx, tour int64) (left, ended []delivery.Task, err error) {
	ids, err := tourTasks(tx, tour)
	if err != nil {
		return nil, nil, err
	}
	tasks, err := delivery.TasksByID(tx, ids)
	for _, t := range tasks {
		if t.Status.Open() {
			left = append(left, t)
		} else {
			ended = append(ended, t)
		}
	}
	return left, ended, err
}

// putOff takes a tour off the list that it stands on.
func putOff(tx *db.Tx, tour int64) error {
	d := &draft{tx: tx, forget: true}
	if err := d.take(Item{Tour: tour}); err != nil {
		return err
	}
	_, err := d.save()
	return err
}

// rescheduleTo brings tasks to a day, to be done there from the start.
func rescheduleTo(tx *db.Tx, tasks []delivery.Task, day span.Day) error {
	zone, err := zoneOf(tx)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if _, err := delivery.RescheduleTask(tx, t.ID, windowOn(t, day, zone)); err != nil {
			return err
		}
	}
	return nil
}
