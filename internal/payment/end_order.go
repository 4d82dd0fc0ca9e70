package payment

import (
	"pignon.coop/internal/db"
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
		if !Flow.May(p.State, CancelVerb) {
			return nil
		}
		if _, busy, err := pending(tx, *p, Capture); err != nil || busy {
			return err // the money is being taken; it can be refunded
		}
		if err := turn(tx, p, CancelVerb, ""); err != nil {
			return err
		}
		if err := tx.Emit(Cancelled{p.fact()}); err != nil {
			return err
		}
		return release(tx, *p)
	})
}

// Restore makes an order that was cancelled payable again: cash is due as before; what a provider let go must be paid anew.
func Restore(tx *db.Tx, orderID int64) error {
	all, err := PaymentsOf(tx, orderID)
	if err != nil || len(all) == 0 {
		return err
	}
	last := all[len(all)-1]
	if last.State != IsCancelled {
		return nil
	}
	if last.Intent == "" {
		return turn(tx, &last, RestoreVerb, "")
	}
	p, err := newPayment(tx, orderID, Method{ID: last.MethodID, Code: last.Code}, last.Amount)
	if err != nil {
		return err
	}
	p.State = IsNew
	return insertPayment(tx, p)
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

// Covered tells whether an order needs no more money to be placed: it is free, or a payment of its whole total is held or taken.
func Covered(tx *db.Tx, o order.Order) (bool, error) {
	all, err := PaymentsOf(tx, o.ID)
	for _, p := range all {
		if p.State.Good() && p.Amount == o.Total {
			return true, err
		}
	}
	return o.Total == 0, err
}
