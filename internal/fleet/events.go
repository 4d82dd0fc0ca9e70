package fleet

// The facts about the fleet.
type (
	WarehouseAdded struct {
		WarehouseID int64 `json:"warehouseId"`
	}
	WarehouseDeleted struct {
		WarehouseID int64 `json:"warehouseId"`
	}
	VehicleSaved struct {
		VehicleID int64 `json:"vehicleId"`
	}
	VehicleDeleted struct {
		VehicleID int64 `json:"vehicleId"`
	}
	TrailerSaved struct {
		TrailerID int64 `json:"trailerId"`
	}
	TrailerDeleted struct {
		TrailerID int64 `json:"trailerId"`
	}
)

// EventName names the fact in the journal.
func (WarehouseAdded) EventName() string { return "warehouse.added" }

// EventName names the fact in the journal.
func (WarehouseDeleted) EventName() string { return "warehouse.deleted" }

// EventName names the fact in the journal.
func (VehicleSaved) EventName() string { return "vehicle.saved" }

// EventName names the fact in the journal.
func (VehicleDeleted) EventName() string { return "vehicle.deleted" }

// EventName names the fact in the journal.
func (TrailerSaved) EventName() string { return "trailer.saved" }

// EventName names the fact in the journal.
func (TrailerDeleted) EventName() string { return "trailer.deleted" }
