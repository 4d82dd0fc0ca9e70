package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/span"
)

// OccurrenceIn is a delivery that comes again by a rule. With a Day the rule has no other order on it.
type OccurrenceIn struct {
	RuleID int64
	Day    span.Day
	Parcel ParcelIn
}

// OrderOccurrence makes the delivery of a rule and its order. Where the rule has an order on that day already it is Conflict
// recurrence.day.taken, and nothing is made.
func (p Parcels) OrderOccurrence(ctx context.Context, who authz.Actor, in OccurrenceIn) (delivery.Made, error) {
	return p.ordered(ctx, who, in.Parcel, func(tx *db.Tx, made delivery.Made) error {
		if err := comesFrom(tx, made, in.RuleID); err != nil || in.Day == "" {
			return err
		}
		return recurrence.Claim(tx, recurrence.Run{RuleID: in.RuleID, Day: in.Day, OrderID: *made.OrderID})
	})
}

func comesFrom(tx *db.Tx, made delivery.Made, rule int64) error {
	ids := make([]int64, len(made.Tasks))
	for i, t := range made.Tasks {
		ids[i] = t.ID
	}
	return delivery.ComeFrom(tx, ids, rule)
}

// Subscribe makes a delivery with its order, and the rule by which it comes again, which draw gives from what was made.
func (p Parcels) Subscribe(ctx context.Context, who authz.Actor, in ParcelIn, draw func(*db.Tx, delivery.Made) (recurrence.SaveIn, span.Day, error)) (delivery.Made, error) {
	return p.ordered(ctx, who, in, func(tx *db.Tx, made delivery.Made) error {
		drawn, day, err := draw(tx, made)
		if err != nil {
			return err
		}
		rule, err := recurrence.Save(tx, drawn)
		if err != nil {
			return err
		}
		if err := comesFrom(tx, made, rule.ID); err != nil {
			return err
		}
		return recurrence.Claim(tx, recurrence.Run{RuleID: rule.ID, Day: day, OrderID: *made.OrderID})
	})
}
