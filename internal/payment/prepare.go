package payment

import (
	"strconv"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/shop"
)

const (
	hour          = time.Hour
	longestReason = 500
)

func textOf(s string) org.Text { return org.Text(s) }

// PrepareIn says how somebody wants to pay an order. Quote is what it costs, found in the same unit of work. Automatic lets the browser confirm
// with the client secret; otherwise Card is confirmed at once.
type PrepareIn struct {
	Quote     order.Quote
	Code      Code
	Card      pay.MethodID
	Customer  pay.CustomerID
	Automatic bool
	SaveCard  bool
	ReturnURL string
	Origin    string // of the co-op's own pages, for providers that are told each time where to tell us
	Address   string // of the network, that limits count by
}

// Step is what must be done next for a payment.
type Step struct {
	Payment Payment // ID 0: nothing is to be paid
	Attempt Attempt // to be charged; ID 0: none
	Look    bool    // the provider must be asked how its intent stands
	Begun   bool    // nothing new is asked for: what was checked before goes on
}

// Prepare is the first phase of paying: it writes what will be asked of the provider. One live payment stands for an order; whoever pays at the
// same time, or again, joins the attempt that is under way. Cash is held by the state alone. Errors: Invalid payment.cash.not_taken,
// Throttled payment.tries.too_many. The caller asked the policy already.
func Prepare(tx *db.Tx, in PrepareIn) (Step, error) {
	p, err := toPay(tx, in)
	if err != nil || p.ID == 0 {
		return Step{}, err
	}
	if in.Code == Cash {
		err := authorize(tx, &p)
		return Step{Payment: p}, err
	}
	if a, ok, err := pending(tx, p, Authorize, Confirm); err != nil || ok {
		return Step{Payment: p, Attempt: a, Begun: true}, err
	}
	if p.Intent != "" {
		return Step{Payment: p, Look: true, Begun: true}, nil
	}
	return ask(tx, p, in)
}

// PrepareAnother is Prepare for a customer who chose another card than the one that the provider knows: the payment is given up for a new one.
func PrepareAnother(tx *db.Tx, in PrepareIn) (Step, error) {
	all, err := PaymentsOf(tx, in.Quote.ID)
	if err != nil {
		return Step{}, err
	}
	for i := range all {
		if all[i].State.Open() && all[i].Code == Card {
			if err := drop(tx, &all[i]); err != nil {
				return Step{}, err
			}
		}
	}
	return Prepare(tx, in)
}

// PrepareConfirm is the second step after the customer answered the bank's question: the intent is confirmed again.
func PrepareConfirm(tx *db.Tx, p Payment) (Step, error) {
	if a, ok, err := pending(tx, p, Authorize, Confirm); err != nil || ok {
		return Step{Payment: p, Attempt: a, Begun: true}, err
	}
	a, err := open(tx, p, Attempt{Kind: Confirm, Amount: p.Amount, Call: callOf(Call{Confirm: &pay.ConfirmIn{Ref: p.Ref()}})})
	return Step{Payment: p, Attempt: a, Begun: true}, err
}

// ask writes the attempt that makes an intent.
func ask(tx *db.Tx, p Payment, in PrepareIn) (Step, error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return Step{}, err
	}
	door, call := CardDoor(settings), pay.CreateIn{}
	if p.Code == Voucher {
		door, call, err = voucherCall(tx, p, in)
	} else if err = mayTry(tx, p.OrderID, in.Address); err == nil {
		call, err = createCall(tx, p, in)
	}
	if err != nil {
		return Step{}, err
	}
	p.Account, p.QuoteHash = textOf(string(call.Account)), textOf(in.Quote.Hash)
	if p.Code == Card {
		p.LiveMode = door.Live
	}
	p.Details.V = Details{Card: in.Card, Automatic: in.Automatic, Destination: string(call.Destination), Provider: door.Provider, Holder: door.Holder,
		Balance: p.Details.V.Balance}
	if err := savePayment(tx, &p); err != nil {
		return Step{}, err
	}
	a, err := open(tx, p, Attempt{Kind: Authorize, Amount: p.Amount, Address: textOf(in.Address), Call: callOf(Call{Create: &call})})
	return Step{Payment: p, Attempt: a}, err
}

func callOf(c Call) db.JSON[Call] { return db.JSON[Call]{V: c} }

