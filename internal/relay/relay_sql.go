package relay

import "pignon.coop/internal/db"

func position(tx *db.Tx, reader string) (int64, error) {
	seq, _, err := db.Maybe[int64](tx, "SELECT seq FROM relay_positions WHERE reader = ?", reader)
	return seq, err
}

func setPosition(tx *db.Tx, reader string, seq int64) error {
	_, err := tx.Exec("INSERT INTO relay_positions (reader, seq) VALUES (?, ?) ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq", reader, seq)
	return err
}
