package flow

import (
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// ImportStatus tells how far an import is.
type ImportStatus string

// The statuses. An import of which any row was wrong has failed; its other rows are deliveries all the same.
const (
	ImportPending   ImportStatus = "pending"
	ImportStarted   ImportStatus = "started"
	ImportCompleted ImportStatus = "completed"
	ImportFailed    ImportStatus = "failed"
)

// Import is a table of deliveries that came in one file.
type Import struct {
	ID        int64        `db:"id"`
	StoreID   int64        `db:"store_id"`
	AppID     *int64       `db:"app_id"`
	UserID    *int64       `db:"user_id"`
	Filename  string       `db:"filename"`
	Sheet     string       `db:"sheet"`
	Status    ImportStatus `db:"status"`
	Version   int64        `db:"version"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// ImportRow is what became of a row.
type ImportRow struct {
	ImportID   int64             `db:"import_id"`
	Number     int64             `db:"number"`
	DeliveryID *int64            `db:"delivery_id"`
	Errors     db.JSON[[]string] `db:"errors"`
}

// ImportChanged says that an import came in, was begun or ended.
type ImportChanged struct {
	ImportID int64  `json:"importId"`
	Filename string `json:"filename"`
	Status   string `json:"status"`
}

// EventName names the fact in the journal.
func (ImportChanged) EventName() string { return "delivery_import.changed" }

// ImportDeliveries is the job that makes the deliveries of an import.
type ImportDeliveries struct {
	ImportID int64 `json:"importId"`
}

// JobKind names the job.
func (ImportDeliveries) JobKind() string { return "import_deliveries" }

// StartImportIn is a table of deliveries with a line of column names, as CSV or as a workbook (XLSX).
type StartImportIn struct {
	StoreID  int64
	Filename string
	Sheet    string
}

// Bounds of an import.
const (
	MostImportBytes = 2 << 20
	mostImportRows  = 2000
)

// StartImport takes a table of deliveries of a store; whoever may act for the store may. The rows are made later, one after the other. A table that
// cannot be read is Invalid.
func StartImport(tx *db.Tx, in StartImportIn) (Import, error) {
	if _, err := store.LoadStore(tx, in.StoreID); err != nil {
		return Import{}, err
	}
	if err := store.MayView(tx, in.StoreID); err != nil {
		return Import{}, err
	}
	text, err := tableText(in.Sheet)
	if err != nil {
		return Import{}, err
	}
	if _, err := readSheet(text); err != nil {
		return Import{}, err
	}
	who := tx.Who()
	i := Import{StoreID: in.StoreID, Filename: fileName(in.Filename), Sheet: text, Status: ImportPending, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	switch who.Kind {
	case authz.App:
		i.AppID = &who.AppID
	case authz.Person:
		i.UserID = &who.UserID
	}
	if i.ID, err = tx.ID("delivery_imports"); err != nil {
		return i, err
	}
	if err := db.Insert(tx, "delivery_imports", i); err != nil {
		return i, err
	}
	if err := job.Add(tx, ImportDeliveries{ImportID: i.ID}, job.Options{}); err != nil {
		return i, err
	}
	return i, tx.Emit(i.changed())
}

// fileName is the name of a file that came, as far as it can be kept.
func fileName(name string) string {
	if name = strings.TrimSpace(name); !org.Readable(name) || len(name) > 255 {
		return ""
	}
	return name
}

func (i Import) changed() ImportChanged {
	return ImportChanged{ImportID: i.ID, Filename: i.Filename, Status: string(i.Status)}
}

// ReadImport gives an import with what became of its rows, to dispatchers and to whoever may act for its store.
func ReadImport(tx *db.Tx, id int64) (Import, []ImportRow, error) {
	i, err := loadImport(tx, id)
	if err != nil {
		return i, nil, err
	}
	if err := store.MayView(tx, i.StoreID); err != nil {
		return i, nil, err
	}
	rows, err := importRows(tx, id)
	return i, rows, err
}

// Size is how many rows an import has.
func (i Import) Size() (int, error) {
	s, err := readSheet(i.Sheet)
	return len(s.rows), err
}

// WrongRows is the table of the rows of an import that were wrong, with the line of names, to be mended and sent again.
func WrongRows(i Import, rows []ImportRow) (string, error) {
	sheet, err := readSheet(i.Sheet)
	if err != nil {
		return "", err
	}
	wrong := map[int64]bool{}
	for _, r := range rows {
		wrong[r.Number] = len(r.Errors.V) > 0 && r.DeliveryID == nil
	}
	return sheet.only(wrong), nil
}

// status moves an import on.
func (i *Import) turn(tx *db.Tx, to ImportStatus) error {
	if i.Status == to {
		return nil
	}
	i.Status, i.UpdatedAt = to, tx.Now()
	if err := db.Update(tx, "delivery_imports", i); err != nil {
		return err
	}
	return tx.Emit(i.changed())
}

// actor is who sent an import, with the rights that they have now.
func (i Import) actor(tx *db.Tx) (authz.Actor, error) {
	switch {
	case i.AppID != nil:
		return authz.Actor{Kind: authz.App, AppID: *i.AppID, StoreID: i.StoreID, Scopes: []authz.Scope{authz.Deliveries}}, nil
	case i.UserID == nil:
		return authz.System(), nil
	}
	return userActor(tx, *i.UserID)
}

func unreadable(err error) error { return fail.Wrap(err, fail.Invalid, "import.unreadable") }
