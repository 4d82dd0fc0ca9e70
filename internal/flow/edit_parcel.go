package flow

import (
	"context"
	"fmt"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/store"
)

// EditParcelIn is what changes on a delivery. Fields of stops that say nothing stay.
type EditParcelIn struct {
	DeliveryID  int64
	Stops       []StopEdit
	Whole       bool // the stops are all that there shall be: others are cancelled
	Unbegun     bool // only as long as no stop has begun
	StoreNamed  bool // supplements are looked at
	Supplements []pricing.Supplement
	Fixed       *FixedPrice
	Recalculate bool
	Keep        *bool // whether dispatchers want to find its order again; nil leaves it
}

// StopEdit is a change of a stop: of the task that it names, of an end of the delivery, or, with neither, a new stop.
type StopEdit struct {
	StopIn
	TaskID int64
	End    delivery.Type
	Status delivery.Status // of a dispatcher: cancelled, or to be done again
	Told   bool            // it says all of the stop: remarks, weight and packages that are not there are taken away
}

// editing is a change of a delivery with all that it depends on.
type editing struct {
	in    EditParcelIn
	row   delivery.Delivery
	tasks []delivery.Task
	old   map[int64]org.Address
	edits []*stopEditing
	draft draft // its store and packages
	way   routing.Route

	before func(*db.Tx) error // what else is done, first; nil for nothing
}

type stopEditing struct {
	StopEdit
	task   *delivery.Task // nil: a new stop
	place  *org.Address   // where it is then; nil: nobody knows
	packed []delivery.Packed
}

// Edit changes a delivery for those who manage it. Its price changes for dispatchers alone, and only as far as they say so. A task that is none of
// the delivery's is Invalid at task.id.
func (p Parcels) Edit(ctx context.Context, who authz.Actor, in EditParcelIn) error {
	return p.edited(ctx, who, in, nil)
}

// edited is Edit with more to do before it, in the same unit of work.
func (p Parcels) edited(ctx context.Context, who authz.Actor, in EditParcelIn, before func(*db.Tx) error) error {
	e := &editing{in: in, before: before}
	if err := p.DB.Read(ctx, who, e.load); err != nil {
		return err
	}
	return p.carryOut(ctx, who, e)
}

func (p Parcels) carryOut(ctx context.Context, who authz.Actor, e *editing) (err error) {
	if e.way, err = p.Planner().Route(ctx, e.points()); err != nil {
		return err
	}
	return p.DB.Write(ctx, who, func(tx *db.Tx) error {
		if e.before != nil {
			if err := e.before(tx); err != nil {
				return err
			}
		}
		return e.write(tx, p.Words())
	})
}

func (e *editing) load(tx *db.Tx) (err error) {
	if e.row, err = ManagedDelivery(tx, e.in.DeliveryID); err != nil {
		return err
	}
	if e.tasks, err = delivery.TasksOf(tx, e.row.ID); err != nil {
		return err
	}
	if err := e.in.begun(e.tasks); err != nil {
		return err
	}
	var places []int64
	for _, t := range e.tasks {
		places = append(places, t.AddressID)
	}
	if e.old, err = org.LoadAddresses(tx, places); err != nil {
		return err
	}
	if err := e.loadStore(tx); err != nil {
		return err
	}
	for i, s := range e.in.Stops {
		if err := e.resolve(tx, i, s); err != nil {
			return err
		}
	}
	return e.check()
}

