package shift

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// hasList looks at another module's table, without writing it.
func hasList(tx *db.Tx, userID int64, day span.Day) (bool, error) {
	_, ok, err := db.Maybe[int64](tx, "SELECT id FROM task_lists WHERE courier_id = ? AND day = ?", userID, day)
	return ok, err
}

// dropsIn lists the ends of the windows of drop-offs that were not cancelled.
func dropsIn(tx *db.Tx, r span.Range) ([]span.Instant, error) {
	return db.All[span.Instant](tx, "SELECT before_at FROM tasks WHERE type = 'DROPOFF' AND status <> 'CANCELLED' AND before_at >= ? AND before_at < ?", r.From, r.To)
}

func teamUsers(tx *db.Tx) ([]account.User, error) {
	return db.All[account.User](tx, "SELECT * FROM users WHERE enabled AND roles <> '[]' ORDER BY username_canonical")
}
