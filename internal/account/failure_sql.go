package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

type failureRow struct {
	ID      int64        `db:"id"`
	Account string       `db:"account"`
	Address string       `db:"address"`
	At      span.Instant `db:"at"`
}

func countFailures(tx *db.Tx, account, address string, since span.Instant) (ofAccount, ofAddress int, err error) {
	if _, err := tx.Exec("DELETE FROM login_failures WHERE at < ?", since); err != nil {
		return 0, 0, err
	}
	ofAccount, err = db.One[int](tx, "SELECT COUNT(*) FROM login_failures WHERE account = ?", account)
	if err != nil {
		return 0, 0, err
	}
	ofAddress, err = db.One[int](tx, "SELECT COUNT(*) FROM login_failures WHERE address = ?", address)
	return ofAccount, ofAddress, err
}

func insertFailure(tx *db.Tx, f failureRow) error { return db.Insert(tx, "login_failures", f) }

func forgetFailures(tx *db.Tx, account string) error {
	_, err := tx.Exec("DELETE FROM login_failures WHERE account = ?", account)
	return err
}
