package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// WriteDocuments is the job that brings the invoice and credit notes of an order to what became of it. New says that it is time for an invoice;
// RefundID names a refund that a credit note is due for.
type WriteDocuments struct {
	OrderID  int64 `json:"orderId"`
	New      bool  `json:"new,omitempty"`
	RefundID int64 `json:"refundId,omitempty"`
}

// JobKind names the job.
func (WriteDocuments) JobKind() string { return "write_documents" }

// OrderFulfilledIsInvoiced plans the invoice of an order that somebody placed. What stores and dispatchers send is billed by the month.
func OrderFulfilledIsInvoiced(tx *db.Tx, e order.Fulfilled) error { return invoice(tx, e.Fact) }

// OrderCancelledIsCredited plans the credit note of an order that will not be. One that nobody came for is paid, so it has an invoice.
func OrderCancelledIsCredited(tx *db.Tx, e order.Cancelled) error {
	if e.Reason == order.NoShow {
		return invoice(tx, e.Fact)
	}
	return job.Add(tx, WriteDocuments{OrderID: e.OrderID}, job.Options{})
}

// OrderRefusedIsCredited plans the credit note of an order that will not be.
func OrderRefusedIsCredited(tx *db.Tx, e order.Refused) error {
	return job.Add(tx, WriteDocuments{OrderID: e.OrderID}, job.Options{})
}

// OrderRepricedIsInvoicedAnew plans what another price makes of an invoice that was written before.
func OrderRepricedIsInvoicedAnew(tx *db.Tx, e order.PriceUpdated) error {
	return job.Add(tx, WriteDocuments{OrderID: e.OrderID}, job.Options{})
}

// RefundIsCredited plans the credit note of a refund.
func RefundIsCredited(tx *db.Tx, e payment.Refunded) error {
	return job.Add(tx, WriteDocuments{OrderID: e.OrderID, RefundID: e.RefundID}, job.Options{})
}

func invoice(tx *db.Tx, f order.Fact) error {
	if f.CustomerID == 0 {
		return nil
	}
	return job.Add(tx, WriteDocuments{OrderID: f.OrderID, New: true}, job.Options{})
}

// Clerk writes documents.
type Clerk struct {
	DB    *db.DB
	House fiscal.House
}

// Work runs the job WriteDocuments.
func (c Clerk) Work(ctx context.Context, in WriteDocuments) error {
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		switch {
		case in.RefundID != 0:
			return c.House.CreditRefund(tx, in.OrderID, in.RefundID)
		case in.New:
			_, err := c.House.Issue(tx, fiscal.IssueIn{OrderID: in.OrderID})
			if fail.Is(err, fail.Conflict) { // it was cancelled meanwhile
				return nil
			}
			return err
		}
		return c.House.Settle(tx, in.OrderID)
	})
}

// Close runs the job fiscal.ClosePeriods.
func (c Clerk) Close(ctx context.Context, _ fiscal.ClosePeriods) error {
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return fiscal.Close(tx, c.House.Settings().Zone()) })
}
