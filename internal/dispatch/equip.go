package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/job"
	"pignon.coop/internal/org"
)

// EquipIn says with what a courier rides: Vehicle and Trailer tell which of the two change, a nil id takes it away.
type EquipIn struct {
	ListID    int64
	Vehicle   bool
	VehicleID *int64
	Trailer   bool
	TrailerID *int64
}

// Equip gives a list its vehicle and trailer.
func Equip(tx *db.Tx, in EquipIn) error {
	list, err := LoadList(tx, in.ListID)
	if err != nil {
		return err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	if err := in.check(tx); err != nil {
		return err
	}
	if in.Vehicle {
		list.VehicleID = in.VehicleID
	}
	if in.Trailer {
		list.TrailerID = in.TrailerID
	}
	list.UpdatedAt, list.ChangedBy = tx.Now(), tx.Who().Username
	if err := job.Add(tx, RouteList{ListID: list.ID}, job.Options{}); err != nil {
		return err
	}
	if err := db.Update(tx, "task_lists", &list); err != nil {
		return err
	}
	return tx.Emit(ListChanged{ListID: list.ID, CourierID: list.CourierID, Day: list.Day, Version: list.Version})
}

// wheels are what a list is ridden with.
type wheels struct {
	Vehicle *int64 `json:"vehicle,omitempty"`
	Trailer *int64 `json:"trailer,omitempty"`
}

func (l *TaskList) wheels() wheels { return wheels{l.VehicleID, l.TrailerID} }

func (w wheels) equal(o wheels) bool {
	return sameID(w.Vehicle, o.Vehicle) && sameID(w.Trailer, o.Trailer)
}

func sameID(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// check refuses what the fleet does not have.
func (in EquipIn) check(tx *db.Tx) error {
	if in.VehicleID != nil {
		if _, err := fleet.LoadVehicle(tx, *in.VehicleID); err != nil {
			return org.Named(err, "vehicles", *in.VehicleID)
		}
	}
	if in.TrailerID != nil {
		if _, err := fleet.LoadTrailer(tx, *in.TrailerID); err != nil {
			return org.Named(err, "trailers", *in.TrailerID)
		}
	}
	return nil
}
