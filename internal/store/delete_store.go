package store

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
)

// DeleteStoreIn names a store.
type DeleteStoreIn struct{ ID int64 }

// DeleteStore hides a store; administrators may. Its deliveries and their orders stay.
func DeleteStore(tx *db.Tx, in DeleteStoreIn) error {
	s, err := LoadStore(tx, in.ID)
	if err != nil {
		return err
	}
	if err := tx.Who().Must(authz.Admin); err != nil {
		return err
	}
	s.DeletedAt, s.UpdatedAt = tx.Now(), tx.Now()
	if err := db.Update(tx, "stores", s); err != nil {
		return err
	}
	return tx.Emit(StoreDeleted{StoreID: s.ID})
}
