package fleet

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// LoadWarehouse reads a warehouse; NotFound when there is none, or no more.
func LoadWarehouse(tx *db.Tx, id int64) (Warehouse, error) {
	return db.One[Warehouse](tx, "SELECT * FROM warehouses WHERE id = ? AND deleted_at IS NULL", id)
}

// LoadVehicle reads a vehicle; NotFound when there is none, or no more.
func LoadVehicle(tx *db.Tx, id int64) (Vehicle, error) {
	return db.One[Vehicle](tx, "SELECT * FROM vehicles WHERE id = ? AND deleted_at IS NULL", id)
}

// LoadTrailer reads a trailer; NotFound when there is none, or no more.
func LoadTrailer(tx *db.Tx, id int64) (Trailer, error) {
	return db.One[Trailer](tx, "SELECT * FROM trailers WHERE id = ? AND deleted_at IS NULL", id)
}

// WarehousesByID reads warehouses, deleted ones too.
func WarehousesByID(tx *db.Tx, ids []int64) (map[int64]Warehouse, error) {
	rows, err := db.All[Warehouse](tx, "SELECT * FROM warehouses WHERE id IN (?)", ids)
	found := map[int64]Warehouse{}
	for _, w := range rows {
		found[w.ID] = w
	}
	return found, err
}

// VehicleOf reads a vehicle, a deleted one too: task lists of the past have it still.
func VehicleOf(tx *db.Tx, id int64) (Vehicle, error) {
	return db.One[Vehicle](tx, "SELECT * FROM vehicles WHERE id = ?", id)
}

// TrailersByID reads trailers, deleted ones too.
func TrailersByID(tx *db.Tx, ids []int64) (map[int64]Trailer, error) {
	rows, err := db.All[Trailer](tx, "SELECT * FROM trailers WHERE id IN (?)", ids)
	found := map[int64]Trailer{}
	for _, t := range rows {
		found[t.ID] = t
	}
	return found, err
}

func yardOf[T any](tx *db.Tx, table string, gone []int64) ([]T, error) {
	return db.All[T](tx, "SELECT * FROM "+table+" WHERE deleted_at IS NULL OR id IN (?) ORDER BY name, id", gone)
}

func vehiclesAt(tx *db.Tx, warehouse int64) (int64, error) {
	return db.One[int64](tx, "SELECT COUNT(*) FROM vehicles WHERE warehouse_id = ? AND deleted_at IS NULL", warehouse)
}

func pageOf[T any](tx *db.Tx, table, order string, limit, offset int) (page org.Page[T], err error) {
	if page.Rows, err = db.All[T](tx, "SELECT * FROM "+table+" WHERE deleted_at IS NULL ORDER BY "+order+" LIMIT ? OFFSET ?", limit, offset); err != nil {
		return page, err
	}
	page.Total, err = db.One[int](tx, "SELECT COUNT(*) FROM "+table+" WHERE deleted_at IS NULL")
	return page, err
}

// write inserts a row without id, and updates others. row gives it with its times.
func write(tx *db.Tx, table string, id *int64, row func() any) (err error) {
	if *id != 0 {
		return db.Update(tx, table, row())
	}
	if *id, err = tx.ID(table); err != nil {
		return err
	}
	return db.Insert(tx, table, row())
}

func first(at, now span.Instant) span.Instant {
	if at.IsZero() {
		return now
	}
	return at
}

// side is one end of what goes together.
type side struct{ own, other, table string }

var (
	byVehicle = side{"vehicle_id", "trailer_id", "trailers"}
	byTrailer = side{"trailer_id", "vehicle_id", "vehicles"}
)

func setPairs(tx *db.Tx, s side, id int64, others []int64) error {
	if _, err := tx.Exec("DELETE FROM vehicle_trailers WHERE "+s.own+" = ?", id); err != nil {
		return err
	}
	for _, other := range others {
		if _, err := tx.Exec("INSERT INTO vehicle_trailers ("+s.own+", "+s.other+") VALUES (?, ?) ON CONFLICT DO NOTHING", id, other); err != nil {
			return err
		}
	}
	return nil
}

type pair struct {
	Own   int64 `db:"own"`
	Other int64 `db:"other"`
}

func pairs(tx *db.Tx, s side, ids []int64) (map[int64][]int64, error) {
	rows, err := db.All[pair](tx, "SELECT p."+s.own+" AS own, p."+s.other+" AS other FROM vehicle_trailers p JOIN "+s.table+" o ON o.id = p."+s.other+
		" WHERE o.deleted_at IS NULL AND p."+s.own+" IN (?) ORDER BY p."+s.other, ids)
	found := map[int64][]int64{}
	for _, p := range rows {
		found[p.Own] = append(found[p.Own], p.Other)
	}
	return found, err
}

// TrailersFor gives the trailers that vehicles can pull.
func TrailersFor(tx *db.Tx, vehicles []int64) (map[int64][]int64, error) {
	return pairs(tx, byVehicle, vehicles)
}

// VehiclesFor gives the vehicles that can pull trailers.
func VehiclesFor(tx *db.Tx, trailers []int64) (map[int64][]int64, error) {
	return pairs(tx, byTrailer, trailers)
}
