package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

const editColumns = "id, user_id, day, lists, undone_at, created_at"

func loadEdit(tx *db.Tx, id, user int64) (Edit, error) {
	return db.One[Edit](tx, "SELECT "+editColumns+" FROM dispatch_edits WHERE id = ? AND user_id = ?", id, user)
}

// LastEdit gives the caller's last edit of a day that was not undone; ok tells whether there is one.
func LastEdit(tx *db.Tx, user int64, day span.Day) (e Edit, ok bool, err error) {
	return db.Maybe[Edit](tx, "SELECT "+editColumns+" FROM dispatch_edits WHERE user_id = ? AND day = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1", user, day)
}

func markUndone(tx *db.Tx, id int64) error {
	_, err := tx.Exec("UPDATE dispatch_edits SET undone_at = ? WHERE id = ?", tx.Now(), id)
	return err
}
