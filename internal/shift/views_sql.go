package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// hasList looks at another module's table, without writing it.
func hasList(tx *db.Tx, userID int64, day span.Day) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM task_lists WHERE courier_id = ? AND day = ?", userID, day)
	return ok, err
}
