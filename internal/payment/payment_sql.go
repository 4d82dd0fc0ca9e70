package payment

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/span"
)

// LoadPayment reads a payment by id; NotFound when there is none. It asks no policy.
func LoadPayment(tx *db.Tx, id int64) (Payment, error) {
	p, err := db.One[Payment](tx, "SELECT * FROM payments WHERE id = ?", id)
	if err != nil {
		return p, err
	}
	return p, named(tx, &p)
}

// PaymentsOf reads all payments of an order, the oldest first.
func PaymentsOf(tx *db.Tx, orderID int64) ([]Payment, error) {
	found, err := PaymentsOfOrders(tx, []int64{orderID})
	return found[orderID], err
}

// PaymentsOfOrders reads all payments of orders, the oldest first.
func PaymentsOfOrders(tx *db.Tx, orderIDs []int64) (map[int64][]Payment, error) {
	rows, err := db.All[Payment](tx, "SELECT * FROM payments WHERE order_id IN (?) ORDER BY id", orderIDs)
	if err != nil {
		return nil, err
	}
	found := map[int64][]Payment{}
	if len(rows) == 0 {
		return found, nil
	}
	methods, err := Methods(tx)
	codes := map[int64]Code{}
	for _, m := range methods {
		codes[m.ID] = m.Code
	}
	for _, p := range rows {
		p.Code = codes[p.MethodID]
		found[p.OrderID] = append(found[p.OrderID], p)
	}
	return found, err
}

// paymentOfIntent finds the payment of an intent; ok is false for an intent that is not of this house.
func paymentOfIntent(tx *db.Tx, intent pay.IntentID) (id int64, ok bool, err error) {
	return db.Maybe[int64](tx, "SELECT id FROM payments WHERE intent = ?", string(intent))
}

// paymentOfReference finds the payment of a reference that we gave to a provider.
func paymentOfReference(tx *db.Tx, reference string) (id int64, ok bool, err error) {
	return db.Maybe[int64](tx, "SELECT id FROM payments WHERE reference = ?", reference)
}

func named(tx *db.Tx, p *Payment) (err error) {
	p.Code, err = db.One[Code](tx, "SELECT code FROM payment_methods WHERE id = ?", p.MethodID)
	return err
}

func insertPayment(tx *db.Tx, p Payment) error { return db.Insert(tx, "payments", p) }

func savePayment(tx *db.Tx, p *Payment) error {
	p.UpdatedAt = tx.Now()
	return db.Update(tx, "payments", p)
}

func deletePayment(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM payments WHERE id = ?", id)
	return err
}

// Methods lists the means of payment that the co-op has, by id.
func Methods(tx *db.Tx) ([]Method, error) {
	return db.All[Method](tx, "SELECT * FROM payment_methods ORDER BY id")
}

func loadMethod(tx *db.Tx, id int64) (Method, error) {
	return db.One[Method](tx, "SELECT * FROM payment_methods WHERE id = ?", id)
}

func methodOf(tx *db.Tx, code Code) (m Method, ok bool, err error) {
	return db.Maybe[Method](tx, "SELECT * FROM payment_methods WHERE code = ?", code)
}

