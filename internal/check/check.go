// Package check states the invariants of a co-op's data, each as a query that gives rows only where it is broken. `pignon check` runs them all. It
// reads every module's tables and writes none.
package check

import (
	"context"
	"fmt"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
)

// Broken is an invariant that does not hold, with the things that break it.
type Broken struct {
	ID    string
	Words string
	Rows  []string // at most ten, as the query words them
	More  int      // how many rows beyond these
}

// String gives a line for people.
func (b Broken) String() string {
	line := fmt.Sprintf("%s %s: %v", b.ID, b.Words, b.Rows)
	if b.More > 0 {
		line += fmt.Sprintf(" and %d more", b.More)
	}
	return line
}

const shown = 10

// Run checks every invariant on one snapshot and gives those that are broken.
func Run(ctx context.Context, d *db.DB) (broken []Broken, checked int, err error) {
	if err := d.Integrity(ctx); err != nil {
		broken = append(broken, Broken{ID: "I68", Words: "the database file is whole", Rows: []string{err.Error()}})
	}
	err = d.Read(ctx, authz.System(), func(tx *db.Tx) error {
		found, err := InWork(tx)
		broken = append(broken, found...)
		return err
	})
	return broken, len(invariants) + 1, err
}

// InWork checks every invariant that a query can tell, as an open unit of work sees the data.
func InWork(tx *db.Tx) (broken []Broken, err error) {
	for _, i := range invariants {
		rows, err := db.All[string](tx, i.query)
		if err != nil {
			return broken, fmt.Errorf("%s: %w", i.id, err)
		}
		if len(rows) > 0 {
			broken = append(broken, Broken{ID: i.id, Words: i.words, Rows: rows[:min(shown, len(rows))], More: max(0, len(rows)-shown)})
		}
	}
	return broken, nil
}
