package partner

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
)

// Name is a partner.
type Name string

// The partners.
const (
	Urbantz Name = "urbantz"
	Woopit  Name = "woopit"
)

// Link ties a delivery to what the partner calls it.
type Link struct {
	DeliveryID int64  `db:"delivery_id"`
	Partner    Name   `db:"partner"`
	AppID      *int64 `db:"app_id"`    // the integration that asked for it
	Reference  string `db:"reference"` // the partner's id
}

// Tie notes that a delivery is what the calling integration knows by a partner's reference.
func Tie(tx *db.Tx, deliveryID int64, by Name, reference string) error {
	app := tx.Who().AppID
	return db.Insert(tx, "partner_links", Link{DeliveryID: deliveryID, Partner: by, AppID: &app, Reference: reference})
}

// OwnDelivery reads a delivery for the integration with a key that asked for it, or whose store's it is; for others it is NotFound.
func OwnDelivery(tx *db.Tx, id int64) (delivery.Delivery, error) {
	d, err := delivery.LoadDelivery(tx, id)
	if err != nil {
		return d, err
	}
	l, linked, err := LinkOf(tx, id)
	if err != nil {
		return d, err
	}
	who := tx.Who()
	asked := linked && l.AppID != nil && *l.AppID == who.AppID
	if asked || d.StoreID != nil && *d.StoreID == who.StoreID {
		return d, nil
	}
	return d, fail.New(fail.NotFound, "row.not_found")
}
