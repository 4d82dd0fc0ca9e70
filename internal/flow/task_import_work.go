package flow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	places "pignon.coop/internal/place"
)

// TaskImporter makes tasks of tables.
type TaskImporter struct {
	DB       *db.DB
	Words    func() *locale.Printer
	Geocoder func() places.Geocoder
}

// taskImporting is an import at work.
type taskImporting struct {
	TaskImport
	who      authz.Actor
	table    sheet
	settings org.Settings
}

// Work makes the tasks of an import: all in one unit of work that ends the import, or none. Work that was broken off starts anew.
func (m TaskImporter) Work(ctx context.Context, args ImportTasks) error {
	w, err := m.begin(ctx, args.ImportID)
	if err != nil || w.ended() {
		return err
	}
	rows, wrong, err := m.read(ctx, w.table, w.settings, w.CreatedAt.In(w.settings.Zone()))
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err := m.DB.Write(ctx, w.who, func(tx *db.Tx) error { return w.make(tx, rows) })
		if err == nil || fail.Is(err, fail.Internal) || fail.Is(err, fail.Unavailable) || ctx.Err() != nil {
			return err
		}
		wrong = rowOf(m.Words(), err)
	}
	return m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		i, err := loadTaskImport(tx, w.ID)
		if err != nil || i.ended() {
			return err
		}
		i.Errors.V = wrong
		return i.end(tx, ImportFailed, TaskImportFailed{Token: i.token(), Message: i.Message(m.Words())})
	})
}

// begin reads all that the rows need.
func (m TaskImporter) begin(ctx context.Context, id int64) (w taskImporting, err error) {
	err = m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		if w.TaskImport, err = loadTaskImport(tx, id); err != nil || w.ended() {
			return err
		}
		if w.Status == ImportWaiting {
			w.Status, w.UpdatedAt = ImportStarted, tx.Now()
			if err := db.Update(tx, "task_imports", &w.TaskImport); err != nil {
				return err
			}
		}
		if w.who, err = w.actor(tx); err != nil {
			return err
		}
		if w.settings, err = org.LoadSettings(tx); err != nil {
			return err
		}
		w.table, err = readSheet(w.Sheet)
		return err
	})
	return w, err
}

// read reads all rows and looks up their addresses, and tells what is wrong row by row. An error is one that trying again may mend.
func (m TaskImporter) read(ctx context.Context, table sheet, settings org.Settings, now time.Time) ([]taskRow, []RowErrors, error) {
	rows, wrong := make([]taskRow, len(table.rows)), []RowErrors{}
	for n := range rows {
		r, refused := readTaskRow(table.cells(n+1), now)
		err := refused.Or()
		if err == nil {
			err = m.locate(ctx, &r, settings)
		}
		if err != nil && !fail.Is(err, fail.Invalid) {
			return nil, nil, err
		}
		if err != nil {
			wrong = append(wrong, RowErrors{Row: int64(n + 1), Errors: sentences(m.Words(), err)})
		}
		rows[n] = r
	}
	return rows, wrong, nil
}

// locate looks up the address of a row, or what stands at its position.
func (m TaskImporter) locate(ctx context.Context, r *taskRow, settings org.Settings) error {
	if r.point != nil {
		lat, lng := r.point.Degrees()
		r.address.Position = &org.Position{Lat: lat, Lng: lng}
		hit, ok, err := m.Geocoder().Reverse(ctx, *r.point)
		if ok {
			street := hit.Label()
			r.address.StreetAddress = &street
		}
		return err
	}
	if r.address.StreetAddress == nil {
		return fail.At("address", "value.blank")
	}
	hit, ok, err := m.Geocoder().Geocode(ctx, *r.address.StreetAddress, places.Options{Near: settings.Centre(), Lang: settings.Locale})
	if err == nil && !ok {
		err = fail.At("address", "import.address", "value", *r.address.StreetAddress)
	}
	lat, lng := hit.Point.Degrees()
	r.address.Position = &org.Position{Lat: lat, Lng: lng}
	return err
}

// make makes the tasks and ends the import.
func (w taskImporting) make(tx *db.Tx, rows []taskRow) error {
	i, err := loadTaskImport(tx, w.ID)
	if err != nil || i.ended() {
		return err
	}
	group, made, err := keepTaskRows(tx, rows, i.CreatedAt.In(w.settings.Zone()))
	if err != nil {
		return err
	}
	i.GroupID = &group.ID
	for _, t := range made {
		i.Tasks.V = append(i.Tasks.V, t.ID)
	}
	return i.end(tx, ImportCompleted, TasksImported{Token: i.token()})
}

// keepTaskRows makes the tasks of rows, and gives them to those who shall carry them, which dispatchers may say.
func keepTaskRows(tx *db.Tx, rows []taskRow, at time.Time) (delivery.Group, []delivery.Task, error) {
	in := delivery.ImportTasksIn{Group: at.Format("Import 02/01 15:04"), Tasks: make([]delivery.ImportedTask, len(rows))}
	for n, r := range rows {
		a, err := org.PlaceAddress(tx, r.address)
		if err != nil {
			return delivery.Group{}, nil, fail.Under(fmt.Sprintf("tasks[%d].address", n), err)
		}
		in.Tasks[n] = r.ImportedTask
		in.Tasks[n].AddressID = a.ID
	}
	group, made, err := delivery.ImportTasks(tx, in)
	if err != nil || !tx.Who().Is(authz.Dispatcher) {
		return group, made, err
	}
	for n, t := range made {
		if err := handTo(tx, t.ID, rows[n]); err != nil {
			return group, made, fail.Under(fmt.Sprintf("tasks[%d]", n), err)
		}
	}
	return group, made, nil
}

func handTo(tx *db.Tx, task int64, r taskRow) error {
	if r.courier == "" {
		return nil
	}
	u, ok, err := account.UserByName(tx, r.courier)
	if err != nil {
		return err
	}
	if !ok || !u.Actor().Holds(authz.Courier) {
		return fail.At("assign", "import.courier", "value", r.courier)
	}
	_, err = dispatch.Assign(tx, dispatch.AssignIn{Tasks: []int64{task}, Username: r.courier, Day: r.day})
	return err
}

// rowOf tells of which row an error is that names a task by its place.
func rowOf(words *locale.Printer, err error) []RowErrors {
	e := *fail.Of(err)
	var row int64
	for at, f := range e.Fields {
		var n int64
		if _, err := fmt.Sscanf(f.Path, "tasks[%d]", &n); err != nil {
			continue
		}
		row = n + 1
		_, rest, _ := strings.Cut(f.Path, "]")
		e.Fields[at].Path = strings.TrimPrefix(rest, ".")
	}
	return []RowErrors{{Row: row, Errors: sentences(words, &e)}}
}

// Message says what was wrong, a line for each row.
func (i TaskImport) Message(words *locale.Printer) string {
	var lines []string
	for _, r := range i.Errors.V {
		text := strings.Join(r.Errors, " ")
		if r.Row != 0 {
			text = words.T("import.row", locale.Args{"row": r.Row, "what": text})
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}
