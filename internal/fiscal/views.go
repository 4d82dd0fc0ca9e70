package fiscal

import (
	"encoding/base64"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
)

// ViewDocuments lists the documents of an order, oldest first. Who may view the whole order may view them: NotFound otherwise.
func ViewDocuments(tx *db.Tx, orderID int64) ([]Document, error) {
	if _, err := order.Find(tx, orderID); err != nil {
		return nil, err
	}
	return documentsOf(tx, orderID)
}

// ViewFile reads a document with its PDF. Who may view its whole order may view it: NotFound otherwise.
func ViewFile(tx *db.Tx, id int64) (d Document, pdf []byte, err error) {
	if d, err = LoadDocument(tx, id); err != nil {
		return d, nil, err
	}
	if _, err := order.Find(tx, d.OrderID); err != nil {
		return Document{}, nil, err
	}
	return File(tx, d)
}

// File gives a document its PDF. It asks no policy.
func File(tx *db.Tx, d Document) (Document, []byte, error) {
	text, err := fileOf(tx, d.ID)
	if err != nil {
		return d, nil, err
	}
	pdf, err := base64.StdEncoding.DecodeString(text)
	return d, pdf, err
}

// LastInvoice finds the newest invoice of an order that the actor may view; NotFound when it has none.
func LastInvoice(tx *db.Tx, orderID int64) (Document, error) {
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return Document{}, err
	}
	if err := order.MayView(tx, o); err != nil {
		return Document{}, err
	}
	all, err := documentsOf(tx, orderID)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Kind == facturx.Bill {
			return all[i], err
		}
	}
	if err == nil {
		err = fail.New(fail.NotFound, "invoice.order.none")
	}
	return Document{}, err
}

// MayArchive refuses who may not take all documents away: administrators may.
func MayArchive(who authz.Actor) error { return mayKeep(who) }

// ListArchive lists the documents of days, the first and the last included.
func ListArchive(tx *db.Tx, from, to span.Day) ([]Document, error) {
	if err := mayKeep(tx.Who()); err != nil {
		return nil, err
	}
	return listDocuments(tx, from, to)
}
