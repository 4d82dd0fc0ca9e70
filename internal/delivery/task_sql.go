package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

const taskColumns = `t.id, t.type, t.status, t.address_id, t.after_at, t.before_at, t.comments, t.reference, t.doorstep, t.weight, t.tags, t.metadata,
	t.code, t.group_id, t.organization_id, t.delivery_id, t.delivery_position, t.previous_id, t.next_id, t.emitted_co2, t.traveled_distance, t.recurrence_rule_id, t.version,
	t.created_at, t.updated_at`

// courierColumn is who carries the task t: the owner of the list that holds it, directly or within a tour.
const courierColumn = `COALESCE(
	(SELECT l.courier_id FROM task_list_items i JOIN task_lists l ON l.id = i.list_id WHERE i.task_id = t.id),
	(SELECT l.courier_id FROM tour_tasks tt JOIN task_list_items i ON i.tour_id = tt.tour_id JOIN task_lists l ON l.id = i.list_id WHERE tt.task_id = t.id))`

// LoadTask reads one task. An unknown id is NotFound.
func LoadTask(tx *db.Tx, id int64) (Task, error) {
	return db.One[Task](tx, "SELECT "+taskColumns+" FROM tasks t WHERE t.id = ?", id)
}

// TasksByID reads tasks in the order of the ids. An unknown one is NotFound.
func TasksByID(tx *db.Tx, ids []int64) ([]Task, error) {
	rows, err := db.All[Task](tx, "SELECT "+taskColumns+" FROM tasks t WHERE t.id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	byID := map[int64]Task{}
	for _, t := range rows {
		byID[t.ID] = t
	}
	ordered := make([]Task, 0, len(ids))
	for _, id := range ids {
		t, ok := byID[id]
		if !ok {
			return nil, fail.New(fail.NotFound, "task.unknown", "id", id)
		}
		ordered = append(ordered, t)
	}
	return ordered, nil
}

// TasksOf reads the tasks of a delivery in its order.
func TasksOf(tx *db.Tx, delivery int64) ([]Task, error) {
	return db.All[Task](tx, "SELECT "+taskColumns+" FROM tasks t WHERE t.delivery_id = ? ORDER BY t.delivery_position, t.id", delivery)
}

// CourierOf tells who carries a task, 0 for nobody.
func CourierOf(tx *db.Tx, task int64) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE("+courierColumn+", 0) FROM tasks t WHERE t.id = ?", task)
}

func referenceTaken(tx *db.Tx, t Task) (bool, error) {
	if t.Reference == nil || t.OrganizationID == nil {
		return false, nil
	}
	n, err := db.One[int64](tx, "SELECT COUNT(*) FROM tasks WHERE reference = ? AND organization_id = ? AND id <> ?", *t.Reference, *t.OrganizationID, t.ID)
	return n > 0, err
}

func saveTask(tx *db.Tx, t *Task) error {
	t.UpdatedAt = tx.Now()
	return db.Update(tx, "tasks", t)
}

func remembered(tx *db.Tx, task int64, name string) (bool, error) {
	n, err := db.One[int64](tx, "SELECT COUNT(*) FROM task_events WHERE task_id = ? AND name = ?", task, name)
	return n > 0, err
}

// taskOfCode finds the task whose parcel somebody else labelled with a code: the newest that is still to be done, or the newest of all.
func taskOfCode(tx *db.Tx, code string) (Task, bool, error) {
	return db.Maybe[Task](tx, "SELECT "+taskColumns+" FROM tasks t WHERE t.code = ? ORDER BY CASE WHEN t.status IN ('TODO', 'DOING') THEN 0 ELSE 1 END, t.id DESC LIMIT 1", code)
}

// History reads what happened to a task, oldest first.
func History(tx *db.Tx, task int64) ([]Entry, error) {
	return db.All[Entry](tx, "SELECT id, task_id, name, data, actor, created_at FROM task_events WHERE task_id = ? ORDER BY created_at, id", task)
}

