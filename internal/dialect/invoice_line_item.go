package dialect

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/billing"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) invoiceEndpoints() []web.Endpoint {
	admin := web.Needs(authz.Admin)
	return []web.Endpoint{
		{Pattern: "GET /api/invoice_line_items", Access: admin, Serve: f.invoiceLines},
		{Pattern: "GET /api/invoice_line_items/grouped_by_organization", Access: admin, Serve: f.invoiceTotals},
		{Pattern: "GET /api/invoice_line_items/export", Access: admin, Serve: f.exportInvoice(f.standardExport)},
		{Pattern: "GET /api/invoice_line_items/export/odoo", Access: admin, Serve: f.exportInvoice(f.odooExport)},
	}
}

func invoiceFilters() []filter {
	return []filter{{"date", "date"}, {"state", "state"}, {"state[]", "state"}, {"exists[exports]", "exports"}, {"store", "store"}, {"store[]", "store"}}
}

// requestID is the id of a request, which the answer echoes.
func requestID(c *web.Call) string { return c.W.Header().Get("X-Request-ID") }

// invoiceID is what the lines of one store have in common in the answer to one request.
func invoiceID(c *web.Call, storeID int64) string {
	digest := sha256.Sum256([]byte(strconv.FormatInt(storeID, 10)))
	return requestID(c) + "-" + hex.EncodeToString(digest[:])[:7]
}

func (f *face) invoiceLines(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	in, err := f.orderQuery(c)
	if err != nil {
		return err
	}
	in.Limit, in.Offset = p.Size, p.Offset()
	found, err := worked(c, f.read, func(tx *db.Tx) (org.Page[billing.Line], error) { return billing.ListLines(tx, in) })
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, l := range found.Rows {
		members = append(members, f.invoiceLine(c, l))
	}
	return f.list(c, http.StatusOK, collection{Context: "Order", Members: members, Total: found.Total, Page: p, Filters: invoiceFilters()})
}

func (f *face) invoiceLine(c *web.Call, l billing.Line) *Object {
	exports := []*Object{}
	for _, e := range l.Exports {
		exports = append(exports, Obj("@type", "ExportCommand", "@id", genid(), "createdAt", f.at(e.CreatedAt.Time), "requestId", e.RequestID))
	}
	var store any
	if l.StoreID != 0 {
		store = l.StoreID
	}
	return Obj("@type", "InvoiceLineItem", "@id", "/api/invoice_line_items/"+invoiceID(c, l.StoreID)+"-"+strconv.FormatInt(l.OrderID, 10),
		"storeId", store, "date", f.at(l.Date.Time), "orderId", l.OrderID, "orderNumber", string(l.Number), "description", l.Description(f.house.Words()),
		"subTotal", l.SubTotal(), "tax", l.Tax, "total", l.Total, "exports", exports)
}

func (f *face) invoiceTotals(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	in, err := f.orderQuery(c)
	if err != nil {
		return err
	}
	totals, err := worked(c, f.read, func(tx *db.Tx) ([]billing.StoreTotal, error) { return billing.TotalsByStore(tx, in) })
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, t := range totals[min(p.Offset(), len(totals)):min(p.Offset()+p.Size, len(totals))] {
		members = append(members, Obj("@type", "InvoiceLineItemGroupedByOrganization", "@id", genid(), "storeId", t.StoreID, "organizationLegalName", t.Name,
			"storeName", t.Name, "ordersCount", t.Orders, "subTotal", t.SubTotal(), "tax", t.Tax, "total", t.Total))
	}
	return f.list(c, http.StatusOK, collection{Context: "Order", Members: members, Total: len(totals), Page: p, Filters: invoiceFilters()})
}

// column of an export: its title and what it says of a line.
type column struct {
	Title string
	Of    func(billing.Line) any
}

func (f *face) standardExport(*web.Call) []column {
	words := f.house.Words()
	return []column{
		{"Organization", func(l billing.Line) any { return l.StoreName }},
		{"Description", func(l billing.Line) any { return l.Description(words) }},
		{"Total products (excl. VAT)", func(l billing.Line) any { return words.Units(l.SubTotal()) }},
		{"Taxes", func(l billing.Line) any { return words.Units(l.Tax) }},
		{"Total products (incl. VAT)", func(l billing.Line) any { return words.Units(l.Total) }},
	}
}

func (f *face) odooExport(c *web.Call) []column {
	words := f.house.Words()
	today := string(span.DayOf(f.house.DB.Now(), words.Zone()))
	return []column{
		{"External ID", func(l billing.Line) any { return invoiceID(c, l.StoreID) }},
		{"Invoice Date", func(billing.Line) any { return today }},
		{"Partner", func(l billing.Line) any { return l.StoreName }},
		{"Invoice lines / Account", func(billing.Line) any { return f.house.Settings().AccountingAccount }},
		{"Invoice lines / Product", func(l billing.Line) any { return l.Product(words) }},
		{"Invoice lines / Label", func(l billing.Line) any { return l.Description(words) }},
		{"Invoice lines / Unit Price", func(l billing.Line) any { return words.Units(l.SubTotal()) }},
		{"Invoice lines / Quantity", func(billing.Line) any { return 1 }},
	}
}

// exportInvoice answers with lines as a table, and notes that the caller has them.
func (f *face) exportInvoice(table func(*web.Call) []column) func(*web.Call) error {
	return func(c *web.Call) error {
		in, err := f.orderQuery(c)
		if err != nil {
			return err
		}
		lines, err := worked(c, f.change, func(tx *db.Tx) ([]billing.Line, error) {
			return billing.ExportLines(tx, billing.ExportLinesIn{Orders: in, RequestID: requestID(c)})
		})
		if err != nil {
			return err
		}
		if strings.HasPrefix(c.R.Header.Get("Accept"), "text/csv") {
			return writeCSV(c, table(c), lines)
		}
		members := []*Object{}
		for _, l := range lines {
			o := Obj("@type", "InvoiceLineItem", "@id", genid())
			for _, col := range table(c) {
				o.Set(col.Title, col.Of(l))
			}
			members = append(members, o)
		}
		return f.list(c, http.StatusOK, collection{Context: "Order", Members: members, Total: len(members), Filters: invoiceFilters()})
	}
}

func writeCSV(c *web.Call, table []column, lines []billing.Line) error {
	c.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	out := csv.NewWriter(c.W)
	var titles []string
	for _, col := range table {
		titles = append(titles, col.Title)
	}
	if err := out.Write(titles); err != nil {
		return err
	}
	for _, l := range lines {
		var cells []string
		for _, col := range table {
			cells = append(cells, cell(col.Of(l)))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell writes a value of a table. A text that a spreadsheet would run as a formula is marked as text.
func cell(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int:
		return strconv.Itoa(v)
	case string:
		return web.SheetText(v)
	}
	return ""
}
