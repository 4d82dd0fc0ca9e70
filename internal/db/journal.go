package db

import (
	"encoding/json"
	"fmt"

	"pignon.coop/internal/span"
)

// Event is a fact in the past tense (`order.accepted`) with identifiers and plain values.
type Event interface{ EventName() string }

// Entry is one line of the journal: what happened, by whom, when. Seq grows in commit order, without holes.
type Entry struct {
	Seq   int64        `db:"seq"`
	Name  string       `db:"name"`
	Body  string       `db:"body"` // the event as JSON
	Actor string       `db:"actor"`
	At    span.Instant `db:"at"`
}

// Reaction is what one module does, in the same unit of work, when another's event happens.
type Reaction struct {
	event string
	run   func(*Tx, Event) error
}

// On makes a Reaction to the events of one type.
func On[E Event](run func(*Tx, E) error) Reaction {
	var zero E
	return Reaction{event: zero.EventName(), run: func(tx *Tx, e Event) error {
		typed, ok := e.(E)
		if !ok {
			return fmt.Errorf("event %s is a %T", e.EventName(), e)
		}
		return run(tx, typed)
	}}
}

func byEvent(list []Reaction) map[string][]Reaction {
	m := map[string][]Reaction{}
	for _, r := range list {
		m[r.event] = append(m[r.event], r)
	}
	return m
}

// Emit writes an event to the journal and runs its reactions. Both are part of this unit of work.
func (t *Tx) Emit(e Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write event %s: %w", e.EventName(), err)
	}
	seq, err := t.ID("journal")
	if err != nil {
		return err
	}
	t.MarkChanged()
	entry := Entry{Seq: seq, Name: e.EventName(), Body: string(body), Actor: t.who.Name(), At: t.now}
	if err := Insert(t, "journal", entry); err != nil {
		return err
	}
	for _, r := range t.db.reactions[e.EventName()] {
		if err := r.run(t, e); err != nil {
			return err
		}
	}
	return nil
}

// MarkChanged asks for a signal on Changed once this unit of work is committed.
func (t *Tx) MarkChanged() { *t.dirty = true }

// EntriesAfter reads up to limit entries behind a position, in order.
func EntriesAfter(t *Tx, seq int64, limit int) ([]Entry, error) {
	return All[Entry](t, "SELECT seq, name, body, actor, at FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)
}
