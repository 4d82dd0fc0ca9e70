package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
)

const listColumns = "id, courier_id, day, vehicle_id, trailer_id, distance, duration, polyline, version, routed_version, changed_by, created_at, updated_at"

// LoadList reads one list. An unknown id is NotFound.
func LoadList(tx *db.Tx, id int64) (TaskList, error) {
	return db.One[TaskList](tx, "SELECT "+listColumns+" FROM task_lists WHERE id = ?", id)
}

// ListsOf reads the lists of a day, by id.
func ListsOf(tx *db.Tx, day span.Day) ([]TaskList, error) {
	return db.All[TaskList](tx, "SELECT "+listColumns+" FROM task_lists WHERE day = ? ORDER BY id", day)
}

// PageOfLists reads lists of every day, by id, and how many there are.
func PageOfLists(tx *db.Tx, limit, offset int) (lists []TaskList, total int, err error) {
	if lists, err = db.All[TaskList](tx, "SELECT "+listColumns+" FROM task_lists ORDER BY id LIMIT ? OFFSET ?", limit, offset); err != nil {
		return nil, 0, err
	}
	total, err = db.One[int](tx, "SELECT COUNT(*) FROM task_lists")
	return lists, total, err
}

// unrouted reads the lists whose way was not found since they changed.
func unrouted(tx *db.Tx) ([]TaskList, error) {
	return db.All[TaskList](tx, "SELECT "+listColumns+" FROM task_lists WHERE routed_version <> version ORDER BY id")
}

func findList(tx *db.Tx, courier int64, day span.Day) (TaskList, bool, error) {
	return db.Maybe[TaskList](tx, "SELECT "+listColumns+" FROM task_lists WHERE courier_id = ? AND day = ?", courier, day)
}

type itemRow struct {
	ListID   int64  `db:"list_id"`
	Position int64  `db:"position"`
	TaskID   *int64 `db:"task_id"`
	TourID   *int64 `db:"tour_id"`
}

func (r itemRow) item() (i Item) {
	if r.TaskID != nil {
		i.Task = *r.TaskID
	}
	if r.TourID != nil {
		i.Tour = *r.TourID
	}
	return i
}

func itemsOf(tx *db.Tx, list int64) ([]Item, error) {
	all, err := ItemsOf(tx, []int64{list})
	return all[list], err
}

// ItemsOf reads the items of lists in their order.
func ItemsOf(tx *db.Tx, lists []int64) (map[int64][]Item, error) {
	rows, err := db.All[itemRow](tx, "SELECT list_id, position, task_id, tour_id FROM task_list_items WHERE list_id IN (?) ORDER BY list_id, position", lists)
	if err != nil {
		return nil, err
	}
	items := map[int64][]Item{}
	for _, r := range rows {
		items[r.ListID] = append(items[r.ListID], r.item())
	}
	return items, nil
}

func clearItems(tx *db.Tx, list int64) error {
	_, err := tx.Exec("DELETE FROM task_list_items WHERE list_id = ?", list)
	return err
}

func addItems(tx *db.Tx, list int64, items []Item) error {
	for position, i := range items {
		r := itemRow{ListID: list, Position: int64(position)}
		if i.Task != 0 {
			r.TaskID = &i.Task
		} else {
			r.TourID = &i.Tour
		}
		if err := db.Insert(tx, "task_list_items", r); err != nil {
			return err
		}
	}
	return nil
}

func holderOf(tx *db.Tx, i Item) (int64, bool, error) {
	return db.Maybe[int64](tx, "SELECT list_id FROM task_list_items WHERE task_id = ? OR tour_id = ?", i.Task, i.Tour)
}

func saveRoute(tx *db.Tx, l TaskList) (bool, error) {
	n, err := tx.Exec("UPDATE task_lists SET distance = ?, duration = ?, polyline = ?, routed_version = version WHERE id = ? AND version = ? AND routed_version <> version",
		l.Distance, l.Duration, l.Polyline, l.ID, l.Version)
	return n > 0, err
}

// pointsOf gives the places of tasks in their order.
func pointsOf(tx *db.Tx, tasks []int64) ([]geo.Point, error) {
	type row struct {
		ID  int64   `db:"id"`
		Lat float64 `db:"lat"`
		Lng float64 `db:"lng"`
	}
	rows, err := db.All[row](tx, "SELECT t.id, a.lat, a.lng FROM tasks t JOIN addresses a ON a.id = t.address_id WHERE t.id IN (?)", tasks)
	if err != nil {
		return nil, err
	}
	at := map[int64]geo.Point{}
	for _, r := range rows {
		at[r.ID] = geo.At(r.Lat, r.Lng)
	}
	points := make([]geo.Point, 0, len(tasks))
	for _, t := range tasks {
		points = append(points, at[t])
	}
	return points, nil
}

func unknownTasks(tx *db.Tx, ids []int64) error {
	_, err := delivery.TasksByID(tx, ids)
	return err
}
