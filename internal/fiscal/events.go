package fiscal

// Fact names the document that an event is about, its order and its customer (0 when none).
type Fact struct {
	DocumentID int64 `json:"documentId"`
	OrderID    int64 `json:"orderId"`
	CustomerID int64 `json:"customerId,omitempty"`
}

// The facts about one document.
type (
	Invoiced struct{ Fact }
	Credited struct{ Fact }
)

// EventName names the fact in the journal.
func (Invoiced) EventName() string { return "invoice.issued" }

// EventName names the fact in the journal.
func (Credited) EventName() string { return "credit_note.issued" }
