package shift

import (
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
)

// A list that is not paginated must hold more shifts than a query takes arguments.
func TestManyYearsOfShiftsAreListed(t *testing.T) {
	t.Parallel()
	const many = 70_000 // SQLite takes 32 766 arguments, PostgreSQL 65 535
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var list []Sheet
		err := w.DB.Write(t.Context(), authz.System(), func(tx *db.Tx) error {
			if _, err := tx.Exec(manyShifts, many); err != nil {
				return err
			}
			var err error
			list, err = ListShifts(tx, Days{})
			return err
		})
		if err != nil || len(list) != many || list[many-1].ID != many {
			t.Errorf("%d shifts, %v", len(list), err)
		}
	})
}

const manyShifts = `INSERT INTO shifts (id, activity, starts_at, ends_at, slots, break_minutes, created_at, updated_at)
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, 'delivery', i, i + 1, 1, 0, 0, 0 FROM n`
