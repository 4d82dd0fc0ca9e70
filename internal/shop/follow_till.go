package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
)

// The tag with the number by which a till's own API knows a product.
const TillNumberTag = "zelty_internal_id"

// TillSwitch is what a till tells of one of its products or option values. Price nil: as before.
type TillSwitch struct {
	ID      string
	Enabled bool
	Price   *money.Amount
}

// FollowTillProduct switches the products that a till knows by an id. One that nobody knows is left out.
func FollowTillProduct(tx *db.Tx, in TillSwitch) error {
	list, err := tillProducts(tx, in.ID)
	if err != nil {
		return err
	}
	for _, p := range list {
		if (p.Code != in.ID && TagsOf(p.Metadata.V)[TillNumberTag] != in.ID) || p.Enabled == in.Enabled {
			continue
		}
		if _, err := SwitchProduct(tx, SwitchProductIn{ID: p.ID, Enabled: in.Enabled}); err != nil {
			return err
		}
	}
	return nil
}

// FollowTillValue switches the option value of a code, and gives it another price. One that nobody knows is left out.
func FollowTillValue(tx *db.Tx, in TillSwitch) error {
	v, found, err := valueByCode(tx, in.ID)
	if !found || err != nil || v.Enabled == in.Enabled && (in.Price == nil || *in.Price == v.Price) {
		return err
	}
	v.Enabled = in.Enabled
	set(&v.Price, in.Price)
	if err := saveOptionValue(tx, v); err != nil {
		return err
	}
	return tx.Emit(OptionValueChanged{ValueID: v.ID, Enabled: v.Enabled})
}
