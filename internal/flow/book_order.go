package flow

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// OrderPlacedBooksSale books what an order is worth, and for whom.
func OrderPlacedBooksSale(tx *db.Tx, e order.Created) error { return ledger.BookSale(tx, e.OrderID) }

// OrderRepricedBooksSale books the difference. An order that will not be stays worth nothing.
func OrderRepricedBooksSale(tx *db.Tx, e order.PriceUpdated) error {
	o, err := order.LoadOrder(tx, e.OrderID)
	if err != nil || o.State == order.IsRefused || o.State == order.IsCancelled {
		return err
	}
	return ledger.BookSale(tx, e.OrderID)
}

// OrderRefusedUndoesSale books the sale back.
func OrderRefusedUndoesSale(tx *db.Tx, e order.Refused) error { return ledger.UndoSale(tx, e.OrderID) }

// OrderCancelledUndoesSale books the sale back, unless nobody came for the order.
func OrderCancelledUndoesSale(tx *db.Tx, e order.Cancelled) error {
	if e.Reason == order.NoShow {
		return nil
	}
	return ledger.UndoSale(tx, e.OrderID)
}

// OrderRestoredBooksSale books the sale once more.
func OrderRestoredBooksSale(tx *db.Tx, e order.Restored) error {
	return ledger.BookSale(tx, e.OrderID)
}

// PaymentTakenIsBooked books money that came in.
func PaymentTakenIsBooked(tx *db.Tx, e payment.Completed) error {
	return ledger.BookPayment(tx, e.PaymentID)
}

// CardFeeIsBooked books what the provider keeps for itself.
func CardFeeIsBooked(tx *db.Tx, e payment.FeeKnown) error { return ledger.BookFee(tx, e.PaymentID) }

// RefundIsBooked books money that was given back.
func RefundIsBooked(tx *db.Tx, e payment.Refunded) error {
	return ledger.BookRefund(tx, e.PaymentID, e.RefundID)
}

// AstrayMoneyIsBooked books money that the provider took for a payment which the house had given up: the customer is owed it.
func AstrayMoneyIsBooked(tx *db.Tx, e payment.Astray) error {
	return ledger.BookPayment(tx, e.PaymentID)
}

// DisputeIsBooked books what the provider took back for a customer.
func DisputeIsBooked(tx *db.Tx, e payment.Disputed) error { return ledger.BookDispute(tx, e.PaymentID) }
