package order

// Fact names the order that an event is about, its shop and its customer (0 when none).
type Fact struct {
	OrderID      int64 `json:"orderId"`
	RestaurantID int64 `json:"restaurantId,omitempty"`
	CustomerID   int64 `json:"customerId,omitempty"`
}

func (o Order) fact() Fact {
	f := Fact{OrderID: o.ID}
	if o.RestaurantID != nil {
		f.RestaurantID = *o.RestaurantID
	}
	if o.CustomerID != nil {
		f.CustomerID = *o.CustomerID
	}
	return f
}

// The facts about one order. Priced says that a basket's total was computed anew: what it is paid by must follow, in the same work.
type (
	Priced struct {
		OrderID int64 `json:"orderId"`
		Total   int64 `json:"total"` // minor units
	}
	Created             struct{ Fact }
	Accepted            struct{ Fact }
	PreparationStarted  struct{ Fact }
	PreparationFinished struct{ Fact }
	Fulfilled           struct{ Fact }
	Restored            struct{ Fact }
	Waiting             struct{ Fact } // for its shop's answer
	Overdue             struct{ Fact } // so is that answer
	Picked              struct{ Fact }
	Dropped             struct{ Fact }
	Refused             struct {
		Fact
		Reason string `json:"reason"`
	}
	Cancelled struct {
		Fact
		Reason string `json:"reason"` // NO_SHOW keeps the money
	}
	Delayed struct {
		Fact
		Minutes int64 `json:"minutes"`
	}
)

// NoShow is the reason for which a cancelled order is paid all the same.
const NoShow = "NO_SHOW"

// EventName names the fact in the journal.
func (Priced) EventName() string { return "order.priced" }

// EventName names the fact in the journal.
func (Created) EventName() string { return "order.created" }

// EventName names the fact in the journal.
func (Accepted) EventName() string { return "order.accepted" }

// EventName names the fact in the journal.
func (Refused) EventName() string { return "order.refused" }

// EventName names the fact in the journal.
func (Delayed) EventName() string { return "order.delayed" }

// EventName names the fact in the journal.
func (PreparationStarted) EventName() string { return "order.preparation_started" }

// EventName names the fact in the journal.
func (PreparationFinished) EventName() string { return "order.preparation_finished" }

// EventName names the fact in the journal.
func (Fulfilled) EventName() string { return "order.fulfilled" }

// EventName names the fact in the journal.
func (Cancelled) EventName() string { return "order.cancelled" }

// EventName names the fact in the journal.
func (Restored) EventName() string { return "order.restored" }

// EventName names the fact in the journal.
func (Waiting) EventName() string { return "order.waiting" }

// EventName names the fact in the journal.
func (Overdue) EventName() string { return "order.overdue" }

// EventName names the fact in the journal.
func (Picked) EventName() string { return "order.picked" }

// EventName names the fact in the journal.
func (Dropped) EventName() string { return "order.dropped" }
