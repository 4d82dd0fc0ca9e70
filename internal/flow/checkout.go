package flow

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/singleflight"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
)

// CheckoutIn is what checkout needs of the house. Gateway and Wallet give a provider with the settings then in force; nil when its keys are missing.
type CheckoutIn struct {
	DB       *db.DB
	Log      *slog.Logger
	Planner  func() *routing.Planner
	Gateway  func(pay.Door) pay.Intents
	Wallet   func(live bool) pay.Wallet
	Vouchers func(live bool, customer int64) *pay.Edenred
	Settings func() org.Settings
	Origin   string           // of the co-op's own pages
	RealNow  func() time.Time // by which the provider's signatures are fresh; the co-op's own clock counts too
}

// Checkout joins basket, payment and order. Every way in which a payment can end (the customer's request, the provider's webhook, the rescue)
// ends in its one settle, which alone turns a basket into an order. It is safe for concurrent use.
type Checkout struct {
	CheckoutIn
	flights singleflight.Group
}

// NewCheckout makes one for a co-op.
func NewCheckout(in CheckoutIn) *Checkout { return &Checkout{CheckoutIn: in} }

// PayIn says how the caller wants to pay a basket. Code is Card when empty. With Card, either Automatic (the browser confirms with the client
// secret), or Method (step one: a card), or Intent (step two: after the customer's action).
type PayIn struct {
	OrderID   int64
	Code      payment.Code
	Method    pay.MethodID
	Intent    pay.IntentID
	Charge    pay.ChargeID // that the customer says was made on the provider's page
	Automatic bool
	SaveCard  bool
	ReturnURL string
	Address   string // of the caller's network
}

// PaidState is how a payment stands after a request.
type PaidState string

// The states.
const (
	Placed         PaidState = "placed"          // the basket is an order
	ActionRequired PaidState = "action_required" // the customer must act with ClientSecret, then ask again
	Declined       PaidState = "declined"        // Words say why; another try may be made
)

// Paid is what came of a request to pay.
type Paid struct {
	State        PaidState
	OrderID      int64
	Intent       pay.IntentID
	Account      pay.AccountID // connected account of the intent, "" for the platform
	ClientSecret string
	Words        string
}

// Pay pays a basket and, when the money is there, places the order. Asking again is safe: a placed order answers Placed. Errors: those of
// order.Validate and payment.Prepare; Unavailable payment.outcome.unknown when the provider cannot be reached, in which case the house goes on
// asking and places the order by itself.
func (c *Checkout) Pay(ctx context.Context, who authz.Actor, in PayIn) (Paid, error) {
	if in.Code == "" {
		in.Code = payment.Card
	}
	customer, err := c.customerFor(ctx, who, in)
	if err != nil {
		return Paid{}, err
	}
	paid, err := c.payAs(ctx, who, in, customer)
	if err != nil || paid.State != Declined || customer == "" {
		return paid, err
	}
	if again, err := c.customerFor(ctx, who, in); err != nil || again == customer {
		return paid, err
	}
	return c.payAs(ctx, who, in, "") // the provider had forgotten the customer
}

func (c *Checkout) payAs(ctx context.Context, who authz.Actor, in PayIn, customer pay.CustomerID) (Paid, error) {
	step, done, err := c.prepare(ctx, who, in, customer, payment.Prepare)
	if err != nil || done {
		return Paid{State: Placed, OrderID: in.OrderID}, err
	}
	p, err := c.advance(ctx, step)
	if err != nil {
		return Paid{}, err
	}
	if step.Look {
		if p, err = c.goOn(ctx, who, in, p, customer); err != nil {
			return Paid{}, err
		}
	}
	return c.outcome(ctx, p)
}

type preparer func(*db.Tx, payment.PrepareIn) (payment.Step, error)

