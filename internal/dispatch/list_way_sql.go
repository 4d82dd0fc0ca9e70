package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
)

// way gives the places that a list's way leads through: those of its tasks, from and to the warehouse of its vehicle if it has one.
func (l TaskList) way(tx *db.Tx, tasks []int64) ([]geo.Point, error) {
	points, err := pointsOf(tx, tasks)
	if err != nil || l.VehicleID == nil || len(points) == 0 {
		return points, err
	}
	home, err := homeOf(tx, *l.VehicleID)
	if err != nil {
		return nil, err
	}
	return append(append([]geo.Point{home}, points...), home), nil
}

// homeOf is where a vehicle stands at night.
func homeOf(tx *db.Tx, vehicle int64) (geo.Point, error) {
	type row struct {
		Lat float64 `db:"lat"`
		Lng float64 `db:"lng"`
	}
	r, err := db.One[row](tx, `SELECT a.lat, a.lng FROM vehicles v JOIN warehouses w ON w.id = v.warehouse_id JOIN addresses a ON a.id = w.address_id
		WHERE v.id = ?`, vehicle)
	return geo.At(r.Lat, r.Lng), err
}

// listOfTask finds the list that holds a task, by itself or in a tour.
func listOfTask(tx *db.Tx, task int64) (int64, bool, error) {
	return db.Maybe[int64](tx, `SELECT i.list_id FROM task_list_items i LEFT JOIN tour_tasks t ON t.tour_id = i.tour_id
		WHERE i.task_id = ? OR t.task_id = ? LIMIT 1`, task, task)
}
