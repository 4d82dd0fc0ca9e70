package site

import (
	"net/http"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/web"
)

const providerScript = "https://js.stripe.com/v3/"

// cardPage takes a card. The card's number goes from the browser to the provider and never to us.
type cardPage struct {
	frame
	Cart     *basket
	Key      string // publishable
	Account  string // connected account that is paid, "" for the platform
	Script   string // the provider's, "" when Endpoint is
	Endpoint string // of a provider inside the house
	Cash     bool
	Intent   string // payment that waits for its second step
	Kept     *kept
}

func (*cardPage) template() string { return "card-payment" }

func (f *face) card(c *web.Call) error {
	p := &cardPage{frame: f.frame(c), Endpoint: f.house.CardURL, Intent: c.Query("payment_intent")}
	p.NoIndex, p.Narrow, p.Title = true, true, p.T("site.card.title")
	if p.Endpoint == "" {
		p.Script = providerScript
	}
	p.Key, _, _ = p.Coop.StripeKeys()
	err := f.read(c, func(tx *db.Tx) (err error) {
		if p.Cart, err = heldBasket(tx, p.frame); err != nil || p.Cart == nil {
			return err
		}
		codes, err := payment.MethodsFor(tx, p.Cart.ID)
		if err != nil {
			return err
		}
		hold, err := order.HoldOf(tx, p.Cart.ID)
		if err != nil {
			return err
		}
		p.Kept = keptIn(p.frame, hold)
		for _, code := range codes {
			p.Cash = p.Cash || code == payment.Cash
		}
		account, err := payment.ConnectedAccount(tx, p.Cart.view.Order)
		p.Account = string(account)
		return err
	})
	if err != nil {
		return err
	}
	if p.Cart == nil || len(p.Cart.Lines) == 0 {
		return f.cardWithoutBasket(c)
	}
	return f.show(c, http.StatusOK, p)
}

// cardWithoutBasket is for somebody who comes back from their bank when the house placed the order already.
func (f *face) cardWithoutBasket(c *web.Call) error {
	if c.Who.OrderID != 0 && c.Query("payment_intent") != "" {
		return f.ordered(c, c.Who.OrderID)
	}
	f.redirect(c, "/basket")
	return nil
}

// paidAnswer is what the card's form hears.
type paidAnswer struct {
	State  flow.PaidState `json:"state"`
	Next   string         `json:"next,omitempty"`   // page to go on to
	Secret string         `json:"secret,omitempty"` // of the payment that the customer must confirm
	Words  string         `json:"words,omitempty"`  // why not
}

// charge pays by a card that the provider knows (field method), or goes on with a payment after the customer's answer (field intent). It
// answers the card's form in JSON.
func (f *face) charge(c *web.Call) error {
	paid, err := f.house.Checkout.Pay(c.R.Context(), c.Who, flow.PayIn{
		OrderID: c.Who.OrderID, Code: payment.Card, Method: pay.MethodID(c.R.PostFormValue("method")), Intent: pay.IntentID(c.R.PostFormValue("intent")),
		ReturnURL: f.house.Origin + "/checkout/card", Address: c.Address(),
	})
	words := f.frame(c)
	if err != nil {
		return f.notCharged(c, words, err)
	}
	answer := paidAnswer{State: paid.State, Secret: paid.ClientSecret}
	switch paid.State {
	case flow.Placed:
		answer.Next = TrackingPath(words.Coop.PublicIDSalt, paid.OrderID)
	case flow.Declined:
		answer.Words = words.T("site.card.declined")
	}
	return c.JSON(http.StatusOK, "application/json", answer)
}

func (f *face) notCharged(c *web.Call, words frame, err error) error {
	e := fail.Of(err)
	if e.Kind == fail.Internal || e.Kind == fail.Unavailable {
		f.house.Log.Error("a card was not charged", "order", c.Who.OrderID, "request", web.RequestID(c.R.Context()), "error", err)
	}
	var texts []string
	for _, field := range e.Fields {
		texts = append(texts, words.Wrong(err, field.Path))
	}
	if len(texts) == 0 {
		texts = append(texts, words.Problem(err))
	}
	return c.JSON(http.StatusOK, "application/json", paidAnswer{State: flow.Declined, Words: strings.Join(texts, " ")})
}
