package account

import "pignon.coop/internal/db"

// hasSecond tells whether somebody must show more than a password.
func hasSecond(tx *db.Tx, userID int64) (bool, error) {
	n, err := db.One[int64](tx, "SELECT (SELECT COUNT(*) FROM authenticators WHERE user_id = ? AND confirmed) + (SELECT COUNT(*) FROM passkeys WHERE user_id = ?)", userID, userID)
	return n > 0, err
}

func authenticatorOf(tx *db.Tx, userID int64) (authenticatorRow, bool, error) {
	return db.Maybe[authenticatorRow](tx, "SELECT * FROM authenticators WHERE user_id = ?", userID)
}

// putAuthenticator keeps a secret in place of one that never came into force.
func putAuthenticator(tx *db.Tx, a authenticatorRow) error {
	if err := deleteAuthenticator(tx, a.UserID); err != nil {
		return err
	}
	return db.Insert(tx, "authenticators", a)
}

func confirmAuthenticator(tx *db.Tx, userID int64) error {
	_, err := tx.Exec("UPDATE authenticators SET confirmed = ? WHERE user_id = ?", true, userID)
	return err
}

// useStep takes a code's step, unless it or a later one was taken before.
func useStep(tx *db.Tx, userID, step int64) (bool, error) {
	n, err := tx.Exec("UPDATE authenticators SET last_step = ? WHERE user_id = ? AND last_step < ?", step, userID, step)
	return n == 1, err
}

func deleteAuthenticator(tx *db.Tx, userID int64) error {
	_, err := tx.Exec("DELETE FROM authenticators WHERE user_id = ?", userID)
	return err
}

func countRecovery(tx *db.Tx, userID int64) (int, error) {
	return db.One[int](tx, "SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?", userID)
}

func insertRecovery(tx *db.Tx, userID int64, hash string) error {
	_, err := tx.Exec("INSERT INTO recovery_codes (code_hash, user_id) VALUES (?, ?)", hash, userID)
	return err
}

// takeRecovery uses a recovery code up.
func takeRecovery(tx *db.Tx, userID int64, hash string) (bool, error) {
	n, err := tx.Exec("DELETE FROM recovery_codes WHERE code_hash = ? AND user_id = ?", hash, userID)
	return n == 1, err
}

func deleteRecovery(tx *db.Tx, userID int64) error {
	_, err := tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", userID)
	return err
}

// forgetFactors takes everything away that somebody proved themselves by beside the password.
func forgetFactors(tx *db.Tx, userID int64) error {
	for _, statement := range []string{"DELETE FROM authenticators WHERE user_id = ?", "DELETE FROM passkeys WHERE user_id = ?",
		"DELETE FROM recovery_codes WHERE user_id = ?", "DELETE FROM passkey_challenges WHERE user_id = ?"} {
		if _, err := tx.Exec(statement, userID); err != nil {
			return err
		}
	}
	return nil
}
