package zelty

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
	"pignon.coop/internal/webhook"
)

// Verb is what the till is told of an order.
type Verb string

// The verbs, in the order in which they come.
const (
	PushOrder Verb = "order"
	Pay       Verb = "transaction"
	CloseIt   Verb = "closure"
)

// Call tells the till one thing about one order, once.
type Call struct {
	ID        int64         `db:"id"`
	OrderID   int64         `db:"order_id"`
	Verb      Verb          `db:"verb"`
	State     webhook.State `db:"state"`
	Tries     int64         `db:"tries"`
	Status    int64         `db:"status"`
	DueAt     span.Instant  `db:"due_at"`
	EndedAt   span.Instant  `db:"ended_at"`
	CreatedAt span.Instant  `db:"created_at"`
}

// CallZelty is the job that makes one try of a call.
type CallZelty struct {
	ID int64 `json:"id"`
}

// JobKind names the job.
func (CallZelty) JobKind() string { return "call_zelty" }

// OrderPlaced plans that an order goes to its restaurant's till; nothing where there is none, or where it does not know all that was ordered.
func OrderPlaced(tx *db.Tx, orderID int64) error {
	v, known, err := tillOrder(tx, orderID)
	if err != nil || !known || !v.Shop.Options.V.ZeltyOrdersEnabled {
		return err
	}
	dishes, err := dishesOf(tx, v)
	if err != nil || dishes == nil {
		return err
	}
	return plan(tx, orderID, PushOrder)
}

// OrderFulfilled plans that the till closes an order that it has.
func OrderFulfilled(tx *db.Tx, orderID int64) error {
	v, known, err := tillOrder(tx, orderID)
	if err != nil || !known || v.ZeltyOrderID == nil {
		return err
	}
	return plan(tx, orderID, CloseIt)
}

// tillOrder reads an order of a restaurant that has a till.
func tillOrder(tx *db.Tx, orderID int64) (order.OrderView, bool, error) {
	v, err := order.ViewOrder(tx.As(authz.System()), orderID)
	return v, err == nil && v.Shop != nil && v.Shop.Options.V.ZeltyAPIKey != "", err
}

func plan(tx *db.Tx, orderID int64, verb Verb) error {
	if _, found, err := callOf(tx, orderID, verb); found || err != nil {
		return err
	}
	id, err := tx.ID("zelty_calls")
	if err != nil {
		return err
	}
	c := Call{ID: id, OrderID: orderID, Verb: verb, State: webhook.Flow.Initial, DueAt: tx.Now(), CreatedAt: tx.Now()}
	if err := db.Insert(tx, "zelty_calls", c); err != nil {
		return err
	}
	return c.plan(tx)
}

func (c Call) plan(tx *db.Tx) error {
	return job.Add(tx, CallZelty{ID: c.ID}, job.Options{At: c.DueAt})
}

// settle writes down what came of a try, and plans what follows: the next try, or the next thing to tell.
func settle(tx *db.Tx, id int64, a answer) error {
	c, found, err := loadCall(tx, id)
	if err != nil || !found || c.State != webhook.Waiting {
		return err
	}
	c.Tries, c.Status = c.Tries+1, int64(a.status)
	verb := webhook.DeliverVerb
	switch {
	case a.failure == nil:
	case fail.Has(a.failure, "hook.url.refused"), int(c.Tries) >= len(hook.Delays()):
		verb = webhook.GiveUpVerb
	default:
		c.DueAt = tx.Now().Add(hook.Delays()[c.Tries])
		if err := db.Update(tx, "zelty_calls", c); err != nil {
			return err
		}
		return c.plan(tx)
	}
	if c.State, err = webhook.Flow.Next(c.State, verb); err != nil {
		return err
	}
	c.EndedAt = tx.Now()
	if err := db.Update(tx, "zelty_calls", c); err != nil || verb == webhook.GiveUpVerb || c.Verb != PushOrder {
		return err
	}
	if err := order.KeepTill(tx, c.OrderID, a.orderID); err != nil {
		return err
	}
	if err := plan(tx, c.OrderID, Pay); err != nil {
		return err
	}
	o, err := order.LoadOrder(tx, c.OrderID)
	if err != nil || o.State != order.IsFulfilled {
		return err
	}
	return plan(tx, c.OrderID, CloseIt)
}
