package payment

// Fact names the payment that an event is about, and its order.
type Fact struct {
	PaymentID int64 `json:"paymentId"`
	OrderID   int64 `json:"orderId"`
	Amount    int64 `json:"amount"` // minor units
}

func (p Payment) fact() Fact {
	return Fact{PaymentID: p.ID, OrderID: p.OrderID, Amount: int64(p.Amount)}
}

// The facts about one payment. A card is authorised when the money is held, completed when it is taken. Astray says that the provider took
// money for a payment that the house had given up: it goes back.
type (
	Authorized struct{ Fact }
	Completed  struct{ Fact }
	Cancelled  struct{ Fact }
	Astray     struct{ Fact }
	Failed     struct {
		Fact
		Reason string `json:"reason"` // a code, or the provider's words
	}
	FeeKnown struct {
		Fact
		Fee int64 `json:"fee"` // that the provider keeps, minor units
	}
	Disputed struct {
		Fact
		DisputeID int64  `json:"disputeId"`
		Status    string `json:"status"`
		Disputed  int64  `json:"disputed"` // minor units
	}
	Refunded struct {
		Fact
		RefundID int64 `json:"refundId"`
		Refund   int64 `json:"refund"` // minor units
	}
)

// EventName names the fact in the journal.
func (Authorized) EventName() string { return "payment.authorized" }

// EventName names the fact in the journal.
func (Completed) EventName() string { return "payment.completed" }

// EventName names the fact in the journal.
func (Cancelled) EventName() string { return "payment.cancelled" }

// EventName names the fact in the journal.
func (Astray) EventName() string { return "payment.astray" }

// EventName names the fact in the journal.
func (Failed) EventName() string { return "payment.failed" }

// EventName names the fact in the journal.
func (FeeKnown) EventName() string { return "payment.fee_known" }

// EventName names the fact in the journal.
func (Disputed) EventName() string { return "payment.disputed" }

// EventName names the fact in the journal.
func (Refunded) EventName() string { return "payment.refunded" }
