package delivery

import "pignon.coop/internal/db"

// photoNames lists the blobs of all photos.
func photoNames(tx *db.Tx) ([]string, error) {
	return db.All[string](tx, "SELECT DISTINCT image_name FROM task_images")
}
