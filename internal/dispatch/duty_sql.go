package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

const dutyColumns = "id, courier_id, started_at, ended_at"

func runningDuty(tx *db.Tx, courier int64) (Duty, bool, error) {
	return db.Maybe[Duty](tx, "SELECT "+dutyColumns+" FROM duties WHERE courier_id = ? AND ended_at IS NULL", courier)
}

func endDuty(tx *db.Tx, d Duty) error {
	if err := db.Update(tx, "duties", d); err != nil {
		return err
	}
	return forgetPosition(tx, d.CourierID)
}

// dutiesSince gives a courier's duties that lasted beyond an instant.
func dutiesSince(tx *db.Tx, courier int64, since span.Instant) ([]Duty, error) {
	return db.All[Duty](tx, "SELECT "+dutyColumns+" FROM duties WHERE courier_id = ? AND (ended_at IS NULL OR ended_at > ?) ORDER BY started_at", courier, since)
}

func everyoneOnDuty(tx *db.Tx) ([]int64, error) {
	return db.All[int64](tx, "SELECT courier_id FROM duties WHERE ended_at IS NULL ORDER BY courier_id")
}

// wentHome lists the couriers who ended a duty since an instant and have not begun another.
func wentHome(tx *db.Tx, since span.Instant) ([]int64, error) {
	return db.All[int64](tx, `SELECT DISTINCT courier_id FROM duties WHERE ended_at > ?
		AND courier_id NOT IN (SELECT courier_id FROM duties WHERE ended_at IS NULL) ORDER BY courier_id`, since)
}

// hasOpenTasks tells whether a courier's list of a day holds something to be done.
func hasOpenTasks(tx *db.Tx, courier int64, day span.Day) (bool, error) {
	n, err := db.One[int64](tx, `SELECT COUNT(*) FROM task_lists l JOIN task_list_items i ON i.list_id = l.id
		LEFT JOIN tour_tasks tt ON tt.tour_id = i.tour_id JOIN tasks t ON t.id = COALESCE(i.task_id, tt.task_id)
		WHERE l.courier_id = ? AND l.day = ? AND t.status IN ('TODO', 'DOING')`, courier, day)
	return n > 0, err
}
