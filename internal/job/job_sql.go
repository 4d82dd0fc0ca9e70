package job

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

type row struct {
	ID          int64        `db:"id"`
	Kind        string       `db:"kind"`
	Key         *string      `db:"unique_key"`
	Body        string       `db:"body"`
	RunAt       span.Instant `db:"run_at"`
	Attempt     int64        `db:"attempt"`
	LeasedUntil span.Instant `db:"leased_until"`
	LastError   string       `db:"last_error"`
	Parked      bool         `db:"parked"`
	CreatedAt   span.Instant `db:"created_at"`
}

func insert(tx *db.Tx, r row) error {
	_, err := tx.Exec(`INSERT INTO jobs (id, kind, unique_key, body, run_at, attempt, last_error, parked, created_at)
		VALUES (?, ?, ?, ?, ?, 0, '', FALSE, ?) ON CONFLICT (unique_key) DO NOTHING`, r.ID, r.Kind, r.Key, r.Body, r.RunAt, r.CreatedAt)
	return err
}

func claim(tx *db.Tx, limit int, until span.Instant) ([]row, error) {
	return db.All[row](tx, `UPDATE jobs SET leased_until = ?, attempt = attempt + 1, unique_key = NULL WHERE id IN (
		SELECT id FROM jobs WHERE NOT parked AND run_at <= ? AND (leased_until IS NULL OR leased_until <= ?) ORDER BY run_at, id LIMIT ?)
		RETURNING *`, until, tx.Now(), tx.Now(), limit)
}

// finish forgets a job, unless it was claimed again meanwhile.
func finish(tx *db.Tx, r row) error {
	_, err := tx.Exec("DELETE FROM jobs WHERE id = ? AND attempt = ?", r.ID, r.Attempt)
	return err
}

func postpone(tx *db.Tx, r row, at span.Instant, cause string) error {
	_, err := tx.Exec("UPDATE jobs SET run_at = ?, leased_until = NULL, last_error = ?, parked = ? WHERE id = ? AND attempt = ?",
		at, cause, r.Attempt >= maxTry, r.ID, r.Attempt)
	return err
}

// advance moves the timetable of a kind to a tick and tells whether it was behind.
func advance(tx *db.Tx, kind string, tick int64) (bool, error) {
	n, err := tx.Exec(`INSERT INTO job_ticks (kind, tick) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET tick = excluded.tick
		WHERE job_ticks.tick < excluded.tick`, kind, tick)
	return n > 0, err
}

// StateOf counts the jobs that wait and those parked.
func StateOf(tx *db.Tx) (State, error) {
	return db.One[State](tx, `SELECT COALESCE(SUM(CASE WHEN parked THEN 0 ELSE 1 END), 0) AS waiting,
		COALESCE(SUM(CASE WHEN parked THEN 1 ELSE 0 END), 0) AS parked FROM jobs`)
}
