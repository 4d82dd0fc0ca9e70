package flow

import "pignon.coop/internal/db"

func loadImport(tx *db.Tx, id int64) (Import, error) {
	return db.One[Import](tx, "SELECT * FROM delivery_imports WHERE id = ?", id)
}

func importRows(tx *db.Tx, id int64) ([]ImportRow, error) {
	return db.All[ImportRow](tx, "SELECT * FROM delivery_import_rows WHERE import_id = ? ORDER BY number", id)
}

// ImportsOf lists the imports of a store, newest first. Who may ask is for the caller to say.
func ImportsOf(tx *db.Tx, storeID int64, limit int) ([]Import, error) {
	return db.All[Import](tx, "SELECT * FROM delivery_imports WHERE store_id = ? ORDER BY id DESC LIMIT ?", storeID, limit)
}

func loadTaskImport(tx *db.Tx, id int64) (TaskImport, error) {
	return db.One[TaskImport](tx, "SELECT * FROM task_imports WHERE id = ?", id)
}
