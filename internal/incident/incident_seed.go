package incident

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// SeedKind is the kind of rows of this module. title words a code of why a task failed.
func SeedKind(title func(code string) string) seed.Kind {
	return seed.Structs[Incident]{
		Kind: seed.Kind{Name: "incident", Table: "incidents", Fields: []seed.Field{seed.Req("task", "@task"), seed.Opt("title", "text"),
			seed.Opt("status", "OPEN/CLOSED"), seed.Opt("priority", "int"), seed.Opt("failureReasonCode", "text"), seed.Opt("description", "text"),
			seed.Opt("createdBy", "@user"), seed.Opt("metadata", "json"), seed.Opt("tags", "[text]"), seed.Opt("events", "json")}},
		Fresh: func() Incident { return Incident{Status: Open, Priority: Medium, Version: 1} },
		Stamp: func(r seed.Row, i *Incident) { i.ID, i.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, i *Incident) error {
			seed.Given(r, "task", &i.TaskID, r.Ref)
			seed.GivenText(r, "failureReasonCode", &i.Reason)
			seed.GivenText(r, "description", &i.Description)
			seed.Given(r, "createdBy", &i.CreatedBy, r.MaybeRef)
			seed.Given(r, "tags", &i.Tags.V, r.Texts)
			i.Status = Status(r.TextOr("status", string(i.Status)))
			i.Priority = r.IntOr("priority", i.Priority)
			if i.Title = r.TextOr("title", i.Title); i.Title == "" {
				i.Title = title(string(i.Reason))
			}
			i.UpdatedAt = r.UpdatedAt
			if raw := r.JSON("metadata"); raw != nil {
				if err := json.Unmarshal(raw, &i.Metadata.V); err != nil {
					return &seed.Refusal{Message: "must be a list of objects, not " + string(raw), Row: -1, Field: "metadata"}
				}
			}
			return i.check()
		},
		After: seedEntries,
		Show:  shown,
	}.Make()
}

// seeded is a line of history as a document writes it.
type seeded struct {
	Type      Act             `json:"type"`
	Message   org.Text        `json:"message"`
	Metadata  *map[string]any `json:"metadata"`
	CreatedAt *span.Instant   `json:"createdAt"`
}

func seedEntries(tx *db.Tx, r seed.Row, i Incident) error {
	raw := r.JSON("events")
	if raw == nil {
		return nil
	}
	var list []seeded
	if err := json.Unmarshal(raw, &list); err != nil {
		return &seed.Refusal{Message: "must be a list of events, not " + string(raw), Row: -1, Field: "events"}
	}
	if _, err := tx.Exec("DELETE FROM incident_events WHERE incident_id = ?", i.ID); err != nil {
		return err
	}
	for _, s := range list {
		id, err := tx.ID("incident_events")
		if err != nil {
			return err
		}
		e := Entry{ID: id, IncidentID: i.ID, Type: s.Type, Message: s.Message, Metadata: db.JSON[*map[string]any]{V: s.Metadata}, CreatedBy: i.CreatedBy, CreatedAt: r.CreatedAt}
		if s.CreatedAt != nil {
			e.CreatedAt = *s.CreatedAt
		}
		if err := db.Insert(tx, "incident_events", e); err != nil {
			return err
		}
	}
	return nil
}

func shown(tx *db.Tx, _ []Incident) ([]map[string]any, error) {
	page, err := List(tx, Query{Order: "i.id"})
	rows := []map[string]any{}
	for _, v := range page.Rows {
		events := []seeded{}
		for _, e := range v.Entries {
			events = append(events, seeded{Type: e.Type, Message: e.Message, Metadata: e.Metadata.V, CreatedAt: &e.CreatedAt})
		}
		rows = append(rows, map[string]any{"id": v.ID, "task": seed.Rel("task", &v.TaskID), "title": v.Title, "status": v.Status, "priority": v.Priority,
			"failureReasonCode": v.Reason, "description": v.Description, "createdBy": seed.Rel("user", v.CreatedBy), "metadata": v.Metadata.V, "tags": v.Tags.V,
			"events": events, "createdAt": v.CreatedAt, "updatedAt": v.UpdatedAt})
	}
	return rows, err
}
