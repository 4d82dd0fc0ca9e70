package shop

import "pignon.coop/internal/db"

// DeleteMenuIn names a menu.
type DeleteMenuIn struct{ ID int64 }

// DeleteMenu takes a menu away with its sections. Its products stay.
func DeleteMenu(tx *db.Tx, in DeleteMenuIn) error {
	m, err := menuForChange(tx, in.ID)
	if err != nil {
		return err
	}
	if err := removeMenu(tx, m.ID); err != nil {
		return err
	}
	return tx.Emit(MenuChanged{RestaurantID: m.RestaurantID, MenuID: m.ID})
}
