package account

import "pignon.coop/internal/db"

// PushTokensOf lists the telephones of users.
func PushTokensOf(tx *db.Tx, userIDs []int64) ([]PushToken, error) {
	return db.All[PushToken](tx, "SELECT * FROM push_tokens WHERE user_id IN (?) ORDER BY id", userIDs)
}

// ForgetPushToken drops a telephone that the push service no longer knows.
func ForgetPushToken(tx *db.Tx, token string) error {
	_, err := tx.Exec("DELETE FROM push_tokens WHERE token = ?", token)
	return err
}

func loadPushToken(tx *db.Tx, id int64) (PushToken, error) {
	return db.One[PushToken](tx, "SELECT * FROM push_tokens WHERE id = ?", id)
}

func listPushTokens(tx *db.Tx) ([]PushToken, error) {
	return db.All[PushToken](tx, "SELECT * FROM push_tokens ORDER BY id")
}

func insertPushToken(tx *db.Tx, p PushToken) error { return db.Insert(tx, "push_tokens", p) }

func replacePushToken(tx *db.Tx, in AddPushTokenIn) error {
	_, err := tx.Exec("DELETE FROM push_tokens WHERE token = ? OR user_id = ? AND platform = ?", in.Token, tx.Who().UserID, in.Platform)
	return err
}

func deletePushToken(tx *db.Tx, userID int64, token string) (int64, error) {
	return tx.Exec("DELETE FROM push_tokens WHERE user_id = ? AND token = ?", userID, token)
}

func forgetPushTokens(tx *db.Tx, userID int64) error {
	_, err := tx.Exec("DELETE FROM push_tokens WHERE user_id = ?", userID)
	return err
}
