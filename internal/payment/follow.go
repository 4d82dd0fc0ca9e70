package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
)

// Follow keeps what a basket is paid by in step with its total: nothing for a free one, otherwise one payment of the whole by the chosen means,
// a card when none was chosen. A payment that was begun at a provider is given up when the amount changes, and what it held is let go.
// Nothing is made for a means that the co-op does not have.
func Follow(tx *db.Tx, orderID int64, total money.Amount) error {
	all, err := PaymentsOf(tx, orderID)
	if err != nil {
		return err
	}
	code := Card
	for i := range all {
		p := &all[i]
		if p.State != IsCart {
			continue
		}
		code = p.Code
		if p.Amount == total {
			return nil
		}
		reused, err := adjust(tx, p, total)
		if err != nil || reused {
			return err
		}
	}
	if total == 0 {
		return nil
	}
	m, ok, err := methodOf(tx, code)
	if err != nil || !ok {
		return err
	}
	_, err = begin(tx, orderID, m, total)
	return err
}

// adjust gives a basket's payment its new amount, or ends it; reused tells that no other is needed.
func adjust(tx *db.Tx, p *Payment, total money.Amount) (reused bool, err error) {
	begun, err := begun(tx, *p)
	switch {
	case err != nil:
		return false, err
	case begun:
		return false, supersede(tx, p)
	case total == 0:
		return true, deletePayment(tx, p.ID)
	}
	p.Amount = total
	return true, savePayment(tx, p)
}

func begun(tx *db.Tx, p Payment) (bool, error) {
	attempts, err := AttemptsOf(tx, p.ID)
	return p.Intent != "" || len(attempts) > 0, err
}

// begin writes a new payment of a basket.
func begin(tx *db.Tx, orderID int64, m Method, amount money.Amount) (Payment, error) {
	p, err := newPayment(tx, orderID, m, amount)
	if err != nil {
		return p, err
	}
	return p, insertPayment(tx, p)
}

// superseded is the reason of a payment that another one replaced.
const superseded = "payment.superseded"

// supersede gives a payment up in favour of another one. It tells nobody: nothing went wrong.
func supersede(tx *db.Tx, p *Payment) error {
	if err := turn(tx, p, FailVerb, superseded); err != nil {
		return err
	}
	return release(tx, *p)
}

// turn is the one writer of a payment's state.
func turn(tx *db.Tx, p *Payment, verb Verb, reason string) (err error) {
	if p.State, err = Flow.Next(p.State, verb); err != nil {
		return err
	}
	if len(reason) > longestReason {
		reason = reason[:longestReason]
	}
	p.LastError = textOf(reason)
	return savePayment(tx, p)
}
