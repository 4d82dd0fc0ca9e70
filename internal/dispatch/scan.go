package dispatch

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
)

// Ask is what a phone asks a courier who scanned a parcel.
type Ask string

// The questions, as clients know them. AskNothing: there is nothing to decide.
const (
	AskNothing        Ask = ""
	AskStartPickup    Ask = "ask_to_start_pickup"
	AskCompletePickup Ask = "ask_to_complete_pickup"
	AskComplete       Ask = "ask_to_complete"
	AskUnassign       Ask = "ask_to_unassign"
	AskAssign         Ask = "ask_to_assign"
)

// Scan is what came of scanning a parcel.
type Scan struct {
	TaskID int64
	Ask    Ask
	About  int64 // the task that the question is about
}

// ScanParcel finds the task of a parcel that a courier holds in hand. A free one that is still to be done goes to them, with its delivery.
func ScanParcel(tx *db.Tx, code string) (Scan, error) {
	who := tx.Who()
	if err := who.Must(authz.Courier); err != nil {
		return Scan{}, err
	}
	if who.Kind != authz.Person {
		return Scan{}, fail.New(fail.Forbidden, "auth.forbidden")
	}
	t, err := delivery.TaskOfCode(tx, code)
	if err != nil {
		return Scan{}, err
	}
	holder, err := delivery.CourierOf(tx, t.ID)
	if err != nil {
		return Scan{}, err
	}
	s, err := asked(tx, t, holder)
	if err != nil {
		return Scan{}, err
	}
	if holder == 0 && t.Status.Open() {
		if _, err := Assign(tx, AssignIn{Tasks: []int64{t.ID}}); err != nil {
			return Scan{}, err
		}
	}
	return s, delivery.ScanTask(tx, t.ID)
}

// asked is the question about a task as it was found: first about the delivery's pick-up, while that is open.
func asked(tx *db.Tx, t delivery.Task, holder int64) (Scan, error) {
	s := Scan{TaskID: t.ID, About: t.ID}
	pickup, err := firstPickup(tx, t)
	if err != nil {
		return s, err
	}
	switch {
	case pickup.Status == delivery.Todo:
		s.Ask, s.About = AskStartPickup, pickup.ID
	case pickup.Status == delivery.Doing:
		s.Ask, s.About = AskCompletePickup, pickup.ID
	case !t.Status.Open():
	case t.Status == delivery.Doing:
		s.Ask = AskComplete
	case holder == tx.Who().UserID:
		s.Ask = AskUnassign
	case holder != 0:
		s.Ask = AskAssign
	}
	return s, nil
}

// firstPickup is the first pick-up of a task's delivery, an empty task when there is none.
func firstPickup(tx *db.Tx, t delivery.Task) (delivery.Task, error) {
	if t.DeliveryID == nil {
		return delivery.Task{}, nil
	}
	tasks, err := delivery.TasksOf(tx, *t.DeliveryID)
	for _, o := range tasks {
		if o.Type == delivery.Pickup {
			return o, err
		}
	}
	return delivery.Task{}, err
}