func createCall(tx *db.Tx, p Payment, in PrepareIn) (pay.CreateIn, error) {
	id := strconv.FormatInt(p.OrderID, 10)
	call := pay.CreateIn{
		Amount: p.Amount, Currency: p.Currency, Description: "Order " + string(order.NumberOf(p.OrderID)), Method: in.Card,
		Metadata:  map[string]string{"order": id, "payment": strconv.FormatInt(p.ID, 10), "reference": p.Reference},
		Automatic: in.Automatic, ReturnURL: in.ReturnURL,
	}
	if p.Amount < in.Quote.Total {
		return call, nil // vouchers pay the rest: nothing is shared out
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return call, err
	}
	if GatewayOf(settings) == pay.ByMercadoPago {
		return call, onPage(tx, &call, in)
	}
	if err := shareOut(tx, &call, in.Quote.Order); err != nil {
		return call, err
	}
	if call.Account == "" { // the platform's customers are unknown to a connected account
		call.Customer, call.SaveCard = in.Customer, in.SaveCard && in.Customer != ""
	}
	return call, nil
}

// shareOut says who gets the money: the restaurant's own account less the co-op's fee, or the co-op, which passes the rest on.
func shareOut(tx *db.Tx, call *pay.CreateIn, o order.Order) error {
	r, err := restaurantOf(tx, o)
	if err != nil || r.StripeAccount == "" {
		return err
	}
	contract, _, err := shop.LoadContract(tx, r)
	if err != nil {
		return err
	}
	cart, err := order.LoadCart(tx, o.ID)
	if err != nil {
		return err
	}
	fee := min(max(0, cart.Sum(order.Fee)), call.Amount)
	if contract.RestaurantPaysStripeFee {
		call.Account, call.ApplicationFee = pay.AccountID(r.StripeAccount), fee
		return nil
	}
	if rest := call.Amount - fee; rest > 0 {
		call.Destination, call.DestinationAmount = pay.AccountID(r.StripeAccount), rest
	}
	return nil
}

// ConnectedAccount is the account on which a card of the order is charged, "" for the platform.
func ConnectedAccount(tx *db.Tx, o order.Order) (pay.AccountID, error) {
	call := pay.CreateIn{Amount: o.Total}
	err := shareOut(tx, &call, o)
	return call.Account, err
}

// GiveUp ends a basket's payment for a reason that the customer may read, and starts another one in its place.
func GiveUp(tx *db.Tx, paymentID int64, reason string) error {
	p, err := LoadPayment(tx, paymentID)
	if err != nil || p.State.Over() || p.State.Taken() {
		return err
	}
	if err := failed(tx, &p, reason); err != nil {
		return err
	}
	return release(tx, p)
}

// failed ends a payment that cannot be, says so in the order's history, and gives a basket another one.
func failed(tx *db.Tx, p *Payment, reason string) error {
	again := p.State == IsCart || p.State == IsAuthorized
	all, err := PaymentsOf(tx, p.OrderID)
	if err != nil {
		return err
	}
	if err := turn(tx, p, FailVerb, reason); err != nil {
		return err
	}
	if err := order.Remember(tx, p.OrderID, order.CheckoutFailed, map[string]any{"reason": reason}); err != nil {
		return err
	}
	if err := tx.Emit(Failed{Fact: p.fact(), Reason: reason}); err != nil || !again {
		return err
	}
	return startAgain(tx, *p, all)
}

// startAgain gives a basket of which a payment is over fresh ones by the same means. What its other parts held is let go.
func startAgain(tx *db.Tx, p Payment, before []Payment) error {
	o, err := order.LoadOrder(tx, p.OrderID)
	if err != nil || o.State != order.IsCart || o.Total == 0 {
		return err
	}
	chosen := choice{Code: p.Code}
	for i := range before {
		other := &before[i]
		switch {
		case other.State.Over() || other.State.Taken():
			continue
		case other.Code == Voucher:
			chosen = choice{Voucher, other.Details.V.Balance}
		}
		if other.ID != p.ID && other.Code != p.Code && other.State == IsAuthorized {
			if err := cancel(tx, other); err != nil {
				return err
			}
		}
	}
	_, err = payable(tx, o, chosen)
	return err
}

func notFit(p Payment, i pay.Intent) bool {
	return i.Amount != p.Amount || i.Currency != p.Currency || i.LiveMode != p.LiveMode
}

// CheckPage refuses to look for the money of an order for which no page of a provider was opened.
func CheckPage(tx *db.Tx, orderID int64) error {
	all, err := PaymentsOf(tx, orderID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Intent != "" && p.Details.V.Automatic && (p.State.Open() || p.State.Good()) {
			return nil
		}
	}
	return fail.New(fail.Invalid, "payment.intent.other")
}

// CheckIntent refuses an intent id that is not the one of the order's open card payment.
func CheckIntent(tx *db.Tx, orderID int64, intent pay.IntentID) (Payment, error) {
	all, err := PaymentsOf(tx, orderID)
	if err != nil {
		return Payment{}, err
	}
	for _, p := range all {
		if p.Intent != "" && pay.IntentID(p.Intent) == intent && (p.State.Open() || p.State.Good()) {
			return p, nil
		}
	}
	return Payment{}, fail.New(fail.Invalid, "payment.intent.other")
}