// ensureMethod reads a means of payment, which a co-op gets when it first uses it.
func ensureMethod(tx *db.Tx, code Code) (Method, error) {
	m, ok, err := methodOf(tx, code)
	if err != nil || ok {
		return m, err
	}
	id, err := tx.ID("payment_methods")
	if err != nil {
		return m, err
	}
	m = Method{ID: id, Code: code, Name: string(code), Enabled: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	return m, db.Insert(tx, "payment_methods", m)
}

// RefundsOf reads what was given back of payments, the oldest first.
func RefundsOf(tx *db.Tx, paymentIDs []int64) ([]Refund, error) {
	return db.All[Refund](tx, "SELECT * FROM refunds WHERE payment_id IN (?) ORDER BY id", paymentIDs)
}

// LoadRefund reads a refund by id; NotFound when there is none. It asks no policy.
func LoadRefund(tx *db.Tx, id int64) (Refund, error) {
	return db.One[Refund](tx, "SELECT * FROM refunds WHERE id = ?", id)
}

func insertRefund(tx *db.Tx, r Refund) error { return db.Insert(tx, "refunds", r) }

func refundedOf(tx *db.Tx, paymentID int64) (money.Amount, error) {
	return db.One[money.Amount](tx, "SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE payment_id = ?", paymentID)
}

// LoadAttempt reads an attempt by id.
func LoadAttempt(tx *db.Tx, id int64) (Attempt, error) {
	return db.One[Attempt](tx, "SELECT * FROM payment_attempts WHERE id = ?", id)
}

// AttemptsOf reads all attempts of a payment, the oldest first.
func AttemptsOf(tx *db.Tx, paymentID int64) ([]Attempt, error) {
	return db.All[Attempt](tx, "SELECT * FROM payment_attempts WHERE payment_id = ? ORDER BY id", paymentID)
}

func insertAttempt(tx *db.Tx, a Attempt) error { return db.Insert(tx, "payment_attempts", a) }

func saveAttempt(tx *db.Tx, a Attempt) error { return db.Update(tx, "payment_attempts", a) }

// alcoholOf adds up what of an order is taxed as alcohol.
func alcoholOf(tx *db.Tx, orderID int64) (money.Amount, error) {
	return db.One[money.Amount](tx, `SELECT COALESCE(SUM(i.total), 0) FROM order_items i JOIN product_variants v ON v.id = i.variant_id
		JOIN tax_categories c ON c.id = v.tax_category_id WHERE i.order_id = ? AND c.code = 'DRINK_ALCOHOL'`, orderID)
}

// triesOf counts how often a card was tried for an order.
func triesOf(tx *db.Tx, orderID int64) (int64, error) {
	return db.One[int64](tx, `SELECT COUNT(*) FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
		JOIN payment_methods m ON m.id = p.method_id WHERE p.order_id = ? AND a.kind = 'authorize' AND m.code = 'CARD'`, orderID)
}

// failuresFrom counts the cards that were refused to a network address since.
func failuresFrom(tx *db.Tx, address string, since span.Instant) (int64, error) {
	return db.One[int64](tx, "SELECT COUNT(*) FROM payment_attempts WHERE address = ? AND created_at > ? AND kind = 'authorize' AND state = 'failed'",
		address, since)
}

// insertProviderEvent keeps a webhook's id; known tells that it came before.
func insertProviderEvent(tx *db.Tx, e pay.Event) (known bool, err error) {
	n, err := tx.Exec(`INSERT INTO provider_events (provider, event_id, type, received_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (provider, event_id) DO NOTHING`, e.Provider, e.ID, e.Type, tx.Now())
	return n == 0, err
}

func openAttempts(tx *db.Tx, before span.Instant) ([]int64, error) {
	return db.All[int64](tx, "SELECT id FROM payment_attempts WHERE state = 'open' AND created_at <= ? ORDER BY id", before)
}

// unpaid lists payments at the provider that nobody heard of in a while.
func unpaid(tx *db.Tx, since, until span.Instant) ([]int64, error) {
	return db.All[int64](tx, `SELECT id FROM payments WHERE state IN ('cart', 'new') AND intent IS NOT NULL AND updated_at > ? AND updated_at <= ?
		ORDER BY id`, since, until)
}

// deleteOf forgets all payments of an order, for seed documents.
func deleteOf(tx *db.Tx, orderID int64) error {
	for _, query := range []string{
		"DELETE FROM refunds WHERE payment_id IN (SELECT id FROM payments WHERE order_id = ?)",
		"DELETE FROM payment_attempts WHERE payment_id IN (SELECT id FROM payments WHERE order_id = ?)",
		"DELETE FROM payments WHERE order_id = ?",
	} {
		if _, err := tx.Exec(query, orderID); err != nil {
			return err
		}
	}
	return nil
}
