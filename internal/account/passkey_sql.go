package account

import (
	"github.com/go-webauthn/webauthn/webauthn"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

type challengeRow struct {
	ChallengeHash string                        `db:"challenge_hash"`
	UserID        *int64                        `db:"user_id"`
	Body          db.JSON[webauthn.SessionData] `db:"body"`
	ExpiresAt     span.Instant                  `db:"expires_at"`
}

func passkeysOf(tx *db.Tx, userID int64) ([]Passkey, error) {
	return db.All[Passkey](tx, "SELECT * FROM passkeys WHERE user_id = ? ORDER BY id", userID)
}

func passkeyByCredential(tx *db.Tx, credentialID string) (Passkey, bool, error) {
	return db.Maybe[Passkey](tx, "SELECT * FROM passkeys WHERE credential_id = ?", credentialID)
}

func insertPasskey(tx *db.Tx, p Passkey) (err error) {
	if p.ID, err = tx.ID("passkeys"); err != nil {
		return err
	}
	return db.Insert(tx, "passkeys", p)
}

// usePasskey keeps what a passkey counts, so that a copy of it is noticed.
func usePasskey(tx *db.Tx, c webauthn.Credential, now span.Instant) error {
	_, err := tx.Exec("UPDATE passkeys SET credential = ?, used_at = ? WHERE credential_id = ?", db.JSON[webauthn.Credential]{V: c}, now, credentialName(c.ID))
	return err
}

func renamePasskey(tx *db.Tx, userID, id int64, name string) error {
	n, err := tx.Exec("UPDATE passkeys SET name = ? WHERE id = ? AND user_id = ?", name, id, userID)
	return found(n, err)
}

func deletePasskey(tx *db.Tx, userID, id int64) error {
	n, err := tx.Exec("DELETE FROM passkeys WHERE id = ? AND user_id = ?", id, userID)
	return found(n, err)
}

func found(n int64, err error) error {
	if err == nil && n == 0 {
		return fail.New(fail.NotFound, "row.not_found")
	}
	return err
}

// sweepChallenges forgets what nobody signed in time and counts the rest.
func sweepChallenges(tx *db.Tx, now span.Instant) (int, error) {
	if _, err := tx.Exec("DELETE FROM passkey_challenges WHERE expires_at <= ?", now); err != nil {
		return 0, err
	}
	return db.One[int](tx, "SELECT COUNT(*) FROM passkey_challenges")
}

func challengeByHash(tx *db.Tx, hash string) (challengeRow, bool, error) {
	return db.Maybe[challengeRow](tx, "SELECT * FROM passkey_challenges WHERE challenge_hash = ?", hash)
}

func deleteChallenge(tx *db.Tx, hash string) error {
	_, err := tx.Exec("DELETE FROM passkey_challenges WHERE challenge_hash = ?", hash)
	return err
}
