package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/span"
)

// Dispute is a charge that its customer contests at the bank, as the provider last told.
type Dispute struct {
	ID         int64        `db:"id"`
	PaymentID  int64        `db:"payment_id"`
	ProviderID string       `db:"provider_id"`
	Amount     money.Amount `db:"amount"`
	Withdrawn  money.Amount `db:"withdrawn"` // that the provider took back
	Fee        money.Amount `db:"fee"`
	Status     string       `db:"status"`
	Reason     string       `db:"reason"`
	DueAt      span.Instant `db:"due_at"`
	CreatedAt  span.Instant `db:"created_at"`
	UpdatedAt  span.Instant `db:"updated_at"`
}

// LookAtDisputes is the job that asks the provider how the disputes about a payment stand.
type LookAtDisputes struct {
	PaymentID int64 `json:"paymentId"`
}

// JobKind names the job.
func (LookAtDisputes) JobKind() string { return "look_at_disputes" }

// orderDisputed is the line in an order's history.
const orderDisputed = "order:payment_disputed"

// SettleDisputes writes down how the disputes about a payment stand. It is idempotent; what moved is told, and noted in the order's history.
func SettleDisputes(tx *db.Tx, paymentID int64, seen []pay.Dispute) error {
	p, err := LoadPayment(tx, paymentID)
	if err != nil {
		return err
	}
	for _, s := range seen {
		if err := settleDispute(tx, p, s); err != nil {
			return err
		}
	}
	return nil
}

func settleDispute(tx *db.Tx, p Payment, s pay.Dispute) error {
	d, known, err := disputeOf(tx, s.ID)
	if err != nil {
		return err
	}
	before := d
	d.PaymentID, d.ProviderID, d.Amount, d.Withdrawn, d.Fee, d.Status, d.Reason = p.ID, s.ID, s.Amount, s.Withdrawn, s.Fee, s.Status, s.Reason
	if d.DueAt = span.At(s.Due); s.Due.IsZero() {
		d.DueAt = span.Instant{}
	}
	if known && d == before {
		return nil
	}
	d.UpdatedAt = tx.Now()
	if known {
		err = db.Update(tx, "disputes", d)
	} else if d.ID, err = tx.ID("disputes"); err == nil {
		d.CreatedAt = tx.Now()
		err = db.Insert(tx, "disputes", d)
	}
	if err != nil {
		return err
	}
	if d.Status != before.Status {
		if err := order.Remember(tx, p.OrderID, orderDisputed, map[string]any{"status": d.Status, "amount": d.Amount, "reason": d.Reason}); err != nil {
			return err
		}
	}
	return tx.Emit(Disputed{Fact: p.fact(), DisputeID: d.ID, Status: d.Status, Disputed: int64(d.Amount)})
}

// LoadDispute reads a dispute by id; NotFound when there is none. It asks no policy.
func LoadDispute(tx *db.Tx, id int64) (Dispute, error) {
	return db.One[Dispute](tx, "SELECT * FROM disputes WHERE id = ?", id)
}

func disputeOf(tx *db.Tx, providerID string) (Dispute, bool, error) {
	return db.Maybe[Dispute](tx, "SELECT * FROM disputes WHERE provider_id = ?", providerID)
}

// DisputeView is a dispute with the number of its order.
type DisputeView struct {
	Dispute
	OrderID int64  `db:"order_id"`
	Number  string `db:"number"`
}

// ListDisputes lists all disputes, the newest first, for dispatchers.
func ListDisputes(tx *db.Tx) ([]DisputeView, error) {
	if err := mayRefund(tx.Who()); err != nil {
		return nil, err
	}
	return db.All[DisputeView](tx, `SELECT d.*, p.order_id, COALESCE(o.number, '') AS number FROM disputes d JOIN payments p ON p.id = d.payment_id
		JOIN orders o ON o.id = p.order_id ORDER BY d.id DESC`)
}
