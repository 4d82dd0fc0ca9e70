package fakestripe

import (
	"maps"
	"time"
)

// holdLife is how long a card payment on-line may be held before it is let go.
const holdLife = 7 * 24 * time.Hour

// smallest is the least amount of a charge, in minor units.
const smallest = 50

// The statuses of an intent.
const (
	requiresMethod       = "requires_payment_method"
	requiresConfirmation = "requires_confirmation"
	requiresAction       = "requires_action"
	requiresCapture      = "requires_capture"
	succeeded            = "succeeded"
	canceled             = "canceled"
)

type intent struct {
	id, account, secret, status, currency string
	description, customer, method         string
	futureUse, receipt, group, returnURL  string
	destination, reason                   string
	manualCapture, manualConfirmation     bool
	authenticated                         bool
	amount, capturable, received          int64
	fee, destinationAmount                int64
	metadata                              object
	charge                                *charge
	lastError                             object
	created                               int64
}

func (i *intent) place() (string, string) { return i.account, i.id }

func createIntent(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	i, err := c.newIntent()
	if err != nil {
		return nil, err
	}
	c.intents.put(i)
	c.emit("payment_intent.created", i.account, c.renderIntent(i, noExpand))
	if c.form.Get("confirm") == "true" {
		if err := c.tryIntent(i); err != nil {
			return nil, err
		}
	}
	return c.renderIntent(i, c.expand), nil
}

func (c *call) newIntent() (*intent, *apiError) {
	amount, found, err := c.amount("amount")
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, refuse("parameter_missing", "Missing required param: amount.", "amount")
	case c.form.Get("currency") == "":
		return nil, refuse("parameter_missing", "Missing required param: currency.", "currency")
	case amount < smallest:
		return nil, refuse("amount_too_small", "Amount must be at least 0.50.", "amount")
	}
	i := &intent{id: c.newID("pi"), account: c.account, status: requiresMethod, amount: amount, currency: c.form.Get("currency"),
		description: c.form.Get("description"), futureUse: c.form.Get("setup_future_usage"), receipt: c.form.Get("receipt_email"),
		group: c.form.Get("transfer_group"), returnURL: c.form.Get("return_url"), metadata: c.metadata(), created: c.now.Unix(),
		manualCapture: c.form.Get("capture_method") == "manual", manualConfirmation: c.form.Get("confirmation_method") == "manual"}
	i.secret = i.id + "_" + c.newID("secret")
	if err := c.bindParties(i); err != nil {
		return nil, err
	}
	return i, c.bindMethod(i)
}

// bindParties sets customer, fee and destination, and refuses what does not exist or does not fit.
func (c *call) bindParties(i *intent) *apiError {
	if id := c.form.Get("customer"); id != "" {
		if _, found := c.customers.find(c.account, id); !found {
			return missing("customer", id, "customer")
		}
		i.customer = id
	}
	fee, _, err := c.amount("application_fee_amount")
	if err != nil {
		return err
	}
	if fee > 0 && i.account == "" || fee > i.amount {
		return refuse("", "The application fee needs a connected account and may not exceed the amount.", "application_fee_amount")
	}
	i.fee = fee
	i.destination = c.form.Get("transfer_data[destination]")
	if i.destination == "" {
		return nil
	}
	if !isAccount(i.destination) {
		return missing("destination", i.destination, "transfer_data[destination]")
	}
	share, found, err := c.amount("transfer_data[amount]")
	if err == nil && share > i.amount {
		err = refuse("", "The transfer amount may not exceed the amount.", "transfer_data[amount]")
	}
	if i.destinationAmount = share; !found {
		i.destinationAmount = i.amount
	}
	return err
}

// bindMethod takes the card of the call, if it names one.
func (c *call) bindMethod(i *intent) *apiError {
	id := c.form.Get("payment_method")
	if id == "" {
		return nil
	}
	m, err := c.usableMethod(id, i.customer)
	if err != nil {
		return err
	}
	i.method, i.status, i.authenticated, i.lastError = m.id, requiresConfirmation, false, nil
	return nil
}

