package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/social"
	"pignon.coop/internal/span"
)

type identityRow struct {
	Provider  string       `db:"provider"`
	Subject   string       `db:"subject"`
	UserID    int64        `db:"user_id"`
	CreatedAt span.Instant `db:"created_at"`
}

func userOfIdentity(tx *db.Tx, provider, subject string) (int64, bool, error) {
	return db.Maybe[int64](tx, "SELECT user_id FROM identities WHERE provider = ? AND subject = ?", provider, subject)
}

func keepIdentity(tx *db.Tx, p social.Person, userID int64) error {
	return db.Insert(tx, "identities", identityRow{Provider: p.Provider, Subject: p.Subject, UserID: userID, CreatedAt: tx.Now()})
}

func forgetIdentities(tx *db.Tx, userID int64) error {
	_, err := tx.Exec("DELETE FROM identities WHERE user_id = ?", userID)
	return err
}
