package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/seed"
)

// SeedOrder gives an order its delivery, as a seed document states it, instead of the one that it had; 0 is none.
func SeedOrder(tx *db.Tx, orderID, deliveryID int64) error {
	if _, err := tx.Exec("UPDATE deliveries SET order_id = NULL WHERE order_id = ? AND id <> ?", orderID, deliveryID); err != nil || deliveryID == 0 {
		return err
	}
	n, err := tx.Exec("UPDATE deliveries SET order_id = ? WHERE id = ? AND (order_id IS NULL OR order_id = ?)", orderID, deliveryID, orderID)
	if err == nil && n == 0 {
		return &seed.Refusal{Message: "this delivery is another order's", Row: -1, Field: "delivery"}
	}
	return err
}

// SeedDone marks every task of an order's delivery as done, as a seed document states it: nothing happens because of it.
func SeedDone(tx *db.Tx, orderID int64) error {
	_, err := tx.Exec("UPDATE tasks SET status = 'DONE' WHERE delivery_id IN (SELECT id FROM deliveries WHERE order_id = ?)", orderID)
	return err
}

// DeliveriesOfOrders gives the ids of the deliveries of orders, by order; those without are missing.
func DeliveriesOfOrders(tx *db.Tx, orderIDs []int64) (map[int64]int64, error) {
	rows, err := db.All[struct {
		ID    int64 `db:"id"`
		Order int64 `db:"order_id"`
	}](tx, "SELECT id, order_id FROM deliveries WHERE order_id IN (?)", orderIDs)
	found := map[int64]int64{}
	for _, r := range rows {
		found[r.Order] = r.ID
	}
	return found, err
}

// stopsOfAll gives the tasks of all deliveries, by delivery in its order.
func stopsOfAll(tx *db.Tx) (map[int64][]int64, error) {
	rows, err := db.All[struct {
		ID       int64 `db:"id"`
		Delivery int64 `db:"delivery_id"`
	}](tx, "SELECT id, delivery_id FROM tasks WHERE delivery_id IS NOT NULL ORDER BY delivery_id, delivery_position, id")
	found := map[int64][]int64{}
	for _, r := range rows {
		found[r.Delivery] = append(found[r.Delivery], r.ID)
	}
	return found, err
}

// unlinkStops takes a delivery's tasks out of it.
func unlinkStops(tx *db.Tx, delivery int64) error {
	_, err := tx.Exec("UPDATE tasks SET delivery_id = NULL, delivery_position = NULL, previous_id = NULL, next_id = NULL WHERE delivery_id = ?", delivery)
	return err
}

func forgetHistory(tx *db.Tx, task int64) error {
	_, err := tx.Exec("DELETE FROM task_events WHERE task_id = ?", task)
	return err
}

// historyOfAll reads what happened to all tasks, by task, oldest first.
func historyOfAll(tx *db.Tx) (map[int64][]Entry, error) {
	rows, err := db.All[Entry](tx, "SELECT id, task_id, name, data, actor, created_at FROM task_events ORDER BY created_at, id")
	found := map[int64][]Entry{}
	for _, e := range rows {
		found[e.TaskID] = append(found[e.TaskID], e)
	}
	return found, err
}

// pointsOf gives the places of tasks in their order.
func pointsOf(tx *db.Tx, tasks []int64) ([]geo.Point, error) {
	rows, err := db.All[struct {
		ID  int64   `db:"id"`
		Lat float64 `db:"lat"`
		Lng float64 `db:"lng"`
	}](tx, "SELECT t.id, a.lat, a.lng FROM tasks t JOIN addresses a ON a.id = t.address_id WHERE t.id IN (?)", tasks)
	byTask := map[int64]geo.Point{}
	for _, r := range rows {
		byTask[r.ID] = geo.At(r.Lat, r.Lng)
	}
	points := make([]geo.Point, len(tasks))
	for i, id := range tasks {
		points[i] = byTask[id]
	}
	return points, err
}
