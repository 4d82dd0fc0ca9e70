package check

import (
	"fmt"
	"slices"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// patience is how long the house may take for what it does by itself, while it runs.
const patience = time.Hour

// alive is when the house last looked after what was left in the middle. What has waited since then waited for nobody.
func alive(tx *db.Tx) (span.Instant, error) {
	minutes, ok, err := db.Maybe[int64](tx, "SELECT tick FROM job_ticks WHERE kind = ?", payment.RescueAttempts{}.JobKind())
	if !ok || err != nil {
		return tx.Now(), err
	}
	return span.At(time.Unix(minutes*60, 0)), nil
}

// hanging is a card payment and how long what ends it has been under way.
type hanging struct {
	ID      int64                    `db:"id"`
	State   payment.State            `db:"state"`
	Details db.JSON[payment.Details] `db:"details"`
	Order   order.State              `db:"order_state"`
	Capture span.Instant             `db:"capture_since"` // zero: none is under way
	Release span.Instant             `db:"release_since"`
}

func moneyLeftHanging(l *look) ([]string, error) {
	now, err := alive(l.Tx)
	if err != nil {
		return nil, err
	}
	const since = "(SELECT MIN(a.created_at) FROM payment_attempts a WHERE a.payment_id = p.id AND a.state = 'open' AND a.kind = "
	all, err := db.All[hanging](l.Tx, `SELECT p.id, p.state, p.details, o.state AS order_state, `+since+`'capture') AS capture_since, `+since+`'cancel') AS release_since
		FROM payments p JOIN orders o ON o.id = p.order_id WHERE p.intent IS NOT NULL
		AND EXISTS (SELECT 1 FROM payment_attempts a WHERE a.payment_id = p.id AND a.kind = 'authorize') ORDER BY p.id`)
	var wrong []string
	for _, h := range all {
		if why := h.why(now.Add(-patience)); why != "" {
			wrong = append(wrong, fmt.Sprintf("payment %d %s", h.ID, why))
		}
	}
	return wrong, err
}

// why says what is wrong with a payment, given since when nothing may be under way.
func (h hanging) why(since span.Instant) string {
	late := func(at span.Instant) bool { return at.IsZero() || at.Before(since.Time) }
	ended := h.Order == order.IsRefused || h.Order == order.IsCancelled
	switch {
	case h.Order == order.IsFulfilled && h.State == payment.IsAuthorized && late(h.Capture):
		return "of a fulfilled order is not taken"
	case ended && (h.State.Open() || h.State == payment.IsAuthorized || h.State == payment.IsProcessing) && late(h.Capture):
		return "of an order that will not be is still wanted"
	case h.State.Over() && h.Details.V.Status == pay.RequiresCapture && late(h.Release):
		return "is over but its money is not let go"
	}
	return ""
}

// share is what was asked of the provider for an order that is paid.
type share struct {
	ID     int64                 `db:"id"`
	Amount money.Amount          `db:"amount"`
	Fee    money.Amount          `db:"fee"` // that the co-op keeps
	Call   db.JSON[payment.Call] `db:"call"`
}

func wrongShares(l *look) ([]string, error) {
	all, err := db.All[share](l.Tx, `SELECT p.id, p.amount, a.call,
		COALESCE((SELECT SUM(f.amount) FROM adjustments f WHERE f.order_id = o.id AND f.item_id IS NULL AND f.type = 'fee'), 0) AS fee
		FROM payment_attempts a JOIN payments p ON p.id = a.payment_id JOIN orders o ON o.id = p.order_id
		WHERE a.kind = 'authorize' AND a.state = 'succeeded' AND o.frozen_hash IS NOT NULL
		AND p.state IN ('authorized', 'completed', 'refunded', 'refunded_partially') ORDER BY p.id`)
	var wrong []string
	for _, s := range all {
		if !s.adds() {
			wrong = append(wrong, fmt.Sprintf("payment %d", s.ID))
		}
	}
	return wrong, err
}

func (s share) adds() bool {
	call := s.Call.V.Create
	if call == nil {
		return true
	}
	kept := min(max(0, s.Fee), s.Amount)
	switch {
	case call.Amount != s.Amount:
		return false
	case call.Account != "":
		return call.ApplicationFee == kept
	case call.Destination != "":
		return call.DestinationAmount+kept == s.Amount
	}
	return true
}

// taxed is a tax of a placed order by a rate that was not changed since the basket was begun.
type taxed struct {
	OrderID  int64        `db:"order_id"`
	ItemID   int64        `db:"item_id"` // 0: of the order itself
	Amount   money.Amount `db:"amount"`
	Rate     money.Rate   `db:"rate"`
	Included bool         `db:"included"`
	Base     money.Amount `db:"base"`   // of a line: what it costs without taxes that come on top
	Parcel   bool         `db:"parcel"` // of a delivery that is sold by itself
}

func wrongTaxes(l *look) ([]string, error) {
	all, err := db.All[taxed](l.Tx, `SELECT a.order_id, COALESCE(a.item_id, 0) AS item_id, a.amount, r.amount AS rate, r.included_in_price AS included,
		CASE WHEN o.restaurant_id IS NULL AND o.hub_id IS NULL THEN TRUE ELSE FALSE END AS parcel,
		COALESCE(i.total - COALESCE((SELECT SUM(x.amount) FROM adjustments x WHERE x.item_id = i.id AND x.type = 'tax' AND NOT x.neutral), 0), 0) AS base
		FROM adjustments a JOIN orders o ON o.id = a.order_id JOIN tax_rates r ON r.code = a.origin LEFT JOIN order_items i ON i.id = a.item_id
		WHERE a.type = 'tax' AND o.frozen_hash IS NOT NULL AND r.updated_at < o.created_at ORDER BY a.order_id, a.id`)
	if err != nil {
		return nil, err
	}
	fees, err := taxedFees(l.Tx)
	var wrong []string
	for _, t := range all {
		bases := fees[t.OrderID]
		if t.ItemID != 0 {
			bases = []money.Amount{t.Base}
		}
		if !slices.ContainsFunc(bases, func(base money.Amount) bool { return t.of(base) == t.Amount }) {
			wrong = append(wrong, fmt.Sprintf("order %d: a tax of %d", t.OrderID, t.Amount))
		}
	}
	return wrong, err
}

// of is the tax that there should be.
func (t taxed) of(base money.Amount) money.Amount {
	if t.Parcel {
		return t.Rate.Within(base)
	}
	return shop.TaxRate{Amount: t.Rate, Included: t.Included}.Of(base)
}

// taxedFees gives what of each placed order is taxed besides its lines.
func taxedFees(tx *db.Tx) (map[int64][]money.Amount, error) {
	type fee struct {
		OrderID int64        `db:"order_id"`
		Amount  money.Amount `db:"amount"`
	}
	all, err := db.All[fee](tx, `SELECT a.order_id, a.amount FROM adjustments a JOIN orders o ON o.id = a.order_id
		WHERE a.item_id IS NULL AND a.type IN ('delivery', 'incident') AND o.frozen_hash IS NOT NULL`)
	found := map[int64][]money.Amount{}
	for _, f := range all {
		found[f.OrderID] = append(found[f.OrderID], f.Amount)
	}
	return found, err
}

// unbooked finds orders that were placed, as the journal tells, and of which the ledger knows nothing.
func unbooked(l *look) (wrong []string, err error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	silent, err := db.All[int64](l.Tx, `SELECT o.id FROM orders o WHERE o.total <> 0
		AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.order_id = o.id AND t.kind = 'sale') ORDER BY o.id`)
	for _, id := range silent {
		if t.placed[id] {
			wrong = append(wrong, fmt.Sprintf("order %d", id))
		}
	}
	return wrong, err
}
