package dialect

import (
	"io"
	"net/http"
	"regexp"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/web"
)

func (f *face) paymentEndpoints() []web.Endpoint {
	staff := web.Needs(authz.Dispatcher)
	return []web.Endpoint{
		{Pattern: "GET /api/orders/{id}/payment_methods", Access: proven(), Serve: f.paymentMethods},
		{Pattern: "GET /api/orders/{id}/payment", Access: proven(), Serve: f.paymentDetails},
		{Pattern: "PUT /api/orders/{id}/payment", Access: proven(), Phased: true, Serve: f.choosePayment},
		{Pattern: "PUT /api/orders/{id}/pay", Access: proven(), Phased: true, Serve: f.pay},
		{Pattern: "GET /api/orders/{id}/payments", Access: staff, Serve: f.payments},
		{Pattern: "GET /api/orders/{id}/refunds", Access: staff, Serve: f.refunds},
		{Pattern: "POST /api/payments/{id}/refunds", Access: staff, Phased: true, Serve: f.refundPayment},
		{Pattern: "PUT /api/orders/{id}/refund", Access: staff, Phased: true, Serve: f.refundOrder},
		{Pattern: "POST /api/orders/{id}/credit_notes", Access: staff, Serve: f.creditNote},
		{Pattern: "GET /api/me/stripe-payment-methods", Access: web.Needs(authz.User), Serve: f.myCards},
		{Pattern: "POST /api/orders/{id}/stripe/create-setup-intent-or-attach-pm", Access: proven(), Phased: true, Serve: f.keepCard},
		{Pattern: "GET /api/orders/{id}/stripe/clone-payment-method/{card}", Access: proven(), Serve: f.cloneCard},
		{Pattern: "GET /api/orders/{id}/mercadopago-preference", Access: proven(), Serve: f.mercadopagoPage},
		{Pattern: "GET /restaurant/{id}/mercadopago-account", Access: web.Public, Serve: f.mercadopagoAccount},
		{Pattern: "POST /mercadopago/webhook", Access: web.Public, Limit: web.Limit{Body: 1 << 20}, Serve: f.mercadopagoWebhook},
		{Pattern: "PUT /api/orders/{id}/edenred_credentials", Access: proven(), Phased: true, Serve: f.linkVouchers},
		{Pattern: "POST /edenred/connect/token", Access: web.Public, Limit: web.Limit{Body: 16 << 10}, Serve: f.exchangeVouchers},
		{Pattern: "POST /stripe/webhook", Access: web.Public, Limit: web.Limit{Body: 1 << 20}, Serve: f.stripeWebhook},
	}
}

// onOrder reads something about the order of the path.
func onOrder[T any](f *face, c *web.Call, read func(tx *db.Tx, id int64) (T, error)) (v T, err error) {
	id, err := c.ID("id")
	if err != nil {
		return v, err
	}
	err = f.read(c, func(tx *db.Tx) (err error) {
		v, err = read(tx, id)
		return err
	})
	return v, err
}

func (f *face) paymentMethods(c *web.Call) error {
	codes, err := onOrder(f, c, payment.MethodsFor)
	if err != nil {
		return err
	}
	methods := []*Object{}
	for _, code := range codes {
		methods = append(methods, Obj("type", strings.ToLower(string(code))))
	}
	return f.write(c, http.StatusOK, computed(c, "PaymentMethodsOutput", Obj("methods", methods)))
}

func (f *face) paymentDetails(c *web.Call) error {
	var account any
	all, err := onOrder(f, c, func(tx *db.Tx, id int64) ([]payment.Payment, error) {
		o, err := order.LoadOrder(tx, id)
		if err == nil {
			err = order.MayEdit(tx, o)
		}
		if err != nil {
			return nil, err
		}
		if to, err := payment.ConnectedAccount(tx, o); err == nil && to != "" {
			account = string(to)
		}
		return payment.PaymentsOf(tx, id)
	})
	if err != nil {
		return err
	}
	open := []*Object{}
	for _, p := range all {
		if p.State == payment.IsCart {
			open = append(open, f.paymentObject(p, 0))
		}
	}
	return f.write(c, http.StatusOK, computed(c, "PaymentDetailsOutput", Obj("stripeAccount", account, "payments", open)))
}

// paymentObject is a payment in the shape of lists.
func (f *face) paymentObject(p payment.Payment, refunded money.Amount) *Object {
	return Obj("@id", iri("payments", p.ID), "@type", "Payment", "method", methodObject(p), "amount", p.Amount, "updatedAt", f.at(p.UpdatedAt.Time),
		"supportsPartialRefunds", p.Partial(), "refundedAmount", refunded)
}

func methodObject(p payment.Payment) *Object {
	return Obj("@id", iri("payment_methods", p.MethodID), "@type", "PaymentMethod", "code", p.Code)
}

