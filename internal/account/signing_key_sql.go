package account

import "pignon.coop/internal/db"

func signingKey(tx *db.Tx, name string) (text string, ok bool, err error) {
	return db.Maybe[string](tx, "SELECT private_pem FROM signing_keys WHERE name = ?", name)
}

func keepSigningKey(tx *db.Tx, name, text string) error {
	_, err := tx.Exec("INSERT INTO signing_keys (name, private_pem, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING", name, text, tx.Now())
	return err
}
