package shift

import "pignon.coop/internal/db"

func loadActivity(tx *db.Tx, id int64) (Activity, error) {
	return db.One[Activity](tx, "SELECT * FROM shift_activities WHERE id = ?", id)
}

func activityExists(tx *db.Tx, slug string) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM shift_activities WHERE slug = ?", slug)
	return ok, err
}

func activityLabels(tx *db.Tx) (map[string]string, error) {
	list, err := db.All[Activity](tx, "SELECT * FROM shift_activities")
	labels := map[string]string{}
	for _, a := range list {
		labels[a.Slug] = a.Label
	}
	return labels, err
}

func allActivities(tx *db.Tx) ([]Activity, error) {
	return db.All[Activity](tx, "SELECT * FROM shift_activities ORDER BY id")
}

func removeActivity(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM shift_activities WHERE id = ?", id)
	return err
}
