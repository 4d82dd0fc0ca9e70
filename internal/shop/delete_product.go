package shop

import "pignon.coop/internal/db"

// DeleteProductIn names a product.
type DeleteProductIn struct{ ID int64 }

// DeleteProduct takes a product off every menu. Orders that hold it stay.
func DeleteProduct(tx *db.Tx, in DeleteProductIn) error {
	p, err := LoadProduct(tx, in.ID)
	if err != nil {
		return err
	}
	if err := mayEditProduct(tx, p); err != nil {
		return err
	}
	p.Enabled, p.DeletedAt = false, tx.Now()
	if err := saveProduct(tx, &p); err != nil {
		return err
	}
	return tx.Emit(p.changed())
}