func readIntent(c *call) (object, *apiError) {
	i, err := c.intent()
	if err != nil {
		return nil, err
	}
	return c.renderIntent(i, c.expand), nil
}

func listIntents(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	found, more := c.intents.page(c.paging(), func(*intent) bool { return true })
	return list(c, found, more, func(i *intent) object { return c.renderIntent(i, noExpand) }), nil
}

// intent finds the intent of the path; a browser must know its client secret.
func (c *call) intent() (*intent, *apiError) {
	i, found := c.intents.find(c.account, c.id())
	if !found || c.public && c.form.Get("client_secret") != i.secret {
		return nil, missing("payment_intent", c.id(), "intent")
	}
	return i, nil
}

func confirmIntent(c *call) (object, *apiError) {
	i, err := c.intent()
	if err != nil {
		return nil, err
	}
	if c.public && i.manualConfirmation {
		return nil, refuse("payment_intent_invalid_parameter",
			"This PaymentIntent has confirmation_method=manual, so it can only be confirmed with a secret key.", "")
	}
	switch i.status {
	case requiresMethod, requiresConfirmation, requiresAction:
	default:
		return nil, c.wrongState(i, "confirmed", "requires_confirmation")
	}
	if url := c.form.Get("return_url"); url != "" {
		i.returnURL = url
	}
	if err := c.bindMethod(i); err != nil {
		return nil, err
	}
	if err := c.tryIntent(i); err != nil {
		return nil, err
	}
	return c.renderIntent(i, c.expand), nil
}

// tryIntent asks the bank: the money is held, the customer must act, or the card is declined.
func (e *Engine) tryIntent(i *intent) *apiError {
	m, found := e.methods.find(i.account, i.method)
	if !found {
		return refuse("parameter_missing", "You cannot confirm this PaymentIntent because it's missing a payment method.", "payment_method")
	}
	card := m.behaviour()
	if card.decline != "" {
		return e.decline(i, card.declined())
	}
	if card.authenticate && !i.authenticated {
		i.status = requiresAction
		e.emit("payment_intent.requires_action", i.account, e.renderIntent(i, noExpand))
		return nil
	}
	e.hold(i, m)
	return nil
}

// decline ends a try; the intent waits for another card, and the error carries it.
func (e *Engine) decline(i *intent, why object) *apiError {
	i.charge = e.newCharge(i, "failed")
	i.charge.failure = why
	i.status, i.lastError = requiresMethod, maps.Clone(why)
	e.emit("charge.failed", i.account, e.renderCharge(i.charge, false))
	rendered := e.renderIntent(i, noExpand)
	e.emit("payment_intent.payment_failed", i.account, rendered)
	failed := &apiError{status: 402, object: maps.Clone(why)}
	failed.object["charge"], failed.object["payment_intent"] = i.charge.id, rendered
	return failed
}

func (e *Engine) hold(i *intent, m *method) {
	i.charge = e.newCharge(i, succeeded)
	i.charge.captureBefore = e.config.Now().Add(holdLife)
	i.lastError, i.status, i.capturable = nil, requiresCapture, i.amount
	m.used = m.used || i.customer == ""
	if i.futureUse != "" && i.customer != "" {
		m.customer = i.customer
	}
	e.book(Hold, i, i.amount)
	e.holds = append(e.holds, i)
	e.emit("charge.succeeded", i.account, e.renderCharge(i.charge, false))
	if i.manualCapture {
		e.emit("payment_intent.amount_capturable_updated", i.account, e.renderIntent(i, noExpand))
		return
	}
	e.take(i, i.amount)
}

