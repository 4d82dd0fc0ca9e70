package order

import (
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// ChaseAnswers is the job that comes round for orders which wait for their shop's answer.
type ChaseAnswers struct{}

// JobKind names the job.
func (ChaseAnswers) JobKind() string { return "chase_answers" }

// NoAnswer is the reason for which the house refuses an order that its shop left without an answer.
const NoAnswer = "NO_ANSWER"

// thirds are the parts of the time to answer: after the first the shop is reminded, after the second whoever dispatches is told too, and at the
// end the order is refused, so that its customer has the money back.
const thirds = 3

// AnswerFrom is when the time to answer an order begins: when it was placed, or half an hour before the kitchen begins with one for later.
func (o Order) AnswerFrom(placed span.Instant) span.Instant {
	const ahead = 30 * time.Minute
	if begin := o.PreparationAt.Add(-ahead); !o.PreparationAt.IsZero() && begin.After(placed.Time) {
		return begin
	}
	return placed
}

// Unanswered lists the orders that wait for an answer. It asks no policy.
func Unanswered(tx *db.Tx) ([]int64, error) {
	return db.All[int64](tx, "SELECT id FROM orders WHERE state = ? AND (restaurant_id IS NOT NULL OR hub_id IS NOT NULL) ORDER BY id", IsNew)
}

// Chase does what is due for an order that waits for an answer, within the time that a shop has. It is for the house.
func Chase(tx *db.Tx, orderID int64, within time.Duration) error {
	o, err := LoadOrder(tx, orderID)
	if err != nil || o.State != IsNew || within <= 0 {
		return err
	}
	placed, ok, err := placedAt(tx, orderID)
	if err != nil || !ok {
		return err
	}
	due := int64(thirds * tx.Now().Sub(o.AnswerFrom(placed).Time) / within)
	due = min(due, o.Reminded+1) // a house that was down reminds first, too
	switch {
	case due >= thirds:
		_, err := Refuse(tx.As(authz.System()), ReasonIn{VerbIn: VerbIn{OrderID: o.ID}, Reason: NoAnswer})
		return err
	case due <= o.Reminded:
		return nil
	}
	o.Reminded = due
	if err := saveOrder(tx, &o); err != nil {
		return err
	}
	if due > 1 {
		return tx.Emit(Overdue{o.fact()})
	}
	return tx.Emit(Waiting{o.fact()})
}

func placedAt(tx *db.Tx, orderID int64) (at span.Instant, ok bool, err error) {
	return db.Maybe[span.Instant](tx, "SELECT created_at FROM order_events WHERE order_id = ? AND type = 'order:created' ORDER BY id LIMIT 1", orderID)
}
