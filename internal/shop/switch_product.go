package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

// SwitchProductIn switches a product on or off; off until an instant when Until is set.
type SwitchProductIn struct {
	ID      int64
	Enabled bool
	Until   span.Instant
}

// SwitchProduct says whether a product can be ordered. One that is off stays on the menu, marked so. Until must lie ahead.
func SwitchProduct(tx *db.Tx, in SwitchProductIn) (Item, error) {
	p, err := LoadProduct(tx, in.ID)
	if err != nil {
		return Item{}, err
	}
	if err := mayEditProduct(tx, p); err != nil {
		return Item{}, err
	}
	if !in.Until.IsZero() && !in.Until.After(tx.Now().Time) {
		return Item{}, fail.New(fail.Invalid, "product.until.past")
	}
	p.Enabled, p.DisabledUntil = in.Enabled, in.Until
	if err := saveProduct(tx, &p); err != nil {
		return Item{}, err
	}
	if !in.Until.IsZero() {
		if err := job.Add(tx, EnableProduct{ProductID: p.ID, Until: in.Until}, job.Options{At: in.Until}); err != nil {
			return Item{}, err
		}
	}
	if err := tx.Emit(p.changed()); err != nil {
		return Item{}, err
	}
	return itemOf(tx, p)
}

func (p Product) changed() ProductChanged {
	e := ProductChanged{ProductID: p.ID, Enabled: p.Enabled}
	if p.RestaurantID != nil {
		e.RestaurantID = *p.RestaurantID
	}
	return e
}

// EnableProduct is the job that brings a product back when its time has come.
type EnableProduct struct {
	ProductID int64        `json:"productId"`
	Until     span.Instant `json:"until"`
}

// JobKind names the job.
func (EnableProduct) JobKind() string { return "enable_product" }

// BringBack runs the job. A product that was switched by hand meanwhile, or until another time, stays as it is.
func BringBack(tx *db.Tx, in EnableProduct) error {
	p, ok, err := db.Maybe[Product](tx, productByID, in.ProductID)
	if !ok || err != nil {
		return err
	}
	if p.Enabled || !p.DisabledUntil.Equal(in.Until.Time) {
		return nil
	}
	p.Enabled, p.DisabledUntil = true, span.Instant{}
	if err := saveProduct(tx, &p); err != nil {
		return err
	}
	return tx.Emit(p.changed())
}
