package dialect

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/web"
)

// importDeliveries takes a table of deliveries of the store whose integration sends it. Its rows are made later.
func (f *face) importDeliveries(c *web.Call) error {
	if !c.Who.Scoped(authz.Deliveries) || c.Who.StoreID == 0 {
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	table, err := tableSent(c)
	if err != nil {
		return err
	}
	i, err := worked(c, f.change, func(tx *db.Tx) (flow.Import, error) {
		return flow.StartImport(tx, flow.StartImportIn{StoreID: c.Who.StoreID, Sheet: table})
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "DeliveryImportQueue", importObject(i))
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// tableSent gives the table of a request: CSV, or a workbook.
func tableSent(c *web.Call) (string, error) {
	if err := isTable(c, "text/csv", workbookType); err != nil {
		return "", err
	}
	table, err := io.ReadAll(c.R.Body)
	return string(table), err
}

// isTable refuses a request whose body is of none of some types.
func isTable(c *web.Call, types ...string) error {
	kind, _, err := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(types, kind) {
		return fail.New(fail.Invalid, "request.media_type", "type", c.R.Header.Get("Content-Type"))
	}
	return nil
}

func importObject(i flow.Import) *Object {
	return Obj("@id", iri("delivery_import_queues", i.ID), "@type", "DeliveryImportQueue")
}

// queueOf reads the import of the path with what became of its rows.
func (f *face) queueOf(c *web.Call) (i flow.Import, rows []flow.ImportRow, err error) {
	id, err := c.ID("id")
	if err != nil {
		return i, nil, err
	}
	err = f.read(c, func(tx *db.Tx) (err error) {
		i, rows, err = flow.ReadImport(tx, id)
		return err
	})
	return i, rows, err
}

func (f *face) importQueue(c *web.Call) error {
	i, rows, err := f.queueOf(c)
	if err != nil {
		return err
	}
	wrong := []*Object{}
	for _, r := range rows {
		if len(r.Errors.V) > 0 {
			wrong = append(wrong, Obj("row", r.Number, "errors", r.Errors.V))
		}
	}
	return f.item(c, http.StatusOK, "DeliveryImportQueue", importObject(i).Set("status", i.Status).Set("errors", wrong))
}

func (f *face) importSheet(c *web.Call) error {
	i, _, err := f.queueOf(c)
	if err != nil {
		return err
	}
	return f.csv(c, fmt.Sprintf("import-%d.csv", i.ID), i.Sheet)
}

// wrongRows gives the rows that were wrong, to be mended and sent again.
func (f *face) wrongRows(c *web.Call) error {
	i, rows, err := f.queueOf(c)
	if err != nil {
		return err
	}
	table, err := flow.WrongRows(i, rows)
	if err != nil {
		return err
	}
	return f.csv(c, fmt.Sprintf("import-%d-errors.csv", i.ID), table)
}

func (f *face) csv(c *web.Call, name, table string) error {
	c.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	c.W.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	_, _ = io.WriteString(c.W, table) // an error means that the caller went away
	return nil
}
