package shift

import "pignon.coop/internal/db"

func loadTemplate(tx *db.Tx, id int64) (Template, error) {
	return db.One[Template](tx, "SELECT * FROM shift_templates WHERE id = ?", id)
}

func allTemplates(tx *db.Tx) ([]Template, error) {
	return db.All[Template](tx, "SELECT * FROM shift_templates ORDER BY id")
}

func removeTemplate(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM shift_templates WHERE id = ?", id)
	return err
}
