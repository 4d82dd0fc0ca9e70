package delivery

import "pignon.coop/internal/db"

// photoNames lists the blobs of all photos of tasks and of their incidents.
func photoNames(tx *db.Tx) ([]string, error) {
	return db.All[string](tx, "SELECT image_name FROM task_images UNION SELECT image_name FROM incident_images")
}
