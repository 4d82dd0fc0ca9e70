package order

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Entry is a line of an order's history.
type Entry struct {
	ID        int64                    `db:"id"`
	OrderID   int64                    `db:"order_id"`
	Type      string                   `db:"type"` // "order:accepted"
	Data      db.JSON[json.RawMessage] `db:"data"`
	Actor     string                   `db:"actor"`
	CreatedAt span.Instant             `db:"created_at"`
}

// The types of history that others write through Remember.
const (
	CheckoutFailed = "order:checkout_failed"
	EmailSent      = "order:email_sent"
)

// Remember adds a line to an order's history. A nil data is none.
func Remember(tx *db.Tx, orderID int64, kind string, data any) error {
	if data == nil {
		data = []any{}
	}
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	id, err := tx.ID("order_events")
	if err != nil {
		return err
	}
	return insertEntry(tx, Entry{ID: id, OrderID: orderID, Type: kind, Data: db.JSON[json.RawMessage]{V: raw}, Actor: tx.Who().Name(), CreatedAt: tx.Now()})
}
