package partner

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
	"pignon.coop/internal/webhook"
)

// StoreOfHub finds the store that a hub sends for; ok is false for a hub that nobody mapped.
func StoreOfHub(tx *db.Tx, hub string) (storeID int64, ok bool, err error) {
	return db.Maybe[int64](tx, "SELECT store_id FROM urbantz_hubs WHERE hub = ?", hub)
}

// WoopitStore finds what a store takes that Woopit knows by its own id; ok is false where there is none.
func WoopitStore(tx *db.Tx, id string) (Integration, bool, error) {
	return db.Maybe[Integration](tx, "SELECT * FROM woopit_integrations WHERE woopit_store_id = ?", id)
}

// LinkedBy finds the delivery that an integration asked for under a partner's reference.
func LinkedBy(tx *db.Tx, appID int64, by Name, reference string) (Link, bool, error) {
	return db.Maybe[Link](tx, "SELECT * FROM partner_links WHERE partner = ? AND app_id = ? AND reference = ?", by, appID, reference)
}

// LinkOf finds whose a delivery is; ok is false where no partner asked for it.
func LinkOf(tx *db.Tx, deliveryID int64) (Link, bool, error) {
	return db.Maybe[Link](tx, "SELECT * FROM partner_links WHERE delivery_id = ?", deliveryID)
}

func loadCall(tx *db.Tx, id int64) (Call, bool, error) {
	return db.Maybe[Call](tx, "SELECT * FROM partner_calls WHERE id = ?", id)
}

func callsBefore(tx *db.Tx, before, limit int64) ([]Call, error) {
	return db.All[Call](tx, "SELECT * FROM partner_calls WHERE ? = 0 OR id < ? ORDER BY id DESC LIMIT ?", before, before, limit)
}

// forgetCalls deletes calls of long ago that ended.
func forgetCalls(tx *db.Tx, before span.Instant) error {
	_, err := tx.Exec("DELETE FROM partner_calls WHERE created_at < ? AND state <> ?", before, webhook.Waiting)
	return err
}
