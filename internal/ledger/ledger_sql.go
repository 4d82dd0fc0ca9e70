package ledger

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// insert writes a transaction with its entries.
func insert(tx *db.Tx, t Transaction, entries []Entry) (err error) {
	if t.ID, err = tx.ID("ledger_transactions"); err != nil {
		return err
	}
	t.CreatedAt = tx.Now()
	if err := db.Insert(tx, "ledger_transactions", t); err != nil {
		return err
	}
	for _, e := range entries {
		if e.ID, err = tx.ID("ledger_entries"); err != nil {
			return err
		}
		e.TransactionID = t.ID
		if err := db.Insert(tx, "ledger_entries", e); err != nil {
			return err
		}
	}
	return nil
}

// booked adds up what transactions of a kind put on each account, for one order.
func booked(tx *db.Tx, orderID int64, kind Kind) ([]Share, error) {
	return db.All[Share](tx, `SELECT e.account, COALESCE(e.restaurant_id, 0) AS restaurant_id, SUM(e.amount) AS amount
		FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.order_id = ? AND t.kind = ?
		GROUP BY e.account, COALESCE(e.restaurant_id, 0)`, orderID, kind)
}

// balance is what stands on an account for one order.
func balance(tx *db.Tx, orderID int64, a Account) (money.Amount, error) {
	return db.One[money.Amount](tx, `SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
		WHERE t.order_id = ? AND e.account = ?`, orderID, a)
}

// bookedOfPayment adds up what transactions of a kind about one payment put on an account.
func bookedOfPayment(tx *db.Tx, paymentID int64, kind Kind, a Account) (money.Amount, error) {
	return db.One[money.Amount](tx, `SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
		WHERE t.payment_id = ? AND t.kind = ? AND e.account = ?`, paymentID, kind, a)
}

// disputed adds up what the provider took back of a payment in disputes, and what it charged for them.
func disputed(tx *db.Tx, paymentID int64) (back, fee money.Amount, err error) {
	if back, err = db.One[money.Amount](tx, "SELECT COALESCE(SUM(withdrawn), 0) FROM disputes WHERE payment_id = ?", paymentID); err != nil {
		return back, fee, err
	}
	fee, err = db.One[money.Amount](tx, "SELECT COALESCE(SUM(fee), 0) FROM disputes WHERE payment_id = ?", paymentID)
	return back, fee, err
}

func ownersOf(tx *db.Tx, orderID int64) (map[int64]int64, error) {
	type owned struct {
		ProductID    int64 `db:"product_id"`
		RestaurantID int64 `db:"restaurant_id"`
	}
	rows, err := db.All[owned](tx, `SELECT DISTINCT i.product_id, p.restaurant_id FROM order_items i JOIN products p ON p.id = i.product_id
		WHERE i.order_id = ? AND p.restaurant_id IS NOT NULL`, orderID)
	owners := map[int64]int64{}
	for _, r := range rows {
		owners[r.ProductID] = r.RestaurantID
	}
	return owners, err
}

// sharesOf adds up what stands on each account for one order.
func sharesOf(tx *db.Tx, orderID int64) ([]Share, error) {
	return db.All[Share](tx, `SELECT e.account, COALESCE(e.restaurant_id, 0) AS restaurant_id, SUM(e.amount) AS amount
		FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.order_id = ?
		GROUP BY e.account, COALESCE(e.restaurant_id, 0) ORDER BY 2`, orderID)
}

func balances(tx *db.Tx, in span.Range) ([]Balance, error) {
	return db.All[Balance](tx, `SELECT e.account, SUM(CASE WHEN e.amount < 0 THEN -e.amount ELSE 0 END) AS debit,
		SUM(CASE WHEN e.amount > 0 THEN e.amount ELSE 0 END) AS credit
		FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.created_at >= ? AND t.created_at < ?
		GROUP BY e.account ORDER BY e.account`, in.From, in.To)
}

func ordersBooked(tx *db.Tx, in span.Range) (int64, error) {
	return db.One[int64](tx, "SELECT COUNT(DISTINCT order_id) FROM ledger_transactions WHERE kind = 'sale' AND created_at >= ? AND created_at < ?", in.From, in.To)
}

func lines(tx *db.Tx, in span.Range) ([]Line, error) {
	return db.All[Line](tx, `SELECT t.id AS transaction_id, t.created_at, t.kind, COALESCE(o.number, '') AS number, COALESCE(t.payment_id, 0) AS payment_id,
		e.account, COALESCE(r.name, '') AS shop, e.amount
		FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id JOIN orders o ON o.id = t.order_id
		LEFT JOIN restaurants r ON r.id = e.restaurant_id WHERE t.created_at >= ? AND t.created_at < ? ORDER BY t.created_at, t.id, e.id`, in.From, in.To)
}