// loadStore reads the delivery's store, unless it is gone meanwhile.
func (e *editing) loadStore(tx *db.Tx) error {
	if e.row.StoreID == nil {
		return nil
	}
	s, err := store.LoadStore(tx, *e.row.StoreID)
	if fail.Is(err, fail.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	e.draft.store, e.draft.in.Supplements = &s, e.in.Supplements
	if !e.in.StoreNamed || len(e.in.Supplements) == 0 {
		return nil
	}
	if s.PricingID != nil {
		if e.draft.tariff, _, err = pricing.Ready(tx, *s.PricingID); err != nil {
			return err
		}
	}
	return e.draft.checkSupplements(tx)
}

// resolve finds what a stop's change is about.
func (e *editing) resolve(tx *db.Tx, i int, s StopEdit) error {
	edit := &stopEditing{StopEdit: s}
	if !tx.Who().Is(authz.Dispatcher) {
		edit.Status = ""
	}
	id := s.TaskID
	if s.End != "" {
		id = endOf(e.tasks, s.End)
	}
	for n := range e.tasks {
		if e.tasks[n].ID == id {
			edit.task = &e.tasks[n]
		}
	}
	if id != 0 && edit.task == nil {
		return fail.At("task.id", "value.invalid")
	}
	if err := edit.find(tx, e); err != nil {
		return err
	}
	if edit.place == nil {
		return fail.At(fmt.Sprintf("items[%d].task.address.geo", i), "value.missing")
	}
	e.edits = append(e.edits, edit)
	return nil
}

// find reads the place and the packages that a stop shall have, and looks at its window.
func (s *stopEditing) find(tx *db.Tx, e *editing) (err error) {
	if s.TimeSlot != "" {
		settings, err := org.LoadSettings(tx)
		if err != nil {
			return err
		}
		if err := checkSlot(tx, s.StopIn, settings); err != nil {
			return err
		}
	}
	if len(s.Packages) > 0 && e.draft.store != nil {
		var names []string
		for _, p := range s.Packages {
			names = append(names, p.Name)
		}
		known, err := store.PackagesNamed(tx, *e.draft.store, names)
		if err != nil {
			return err
		}
		_, s.packed = packOf(s.StopIn, known)
	}
	s.place, err = e.placeThen(tx, s)
	return err
}

// placeThen is where a stop will be.
func (e *editing) placeThen(tx *db.Tx, s *stopEditing) (*org.Address, error) {
	if s.task == nil {
		if s.Address == nil && s.Type == delivery.Pickup && e.draft.store != nil {
			s.Address = &org.AddressIn{ID: e.draft.store.AddressID}
		}
		return placeMeant(tx, e.draft.store, s.Address)
	}
	old := e.old[s.task.AddressID]
	if s.Address == nil || stays(*s.Address, old) {
		if s.Address != nil && s.Address.Position != nil && !s.Address.Guessed {
			old.Lat, old.Lng = s.Address.Position.Lat, s.Address.Position.Lng
		}
		return &old, nil
	}
	return placeMeant(tx, e.draft.store, s.Address)
}

// stays tells whether an address as somebody writes it is the same place as before, only told otherwise.
func stays(in org.AddressIn, old org.Address) bool {
	elsewhere := in.ID != 0 && in.ID != old.ID
	return !elsewhere && (in.StreetAddress == nil || *in.StreetAddress == old.StreetAddress)
}

// check names what the delivery would lack after the change.
func (e *editing) check() error {
	var after []StopIn
	for _, t := range e.tasks {
		edit := e.editOf(t.ID)
		if e.gone(t, edit) {
			continue
		}
		s := StopIn{Type: t.Type, Before: t.Before}
		if edit != nil && !edit.Before.IsZero() {
			s.Before = edit.Before
		}
		after = append(after, s)
	}
	for i, s := range e.edits {
		if s.task != nil {
			continue
		}
		if s.Before.IsZero() {
			return fail.At(fmt.Sprintf("items[%d].task.doneBefore", i), "value.blank")
		}
		after = append(after, s.StopIn)
	}
	if tooLate(after) {
		return fail.At("items", "delivery.pickup.too_late")
	}
	return nil
}

func (e *editing) editOf(task int64) *stopEditing {
	i := slices.IndexFunc(e.edits, func(s *stopEditing) bool { return s.task != nil && s.task.ID == task })
	if i < 0 {
		return nil
	}
	return e.edits[i]
}

// gone tells whether a task will be no stop of the delivery any more.
func (e *editing) gone(t delivery.Task, edit *stopEditing) bool {
	switch {
	case edit == nil:
		return e.in.Whole || t.Status == delivery.Cancelled
	case edit.Status == "":
		return t.Status == delivery.Cancelled
	}
	return edit.Status == delivery.Cancelled || t.Status == delivery.Cancelled && edit.Status != delivery.Todo
}

// points are the places of the way after the change.
func (e *editing) points() (points []geo.Point) {
	for _, t := range e.tasks {
		edit := e.editOf(t.ID)
		if e.gone(t, edit) {
			continue
		}
		place := e.old[t.AddressID]
		if edit != nil {
			place = *edit.place
		}
		points = append(points, place.Point())
	}
	for _, s := range e.edits {
		if s.task == nil {
			points = append(points, s.place.Point())
		}
	}
	return points
}

func (e *editing) write(tx *db.Tx, words *locale.Printer) error {
	if _, err := ManagedDelivery(tx, e.row.ID); err != nil {
		return err
	}
	tasks, err := delivery.TasksOf(tx, e.row.ID)
	if err == nil {
		err = e.in.begun(tasks)
	}
	if err != nil {
		return err
	}
	house := tx
	if !tx.Who().Is(authz.Dispatcher) {
		house = tx.As(authz.System()) // whoever manages a delivery may change its tasks through it alone
	}
	for _, s := range e.edits { // new ones first: a delivery of which all tasks are cancelled is over
		if s.task == nil {
			if err := e.add(tx, s); err != nil {
				return err
			}
		}
	}
	for _, t := range e.tasks {
		if err := e.change(house, t, e.editOf(t.ID)); err != nil {
			return err
		}
	}
	if err := delivery.SetRoute(tx, e.row.ID, routeOf(e.way)); err != nil {
		return err
	}
	fact := delivery.DeliveryEdited{DeliveryID: e.row.ID}
	if e.row.OrderID != nil {
		fact.OrderID = *e.row.OrderID
		if err := e.followOrder(tx, words); err != nil {
			return err
		}
		if e.in.Keep != nil && tx.Who().Is(authz.Dispatcher) {
			if err := order.Bookmark(tx, *e.row.OrderID, *e.in.Keep); err != nil {
				return err
			}
		}
	}
	return tx.Emit(fact)
}

func (e *editing) add(tx *db.Tx, s *stopEditing) error {
	address, err := org.PlaceAddress(tx, *s.Address)
	if err != nil {
		return err
	}
	in := delivery.CreateTaskIn{Type: s.Type, AddressID: address.ID, After: s.After, Before: s.Before, Comments: s.Comments, Doorstep: s.Doorstep,
		Weight: s.Weight, Packages: s.packed, Tags: e.draft.tags(s.StopIn), Metadata: e.draft.metadata(s.StopIn)}
	if e.draft.store != nil {
		in.OrganizationID = &e.draft.store.OrganizationID
	}
	_, err = delivery.AddStop(tx, e.row.ID, in)
	return err
}

// change changes a task, or cancels one that is not to be any more.
func (e *editing) change(house *db.Tx, t delivery.Task, s *stopEditing) error {
	if s == nil {
		if !e.in.Whole {
			return nil
		}
		_, err := delivery.CancelTask(house, t.ID)
		return err
	}
	edit, err := s.edit(house, e.old[t.AddressID])
	if err != nil {
		return err
	}
	if edit.says() {
		if _, err := delivery.EditTask(house, edit.EditTaskIn); err != nil {
			return err
		}
	}
	if len(s.packed) > 0 || s.Told {
		if err := delivery.CarryJust(house, t.ID, s.packed); err != nil {
			return err
		}
	}
	switch {
	case s.Status == delivery.Cancelled:
		_, err = delivery.CancelTask(house, t.ID)
	case s.Status == delivery.Todo && t.Status == delivery.Cancelled:
		_, err = delivery.RestoreTask(house, t.ID)
	}
	return err
}
