package shift

import "pignon.coop/internal/db"

func loadAvailability(tx *db.Tx, id int64) (Availability, error) {
	return db.One[Availability](tx, "SELECT * FROM availability_rules WHERE id = ?", id)
}

func availabilities(tx *db.Tx, userID int64) ([]Availability, error) {
	if userID == 0 {
		return db.All[Availability](tx, "SELECT * FROM availability_rules ORDER BY id")
	}
	return db.All[Availability](tx, "SELECT * FROM availability_rules WHERE user_id = ? ORDER BY id", userID)
}

func availabilitiesOf(tx *db.Tx, userID int64) ([]Availability, error) {
	return db.All[Availability](tx, "SELECT * FROM availability_rules WHERE user_id = ? ORDER BY day_of_week, start_time, id", userID)
}

func removeAvailability(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM availability_rules WHERE id = ?", id)
	return err
}
