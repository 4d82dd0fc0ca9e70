package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
)

// Follow keeps what a basket is paid by in step with its total: nothing for a free one, otherwise the whole by the chosen means, a card when none
// was chosen. A payment that was begun at a provider is given up when its amount changes, and what it held is let go. Nothing is made for a means
// that the co-op does not have.
func Follow(tx *db.Tx, orderID int64, total money.Amount) error {
	all, err := PaymentsOf(tx, orderID)
	if err != nil {
		return err
	}
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return err
	}
	wanted, err := parts(tx, o, total, choiceOf(all))
	if err == nil {
		_, err = arrange(tx, orderID, wanted, methodOf)
	}
	return err
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
