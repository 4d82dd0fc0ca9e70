package dialect

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

var importers = web.Access{Name: "ROLE_ADMIN tasks", Check: delivery.MayImport}

func (f *face) taskImportEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "POST /api/tasks/import", Access: importers, Limit: web.Limit{Body: sheetMost}, Serve: f.importTasks},
		{Pattern: "POST /api/tasks/import_async", Access: importers, Limit: web.Limit{Body: sheetMost}, Serve: f.startTaskImport},
		{Pattern: "GET /api/task_import_queues/{id}", Access: web.Needs(authz.User, authz.APIApp), Serve: f.taskImport},
	}
}

const (
	sheetMost = 2 << 20 // bytes of an import
	rowsMost  = 1000
)

// startTaskImport takes a table of tasks; they are made later.
func (f *face) startTaskImport(c *web.Call) error {
	table, err := tableSent(c)
	if err != nil {
		return err
	}
	i, err := worked(c, f.change, func(tx *db.Tx) (flow.TaskImport, error) {
		return flow.StartTaskImport(tx, flow.StartTaskImportIn{Sheet: table})
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "TaskImportQueue", taskImportObject(i))
}

func taskImportObject(i flow.TaskImport) *Object {
	return Obj("@id", iri("task_import_queues", i.ID), "@type", "TaskImportQueue")
}

func (f *face) taskImport(c *web.Call) error {
	i, err := storeRead(f, c, flow.ReadTaskImport)
	if err != nil {
		return err
	}
	o := taskImportObject(i).Set("status", i.Status)
	switch i.Status {
	case flow.ImportCompleted:
		tasks := []string{}
		for _, id := range i.Tasks.V {
			tasks = append(tasks, iri("tasks", id))
		}
		o.Set("group", maybeIRI("task_groups", i.GroupID)).Set("tasks", tasks)
	case flow.ImportFailed:
		o.Set("error", i.Message(f.house.Words()))
	}
	return f.item(c, http.StatusOK, "TaskImportQueue", o)
}

// importTasks makes a task of each row of a CSV table whose columns are paths of the fields of a task.
func (f *face) importTasks(c *web.Call) error {
	if err := isTable(c, "text/csv"); err != nil {
		return err
	}
	rows, err := tableIn(c.R.Body)
	if err != nil {
		return err
	}
	drafts := make([]importedTask, len(rows))
	for i, row := range rows {
		if drafts[i], err = f.importedTask(c.R.Context(), row); err != nil {
			return fail.Under(fmt.Sprintf("tasks[%d]", i), err)
		}
	}
	var g delivery.Group
	var ids []int64
	err = f.change(c, func(tx *db.Tx) (err error) {
		g, ids, err = f.keepTasks(tx, drafts)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "TaskGroup", taskGroupObject(g, ids))
}

// keepTasks makes the tasks in one group, which is called after the time.
func (f *face) keepTasks(tx *db.Tx, drafts []importedTask) (g delivery.Group, ids []int64, err error) {
	in := delivery.ImportTasksIn{Group: tx.Now().In(f.house.Words().Zone()).Format("Import 02/01 15:04"), Tasks: make([]delivery.ImportedTask, len(drafts))}
	for i, d := range drafts {
		address, err := placed(tx, d.address)
		if err != nil {
			return g, nil, fail.Under(fmt.Sprintf("tasks[%d]", i), err)
		}
		in.Tasks[i].CreateTaskIn = d.fields.create(address)
	}
	g, made, err := delivery.ImportTasks(tx, in)
	for i, t := range made {
		ids = append(ids, t.ID)
		if tx.Who().Is(authz.Dispatcher) && err == nil {
			err = handOver(tx, t.ID, drafts[i].fields.assignedTo)
		}
	}
	return g, ids, err
}

type importedTask struct {
	fields  taskFields
	address *org.AddressIn
}

func (f *face) importedTask(ctx context.Context, row body) (t importedTask, err error) {
	if t.fields, err = f.taskFields(row); err != nil {
		return t, err
	}
	t.address, err = f.addressIn(ctx, t.fields.address)
	return t, err
}

// tableIn reads a table with a line of column names. A cell that is empty is absent.
func tableIn(r io.Reader) ([]body, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.LazyQuotes, in.TrimLeadingSpace = -1, true, true
	records, err := in.ReadAll()
	if err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "import.unreadable")
	}
	if len(records) < 2 || len(records) > rowsMost+1 {
		return nil, fail.New(fail.Invalid, "import.size", "most", rowsMost)
	}
	columns := records[0]
	columns[0] = strings.TrimPrefix(columns[0], "\ufeff")
	var rows []body
	for _, record := range records[1:] {
		row := map[string]any{}
		for i, cell := range record {
			if cell = strings.TrimSpace(cell); cell != "" && i < len(columns) {
				put(row, strings.Split(strings.TrimSpace(columns[i]), "."), cell)
			}
		}
		b, err := asBody(row)
		if err != nil {
			return nil, err
		}
		rows = append(rows, b)
	}
	return rows, nil
}

// put writes a cell at its path. What is no text in a body is written as what it is there.
func put(row map[string]any, path []string, cell string) {
	for _, step := range path[:len(path)-1] {
		inner, ok := row[step].(map[string]any)
		if !ok {
			inner = map[string]any{}
			row[step] = inner
		}
		row = inner
	}
	switch name := path[len(path)-1]; name {
	case "tags":
		row[name] = strings.Fields(cell)
	case "weight", "doorstep":
		row[name] = json.RawMessage(strings.ToLower(cell))
	default:
		row[name] = cell
	}
}

func asBody(row map[string]any) (b body, err error) {
	text, err := json.Marshal(row)
	if err != nil { // a number or a yes that is none
		return nil, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", "weight")
	}
	return b, json.Unmarshal(text, &b)
}