// EndOf is the last line of history that says how a task ended; ok is false where none does.
func EndOf(tx *db.Tx, task int64) (end Entry, ok bool, err error) {
	list, err := db.All[Entry](tx, `SELECT id, task_id, name, data, actor, created_at FROM task_events WHERE task_id = ? AND name IN (?)
		ORDER BY created_at DESC, id DESC LIMIT 1`, task, []string{done, failed})
	if len(list) == 0 {
		return end, false, err
	}
	return list[0], true, nil
}

// LoadEntry reads one line of history.
func LoadEntry(tx *db.Tx, id int64) (Entry, error) {
	return db.One[Entry](tx, "SELECT id, task_id, name, data, actor, created_at FROM task_events WHERE id = ?", id)
}

// Carried tells whether a courier ever had the task: now, or by its history.
func Carried(tx *db.Tx, task, courier int64, username string) (bool, error) {
	now, err := CourierOf(tx, task)
	if err != nil || now == courier {
		return err == nil, err
	}
	entries, err := History(tx, task)
	for _, e := range entries {
		if (e.Name == assigned || e.Name == unassigned) && e.Data.V["username"] == username {
			return true, err
		}
	}
	return false, err
}

// TakenBack gives those of some tasks that a courier had once and lost again.
func TakenBack(tx *db.Tx, tasks []int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT DISTINCT task_id FROM task_events WHERE task_id IN (?) AND name = ? ORDER BY task_id", tasks, unassigned)
}

// LoadImage reads one photo.
func LoadImage(tx *db.Tx, id int64) (Image, error) {
	return db.One[Image](tx, "SELECT id, task_id, image_name, uploaded_by, created_at FROM task_images WHERE id = ?", id)
}

func imagesOf(tx *db.Tx, tasks []int64) ([]Image, error) {
	return db.All[Image](tx, "SELECT id, task_id, image_name, uploaded_by, created_at FROM task_images WHERE task_id IN (?) ORDER BY id", tasks)
}

func imageOf(tx *db.Tx, task int64, name string) (Image, bool, error) {
	return db.Maybe[Image](tx, "SELECT id, task_id, image_name, uploaded_by, created_at FROM task_images WHERE task_id = ? AND image_name = ? ORDER BY id LIMIT 1", task, name)
}

func giveImage(tx *db.Tx, image, task int64) error {
	_, err := tx.Exec("UPDATE task_images SET task_id = ? WHERE id = ?", task, image)
	return err
}

type ending struct {
	TaskID int64        `db:"task_id"`
	At     span.Instant `db:"at"`
}

// endings tell when tasks ended for the last time. Of ends that a history does not keep twice, putting the task back counts.
func endings(tx *db.Tx, tasks []int64) (map[int64]span.Instant, error) {
	rows, err := db.All[ending](tx, "SELECT task_id, MAX(created_at) AS at FROM task_events WHERE task_id IN (?) AND name IN (?) GROUP BY task_id",
		tasks, []string{started, done, failed, cancelled, restored, rescheduled})
	ended := map[int64]span.Instant{}
	for _, r := range rows {
		ended[r.TaskID] = r.At
	}
	return ended, err
}

// follower is the task that must wait for another.
func follower(tx *db.Tx, id int64) (int64, bool, error) {
	return db.Maybe[int64](tx, "SELECT id FROM tasks WHERE previous_id = ? ORDER BY id LIMIT 1", id)
}

func setPosition(tx *db.Tx, id, position int64) error {
	_, err := tx.Exec("UPDATE tasks SET delivery_position = ? WHERE id = ?", position, id)
	return err
}

// MeasureTask keeps how far somebody rode for a task, and what that emitted. It is no edit: the task is at the same version.
func MeasureTask(tx *db.Tx, id, metres, grams int64) error {
	_, err := tx.Exec("UPDATE tasks SET traveled_distance = ?, emitted_co2 = ? WHERE id = ?", metres, grams, id)
	return err
}

// ComeFrom says of tasks which recurrence rule they come from.
func ComeFrom(tx *db.Tx, ids []int64, rule int64) error {
	_, err := tx.Exec("UPDATE tasks SET recurrence_rule_id = ? WHERE id IN (?)", rule, ids)
	return err
}
