package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

func loadHoliday(tx *db.Tx, id int64) (Holiday, error) {
	return db.One[Holiday](tx, "SELECT * FROM holiday_requests WHERE id = ?", id)
}

func holidays(tx *db.Tx, in HolidaysIn) ([]Holiday, error) {
	return db.All[Holiday](tx, `SELECT * FROM holiday_requests WHERE (? = '' OR last_day >= ?) AND (? = '' OR first_day <= ?) AND (? = '' OR state = ?)
		ORDER BY id`, in.First, in.First, in.Last, in.Last, in.State, in.State)
}

func holidaysOf(tx *db.Tx, userID int64) ([]Holiday, error) {
	return db.All[Holiday](tx, "SELECT * FROM holiday_requests WHERE user_id = ? ORDER BY created_at DESC, id DESC", userID)
}

func offOn(tx *db.Tx, userID int64, d span.Day) (bool, error) {
	n, err := db.One[int64](tx, "SELECT COUNT(*) FROM holiday_requests WHERE user_id = ? AND state = 'approved' AND first_day <= ? AND last_day >= ?", userID, d, d)
	return n > 0, err
}

func removeHoliday(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM holiday_requests WHERE id = ?", id)
	return err
}