func (f *face) choosePayment(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	text, err := b.text("paymentMethod")
	if err != nil {
		return err
	}
	code, ok := payment.ParseCode(text)
	if !ok {
		return fail.New(fail.Invalid, "payment.method.unknown", "method", text)
	}
	chosen, err := f.house.Checkout.ChooseMethod(c.R.Context(), c.Who, payment.ChooseMethodIn{OrderID: id, Code: code})
	if err != nil {
		return err
	}
	err = f.routed(c, f.change, func(tx *db.Tx, legs *routing.Legs) error {
		_, err := order.HoldSlot(tx, legs, order.HoldIn{OrderID: id}) // here the phone app's checkout begins
		if fail.Is(err, fail.Invalid) {
			return nil // validate says why, and so does the payment
		}
		return err
	})
	if err != nil {
		return err
	}
	list := []*Object{}
	for _, p := range chosen {
		list = append(list, f.chosenPayment(p))
	}
	return f.write(c, http.StatusOK, computed(c, "ConfigurePaymentOutput", Obj("payments", list, "redirectUrl", nil)))
}

// chosenPayment carries contexts inside, as this one answer does.
func (f *face) chosenPayment(p payment.Payment) *Object {
	context := func(kind string, keys ...string) *Object {
		o := Obj("@vocab", "/api/docs.jsonld#", "hydra", "http://www.w3.org/ns/hydra/core#")
		for _, k := range keys {
			o.Set(k, kind+"/"+k)
		}
		return o
	}
	return Obj("@context", context("Payment", "method", "amount", "updatedAt", "supportsPartialRefunds"), "@id", iri("payments", p.ID), "@type", "Payment",
		"method", Obj("@context", context("PaymentMethod", "code"), "@id", iri("payment_methods", p.MethodID), "@type", "PaymentMethod", "code", p.Code),
		"amount", p.Amount, "updatedAt", f.at(p.UpdatedAt.Time), "supportsPartialRefunds", p.Partial())
}

func (f *face) pay(c *web.Call) error {
	in, err := f.payIn(c)
	if err != nil {
		return err
	}
	paid, err := f.house.Checkout.Pay(c.R.Context(), c.Who, in)
	if err != nil {
		return f.providerWords(err)
	}
	switch {
	case in.Charge != "" && paid.State != flow.Placed:
		return fail.New(fail.Invalid, "payment.page.unpaid")
	case paid.State == flow.Declined && f.house.Words().Has("error."+paid.Words):
		return fail.New(fail.Invalid, paid.Words)
	case paid.State == flow.Declined:
		return fail.New(fail.Invalid, "payment.card.declined", "words", paid.Words)
	case paid.State == flow.ActionRequired:
		return f.write(c, http.StatusOK, computed(c, "StripeOutput", Obj("requiresAction", true, "paymentIntentClientSecret", paid.ClientSecret,
			"paymentIntentId", nil)))
	case in.Method != "" && paid.Intent != "":
		return f.write(c, http.StatusOK, computed(c, "StripeOutput", Obj("requiresAction", false, "paymentIntentClientSecret", nil,
			"paymentIntentId", string(paid.Intent))))
	}
	return f.orderAfter(c, http.StatusOK, paid.OrderID)
}

// payIn reads how somebody wants to pay. Which means holds for a body without any is decided by the order: a free one needs none.
func (f *face) payIn(c *web.Call) (in flow.PayIn, err error) {
	if in.OrderID, err = c.ID("id"); err != nil {
		return in, err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return in, err
	}
	var cash bool
	in.Address = c.Address()
	if payment.GatewayOf(f.house.Settings()) == pay.ByMercadoPago && b.has("paymentId") {
		in.Automatic, in.Code = true, payment.Card
		in.Charge, err = chargeIn(b)
		return in, err
	}
	for key, field := range map[string]any{
		"paymentMethodId": &in.Method, "paymentIntentId": &in.Intent, "saveCard": &in.SaveCard, "cashOnDelivery": &cash,
	} {
		if err := b.into(key, field); err != nil {
			return in, err
		}
	}
	switch {
	case cash:
		in.Code = payment.Cash
	case in.Method == "" && in.Intent == "":
		in.Code = payment.Nothing
	}
	return in, nil
}

// providerWords makes what the provider refuses a bad request with its sentence, as clients expect.
func (f *face) providerWords(err error) error {
	if p := fail.Of(err); p.Code == "payment.call.refused" {
		return fail.New(fail.Invalid, p.Code, "code", p.Args["code"], "words", p.Args["words"])
	}
	return err
}

