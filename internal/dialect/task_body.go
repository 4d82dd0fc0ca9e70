package dialect

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// taskFields is a task as a body writes it; nil was absent.
type taskFields struct {
	edit       delivery.EditTaskIn
	address    json.RawMessage
	reference  *string
	assignedTo string
	images     []int64
}

func (f *face) taskFields(b body) (t taskFields, err error) {
	t.address = b["address"]
	if err := f.windowIn(b, &t.edit); err != nil {
		return t, err
	}
	for key, field := range map[string]any{
		"comments": &t.edit.Comments, "doorstep": &t.edit.Doorstep, "ref": &t.reference, "assignedTo": &t.assignedTo,
	} {
		if err := b.into(key, field); err != nil {
			return t, err
		}
	}
	if b.has("comments") && t.edit.Comments == nil { // null clears
		t.edit.Comments = new(string)
	}
	if err := t.listsIn(b); err != nil {
		return t, err
	}
	packages, err := b.packages()
	for _, p := range packages {
		t.edit.Packages = append(t.edit.Packages, delivery.Named{Name: p.Name, Quantity: p.Quantity})
	}
	if err != nil {
		return t, err
	}
	t.images, err = b.relations("images", "task_images")
	return t, err
}

// windowIn reads the bounds under their names new and old, the new ones winning, and the slot, which wins over both.
func (f *face) windowIn(b body, edit *delivery.EditTaskIn) error {
	for _, keys := range []struct {
		names []string
		field **span.Instant
	}{{[]string{"doneAfter", "after"}, &edit.After}, {[]string{"doneBefore", "before"}, &edit.Before}} {
		for _, name := range keys.names {
			var at span.Instant
			if err := f.momentIn(b, name, &at); err != nil {
				return err
			}
			if !at.IsZero() {
				*keys.field = &at
			}
		}
	}
	slot, err := f.window(b["timeSlot"])
	if err == nil && !slot.IsZero() {
		edit.After, edit.Before = &slot.From, &slot.To
	}
	return err
}

func (t *taskFields) listsIn(b body) error {
	var kind *string
	if err := b.into("type", &kind); err != nil {
		return err
	}
	if kind != nil {
		upper := delivery.Type(strings.ToUpper(*kind))
		t.edit.Type = &upper
	}
	if b.has("tags") {
		tags := []string{}
		if err := b.into("tags", &tags); err != nil {
			return err
		}
		t.edit.Tags = &tags
	}
	if b.has("metadata") {
		metadata := map[string]any{}
		var list []any // an empty map may come as an empty list
		if json.Unmarshal(b["metadata"], &list) != nil {
			if err := b.into("metadata", &metadata); err != nil {
				return err
			}
		}
		t.edit.Metadata = &metadata
	}
	if b.has("weight") {
		var weight *int64
		if err := b.into("weight", &weight); err != nil {
			return err
		}
		t.edit.Weight = &weight
	}
	return nil
}

func (t taskFields) create(address int64) delivery.CreateTaskIn {
	in := delivery.CreateTaskIn{AddressID: address, Reference: t.reference, Called: t.edit.Packages}
	give(&in.Type, t.edit.Type)
	give(&in.After, t.edit.After)
	give(&in.Before, t.edit.Before)
	give(&in.Comments, t.edit.Comments)
	give(&in.Doorstep, t.edit.Doorstep)
	give(&in.Weight, t.edit.Weight)
	give(&in.Tags, t.edit.Tags)
	return in
}

