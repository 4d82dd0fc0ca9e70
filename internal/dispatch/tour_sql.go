package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Tour is a named row of tasks that is handed over as a whole.
type Tour struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	Day       span.Day     `db:"day"`
	Distance  int64        `db:"distance"` // metres
	Duration  int64        `db:"duration"` // seconds
	Polyline  string       `db:"polyline"`
	Version   int64        `db:"version"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

const tourColumns = "id, name, day, distance, duration, polyline, version, created_at, updated_at"

// LoadTour reads one tour. An unknown id is NotFound.
func LoadTour(tx *db.Tx, id int64) (Tour, error) {
	return db.One[Tour](tx, "SELECT "+tourColumns+" FROM tours WHERE id = ?", id)
}

// ToursOf reads the tours of a day, by id; the empty day gives all.
func ToursOf(tx *db.Tx, day span.Day) ([]Tour, error) {
	return db.All[Tour](tx, "SELECT "+tourColumns+" FROM tours WHERE day = ? OR ? = '' ORDER BY id", day, day)
}

// ToursByID reads tours by id.
func ToursByID(tx *db.Tx, ids []int64) ([]Tour, error) {
	return db.All[Tour](tx, "SELECT "+tourColumns+" FROM tours WHERE id IN (?) ORDER BY id", ids)
}

type stop struct {
	TourID   int64 `db:"tour_id"`
	TaskID   int64 `db:"task_id"`
	Position int64 `db:"position"`
}

// TourTasks reads the tasks of tours in their order.
func TourTasks(tx *db.Tx, tours []int64) (map[int64][]int64, error) {
	rows, err := db.All[stop](tx, "SELECT tour_id, task_id, position FROM tour_tasks WHERE tour_id IN (?) ORDER BY tour_id, position", tours)
	tasks := map[int64][]int64{}
	for _, r := range rows {
		tasks[r.TourID] = append(tasks[r.TourID], r.TaskID)
	}
	return tasks, err
}

func tourTasks(tx *db.Tx, tour int64) ([]int64, error) {
	all, err := TourTasks(tx, []int64{tour})
	return all[tour], err
}

func tourOf(tx *db.Tx, task int64) (int64, bool, error) {
	return db.Maybe[int64](tx, "SELECT tour_id FROM tour_tasks WHERE task_id = ?", task)
}

func clearTour(tx *db.Tx, tour int64) error {
	_, err := tx.Exec("DELETE FROM tour_tasks WHERE tour_id = ?", tour)
	return err
}

func fillTour(tx *db.Tx, tour int64, tasks []int64) error {
	for position, task := range tasks {
		if err := db.Insert(tx, "tour_tasks", stop{TourID: tour, TaskID: task, Position: int64(position)}); err != nil {
			return err
		}
	}
	return nil
}

// saveTourRoute writes down a tour's way, unless the tour is another version by now.
func saveTourRoute(tx *db.Tx, t Tour) error {
	_, err := tx.Exec("UPDATE tours SET distance = ?, duration = ?, polyline = ? WHERE id = ? AND version = ?", t.Distance, t.Duration, t.Polyline, t.ID, t.Version)
	return err
}

func nextVersionOfTour(tx *db.Tx, id int64) error {
	_, err := tx.Exec("UPDATE tours SET version = version + 1 WHERE id = ?", id)
	return err
}

func removeTour(tx *db.Tx, id int64) error {
	if err := clearTour(tx, id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM tours WHERE id = ?", id)
	return err
}
