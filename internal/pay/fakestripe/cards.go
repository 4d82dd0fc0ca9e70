package fakestripe

import (
	"strconv"
	"strings"
)

// testCard is what a card of the provider's test set does.
type testCard struct {
	brand        string
	decline      string // error code, empty for a good card
	declineCode  string
	words        string
	authenticate bool // asks for 3-D Secure
	onAttach     bool // declined when kept for a customer already
}

// The good cards and those that fail, by number.
func cardOf(number string) (testCard, bool) {
	declined := func(code, declineCode, words string) testCard {
		return testCard{brand: "visa", decline: code, declineCode: declineCode, words: words}
	}
	card, known := map[string]testCard{
		"4242424242424242": {brand: "visa"},
		"4000056655665556": {brand: "visa"},
		"4000002500000003": {brand: "visa"},
		"5555555555554444": {brand: "mastercard"},
		"378282246310005":  {brand: "amex"},
		"4000000000000002": declined("card_declined", "generic_decline", "Your card was declined."),
		"4000000000009995": declined("card_declined", "insufficient_funds", "Your card has insufficient funds."),
		"4000000000009987": declined("card_declined", "lost_card", "Your card was declined."),
		"4000000000000069": declined("expired_card", "", "Your card has expired."),
		"4000000000000127": declined("incorrect_cvc", "", "Your card's security code is incorrect."),
		"4000000000000119": declined("processing_error", "", "An error occurred while processing your card. Try again in a little bit."),
		"4000000000000341": declined("card_declined", "generic_decline", "Your card was declined."),
		"4000002760003184": {brand: "visa", authenticate: true},
		"4000002500003155": {brand: "visa", authenticate: true},
		"4000000000003220": {brand: "visa", authenticate: true},
	}[number]
	card.onAttach = card.decline != "" && number != "4000000000000341"
	return card, known
}

// numberOf gives the card behind the names that tests use instead of numbers.
func numberOf(id string) string {
	return map[string]string{
		"pm_card_visa":                                 "4242424242424242",
		"pm_card_visa_debit":                           "4000056655665556",
		"pm_card_fr":                                   "4000002500000003",
		"pm_card_mastercard":                           "5555555555554444",
		"pm_card_amex":                                 "378282246310005",
		"pm_card_chargeDeclined":                       "4000000000000002",
		"pm_card_visa_chargeDeclined":                  "4000000000000002",
		"pm_card_chargeDeclinedInsufficientFunds":      "4000000000009995",
		"pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
		"pm_card_visa_chargeDeclinedLostCard":          "4000000000009987",
		"pm_card_chargeDeclinedExpiredCard":            "4000000000000069",
		"pm_card_chargeDeclinedIncorrectCvc":           "4000000000000127",
		"pm_card_chargeDeclinedProcessingError":        "4000000000000119",
		"pm_card_chargeCustomerFail":                   "4000000000000341",
		"pm_card_authenticationRequired":               "4000002760003184",
		"pm_card_authenticationRequiredOnSetup":        "4000002500003155",
		"pm_card_threeDSecure2Required":                "4000000000003220",
		"pm_card_threeDSecureRequired":                 "4000000000003220",
	}[id]
}

func (t testCard) declined() object {
	why := object{"type": "card_error", "code": t.decline, "message": t.words}
	if t.declineCode != "" {
		why["decline_code"] = t.declineCode
	}
	return why
}

// method is a card as a payment method.
type method struct {
	id, account, number, customer, holder string
	month, year                           int
	used                                  bool // paid with, so a card without a customer is spent
	created                               int64
}

func (m *method) place() (string, string) { return m.account, m.id }

func (m *method) behaviour() testCard {
	card, _ := cardOf(m.number)
	return card
}

func (m *method) renderCard() object {
	return object{"brand": m.behaviour().brand, "last4": m.number[len(m.number)-4:], "exp_month": m.month, "exp_year": m.year,
		"funding": "credit", "country": "FR"}
}

func (m *method) render() object {
	return object{"id": m.id, "object": "payment_method", "type": "card", "livemode": false, "created": m.created, "customer": orNil(m.customer),
		"card": m.renderCard(), "billing_details": object{"name": orNil(m.holder)}, "metadata": object{}}
}

// newMethod makes a card of a known test number.
func (c *call) newMethod(number string) *method {
	m := &method{id: c.newID("pm"), account: c.account, number: number, month: 12, year: c.now.Year() + 3, created: c.now.Unix()}
	c.methods.put(m)
	return m
}

// usableMethod finds the card that a payment names: one of the account's, or a test name, which makes a fresh one.
func (c *call) usableMethod(id, customer string) (*method, *apiError) {
	if number := numberOf(id); number != "" {
		return c.newMethod(number), nil
	}
	m, found := c.methods.find(c.account, id)
	if !found {
		return nil, missing("PaymentMethod", id, "payment_method")
	}
	if m.customer != customer && m.customer != "" {
		return nil, refuse("payment_method_customer_mismatch", "The payment method belongs to another customer.", "payment_method")
	}
	if m.used && m.customer == "" {
		return nil, refuse("payment_method_unactivated", "The provided PaymentMethod was previously used with a PaymentIntent without Customer"+
			" attachment, and may not be used again.", "payment_method")
	}
	return m, nil
}

// createMethod makes a card from its number, as the browser does, or clones a customer's card of the platform to a connected account.
func createMethod(c *call) (object, *apiError) {
	if id := c.form.Get("payment_method"); id != "" {
		return c.cloneMethod(id)
	}
	number := strings.NewReplacer(" ", "", "-", "").Replace(c.form.Get("card[number]"))
	if token := c.form.Get("card[token]"); token != "" {
		number = numberOf(strings.Replace(token, "tok_", "pm_card_", 1))
	}
	if _, known := cardOf(number); !known {
		err := refuse("incorrect_number", "Your card number is incorrect.", "card[number]")
		err.status, err.object["type"] = 402, "card_error"
		return nil, err
	}
	month, year := c.expiry()
	if month < 1 || month > 12 || year < c.now.Year() || year == c.now.Year() && month < int(c.now.Month()) {
		err := refuse("invalid_expiry_year", "Your card's expiration date is in the past or cannot be read.", "card[exp_year]")
		err.status, err.object["type"] = 402, "card_error"
		return nil, err
	}
	m := c.newMethod(number)
	m.month, m.year, m.holder = month, year, c.form.Get("billing_details[name]")
	return m.render(), nil
}

// expiry reads the card's last month; without one, a card that is valid for years. A year of two digits is of this century.
func (c *call) expiry() (month, year int) {
	if !c.form.Has("card[exp_month]") && !c.form.Has("card[exp_year]") {
		return 12, c.now.Year() + 3
	}
	month, _ = strconv.Atoi(c.form.Get("card[exp_month]"))
	year, _ = strconv.Atoi(c.form.Get("card[exp_year]"))
	if year > 0 && year < 100 {
		year += 2000
	}
	return month, year
}

func (c *call) cloneMethod(id string) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	if c.account == "" {
		return nil, refuse("", "Cloning a payment method needs a connected account.", "payment_method")
	}
	number := numberOf(id)
	if number == "" {
		original, found := c.methods.find("", id)
		if !found || original.customer != c.form.Get("customer") {
			return nil, missing("PaymentMethod", id, "payment_method")
		}
		number = original.number
	}
	return c.newMethod(number).render(), nil
}
