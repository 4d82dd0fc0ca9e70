package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
)

// OweIn is what is to be paid for an order after it was placed, and how.
type OweIn struct {
	OrderID int64
	Total   money.Amount
	Code    Code // of a new payment; one that there is keeps its own
}

// Owe keeps what is due for an order in step with what it costs: one payment of the whole that is yet to be made, none for what is free. A total
// other than what was taken already is Conflict payment.owe.taken. Nothing is made for a means that the co-op does not have.
func Owe(tx *db.Tx, in OweIn) error {
	all, err := PaymentsOf(tx, in.OrderID)
	if err != nil {
		return err
	}
	for i := range all {
		p := &all[i]
		switch {
		case p.State.Over():
		case p.Amount == in.Total:
			return nil
		case !p.State.Open():
			return fail.New(fail.Conflict, "payment.owe.taken")
		case in.Total == 0:
			return turn(tx, p, CancelVerb, "")
		default:
			p.Amount = in.Total
			return savePayment(tx, p)
		}
	}
	m, ok, err := methodOf(tx, in.Code)
	if err != nil || !ok || in.Total == 0 {
		return err
	}
	p, err := newPayment(tx, in.OrderID, m, in.Total)
	if err != nil {
		return err
	}
	p.State = IsNew
	return insertPayment(tx, p)
}
