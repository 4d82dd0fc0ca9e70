package delivery

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// Hand gives a task to a courier, or to nobody, when a row of a seed document says so. Whoever keeps the task lists knows how.
type Hand func(tx *db.Tx, r seed.Row, courier *int64) error

// SeedKinds are the kinds of rows of this module: task_group, task, task_image and delivery.
func SeedKinds(hand Hand) []seed.Kind {
	return []seed.Kind{groupKind(), taskKind(hand), imageKind(), deliveryKind()}
}

func taskKind(hand Hand) seed.Kind {
	return seed.Kind{
		Name: "task", Table: "tasks",
		Fields: []seed.Field{
			seed.Req("address", "@address"), seed.Req("before", "instant"), seed.Opt("type", "PICKUP/DROPOFF"),
			seed.Opt("status", "TODO/DOING/DONE/FAILED/CANCELLED"), seed.Opt("after", "instant"), seed.Opt("comments", "text"),
			seed.Opt("reference", "text"), seed.Opt("doorstep", "bool"), seed.Opt("weight", "int"), seed.Opt("tags", "[text]"),
			seed.Opt("packages", "[packages]"), seed.Opt("metadata", "json"), seed.Opt("group", "@task_group"), seed.Opt("organization", "@organization"),
			seed.Opt("previous", "@task"), seed.Opt("assignedTo", "@user"), seed.Opt("recurrenceRule", "@recurrence_rule"),
			seed.Opt("emittedCo2", "int"), seed.Opt("traveledDistanceMeter", "int"), seed.Opt("events", "[event]"),
		},
		Insert: func(tx *db.Tx, r seed.Row) error {
			t := Task{Type: Dropoff, Status: Todo, CreatedAt: r.CreatedAt}
			if err := t.seeded(r); err != nil {
				return err
			}
			if err := insertTask(tx, &t, r.ID); err != nil {
				return asReference(err)
			}
			if err := seedPackages(tx, r); err != nil {
				return err
			}
			if err := seedHistory(tx, r); err != nil || !r.Has("assignedTo") {
				return err
			}
			return seedHand(tx, r, hand)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			t, err := LoadTask(tx, r.ID)
			if err != nil {
				return err
			}
			if err := t.seeded(r); err != nil {
				return err
			}
			if err := db.Update(tx, "tasks", &t); err != nil {
				return err
			}
			if err := seedPackages(tx, r); err != nil {
				return err
			}
			if r.Has("events") {
				if err := forgetHistory(tx, t.ID); err != nil {
					return err
				}
				if err := seedHistory(tx, r); err != nil {
					return err
				}
			}
			if !r.Has("assignedTo") {
				return nil
			}
			return seedHand(tx, r, hand)
		},
		Rows: taskRows,
	}
}

// asReference: what the API calls ref is the row's reference.
func asReference(err error) error {
	if e := fail.Of(err); len(e.Fields) > 0 && e.Fields[0].Path == "ref" {
		return fail.At("reference", e.Fields[0].Code)
	}
	return err
}

func seedPackages(tx *db.Tx, r seed.Row) error {
	if !r.Has("packages") {
		return nil
	}
	var packed []Packed
	for _, p := range r.Shapes("packages") {
		packed = append(packed, Packed{PackageID: p.Ref("package"), Quantity: p.Int("quantity")})
	}
	return setPackages(tx, r.ID, packed)
}

func seedHand(tx *db.Tx, r seed.Row, hand Hand) error {
	courier := r.MaybeRef("assignedTo")
	now, err := CourierOf(tx, r.ID)
	if err != nil || now == valueOf(courier) {
		return err
	}
	if err := hand(tx, r, courier); err != nil || courier == nil {
		return err
	}
	name, err := usernameOf(tx, *courier)
	if err != nil {
		return err
	}
	return seedEntry(tx, r.ID, assigned, map[string]any{"username": name}, r.UpdatedAt)
}

