package shift

import (
	"math"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// loadSheet reads a shift with all that belongs to it; NotFound when there is none.
func loadSheet(tx *db.Tx, id int64) (Sheet, error) {
	s, err := db.One[Shift](tx, "SELECT * FROM shifts WHERE id = ?", id)
	if err != nil {
		return Sheet{}, err
	}
	sheets, err := sheetsOf(tx, []Shift{s})
	if err != nil {
		return Sheet{}, err
	}
	return sheets[0], nil
}

func allShifts(tx *db.Tx) ([]Shift, error) {
	return db.All[Shift](tx, "SELECT * FROM shifts ORDER BY id")
}

// shiftsTouching lists the shifts that overlap a range, by start. An end of the range that is zero is open.
func shiftsTouching(tx *db.Tx, r span.Range) ([]Shift, error) {
	from, to := int64(0), int64(math.MaxInt64)
	if !r.From.IsZero() {
		from = r.From.UnixMicro()
	}
	if !r.To.IsZero() {
		to = r.To.UnixMicro()
	}
	return db.All[Shift](tx, "SELECT * FROM shifts WHERE ends_at > ? AND starts_at < ? ORDER BY starts_at, id", from, to)
}

func shiftsOf(tx *db.Tx, userID int64, r span.Range) ([]Shift, error) {
	return db.All[Shift](tx, `SELECT * FROM shifts WHERE ends_at > ? AND starts_at < ?
		AND id IN (SELECT shift_id FROM shift_assignments WHERE user_id = ?) ORDER BY starts_at, id`, r.From, r.To, userID)
}

// mostAtOnce keeps a query below what the databases take of arguments.
const mostAtOnce = 5000

// sheetsOf reads what belongs to shifts.
func sheetsOf(tx *db.Tx, list []Shift) ([]Sheet, error) {
	sheets := make([]Sheet, 0, len(list))
	for some := range slices.Chunk(list, mostAtOnce) {
		more, err := someSheets(tx, some)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, more...)
	}
	return sheets, nil
}

func someSheets(tx *db.Tx, list []Shift) ([]Sheet, error) {
	ids, at := make([]int64, len(list)), map[int64]int{}
	sheets := make([]Sheet, len(list))
	for i, s := range list {
		ids[i], at[s.ID], sheets[i].Shift = s.ID, i, s
	}
	people, err := db.All[Assignment](tx, "SELECT * FROM shift_assignments WHERE shift_id IN (?) ORDER BY id", ids)
	if err != nil {
		return nil, err
	}
	for _, a := range people {
		sheets[at[a.ShiftID]].Assignments = append(sheets[at[a.ShiftID]].Assignments, a)
	}
	waits, err := db.All[Wait](tx, "SELECT * FROM shift_waits WHERE shift_id IN (?) ORDER BY id", ids)
	if err != nil {
		return nil, err
	}
	for _, w := range waits {
		sheets[at[w.ShiftID]].Waits = append(sheets[at[w.ShiftID]].Waits, w)
	}
	type needed struct {
		ShiftID int64 `db:"shift_id"`
		Skill
	}
	skills, err := db.All[needed](tx, "SELECT n.shift_id, s.* FROM shift_skills n JOIN skills s ON s.id = n.skill_id WHERE n.shift_id IN (?) ORDER BY s.id", ids)
	for _, n := range skills {
		sheets[at[n.ShiftID]].Skills = append(sheets[at[n.ShiftID]].Skills, n.Skill)
	}
	return sheets, err
}

func insertShift(tx *db.Tx, s *Shift) (err error) {
	if s.ID, err = tx.ID("shifts"); err != nil {
		return err
	}
	s.Version = 1
	return db.Insert(tx, "shifts", *s)
}

func saveShift(tx *db.Tx, s Shift) error { return db.Update(tx, "shifts", s) }

func touchShift(tx *db.Tx, id int64) error {
	_, err := tx.Exec("UPDATE shifts SET version = version + 1 WHERE id = ?", id)
	return err
}

func removeShift(tx *db.Tx, id int64) error {
	for _, remove := range []func(*db.Tx, int64) error{removeWaits, removeAssignments} {
		if err := remove(tx, id); err != nil {
			return err
		}
	}
	if err := setSkills(tx, id, nil); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM shifts WHERE id = ?", id)
	return err
}

func removeAssignments(tx *db.Tx, shiftID int64) error {
	_, err := tx.Exec("DELETE FROM shift_assignments WHERE shift_id = ?", shiftID)
	return err
}

func removeWaits(tx *db.Tx, shiftID int64) error {
	_, err := tx.Exec("DELETE FROM shift_waits WHERE shift_id = ?", shiftID)
	return err
}

func addAssignment(tx *db.Tx, shiftID, userID int64) error {
	id, err := tx.ID("shift_assignments")
	if err != nil {
		return err
	}
	return db.Insert(tx, "shift_assignments", Assignment{ID: id, ShiftID: shiftID, UserID: userID, CreatedAt: tx.Now()})
}

func saveAssignment(tx *db.Tx, a Assignment) error { return db.Update(tx, "shift_assignments", a) }

func removeAssignment(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM shift_assignments WHERE id = ?", id)
	return err
}

func addWait(tx *db.Tx, shiftID, userID int64) error {
	id, err := tx.ID("shift_waits")
	if err != nil {
		return err
	}
	return db.Insert(tx, "shift_waits", Wait{ID: id, ShiftID: shiftID, UserID: userID, CreatedAt: tx.Now()})
}

func removeWait(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM shift_waits WHERE id = ?", id)
	return err
}

func setSkills(tx *db.Tx, shiftID int64, skills []int64) error {
	if _, err := tx.Exec("DELETE FROM shift_skills WHERE shift_id = ?", shiftID); err != nil {
		return err
	}
	for _, id := range skills {
		if _, err := tx.Exec("INSERT INTO shift_skills (shift_id, skill_id) VALUES (?, ?) ON CONFLICT DO NOTHING", shiftID, id); err != nil {
			return err
		}
	}
	return nil
}