// orderAfter answers with an order in full, for who was allowed to do something with it.
func (f *face) orderAfter(c *web.Call, status int, id int64) error {
	var v order.OrderView
	err := f.read(c, func(tx *db.Tx) (err error) {
		v, err = viewAny(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, status, "Order", f.orderObject(c, v))
}

type paidBack struct {
	payment.Payment
	back []payment.Refund
}

func (p paidBack) sum() (sum money.Amount) {
	for _, r := range p.back {
		sum += r.Amount
	}
	return sum
}

func paymentsBack(tx *db.Tx, orderID int64) ([]paidBack, error) {
	if _, err := order.LoadOrder(tx, orderID); err != nil {
		return nil, err
	}
	all, err := payment.PaymentsOf(tx, orderID)
	if err != nil {
		return nil, err
	}
	list := []paidBack{}
	for _, p := range all {
		if p.State == payment.IsFailed {
			continue // given up for another one
		}
		back, err := payment.RefundsOf(tx, []int64{p.ID})
		if err != nil {
			return nil, err
		}
		list = append(list, paidBack{p, back})
	}
	return list, nil
}

func (f *face) payments(c *web.Call) error {
	all, err := onOrder(f, c, paymentsBack)
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, p := range all {
		members = append(members, f.paymentObject(p.Payment, p.sum()))
	}
	return f.list(c, http.StatusOK, collection{Context: "Order", Members: members, Total: len(members)})
}

func (f *face) refunds(c *web.Call) error {
	all, err := onOrder(f, c, paymentsBack)
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, p := range all {
		for _, r := range p.back {
			members = append(members, Obj("@type", "Refund", "@id", iri("refunds", r.ID), "amount", r.Amount, "liableParty", r.Liable, "comments", r.Comments))
		}
	}
	return f.list(c, http.StatusOK, collection{Context: "Order", Members: members, Total: len(members)})
}

func (f *face) refundPayment(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := payment.RefundIn{PaymentID: id}
	if err := b.refund(&in.Liable, &in.Comments); err != nil {
		return err
	}
	if err := b.into("amount", &in.Amount); err != nil {
		return err
	}
	if in.Amount <= 0 {
		return fail.At("amount", "payment.refund.nothing")
	}
	p, err := f.house.Checkout.Refund(c.R.Context(), c.Who, in)
	if err != nil {
		return f.providerWords(err)
	}
	var refunded money.Amount
	err = f.read(c, func(tx *db.Tx) (err error) {
		refunded, err = payment.RefundedOf(tx, p.ID)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Payment", f.paymentObject(p, refunded))
}

func (b body) refund(liable, comments *string) (err error) {
	if *liable, err = b.text("liableParty"); err != nil {
		return err
	}
	*comments, err = b.text("comments")
	return err
}

func (f *face) refundOrder(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := flow.RefundOrderIn{OrderID: id}
	if err := b.refund(&in.Liable, &in.Comments); err != nil {
		return err
	}
	if err := f.read(c, func(tx *db.Tx) error { _, err := order.LoadOrder(tx, id); return err }); err != nil {
		return err
	}
	if err := f.house.Checkout.RefundOrder(c.R.Context(), c.Who, in); err != nil {
		return f.providerWords(err)
	}
	return f.orderAfter(c, http.StatusOK, id)
}

func (f *face) myCards(c *web.Call) error {
	cards, err := f.house.Checkout.Cards(c.R.Context(), c.Who)
	if err != nil {
		return f.providerWords(err)
	}
	list := []*Object{}
	for _, card := range cards {
		list = append(list, Obj("id", string(card.ID), "expMonth", card.ExpMonth, "expYear", card.ExpYear, "last4", card.Last4, "brand", card.Brand))
	}
	return f.write(c, http.StatusOK, computed(c, "StripePaymentMethodsOutput", Obj("methods", list)))
}

func (f *face) keepCard(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	card, err := b.text("payment_method_to_save")
	if err != nil {
		return err
	}
	if card == "" {
		return fail.At("payment_method_to_save", "value.missing")
	}
	if err := f.house.Checkout.KeepCard(c.R.Context(), c.Who, flow.WalletIn{OrderID: id, Method: pay.MethodID(card)}); err != nil {
		return f.providerWords(err)
	}
	return f.orderAfter(c, http.StatusCreated, id)
}

var cardForm = regexp.MustCompile(`^pm_[0-9a-zA-Z_]+$`)

func (f *face) cloneCard(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !cardForm.MatchString(c.Path("card")) {
		return fail.New(fail.NotFound, "row.not_found")
	}
	clone, err := f.house.Checkout.CloneCard(c.R.Context(), c.Who, flow.WalletIn{OrderID: id, Method: pay.MethodID(c.Path("card"))})
	if err != nil {
		return f.providerWords(err)
	}
	return f.write(c, http.StatusOK, computed(c, "StripePaymentMethodOutput", Obj("id", string(clone))))
}

// stripeWebhook takes in the provider's raw body, over which the signature was made.
func (f *face) stripeWebhook(c *web.Call) error {
	raw, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	if err := f.house.Checkout.Receive(c.R.Context(), raw, c.R.Header.Get(pay.SignatureHeader)); err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, Obj("received", true))
}
