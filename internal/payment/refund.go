package payment

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/pay"
)

// RefundIn gives back an amount of a payment, all that is left when it is 0. Liable is merchant or platform.
type RefundIn struct {
	PaymentID int64
	Amount    money.Amount
	Liable    string
	Comments  string
}

// mayRefund: dispatchers.
func mayRefund(who authz.Actor) error { return who.Must(authz.Dispatcher) }

// PrepareRefund writes what will be given back; no attempt (ID 0) means that no provider is asked and it is given back already. Only money
// that was taken can be: Conflict otherwise. An amount beyond what is left, refunds under way counted, is Invalid at `amount`.
func PrepareRefund(tx *db.Tx, in RefundIn) (Step, error) {
	if err := mayRefund(tx.Who()); err != nil {
		return Step{}, err
	}
	if in.Liable != "merchant" && in.Liable != "platform" {
		return Step{}, fail.At("liableParty", "value.choice")
	}
	p, err := LoadPayment(tx, in.PaymentID)
	if err != nil {
		return Step{}, err
	}
	if p.State != IsCompleted && p.State != IsRefundedPartially {
		_, err := Flow.Next(p.State, RefundVerb)
		return Step{}, err
	}
	if in.Amount, err = refundable(tx, p, in.Amount); err != nil {
		return Step{}, err
	}
	if p.Intent == "" {
		err := giveBack(tx, &p, Refund{Amount: in.Amount, Liable: in.Liable, Comments: in.Comments})
		return Step{Payment: p}, err
	}
	a, err := open(tx, p, giveBackAttempt(p, in))
	return Step{Payment: p, Attempt: a}, err
}

func giveBackAttempt(p Payment, in RefundIn) Attempt {
	return Attempt{Kind: GiveBack, Amount: in.Amount, Call: callOf(Call{
		Refund: &pay.RefundIn{Ref: p.Ref(), Amount: in.Amount, UndoTransfer: p.Details.V.Destination != "", UndoFee: p.Account != ""},
		Liable: in.Liable, Comments: in.Comments,
	})}
}

// refundable checks an amount against what is left, and makes 0 all of it.
func refundable(tx *db.Tx, p Payment, amount money.Amount) (money.Amount, error) {
	left, err := leftOf(tx, p)
	if err != nil {
		return 0, err
	}
	if amount == 0 {
		amount = left
	}
	if amount <= 0 || amount > left {
		return 0, fail.At("amount", "payment.refund.too_much", "left", int64(left))
	}
	if amount != p.Amount && !p.Partial() {
		return 0, fail.At("amount", "payment.refund.whole", "amount", int64(p.Amount))
	}
	return amount, nil
}

// leftOf is what was taken less what was given back or is being given back.
func leftOf(tx *db.Tx, p Payment) (money.Amount, error) {
	given, err := refundedOf(tx, p.ID)
	if err != nil {
		return 0, err
	}
	attempts, err := AttemptsOf(tx, p.ID)
	for _, a := range attempts {
		if a.Kind == GiveBack && a.State == Pending {
			given += a.Amount
		}
	}
	return p.Amount - given, err
}

// giveBack writes a refund down.
func giveBack(tx *db.Tx, p *Payment, r Refund) (err error) {
	if r.ID, err = tx.ID("refunds"); err != nil {
		return err
	}
	r.PaymentID, r.CreatedAt = p.ID, tx.Now()
	if err := insertRefund(tx, r); err != nil {
		return err
	}
	given, err := refundedOf(tx, p.ID)
	if err != nil {
		return err
	}
	if p.State.Over() { // it was astray, and stays over
		return tx.Emit(Refunded{Fact: p.fact(), RefundID: r.ID, Refund: int64(r.Amount)})
	}
	verb := PartlyVerb
	if given >= p.Amount {
		verb = RefundVerb
	}
	if err := turn(tx, p, verb, ""); err != nil {
		return err
	}
	return tx.Emit(Refunded{Fact: p.fact(), RefundID: r.ID, Refund: int64(r.Amount)})
}

// RefundedOf is what was given back of a payment so far.
func RefundedOf(tx *db.Tx, paymentID int64) (money.Amount, error) { return refundedOf(tx, paymentID) }

// OpenCapture finds the capture of a payment that is still to be made; ok is false when there is none.
func OpenCapture(tx *db.Tx, p Payment) (a Attempt, ok bool, err error) {
	return pending(tx, p, Capture)
}