// prepare is the first unit of work: basket checked and priced, payment prepared. Done means that the basket is an order already, or became one
// because no card had to be asked.
func (c *Checkout) prepare(ctx context.Context, who authz.Actor, in PayIn, customer pay.CustomerID, with preparer) (step payment.Step, done bool, err error) {
	err = c.around(ctx, who, func(tx *db.Tx, legs *routing.Legs) error {
		quote, placed, err := quoteFor(tx, in)
		if err != nil || placed {
			done = placed
			return err
		}
		step, err = with(tx, payment.PrepareIn{
			Quote: quote, Code: in.Code, Card: in.Method, Customer: customer, Automatic: in.Automatic, SaveCard: in.SaveCard,
			ReturnURL: in.ReturnURL, Origin: c.Origin, Address: in.Address,
		})
		if err == nil && !step.Begun { // a basket whose payment goes on was checked before; its time may have passed meanwhile
			err = order.Validate(tx, legs, in.OrderID)
		}
		if err == nil && !step.Begun && step.Attempt.ID != 0 { // the time must not go while the customer and the bank take theirs
			_, err = order.HoldSlot(tx, legs, order.HoldIn{OrderID: in.OrderID, Renew: true})
		}
		if err != nil {
			return err
		}
		if done = step.Attempt.ID == 0 && !step.Look; done {
			return place(tx, legs, in.OrderID, quote.Hash)
		}
		return nil
	})
	return step, done, err
}

// quoteFor prices the basket for who may pay it. Placed means that it was ordered before and stands.
func quoteFor(tx *db.Tx, in PayIn) (quote order.Quote, placed bool, err error) {
	o, err := order.LoadOrder(tx, in.OrderID)
	if err != nil {
		return quote, false, err
	}
	if err := order.MayEdit(tx, o); err != nil {
		return quote, false, err
	}
	if in.Intent != "" {
		if _, err := payment.CheckIntent(tx, o.ID, in.Intent); err != nil {
			return quote, false, err
		}
	}
	if o.State != order.IsCart {
		return quote, true, stands(o)
	}
	if in.Charge != "" {
		if err := payment.CheckPage(tx, o.ID); err != nil {
			return quote, false, err
		}
	}
	quote, err = order.QuoteCart(tx, o.ID)
	return quote, false, err
}

// stands refuses to pay for an order that will not be.
func stands(o order.Order) error {
	if o.State == order.IsCancelled || o.State == order.IsRefused {
		return fail.New(fail.Conflict, "order.pay.ended")
	}
	return nil
}

// advance charges an attempt or looks at the intent, and settles the answer.
func (c *Checkout) advance(ctx context.Context, step payment.Step) (payment.Payment, error) {
	if step.Look {
		return c.look(ctx, step.Payment)
	}
	return c.charge(ctx, step.Payment, step.Attempt)
}

// goOn continues a payment that had been begun before this request.
func (c *Checkout) goOn(ctx context.Context, who authz.Actor, in PayIn, p payment.Payment, customer pay.CustomerID) (payment.Payment, error) {
	if !p.State.Open() {
		return p, nil
	}
	confirm := p.Details.V.Status == pay.RequiresConfirmation && in.Intent != ""
	another := in.Method != "" && in.Method != p.Details.V.Card || in.Intent == "" && in.Automatic != p.Details.V.Automatic
	prepare := payment.PrepareAnother
	switch {
	case confirm:
		prepare = func(tx *db.Tx, _ payment.PrepareIn) (payment.Step, error) { return payment.PrepareConfirm(tx, p) }
	case !another:
		return p, nil
	}
	step, done, err := c.prepare(ctx, who, in, customer, prepare)
	if err != nil || done {
		return step.Payment, err
	}
	return c.advance(ctx, step)
}

// outcome tells the customer how a payment stands.
func (c *Checkout) outcome(ctx context.Context, p payment.Payment) (paid Paid, err error) {
	paid = Paid{OrderID: p.OrderID, Intent: pay.IntentID(p.Intent), Account: pay.AccountID(p.Account)}
	var o order.Order
	err = c.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		o, err = order.LoadOrder(tx, p.OrderID)
		return err
	})
	switch {
	case err != nil:
		return paid, err
	case o.State != order.IsCart:
		paid.State = Placed
		return paid, stands(o)
	case p.NeedsAction():
		paid.State, paid.ClientSecret = ActionRequired, string(p.ClientSecret)
		return paid, nil
	case p.State.Over():
		paid.State, paid.Words = Declined, string(p.LastError)
		return paid, nil
	}
	return paid, fail.New(fail.Unavailable, "payment.outcome.unknown")
}

// around runs a unit of work that may ask for ways.
func (c *Checkout) around(ctx context.Context, who authz.Actor, work func(*db.Tx, *routing.Legs) error) error {
	return c.Planner().Around(ctx, func(legs *routing.Legs) error {
		return c.DB.Write(ctx, who, func(tx *db.Tx) error { return work(tx, legs) })
	})
}
