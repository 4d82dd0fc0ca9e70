package shift

import "pignon.coop/internal/db"

func loadEmployee(tx *db.Tx, id int64) (Employee, error) {
	return db.One[Employee](tx, "SELECT * FROM employee_profiles WHERE id = ?", id)
}

func employees(tx *db.Tx) ([]Employee, error) {
	return db.All[Employee](tx, "SELECT * FROM employee_profiles ORDER BY id")
}

// employed tells whether the user has another file.
func employed(tx *db.Tx, e Employee) (bool, error) {
	n, err := db.One[int64](tx, "SELECT COUNT(*) FROM employee_profiles WHERE user_id = ? AND id <> ?", e.UserID, e.ID)
	return n > 0, err
}

func removeEmployee(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM employee_profiles WHERE id = ?", id)
	return err
}
