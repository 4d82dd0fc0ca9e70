package delivery

import "pignon.coop/internal/db"

// SetRoute writes down the way along a delivery's stops, as somebody found it. It is for the house.
func SetRoute(tx *db.Tx, id int64, r Route) error {
	d, err := LoadDelivery(tx, id)
	if err != nil {
		return err
	}
	d.Distance, d.Duration, d.Polyline, d.UpdatedAt = r.Distance, r.Duration, r.Polyline, tx.Now()
	return db.Update(tx, "deliveries", &d)
}
