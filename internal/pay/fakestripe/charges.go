package fakestripe

import (
	"strconv"
	"strings"
	"time"
)

type charge struct {
	id, status, balance       string
	intent                    *intent
	captured, released        bool
	taken, returned, passedOn int64
	captureBefore             time.Time
	failure                   object
	created                   int64
}

func (c *charge) place() (string, string) { return c.intent.account, c.id }

// fee is what the provider keeps: 1.5 % and 25 cents, as for European cards.
func (c *charge) fee() int64 { return (c.taken*15+500)/1000 + 25 }

func (e *Engine) newCharge(i *intent, status string) *charge {
	c := &charge{id: e.newID("ch"), intent: i, status: status, created: e.config.Now().Unix()}
	e.charges.put(c)
	return c
}

func readCharge(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	found, ok := c.charges.find(c.account, c.id())
	if !ok {
		return nil, missing("charge", c.id(), "id")
	}
	return c.renderCharge(found, c.expand("balance_transaction")), nil
}

type refund struct {
	id       string
	charge   *charge
	amount   int64
	metadata object
	created  int64
}

func (r *refund) place() (string, string) { return r.charge.intent.account, r.id }

func (r *refund) render() object {
	return object{"id": r.id, "object": "refund", "status": succeeded, "amount": r.amount, "currency": r.charge.intent.currency,
		"charge": r.charge.id, "payment_intent": r.charge.intent.id, "metadata": r.metadata, "created": r.created}
}

func createRefund(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	paid, err := c.refundable()
	if err != nil {
		return nil, err
	}
	amount, found, err := c.amount("amount")
	if err != nil {
		return nil, err
	}
	left := paid.taken - paid.returned
	if !found {
		amount = left
	}
	if left == 0 {
		return nil, refuse("charge_already_refunded", "Charge "+paid.id+" has already been refunded.", "")
	}
	if amount > left {
		return nil, refuse("", "Refund amount ("+strconv.FormatInt(amount, 10)+") is greater than unrefunded amount on charge ("+
			strconv.FormatInt(left, 10)+").", "amount")
	}
	r := &refund{id: c.newID("re"), charge: paid, amount: amount, metadata: c.metadata(), created: c.now.Unix()}
	paid.returned += amount
	c.refunds.put(r)
	c.book(Return, paid.intent, amount)
	c.emit("charge.refunded", c.account, c.renderCharge(paid, false))
	return r.render(), nil
}

// refundable finds the captured charge that a refund names, by itself or by its intent.
func (c *call) refundable() (*charge, *apiError) {
	id := c.form.Get("payment_intent")
	if id == "" {
		paid, found := c.charges.find(c.account, c.form.Get("charge"))
		if !found {
			return nil, missing("charge", c.form.Get("charge"), "charge")
		}
		id = paid.intent.id
	}
	i, found := c.intents.find(c.account, id)
	if !found {
		return nil, missing("payment_intent", id, "payment_intent")
	}
	if i.status != succeeded {
		return nil, refuse("payment_intent_unexpected_state", "This PaymentIntent ("+i.id+") does not have a successful charge to refund.", "payment_intent")
	}
	return i.charge, nil
}

func listRefunds(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	wanted := c.form.Get("payment_intent")
	found, more := c.refunds.page(c.paging(), func(r *refund) bool { return wanted == "" || r.charge.intent.id == wanted })
	return list(c, found, more, (*refund).render), nil
}

type transfer struct {
	id, destination, currency, group string
	amount                           int64
	created                          int64
}

func (t *transfer) place() (string, string) { return "", t.id }

// createTransfer passes a part of a captured charge of the platform on to a connected account; never more than was taken.
func createTransfer(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	amount, found, err := c.amount("amount")
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("parameter_missing", "Missing required param: amount.", "amount")
	}
	destination := c.form.Get("destination")
	if !isAccount(destination) {
		return nil, missing("destination", destination, "destination")
	}
	source, known := c.charges.find("", c.form.Get("source_transaction"))
	if !known || !source.captured {
		return nil, missing("captured charge", c.form.Get("source_transaction"), "source_transaction")
	}
	if source.passedOn+amount > source.taken {
		return nil, refuse("insufficient_funds", "Transfers using this transaction as a source must not exceed the source amount.", "amount")
	}
	source.passedOn += amount
	t := &transfer{id: c.newID("tr"), destination: destination, currency: c.form.Get("currency"), group: c.form.Get("transfer_group"),
		amount: amount, created: c.now.Unix()}
	c.transfers.put(t)
	c.book(PassOn, source.intent, amount)
	return object{"id": t.id, "object": "transfer", "amount": amount, "currency": t.currency, "destination": destination,
		"source_transaction": source.id, "transfer_group": orNil(t.group), "created": t.created}, nil
}

type account struct {
	id, email string
	created   int64
}

func (a *account) place() (string, string) { return "", a.id }

func (a *account) render() object {
	return object{"id": a.id, "object": "account", "type": "standard", "email": orNil(a.email), "charges_enabled": true,
		"payouts_enabled": true, "details_submitted": true, "created": a.created}
}

func createAccount(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	a := &account{id: c.newID("acct"), email: c.form.Get("email"), created: c.now.Unix()}
	c.accounts.put(a)
	return a.render(), nil
}

// readAccount knows the accounts made here, and takes any other id of the right form for one that was linked before.
func readAccount(c *call) (object, *apiError) {
	if a, found := c.accounts.find("", c.id()); found {
		return a.render(), nil
	}
	if !isAccount(c.id()) {
		return nil, missing("account", c.id(), "")
	}
	return (&account{id: c.id(), created: c.now.Unix()}).render(), nil
}

func isAccount(id string) bool { return strings.HasPrefix(id, "acct_") }
