package shift

import "pignon.coop/internal/db"

func loadSettings(tx *db.Tx) (Settings, error) {
	body, ok, err := db.Maybe[db.JSON[Settings]](tx, "SELECT body FROM shift_settings WHERE id = 1")
	if !ok {
		body.V = Settings{Throughput: 2.5, ServiceLevel: 0.8, Overrides: Rules{}}
	}
	return body.V, err
}

func storeSettings(tx *db.Tx, s Settings) error {
	_, err := tx.Exec("INSERT INTO shift_settings (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body", db.JSON[Settings]{V: s})
	return err
}
