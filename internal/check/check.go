// Package check states the invariants of a co-op's data and finds what breaks them: most are queries that give rows only where they are broken,
// the others are computed anew from what is stored. `pignon check` runs them all. It reads every module's tables and files, and asks the payment
// provider; it writes nothing. docs/invariants.md lists all of them, with the reason for each that is not looked at here.
package check

import (
	"context"
	"fmt"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/pay"
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

// Skipped is an invariant that could not be looked at.
type Skipped struct{ ID, Words, Why string }

// String gives a line for people.
func (s Skipped) String() string { return fmt.Sprintf("%s %s: not checked, %s", s.ID, s.Words, s.Why) }

// Report is what a check found. Checked counts the statements that were looked at, the broken ones among them.
type Report struct {
	Broken  []Broken
	Skipped []Skipped
	Checked int
}

// House is what is checked. Gateway gives a payment provider, nil where its keys are missing.
type House struct {
	DB      *db.DB
	Blobs   blob.Store
	Gateway func(pay.Door) pay.Intents
}

// statement is an invariant by the id that docs/invariants.md lists it under.
type statement struct{ id, words string }

const shown = 10

// broken makes a finding of rows, none when there are none.
func (s statement) broken(rows []string) []Broken {
	if len(rows) == 0 {
		return nil
	}
	return []Broken{{ID: s.id, Words: s.words, Rows: rows[:min(shown, len(rows))], More: max(0, len(rows)-shown)}}
}

// invariant is a statement with what finds one text per thing that breaks it.
type invariant struct {
	statement
	find func(*look) ([]string, error)
}

// look is one look at the data, on one snapshot.
type look struct {
	*db.Tx
	told *told // what the journal tells, once somebody asked
}

// Run checks every invariant: those of the data on one snapshot, then the files and the payment provider.
func Run(ctx context.Context, h House) (r Report, err error) {
	if err := h.DB.Integrity(ctx); err != nil {
		r.Broken = append(r.Broken, wholeFile.broken([]string{err.Error()})...)
	}
	var kept filed
	var paid []paid
	err = h.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		if r.Broken, err = appendTo(r.Broken, tx); err != nil {
			return err
		}
		if kept, err = filesOf(tx); err != nil {
			return err
		}
		paid, err = paidOf(tx)
		return err
	})
	if err != nil {
		return r, err
	}
	r.Checked = len(all()) + 1
	if err := r.compareFiles(ctx, h.Blobs, kept); err != nil {
		return r, err
	}
	r.askProvider(ctx, h.Gateway, paid)
	return r, nil
}

func appendTo(list []Broken, tx *db.Tx) ([]Broken, error) {
	found, err := InWork(tx)
	return append(list, found...), err
}

// InWork checks every invariant that the database alone can tell, as an open unit of work sees the data.
func InWork(tx *db.Tx) (broken []Broken, err error) {
	l := &look{Tx: tx}
	for _, i := range all() {
		rows, err := i.find(l)
		if err != nil {
			return broken, fmt.Errorf("%s: %w", i.id, err)
		}
		broken = append(broken, i.broken(rows)...)
	}
	return broken, nil
}

var wholeFile = statement{"I68", "the database file is whole, and every reference in it leads somewhere"}

// all lists the invariants that the database can tell.
func all() (list []invariant) {
	for _, q := range queries {
		list = append(list, invariant{q.statement, func(l *look) ([]string, error) { return db.All[string](l.Tx, q.sql) }})
	}
	return append(list, computed()...)
}

// computed lists those that no query can tell.
func computed() []invariant {
	return []invariant{
		{statement{"I01", "the rules that a kept price was found by add up to it"}, untruePrices},
		{statement{"I08", "money is taken for a fulfilled order, and let go for one that will not be, within an hour"}, moneyLeftHanging},
		{statement{"I10", "what the provider passes on and what the co-op keeps are what the customer paid"}, wrongShares},
		{statement{"I10", "each order that was placed is in the ledger"}, unbooked},
		{statement{"I13", "each tax is its rate of what it is on, to the cent"}, wrongTaxes},
		{statement{"I16", "what was ordered, its price and where it goes are what was paid"}, thawed},
		{statement{"I17", "orders and payments move as their state tables say"}, func(l *look) ([]string, error) { return l.leaps(moneyAndOrders) }},
		{statement{"I19", "a basket becomes an order once"}, func(l *look) ([]string, error) { return l.leaps(func(t *told) []string { return t.twice }) }},
		{statement{"I22", "no order waits for an answer beyond the time for it"}, unanswered},
		{statement{"I23", "an order is promised for when the kitchen is open"}, promisedWhileClosed},
		{statement{"I28", "a task is with the courier that its last assignment told of"}, strayed},
		{statement{"I31", "a task moves as its state table says"}, func(l *look) ([]string, error) { return l.leaps(tasksAlone) }},
		{statement{"I34", "an order is fulfilled when its drop-offs are done, and not before"}, undelivered},
		{statement{"I42", "each edit of a task list makes it a newer version"}, wrongVersions},
		{statement{"I44", "orders, payments, tasks and incidents stand where the journal left them"}, elsewhere},
		{statement{"I64", "each document and each closure is as it was sealed, in an unbroken chain"}, brokenChains},
		{statement{"I66", "days, months and years are closed at the sum of their documents"}, wrongClosures},
		{statement{"I67", "the accountant's file balances and says what the ledger says"}, unbalancedExport},
		{statement{"I48", "a mail that waits is about an entry of the journal"}, unfounded},
	}
}
