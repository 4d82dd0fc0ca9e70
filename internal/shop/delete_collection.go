package shop

import "pignon.coop/internal/db"

// DeleteCollectionIn names a selection.
type DeleteCollectionIn struct{ ID int64 }

// DeleteCollection takes a selection off the home page.
func DeleteCollection(tx *db.Tx, in DeleteCollectionIn) error {
	c, err := LoadCollection(tx, in.ID)
	if err != nil {
		return err
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return err
	}
	return deleteCollection(tx, c.ID)
}
