package fleet

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// ListVehicles gives dispatchers the vehicles, by name.
func ListVehicles(tx *db.Tx, limit, offset int) (page org.Page[Vehicle], err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return page, err
	}
	return pageOf[Vehicle](tx, "vehicles", "name, id", limit, offset)
}

// ReadVehicle gives administrators a vehicle.
func ReadVehicle(tx *db.Tx, id int64) (Vehicle, error) {
	v, err := LoadVehicle(tx, id)
	if err != nil {
		return v, err
	}
	return v, mayAdminister(tx.Who())
}

// SaveVehicleIn is a new vehicle (ID 0) or what changes of one.
type SaveVehicleIn struct {
	ID int64
	BodyIn
	CO2         **int64
	WarehouseID *int64
	Trailers    *[]int64 // that it can pull
}

// SaveVehicle makes or changes a vehicle; administrators may.
func SaveVehicle(tx *db.Tx, in SaveVehicleIn) (v Vehicle, err error) {
	if in.ID != 0 {
		if v, err = LoadVehicle(tx, in.ID); err != nil {
			return v, err
		}
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return v, err
	}
	in.change(&v.Body)
	set(&v.CO2, in.CO2)
	set(&v.WarehouseID, in.WarehouseID)
	if err := in.check(tx, v); err != nil {
		return v, err
	}
	if err := write(tx, "vehicles", &v.ID, func() any { v.CreatedAt, v.UpdatedAt = first(v.CreatedAt, tx.Now()), tx.Now(); return v }); err != nil {
		return v, err
	}
	if in.Trailers != nil {
		if err := setPairs(tx, byVehicle, v.ID, *in.Trailers); err != nil {
			return v, err
		}
	}
	return v, tx.Emit(VehicleSaved{VehicleID: v.ID})
}

func (in SaveVehicleIn) check(tx *db.Tx, v Vehicle) error {
	wrong := v.Body.check(in.BodyIn, in.ID == 0)
	if v.CO2 != nil && *v.CO2 < 0 {
		wrong = wrong.Add("co2emissions", "value.invalid")
	}
	if v.WarehouseID == 0 {
		return wrong.Add("warehouse", "value.missing")
	}
	if in.WarehouseID != nil {
		if _, err := LoadWarehouse(tx, v.WarehouseID); err != nil {
			return org.Named(err, "warehouses", v.WarehouseID)
		}
	}
	if in.Trailers != nil {
		for _, id := range *in.Trailers {
			if _, err := LoadTrailer(tx, id); err != nil {
				return org.Named(err, "trailers", id)
			}
		}
	}
	return wrong.Or()
}

// DeleteVehicle hides a vehicle. Past task lists keep it.
func DeleteVehicle(tx *db.Tx, id int64) error {
	v, err := ReadVehicle(tx, id)
	if err != nil {
		return err
	}
	v.DeletedAt, v.UpdatedAt = tx.Now(), tx.Now()
	if err := db.Update(tx, "vehicles", v); err != nil {
		return err
	}
	return tx.Emit(VehicleDeleted{VehicleID: id})
}