func captureIntent(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	i, err := c.intent()
	if err != nil {
		return nil, err
	}
	if i.status != requiresCapture {
		return nil, c.wrongState(i, "captured", requiresCapture)
	}
	amount, found, err := c.amount("amount_to_capture")
	if err != nil {
		return nil, err
	}
	if !found {
		amount = i.capturable
	}
	if amount > i.capturable {
		return nil, refuse("amount_too_large", "The amount to capture is greater than the amount that can be captured.", "amount_to_capture")
	}
	if fee, found, err := c.amount("application_fee_amount"); err != nil {
		return nil, err
	} else if found {
		i.fee = fee
	}
	c.take(i, amount)
	return c.renderIntent(i, c.expand), nil
}

// take captures a part of the hold and lets the rest go.
func (e *Engine) take(i *intent, amount int64) {
	rest := i.capturable - amount
	i.status, i.capturable, i.received = succeeded, 0, amount
	i.charge.taken, i.charge.captured, i.charge.balance = amount, true, e.newID("txn")
	e.book(Take, i, amount)
	if rest > 0 {
		e.book(Release, i, rest)
	}
	e.emit("charge.captured", i.account, e.renderCharge(i.charge, false))
	e.emit("payment_intent.succeeded", i.account, e.renderIntent(i, noExpand))
}

func cancelIntent(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	i, err := c.intent()
	if err != nil {
		return nil, err
	}
	if i.status == succeeded || i.status == canceled {
		return nil, c.wrongState(i, "canceled", "requires_payment_method, requires_capture, requires_confirmation or requires_action")
	}
	reason := c.form.Get("cancellation_reason")
	if reason == "" {
		reason = "requested_by_customer"
	}
	c.letGo(i, reason)
	return c.renderIntent(i, c.expand), nil
}

func (e *Engine) letGo(i *intent, reason string) {
	if i.capturable > 0 {
		e.book(Release, i, i.capturable)
		i.charge.released = true
	}
	i.status, i.capturable, i.reason = canceled, 0, reason
	e.emit("payment_intent.canceled", i.account, e.renderIntent(i, noExpand))
}

// expireHolds lets go of every hold whose time is over. Holds begin in the order of the clock, so the oldest stands first.
func (e *Engine) expireHolds() {
	now := e.config.Now()
	for len(e.holds) > 0 && now.After(e.holds[0].charge.captureBefore) {
		if i := e.holds[0]; i.status == requiresCapture {
			e.letGo(i, "automatic")
		}
		e.holds = e.holds[1:]
	}
}

func (c *call) wrongState(i *intent, past, wanted string) *apiError {
	err := refuse("payment_intent_unexpected_state", "This PaymentIntent could not be "+past+" because it has a status of "+i.status+
		". Only a PaymentIntent with one of the following statuses may be "+past+": "+wanted+".", "")
	err.object["payment_intent"] = c.renderIntent(i, noExpand)
	return err
}

// authenticateIntent is the customer's answer to the bank's question (3-D Secure): outcome=success or outcome=fail.
func authenticateIntent(c *call) (object, *apiError) {
	i, err := c.intent()
	if err != nil {
		return nil, err
	}
	if err := c.settleAction(i, c.form.Get("outcome") == "success"); err != nil {
		return nil, err
	}
	return c.renderIntent(i, c.expand), nil
}

// settleAction ends the customer's action. With manual confirmation the server must confirm again; otherwise the payment goes on.
func (c *call) settleAction(i *intent, success bool) *apiError {
	if i.status != requiresAction {
		return c.wrongState(i, "authenticated", requiresAction)
	}
	if !success {
		i.status, i.lastError = requiresMethod, object{"type": "card_error", "code": "payment_intent_authentication_failure",
			"message": "We are unable to authenticate your payment method. Please choose a different payment method and try again."}
		c.emit("payment_intent.payment_failed", i.account, c.renderIntent(i, noExpand))
		return nil
	}
	i.authenticated, i.status = true, requiresConfirmation
	if i.manualConfirmation {
		return nil
	}
	return c.tryIntent(i)
}
