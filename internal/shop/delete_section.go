package shop

import "pignon.coop/internal/db"

// DeleteSectionIn names a section of a menu.
type DeleteSectionIn struct{ MenuID, ID int64 }

// DeleteSection takes a section away. Its products stay.
func DeleteSection(tx *db.Tx, in DeleteSectionIn) error {
	m, err := menuForChange(tx, in.MenuID)
	if err != nil {
		return err
	}
	s, err := loadSection(tx, m.ID, in.ID)
	if err != nil {
		return err
	}
	if err := removeSection(tx, s.ID); err != nil {
		return err
	}
	return tx.Emit(MenuChanged{RestaurantID: m.RestaurantID, MenuID: m.ID})
}
