package fiscal

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/span"
)

// openDays adds up the days before today that have documents and no closure.
func openDays(tx *db.Tx, today span.Day) ([]Closure, error) {
	return db.All[Closure](tx, `SELECT d.issuer, d.day AS label, COUNT(*) AS documents,
		SUM(CASE WHEN d.kind = ? THEN d.total ELSE 0 END) AS sales, SUM(CASE WHEN d.kind = ? THEN 0 ELSE d.total END) AS credits,
		SUM(CASE WHEN d.kind = ? THEN d.tax ELSE -d.tax END) AS tax FROM fiscal_documents d WHERE d.day < ?
		AND NOT EXISTS (SELECT 1 FROM fiscal_closures c WHERE c.issuer = d.issuer AND c.period = 'day' AND c.label = d.day)
		GROUP BY d.issuer, d.day ORDER BY d.issuer, d.day`, facturx.Bill, facturx.Bill, facturx.Bill, today)
}

func lastClosure(tx *db.Tx, issuer Issuer) (Closure, error) {
	c, _, err := db.Maybe[Closure](tx, "SELECT * FROM fiscal_closures WHERE issuer = ? ORDER BY position DESC LIMIT 1", issuer)
	return c, err
}

// unclosed lists the closures of shorter periods that belong to a longer one, which is over and not closed.
func unclosed(tx *db.Tx, of, longer Period, length int, current string) ([]Closure, error) {
	return db.All[Closure](tx, `SELECT d.* FROM fiscal_closures d WHERE d.period = ? AND substr(d.label, 1, ?) < ?
		AND NOT EXISTS (SELECT 1 FROM fiscal_closures m WHERE m.issuer = d.issuer AND m.period = ? AND m.label = substr(d.label, 1, ?))
		ORDER BY d.issuer, d.label`, of, length, current, longer, length)
}

func listClosures(tx *db.Tx, from, to string) ([]Closure, error) {
	return db.All[Closure](tx, "SELECT * FROM fiscal_closures WHERE label >= ? AND label <= ? ORDER BY issuer, position", from, to)
}
