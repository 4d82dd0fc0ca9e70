package shift

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/span"
)

// SyncDispatch opens an empty task list for every courier on a shift of the week of a day, where there is none, and counts the couriers who got
// one.
func SyncDispatch(tx *db.Tx, day span.Day) (int, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return 0, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return 0, err
	}
	sheets, err := sheetsIn(tx, weekIn(Monday(day), zone))
	if err != nil {
		return 0, err
	}
	got := map[int64]bool{}
	for _, s := range sheets {
		for _, a := range s.Assignments {
			opened, err := openList(tx, a.UserID, span.DayOf(s.StartsAt.Time, zone))
			if err != nil {
				return 0, err
			}
			if opened {
				got[a.UserID] = true
			}
		}
	}
	return len(got), nil
}

func openList(tx *db.Tx, userID int64, day span.Day) (bool, error) {
	u, err := account.LoadUser(tx, userID)
	if err != nil || !u.Enabled || !u.Actor().Holds(authz.Courier) {
		return false, err
	}
	if has, err := hasList(tx, userID, day); err != nil || has {
		return false, err
	}
	_, err = dispatch.OpenList(tx, userID, day)
	return true, err
}
