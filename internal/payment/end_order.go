package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
)

// Finish takes the money of an order that was fulfilled, or that nobody came for: cash is in hand, what a provider holds is captured by a job.
func Finish(tx *db.Tx, orderID int64) error {
	return each(tx, orderID, func(p *Payment) error {
		switch {
		case p.State == IsAuthorized && p.Intent != "":
			return capture(tx, *p)
		case p.State == IsAuthorized, p.State == IsNew && p.Code == Cash:
			return complete(tx, p)
		}
		return nil
	})
}

func capture(tx *db.Tx, p Payment) error {
	if _, ok, err := pending(tx, p, Capture); err != nil || ok {
		return err
	}
	return openLater(tx, p, Attempt{Kind: Capture, Amount: p.Amount, Call: callOf(Call{Capture: &pay.CaptureIn{Ref: p.Ref()}})})
}

// Cancel ends what is not taken yet of an order that will not be, and lets go of what a provider holds. Money that was taken stays until somebody
// refunds it. An order that nobody came for is Finish.
func Cancel(tx *db.Tx, orderID int64) error {
	return each(tx, orderID, func(p *Payment) error {
		if p.State.Taken() && p.takenAtOnce() {
			return returnAll(tx, *p)
		}
		if !Flow.May(p.State, CancelVerb) {
			return nil
		}
		if _, busy, err := pending(tx, *p, Capture); err != nil || busy {
			return err // the money is being taken; it can be refunded
		}
		return cancel(tx, p)
	})
}

// cancel ends a payment and lets go of what it holds.
func cancel(tx *db.Tx, p *Payment) error {
	if err := turn(tx, p, CancelVerb, ""); err != nil {
		return err
	}
	if err := tx.Emit(Cancelled{p.fact()}); err != nil {
		return err
	}
	return release(tx, *p)
}

// Restore makes an order that was cancelled payable again: cash is due as before; what a provider let go must be paid anew.
func Restore(tx *db.Tx, orderID int64) error {
	all, err := PaymentsOf(tx, orderID)
	if err != nil {
		return err
	}
	last := map[Code]Payment{}
	for _, p := range all {
		last[p.Code] = p
	}
	for _, p := range all {
		if p.State != IsCancelled || last[p.Code].ID != p.ID {
			continue
		}
		if err := restore(tx, p); err != nil {
			return err
		}
	}
	return nil
}

func restore(tx *db.Tx, p Payment) error {
	if p.Intent == "" {
		return turn(tx, &p, RestoreVerb, "")
	}
	again, err := newPayment(tx, p.OrderID, Method{ID: p.MethodID, Code: p.Code}, p.Amount)
	if err != nil {
		return err
	}
	again.State = IsNew
	return insertPayment(tx, again)
}

// returnAll plans that what is left of a payment is given back, once.
func returnAll(tx *db.Tx, p Payment) error {
	left, err := leftOf(tx, p)
	if err != nil || left <= 0 {
		return err
	}
	return openLater(tx, p, giveBackAttempt(p, RefundIn{Amount: left, Liable: "platform"}))
}

func each(tx *db.Tx, orderID int64, do func(*Payment) error) error {
	all, err := PaymentsOf(tx, orderID)
	for i := range all {
		if err := do(&all[i]); err != nil {
			return err
		}
	}
	return err
}

// Covered tells whether an order needs no more money to be placed: it is free, or payments of its whole total are held or taken.
func Covered(tx *db.Tx, o order.Order) (bool, error) {
	all, err := PaymentsOf(tx, o.ID)
	var sum money.Amount
	for _, p := range all {
		if p.State.Good() {
			sum += p.Amount
		}
	}
	return sum == o.Total, err
}
