package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

type refreshRow struct {
	ID        int64        `db:"id"`
	UserID    int64        `db:"user_id"`
	TokenHash string       `db:"token_hash"`
	ExpiresAt span.Instant `db:"expires_at"`
	CreatedAt span.Instant `db:"created_at"`
}

// insertRefresh keeps a refresh token and forgets the user's expired ones.
func insertRefresh(tx *db.Tx, r refreshRow) error {
	if _, err := tx.Exec("DELETE FROM refresh_tokens WHERE user_id = ? AND expires_at < ?", r.UserID, r.CreatedAt); err != nil {
		return err
	}
	return db.Insert(tx, "refresh_tokens", r)
}

func refreshByHash(tx *db.Tx, hash string) (refreshRow, bool, error) {
	return db.Maybe[refreshRow](tx, "SELECT * FROM refresh_tokens WHERE token_hash = ?", hash)
}

func loadRefresh(tx *db.Tx, id int64) (refreshRow, error) {
	return db.One[refreshRow](tx, "SELECT * FROM refresh_tokens WHERE id = ?", id)
}

func listRefresh(tx *db.Tx) ([]refreshRow, error) {
	return db.All[refreshRow](tx, "SELECT * FROM refresh_tokens ORDER BY id")
}

func prolongRefresh(tx *db.Tx, id int64, until span.Instant) error {
	_, err := tx.Exec("UPDATE refresh_tokens SET expires_at = ? WHERE id = ?", until, id)
	return err
}

// forgetTokens ends a user's refresh tokens, cookie sessions and telephones.
func forgetTokens(tx *db.Tx, userID int64) error {
	for _, statement := range []string{"DELETE FROM refresh_tokens WHERE user_id = ?", "DELETE FROM sessions WHERE user_id = ?"} {
		if _, err := tx.Exec(statement, userID); err != nil {
			return err
		}
	}
	return nil
}