// seeded writes the given fields over a task.
func (t *Task) seeded(r seed.Row) error {
	if r.Has("address") {
		t.AddressID = r.Ref("address")
	}
	for name, field := range map[string]*span.Instant{"before": &t.Before, "after": &t.After} {
		if r.Has(name) {
			*field = r.Instant(name)
		}
	}
	t.Type = Type(r.TextOr("type", string(t.Type)))
	t.Status = Status(r.TextOr("status", string(t.Status)))
	if r.Has("comments") {
		t.Comments = r.Text("comments")
	}
	if r.Has("reference") {
		t.Reference = r.MaybeText("reference")
	}
	t.Doorstep = r.Bool("doorstep", t.Doorstep)
	if r.Has("weight") {
		t.Weight = r.MaybeInt("weight")
	}
	if r.Has("tags") {
		t.Tags.V = r.Texts("tags")
	}
	for name, field := range map[string]**int64{"group": &t.GroupID, "organization": &t.OrganizationID, "previous": &t.PreviousID, "recurrenceRule": &t.RecurrenceID} {
		if r.Has(name) {
			*field = r.MaybeRef(name)
		}
	}
	t.EmittedCO2 = r.IntOr("emittedCo2", t.EmittedCO2)
	t.TraveledDistance = r.IntOr("traveledDistanceMeter", t.TraveledDistance)
	t.UpdatedAt = r.UpdatedAt
	if r.Has("metadata") {
		t.Metadata.V = nil
		if raw := r.JSON("metadata"); raw != nil && json.Unmarshal(raw, &t.Metadata.V) != nil {
			return &seed.Refusal{Message: "must be an object, not " + string(raw), Row: -1, Field: "metadata"}
		}
	}
	return t.check()
}

func seedHistory(tx *db.Tx, r seed.Row) error {
	if !r.Has("events") {
		return seedEntry(tx, r.ID, created, nil, r.CreatedAt)
	}
	for _, e := range r.Shapes("events") {
		data := map[string]any{}
		var list []any
		if raw := e.JSON("data"); raw != nil && json.Unmarshal(raw, &list) != nil {
			if err := json.Unmarshal(raw, &data); err != nil {
				return err
			}
		}
		at := e.Instant("createdAt")
		if at.IsZero() {
			at = r.CreatedAt
		}
		if err := seedEntry(tx, r.ID, e.Text("name"), data, at); err != nil {
			return err
		}
	}
	return nil
}

func seedEntry(tx *db.Tx, task int64, name string, data map[string]any, at span.Instant) error {
	id, err := tx.ID("task_events")
	if err != nil {
		return err
	}
	if data == nil {
		data = map[string]any{}
	}
	return db.Insert(tx, "task_events", Entry{ID: id, TaskID: task, Name: name, Data: db.JSON[map[string]any]{V: data}, Actor: tx.Who().Name(), CreatedAt: at})
}

func taskRows(tx *db.Tx) ([]map[string]any, error) {
	list, err := sheets(tx, db.Everything, "s.id", SheetQuery{})
	if err != nil {
		return nil, err
	}
	parcels, err := allParcels(tx)
	if err != nil {
		return nil, err
	}
	history, err := historyOfAll(tx)
	rows := []map[string]any{}
	for _, s := range list {
		events := []map[string]any{}
		for _, e := range history[s.ID] {
			events = append(events, map[string]any{"name": e.Name, "data": orList(e.Data.V), "createdAt": e.CreatedAt})
		}
		rows = append(rows, map[string]any{
			"id": s.ID, "address": seed.Rel("address", &s.AddressID), "before": s.Before, "after": s.After, "type": s.Type, "status": s.Status,
			"comments": s.Comments, "reference": s.Reference, "doorstep": s.Doorstep, "weight": s.Weight, "tags": s.Task.Tags.V,
			"packages": packedRows(parcels[s.ID]), "metadata": s.Metadata.V, "group": seed.Rel("task_group", s.GroupID),
			"organization": seed.Rel("organization", s.OrganizationID), "recurrenceRule": seed.Rel("recurrence_rule", s.RecurrenceID), "previous": seed.Rel("task", s.PreviousID), "assignedTo": seed.Rel("user", s.CourierID), "emittedCo2": s.EmittedCO2,
			"traveledDistanceMeter": s.TraveledDistance, "events": events, "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt,
		})
	}
	return rows, err
}

func packedRows(parcels []Parcel) []map[string]any {
	rows := []map[string]any{}
	for _, p := range parcels {
		rows = append(rows, map[string]any{"package": seed.Rel("package", &p.PackageID), "quantity": p.Quantity})
	}
	return rows
}

// orList writes an empty map as an empty list, as the API does.
func orList(m map[string]any) any {
	if len(m) == 0 {
		return []any{}
	}
	return m
}
