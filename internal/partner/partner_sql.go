package partner

import "pignon.coop/internal/db"

// StoreOfHub finds the store that a hub sends for; ok is false for a hub that nobody mapped.
func StoreOfHub(tx *db.Tx, hub string) (storeID int64, ok bool, err error) {
	return db.Maybe[int64](tx, "SELECT store_id FROM urbantz_hubs WHERE hub = ?", hub)
}

// LinkedBy finds the delivery that an integration asked for under a reference.
func LinkedBy(tx *db.Tx, appID int64, reference string) (Link, bool, error) {
	return db.Maybe[Link](tx, "SELECT * FROM partner_deliveries WHERE app_id = ? AND reference = ?", appID, reference)
}

// LinkOf finds whose a delivery is; ok is false where no partner asked for it.
func LinkOf(tx *db.Tx, deliveryID int64) (Link, bool, error) {
	return db.Maybe[Link](tx, "SELECT * FROM partner_deliveries WHERE delivery_id = ?", deliveryID)
}

// Tie notes that a delivery is what the calling integration knows by a reference.
func Tie(tx *db.Tx, deliveryID int64, reference string) error {
	return db.Insert(tx, "partner_deliveries", Link{DeliveryID: deliveryID, AppID: tx.Who().AppID, Reference: reference})
}
