package check

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/payment"
)

// paid is a card payment as the house knows it.
type paid struct {
	payment.Payment
	Given   money.Amount `db:"given"`   // back, so far
	Giving  money.Amount `db:"giving"`  // back, under way
	Pending int64        `db:"pending"` // calls under way that end it
	Fresh   bool         `db:"-"`       // of which the provider may know something that was not told yet
}

// lookedBack is how far back payments are compared with the provider's: each costs a question.
const lookedBack = 30

// paidOf gives the card payments of the last 30 days that were asked of the provider. Those that seed documents state never were.
func paidOf(tx *db.Tx) ([]paid, error) {
	now, err := alive(tx)
	if err != nil {
		return nil, err
	}
	all, err := db.All[paid](tx, `SELECT p.*, COALESCE((SELECT SUM(r.amount) FROM refunds r WHERE r.payment_id = p.id), 0) AS given,
		COALESCE((SELECT SUM(a.amount) FROM payment_attempts a WHERE a.payment_id = p.id AND a.kind = 'refund' AND a.state = 'open'), 0) AS giving,
		(SELECT COUNT(*) FROM payment_attempts a WHERE a.payment_id = p.id AND a.kind IN ('capture', 'cancel') AND a.state = 'open') AS pending
		FROM payments p WHERE p.intent IS NOT NULL AND p.updated_at > ?
		AND EXISTS (SELECT 1 FROM payment_attempts a WHERE a.payment_id = p.id AND a.kind = 'authorize') ORDER BY p.id`, now.Add(-lookedBack*loose))
	for i := range all {
		all[i].Fresh = all[i].UpdatedAt.After(now.Add(-2 * patience).Time)
	}
	return all, err
}