func give[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func (f *face) createTask(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	fields, err := f.taskFields(b)
	if err != nil {
		return err
	}
	address, err := f.addressIn(c.R.Context(), fields.address)
	if err != nil {
		return err
	}
	var t delivery.Task
	err = f.change(c, func(tx *db.Tx) error {
		id, err := placed(tx, address)
		if err != nil {
			return err
		}
		if t, err = delivery.CreateTask(tx, fields.create(id)); err != nil {
			return err
		}
		return handOver(tx, t.ID, fields.assignedTo)
	})
	if err != nil {
		return err
	}
	return f.answerTask(c, http.StatusCreated, t.ID)
}

// placed gives the id of a task's address, 0 when the body has none. What is wrong with it stands under `address`. Telephone numbers that
// nobody can have are kept, as integrations expect.
func placed(tx *db.Tx, in *org.AddressIn) (int64, error) {
	if in == nil {
		return 0, nil
	}
	fields := *in
	fields.AnyPhone = true
	a, err := org.PlaceAddress(tx, fields)
	if fail.Is(err, fail.NotFound) {
		return 0, itemNotFound(iri("addresses", in.ID))
	}
	return a.ID, underAddress(err)
}

// underAddress words what is wrong with an address inside a task.
func underAddress(err error) error {
	if err := wholePhone(err); !fail.Is(err, fail.Invalid) || fail.Of(err).Code == unreadable {
		return err
	}
	return fail.Under("address", err)
}

const unreadable = "phone.unreadable"

// wholePhone makes a telephone number that cannot be read an error of the whole request.
func wholePhone(err error) error {
	if fail.Is(err, fail.Invalid) && slices.ContainsFunc(fail.Of(err).Fields, func(f fail.Field) bool { return f.Code == "phone.invalid" }) {
		return fail.Wrap(err, fail.Invalid, unreadable)
	}
	return err
}

// handOver gives a task to whom the body names, if that is a courier. Forms send the name of who has it already along: nothing changes then.
func handOver(tx *db.Tx, task int64, username string) error {
	if username == "" {
		return nil
	}
	u, ok, err := account.UserByName(tx, username)
	if err != nil || !ok || !u.Actor().Holds(authz.Courier) {
		return err
	}
	if has, err := delivery.CourierOf(tx, task); err != nil || has == u.ID {
		return err
	}
	_, err = dispatch.Assign(tx, dispatch.AssignIn{Tasks: []int64{task}, Username: username})
	return err
}

func (f *face) editTask(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var now delivery.Sheet
	if err := f.read(c, func(tx *db.Tx) (err error) {
		now, err = delivery.LoadSheet(tx.As(authz.System()), id) // what is hidden from a courier is kept all the same
		return err
	}); err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	fields, err := f.taskFields(b)
	if err != nil {
		return err
	}
	move, err := f.addressEdit(c.R.Context(), fields.address, now)
	if err != nil {
		return err
	}
	err = f.change(c, func(tx *db.Tx) error {
		edit := fields.edit
		edit.TaskID = id
		t, err := delivery.EditTask(tx, edit) // says who may
		if err != nil {
			return err
		}
		if err := move(tx, t); err != nil {
			return err
		}
		if err := imagesIn(tx, fields.images); err != nil {
			return err
		}
		if err := delivery.AttachImages(tx, []int64{id}, fields.images); err != nil {
			return err
		}
		return handOver(tx, id, fields.assignedTo)
	})
	if err != nil {
		return err
	}
	return f.answerTask(c, http.StatusOK, id)
}

// addressEdit reads a task's new address: an object with the same street changes the row that the task has, as the house does it; another
// street makes a new row with what the old one says besides; an IRI, or an object with another @id and no street, points elsewhere.
func (f *face) addressEdit(ctx context.Context, raw json.RawMessage, now delivery.Sheet) (func(*db.Tx, delivery.Task) error, error) {
	var b body
	if len(raw) == 0 || string(raw) == "null" {
		return func(*db.Tx, delivery.Task) error { return nil }, nil
	}
	if json.Unmarshal(raw, &b) == nil {
		fields, err := addressFields(b)
		if err != nil {
			return nil, err
		}
		if fields.StreetAddress == nil && fields.ID != 0 && fields.ID != now.AddressID {
			return f.addressMove(ctx, raw)
		}
		if fields.StreetAddress == nil || *fields.StreetAddress == now.Place.StreetAddress {
			return func(tx *db.Tx, t delivery.Task) error {
				fields.ID, fields.AnyPhone = 0, true
				_, err := org.ChangeAddress(tx.As(authz.System()), org.ChangeAddressIn{ID: t.AddressID, Fields: fields})
				return underAddress(err)
			}, nil
		}
		b["@id"] = nil
		if raw, err = json.Marshal(withRest(b, now)); err != nil {
			return nil, err
		}
	}
	return f.addressMove(ctx, raw)
}

// addressMove points a task at the address that a body means: an existing row or a new one.
func (f *face) addressMove(ctx context.Context, raw json.RawMessage) (func(*db.Tx, delivery.Task) error, error) {
	in, err := f.addressIn(ctx, raw)
	return func(tx *db.Tx, t delivery.Task) error {
		id, err := placed(tx, in)
		if err != nil {
			return err
		}
		_, err = delivery.EditTask(tx, delivery.EditTaskIn{TaskID: t.ID, AddressID: &id})
		return err
	}, err
}

// withRest completes a new address by what the old one says about people.
func withRest(b body, now delivery.Sheet) body {
	for key, old := range map[string]*string{"name": now.Place.Name, "contactName": now.Place.ContactName, "telephone": now.Place.Telephone, "description": now.Place.Description} {
		if b.has(key) || old == nil {
			continue
		}
		text, err := json.Marshal(*old)
		if err == nil {
			b[key] = text
		}
	}
	delete(b, "@id")
	return b
}
