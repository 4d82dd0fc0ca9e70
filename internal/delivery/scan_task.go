package delivery

import (
	"regexp"
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// ownCode is what our labels say of a task or of one of its packages.
var ownCode = regexp.MustCompile(`^67670011(\d{1,18}?)(?:P\d+U\d+)?8076$`)

// TaskOfCode finds the task behind the code on a parcel: ours, or that of somebody else which came with an import. NotFound when there is none.
func TaskOfCode(tx *db.Tx, code string) (Task, error) {
	if m := ownCode.FindStringSubmatch(code); m != nil {
		id, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			return Task{}, err
		}
		return LoadTask(tx, id)
	}
	t, ok, err := taskOfCode(tx, code)
	if err == nil && !ok {
		err = fail.New(fail.NotFound, "row.not_found")
	}
	return t, err
}

// ScanTask adds to a task's history that somebody held its parcel.
func ScanTask(tx *db.Tx, id int64) error {
	t, err := LoadTask(tx, id)
	if err != nil {
		return err
	}
	f, err := factOf(tx, t)
	if err != nil {
		return err
	}
	if err := remember(tx, t.ID, scanned, nil); err != nil {
		return err
	}
	return tx.Emit(TaskScanned{f})
}
