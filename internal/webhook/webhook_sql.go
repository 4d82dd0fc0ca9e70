package webhook

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// LoadWebhook reads a webhook by id; NotFound when there is none.
func LoadWebhook(tx *db.Tx, id int64) (Webhook, error) {
	return db.One[Webhook](tx, "SELECT * FROM webhooks WHERE id = ?", id)
}

func webhooksOf(tx *db.Tx, appID int64) ([]Webhook, error) {
	return db.All[Webhook](tx, "SELECT * FROM webhooks WHERE app_id = ? ORDER BY id", appID)
}

func listWebhooks(tx *db.Tx) ([]Webhook, error) {
	return db.All[Webhook](tx, "SELECT * FROM webhooks ORDER BY id")
}

func webhooksFor(tx *db.Tx, in PlanCallsIn) ([]Webhook, error) {
	return db.All[Webhook](tx, `SELECT w.* FROM webhooks w JOIN api_apps a ON a.id = w.app_id
		WHERE w.event = ? AND w.paused_at IS NULL AND a.active AND (a.store_id = ? OR a.shop_id = ?) ORDER BY w.id`, in.Event, in.StoreID, in.ShopID)
}

func insertWebhook(tx *db.Tx, w Webhook) error { return db.Insert(tx, "webhooks", w) }

func saveWebhook(tx *db.Tx, w *Webhook) error { return db.Update(tx, "webhooks", w) }

func deleteWebhook(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM webhooks WHERE id = ?", id)
	return err
}

func loadCall(tx *db.Tx, id int64) (Call, error) {
	return db.One[Call](tx, "SELECT * FROM webhook_calls WHERE id = ?", id)
}

func callsBefore(tx *db.Tx, webhookID, before, limit int64) ([]Call, error) {
	return db.All[Call](tx, "SELECT * FROM webhook_calls WHERE webhook_id = ? AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT ?", webhookID, before, before, limit)
}

// waitingCalls lists those that a paused webhook will not make.
func waitingCalls(tx *db.Tx, webhookID int64) ([]Call, error) {
	return db.All[Call](tx, "SELECT * FROM webhook_calls WHERE webhook_id = ? AND state = 'waiting' ORDER BY id", webhookID)
}

func lastSequence(tx *db.Tx, webhookID int64, object string) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(sequence), 0) FROM webhook_calls WHERE webhook_id = ? AND object = ?", webhookID, object)
}

func insertCall(tx *db.Tx, c Call) error { return db.Insert(tx, "webhook_calls", c) }

func saveCall(tx *db.Tx, c Call) error { return db.Update(tx, "webhook_calls", c) }

func deleteCalls(tx *db.Tx, webhookID int64) error {
	_, err := tx.Exec("DELETE FROM webhook_calls WHERE webhook_id = ?", webhookID)
	return err
}

// forgetCalls deletes the oldest, so that what is left has no hole in its sequence.
func forgetCalls(tx *db.Tx, before span.Instant) error {
	_, err := tx.Exec("DELETE FROM webhook_calls WHERE created_at < ? AND state <> 'waiting'", before)
	return err
}
