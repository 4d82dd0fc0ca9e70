package store

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// ReasonSet is a list of reasons why tasks may fail, of a store's or restaurant's own.
type ReasonSet struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// Reason is why a task may fail, in the words of whose task it is.
type Reason struct {
	ID          int64                    `db:"id"`
	SetID       int64                    `db:"failure_reason_set_id"`
	Code        string                   `db:"code"`
	Description string                   `db:"description"`
	Metadata    db.JSON[json.RawMessage] `db:"metadata"`
	CreatedAt   span.Instant             `db:"created_at"`
	UpdatedAt   span.Instant             `db:"updated_at"`
}

func reasonSetKind() seed.Kind {
	return seed.Structs[ReasonSet]{
		Kind:  seed.Kind{Name: "failure_reason_set", Table: "failure_reason_sets", Fields: []seed.Field{seed.Req("name", "text")}},
		Fresh: func() ReasonSet { return ReasonSet{} },
		Stamp: func(r seed.Row, s *ReasonSet) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, s *ReasonSet) error {
			seed.Given(r, "name", &s.Name, r.Text)
			s.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(s ReasonSet) map[string]any {
			return map[string]any{"id": s.ID, "name": s.Name, "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
		}),
	}.Make()
}

func reasonKind() seed.Kind {
	return seed.Structs[Reason]{
		Kind: seed.Kind{Name: "failure_reason", Table: "failure_reasons", Fields: []seed.Field{seed.Req("failureReasonSet", "@failure_reason_set"),
			seed.Req("code", "text"), seed.Req("description", "text"), seed.Opt("metadata", "json")}},
		Fresh: func() Reason { return Reason{Metadata: db.JSON[json.RawMessage]{V: json.RawMessage("[]")}} },
		Stamp: func(r seed.Row, to *Reason) { to.ID, to.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, to *Reason) error {
			seed.Given(r, "failureReasonSet", &to.SetID, r.Ref)
			seed.Given(r, "code", &to.Code, r.Text)
			seed.Given(r, "description", &to.Description, r.Text)
			seed.Given(r, "metadata", &to.Metadata.V, r.JSON)
			to.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(r Reason) map[string]any {
			return map[string]any{"id": r.ID, "failureReasonSet": seed.Rel("failure_reason_set", &r.SetID), "code": r.Code, "description": r.Description,
				"metadata": r.Metadata.V, "createdAt": r.CreatedAt, "updatedAt": r.UpdatedAt}
		}),
	}.Make()
}
