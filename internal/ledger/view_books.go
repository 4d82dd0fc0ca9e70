package ledger

import (
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Balance is what moved on an account.
type Balance struct {
	Account Account      `db:"account"`
	Debit   money.Amount `db:"debit"`
	Credit  money.Amount `db:"credit"`
}

// Books are the balances of a period. Their debits and credits are equal.
type Books struct {
	Orders   int64 // that were booked, or booked back
	Balances []Balance
}

// Line is an entry as accountants read it.
type Line struct {
	TransactionID int64        `db:"transaction_id"`
	At            span.Instant `db:"created_at"`
	Kind          Kind         `db:"kind"`
	Order         string       `db:"number"`
	PaymentID     int64        `db:"payment_id"` // 0: none
	Account       Account      `db:"account"`
	Shop          string       `db:"shop"`
	Amount        money.Amount `db:"amount"`
}

// mayRead: administrators.
func mayRead(who authz.Actor) error { return who.Must(authz.Admin) }

// Period is from the beginning of one day to the end of another.
func Period(from, to span.Day, zone *time.Location) span.Range {
	return span.Range{From: from.In(zone).From, To: to.In(zone).To}
}

// ViewBooks adds up what moved on each account.
func ViewBooks(tx *db.Tx, in span.Range) (b Books, err error) {
	if err := mayRead(tx.Who()); err != nil {
		return b, err
	}
	if b.Balances, err = balances(tx, in); err != nil {
		return b, err
	}
	b.Orders, err = ordersBooked(tx, in)
	return b, err
}

// ListLines lists the entries of a period, oldest first.
func ListLines(tx *db.Tx, in span.Range) ([]Line, error) {
	if err := mayRead(tx.Who()); err != nil {
		return nil, err
	}
	return lines(tx, in)
}
