package delivery

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fleet"
)

// RelayIn names tasks whose parcels change hands at a warehouse.
type RelayIn struct {
	WarehouseID int64
	Tasks       []int64
}

// legs is a pick-up with the drop-off that it is for, and what stands between them in their delivery.
type legs struct{ pickup, drop *Task }

// RelayTasks splits deliveries in two legs: what is picked up is left at the warehouse, and taken from there to where it goes. It gives, for each
// pair of a pick-up and a drop-off, these two and the two new tasks. A task without such a pair fails the whole.
func RelayTasks(tx *db.Tx, in RelayIn) ([]int64, error) {
	hub, err := fleet.LoadWarehouse(tx, in.WarehouseID)
	if err != nil {
		return nil, err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	if len(in.Tasks) == 0 {
		return nil, fail.New(fail.Invalid, "task.relay.none")
	}
	var pairs []legs
	for _, id := range in.Tasks {
		pair, err := legsOf(tx, id)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(pairs, func(p legs) bool { return p.pickup.ID == pair.pickup.ID }) {
			pairs = append(pairs, pair)
		}
	}
	var all []int64
	for _, pair := range pairs {
		made, err := pair.split(tx, hub)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// legsOf finds the pick-up and the drop-off that a task belongs to.
func legsOf(tx *db.Tx, id int64) (l legs, err error) {
	t, err := LoadTask(tx, id)
	if err != nil {
		return l, err
	}
	switch {
	case t.DeliveryID != nil:
		l, err = legsOfDelivery(tx, *t.DeliveryID)
	case t.Type == Dropoff && t.PreviousID != nil:
		l.drop = &t
		l.pickup, err = taskOrNone(tx, *t.PreviousID)
	case t.Type == Pickup:
		l.pickup = &t
		l.drop, err = taskAfter(tx, t)
	}
	if err == nil && (l.pickup == nil || l.drop == nil) {
		err = fail.New(fail.Invalid, "task.relay.no_pair", "id", id)
	}
	return l, err
}

func legsOfDelivery(tx *db.Tx, id int64) (l legs, err error) {
	tasks, err := TasksOf(tx, id)
	for i := range tasks {
		switch {
		case tasks[i].Type == Pickup && l.pickup == nil:
			l.pickup = &tasks[i]
		case tasks[i].Type == Dropoff:
			l.drop = &tasks[i]
		}
	}
	return l, err
}

func taskOrNone(tx *db.Tx, id int64) (*Task, error) {
	t, err := LoadTask(tx, id)
	return &t, err
}

// taskAfter is the task that a pick-up points to, or that points back to it.
func taskAfter(tx *db.Tx, t Task) (*Task, error) {
	if t.NextID != nil {
		return taskOrNone(tx, *t.NextID)
	}
	id, ok, err := follower(tx, t.ID)
	if err != nil || !ok {
		return nil, err
	}
	return taskOrNone(tx, id)
}

// split makes the drop-off and the pick-up at the warehouse.
func (l legs) split(tx *db.Tx, hub fleet.Warehouse) ([]int64, error) {
	into, err := l.atHub(tx, Dropoff, *l.pickup, hub)
	if err != nil {
		return nil, err
	}
	outOf, err := l.atHub(tx, Pickup, *l.drop, hub)
	if err != nil {
		return nil, err
	}
	into.PreviousID, outOf.PreviousID = &l.pickup.ID, &into.ID
	if l.drop.PreviousID == nil || *l.drop.PreviousID == l.pickup.ID {
		l.drop.PreviousID = &outOf.ID
	}
	for _, t := range []*Task{into, outOf, l.drop} {
		if err := saveTask(tx, t); err != nil {
			return nil, err
		}
	}
	if err := l.renumber(tx, into, outOf); err != nil {
		return nil, err
	}
	for _, t := range []*Task{into, outOf} {
		if err := announce(tx, *t); err != nil {
			return nil, err
		}
	}
	f, err := factOf(tx, *l.drop)
	if err != nil {
		return nil, err
	}
	if err := remember(tx, l.drop.ID, updated, nil); err != nil {
		return nil, err
	}
	return []int64{l.pickup.ID, l.drop.ID, into.ID, outOf.ID}, tx.Emit(TaskUpdated{f})
}

// atHub makes a task at the warehouse with what another one carries, between the two windows.
func (l legs) atHub(tx *db.Tx, kind Type, like Task, hub fleet.Warehouse) (*Task, error) {
	t := Task{
		Type: kind, Status: Todo, AddressID: hub.AddressID, After: l.pickup.Before, Before: l.drop.After, Comments: like.Comments, Weight: like.Weight,
		Tags: like.Tags, OrganizationID: like.OrganizationID, DeliveryID: l.pickup.DeliveryID,
	}
	if !l.pickup.Before.Before(l.drop.After.Time) {
		t.After, t.Before = l.pickup.After, l.pickup.Before
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	if err := insertTask(tx, &t, 0); err != nil {
		return nil, err
	}
	packed, err := packedIn(tx, like.ID)
	if err != nil {
		return nil, err
	}
	return &t, setPackages(tx, t.ID, packed)
}

// renumber puts the new tasks right after the pick-up in the delivery's order.
func (l legs) renumber(tx *db.Tx, into, outOf *Task) error {
	if l.pickup.DeliveryID == nil {
		return nil
	}
	tasks, err := TasksOf(tx, *l.pickup.DeliveryID)
	if err != nil {
		return err
	}
	isNew := func(t Task) bool { return t.ID == into.ID || t.ID == outOf.ID }
	position := int64(0)
	for _, t := range slices.DeleteFunc(tasks, isNew) {
		position++
		if err := setPosition(tx, t.ID, position); err != nil {
			return err
		}
		if t.ID != l.pickup.ID {
			continue
		}
		for _, id := range []int64{into.ID, outOf.ID} {
			position++
			if err := setPosition(tx, id, position); err != nil {
				return err
			}
		}
	}
	return nil
}
