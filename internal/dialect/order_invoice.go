package dialect

import (
	"encoding/base64"
	"fmt"
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/order"
	"pignon.coop/internal/web"
)

func (f *face) orderInvoiceEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/orders/{id}/invoice", Access: proven(), Serve: f.orderInvoice},
		{Pattern: "POST /api/orders/{id}/invoice", Access: proven(), Serve: f.issueInvoice},
	}
}

// orderInvoice gives the newest invoice of an order: in JSON, or bare with ?format=pdf.
func (f *face) orderInvoice(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var d fiscal.Document
	var pdf []byte
	err = f.read(c, func(tx *db.Tx) error {
		found, err := fiscal.LastInvoice(tx, id)
		if err != nil {
			return err
		}
		d, pdf, err = fiscal.File(tx, found)
		return err
	})
	if err != nil {
		return err
	}
	if c.Query("format") != "pdf" {
		return f.plainJSON(c, http.StatusOK, Obj("invoice", base64.StdEncoding.EncodeToString(pdf)))
	}
	c.W.Header().Set("Content-Type", "application/pdf")
	c.W.Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", d.Name()+".pdf"))
	_, _ = c.W.Write(pdf) // an error means that the caller went away
	return nil
}

// issueInvoice writes the invoice of an order to an address.
func (f *face) issueInvoice(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	in := fiscal.IssueIn{OrderID: id}
	if b.has("billingAddress") {
		text, err := b.text("billingAddress")
		if err != nil {
			return err
		}
		in.BillingAddress = &text
	}
	var v order.OrderView
	err = f.change(c, func(tx *db.Tx) (err error) {
		if _, err = f.house.Fiscal.IssueInvoice(tx, in); err != nil {
			return err
		}
		v, err = viewAny(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Order", f.orderObject(c, v))
}
