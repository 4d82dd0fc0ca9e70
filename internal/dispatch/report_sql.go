package dispatch

import (
	"pignon.coop/internal/db"
)

const reportColumns = "report_id, task_id, courier_id, kind, body, tapped_at, happened_at, received_at, outcome, seen_at"

func findReport(tx *db.Tx, id string) (Report, bool, error) {
	return db.Maybe[Report](tx, "SELECT "+reportColumns+" FROM courier_reports WHERE report_id = ?", id)
}

func markSeen(tx *db.Tx, id string) error {
	_, err := tx.Exec("UPDATE courier_reports SET seen_at = ? WHERE report_id = ? AND seen_at IS NULL", tx.Now(), id)
	return err
}

// keptReports gives the reports that could not be applied and that nobody has seen yet, oldest first.
func keptReports(tx *db.Tx) ([]Report, error) {
	return db.All[Report](tx, "SELECT "+reportColumns+` FROM courier_reports WHERE seen_at IS NULL AND outcome NOT IN ('applied', 'repeated')
		ORDER BY received_at, report_id LIMIT 200`)
}
