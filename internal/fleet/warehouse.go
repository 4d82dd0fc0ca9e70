package fleet

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// ListWarehouses gives dispatchers the warehouses, by id.
func ListWarehouses(tx *db.Tx, limit, offset int) (page org.Page[Warehouse], err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return page, err
	}
	return pageOf[Warehouse](tx, "warehouses", "id", limit, offset)
}

// ReadWarehouse gives dispatchers a warehouse.
func ReadWarehouse(tx *db.Tx, id int64) (Warehouse, error) {
	w, err := LoadWarehouse(tx, id)
	if err != nil {
		return w, err
	}
	return w, mayPlan(tx.Who())
}

// AddWarehouseIn is a new warehouse. AddressID 0: nobody said where.
type AddWarehouseIn struct {
	Name      string
	AddressID int64
}

// AddWarehouse makes a warehouse; administrators may.
func AddWarehouse(tx *db.Tx, in AddWarehouseIn) (Warehouse, error) {
	if err := mayAdminister(tx.Who()); err != nil {
		return Warehouse{}, err
	}
	wrong := checkName(in.Name)
	if in.AddressID == 0 {
		wrong = wrong.Add("address", "value.missing")
	}
	if err := wrong.Or(); err != nil {
		return Warehouse{}, err
	}
	w := Warehouse{Name: in.Name, AddressID: in.AddressID, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	var err error
	if w.ID, err = tx.ID("warehouses"); err != nil {
		return w, err
	}
	if err := db.Insert(tx, "warehouses", w); err != nil {
		return w, err
	}
	return w, tx.Emit(WarehouseAdded{WarehouseID: w.ID})
}

// DeleteWarehouse hides a warehouse, unless a vehicle stands there (Invalid).
func DeleteWarehouse(tx *db.Tx, id int64) error {
	w, err := LoadWarehouse(tx, id)
	if err != nil {
		return err
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return err
	}
	n, err := vehiclesAt(tx, id)
	if err != nil {
		return err
	}
	if n > 0 {
		return fail.At("error", "warehouse.used")
	}
	w.DeletedAt, w.UpdatedAt = tx.Now(), tx.Now()
	if err := db.Update(tx, "warehouses", w); err != nil {
		return err
	}
	return tx.Emit(WarehouseDeleted{WarehouseID: id})
}
