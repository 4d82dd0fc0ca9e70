package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

type sessionRow struct {
	TokenHash string       `db:"token_hash"`
	UserID    int64        `db:"user_id"`
	CreatedAt span.Instant `db:"created_at"`
	SeenAt    span.Instant `db:"seen_at"`
	ExpiresAt span.Instant `db:"expires_at"`
	Half      bool         `db:"half"`
}

func sessionByHash(tx *db.Tx, hash string) (sessionRow, bool, error) {
	return db.Maybe[sessionRow](tx, "SELECT * FROM sessions WHERE token_hash = ?", hash)
}

func insertSession(tx *db.Tx, s sessionRow) error {
	if _, err := tx.Exec("DELETE FROM sessions WHERE user_id = ? AND expires_at < ?", s.UserID, s.CreatedAt); err != nil {
		return err
	}
	return db.Insert(tx, "sessions", s)
}

func prolongSession(tx *db.Tx, hash string, seen, until span.Instant) error {
	_, err := tx.Exec("UPDATE sessions SET seen_at = ?, expires_at = ? WHERE token_hash = ?", seen, until, hash)
	return err
}

func deleteSession(tx *db.Tx, hash string) error {
	_, err := tx.Exec("DELETE FROM sessions WHERE token_hash = ?", hash)
	return err
}
