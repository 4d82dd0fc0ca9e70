package flow

import (
	"strconv"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

// ImportWaiting is how a table of tasks starts. It ends completed, with all its tasks, or failed, with none.
const ImportWaiting ImportStatus = "waiting"

// TaskImport is a table of tasks that came in one file.
type TaskImport struct {
	ID        int64                `db:"id"`
	StoreID   *int64               `db:"store_id"`
	AppID     *int64               `db:"app_id"`
	UserID    *int64               `db:"user_id"`
	Filename  string               `db:"filename"`
	Sheet     string               `db:"sheet"`
	Status    ImportStatus         `db:"status"`
	GroupID   *int64               `db:"group_id"`
	Tasks     db.JSON[[]int64]     `db:"tasks"`
	Errors    db.JSON[[]RowErrors] `db:"errors"`
	Version   int64                `db:"version"`
	CreatedAt span.Instant         `db:"created_at"`
	UpdatedAt span.Instant         `db:"updated_at"`
}

// RowErrors is what is wrong with a row: sentences for people. Row 0 is the whole table.
type RowErrors struct {
	Row    int64    `json:"row"`
	Errors []string `json:"errors"`
}

// The facts about imports of tasks, as those hear it who wait for the end of one. Token is the id.
type (
	TasksImported struct {
		Token string `json:"token"`
	}
	TaskImportFailed struct {
		Token   string `json:"token"`
		Message string `json:"message"`
	}
)

// EventName names the fact in the journal.
func (TasksImported) EventName() string { return "task_import.completed" }

// EventName names the fact in the journal.
func (TaskImportFailed) EventName() string { return "task_import.failed" }

// ImportTasks is the job that makes the tasks of an import.
type ImportTasks struct {
	ImportID int64 `json:"importId"`
}

// JobKind names the job.
func (ImportTasks) JobKind() string { return "import_tasks" }

// StartTaskImportIn is a table of tasks with a line of column names, as CSV or as a workbook (XLSX).
type StartTaskImportIn struct {
	Filename string
	Sheet    string
}

// StartTaskImport takes a table of tasks of whoever may import tasks; those of an integration are its store's. They are made later. A table that
// cannot be read is Invalid.
func StartTaskImport(tx *db.Tx, in StartTaskImportIn) (TaskImport, error) {
	who := tx.Who()
	if err := delivery.MayImport(who); err != nil {
		return TaskImport{}, err
	}
	text, err := tableText(in.Sheet)
	if err != nil {
		return TaskImport{}, err
	}
	if _, err := readSheet(text); err != nil {
		return TaskImport{}, err
	}
	i := TaskImport{Filename: fileName(in.Filename), Sheet: text, Status: ImportWaiting, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	i.Tasks.V, i.Errors.V = []int64{}, []RowErrors{}
	switch who.Kind {
	case authz.App:
		i.AppID = &who.AppID
		if who.StoreID != 0 {
			i.StoreID = &who.StoreID
		}
	case authz.Person:
		i.UserID = &who.UserID
	}
	if i.ID, err = tx.ID("task_imports"); err != nil {
		return i, err
	}
	if err := db.Insert(tx, "task_imports", i); err != nil {
		return i, err
	}
	return i, job.Add(tx, ImportTasks{ImportID: i.ID}, job.Options{})
}

// ReadTaskImport gives an import to dispatchers, and to the integrations of the store whose one sent it.
func ReadTaskImport(tx *db.Tx, id int64) (TaskImport, error) {
	i, err := loadTaskImport(tx, id)
	if err != nil {
		return i, err
	}
	who := tx.Who()
	if i.AppID != nil && who.Kind == authz.App && (who.AppID == *i.AppID || i.StoreID != nil && who.StoreID == *i.StoreID) {
		return i, nil
	}
	return i, who.Must(authz.Dispatcher)
}

// actor is who sent an import, with the rights that they have now.
func (i TaskImport) actor(tx *db.Tx) (authz.Actor, error) {
	if i.UserID != nil {
		return userActor(tx, *i.UserID)
	}
	who := authz.Actor{Kind: authz.App, Scopes: []authz.Scope{authz.Tasks}}
	if i.AppID != nil {
		who.AppID = *i.AppID
	}
	if i.StoreID != nil {
		who.StoreID = *i.StoreID
	}
	return who, nil
}

// end says how an import ended.
func (i *TaskImport) end(tx *db.Tx, status ImportStatus, fact db.Event) error {
	i.Status, i.UpdatedAt = status, tx.Now()
	if err := db.Update(tx, "task_imports", i); err != nil {
		return err
	}
	return tx.Emit(fact)
}

func (i TaskImport) token() string { return strconv.FormatInt(i.ID, 10) }

// ended tells whether there is nothing left to do.
func (i TaskImport) ended() bool { return i.Status == ImportCompleted || i.Status == ImportFailed }
