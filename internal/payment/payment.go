package payment

import (
	"crypto/rand"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/span"
)

// Code names a means of payment.
type Code string

// The means that this house takes.
const (
	Card Code = "CARD"
	Cash Code = "CASH_ON_DELIVERY"
	// Voucher is a meal voucher; a card pays for what it cannot.
	Voucher Code = "EDENRED"
	// Nothing is for what is free: an order that costs something is not paid by it.
	Nothing Code = "NONE"
)

// ParseCode reads a means of payment in any case; ok is false for one that the house does not take.
func ParseCode(text string) (code Code, ok bool) {
	code = Code(strings.ToUpper(text))
	return code, code == Card || code == Cash || code == Voucher
}

// Method is a means of payment as the co-op lists it.
type Method struct {
	ID        int64        `db:"id"`
	Code      Code         `db:"code"`
	Name      string       `db:"name"`
	Enabled   bool         `db:"enabled"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// Payment is an amount of an order, paid or to be paid by one means.
type Payment struct {
	ID           int64            `db:"id"`
	OrderID      int64            `db:"order_id"`
	MethodID     int64            `db:"method_id"`
	Code         Code             `db:"-"`
	State        State            `db:"state"`
	Amount       money.Amount     `db:"amount"`
	Currency     string           `db:"currency"` // lower case: eur
	Reference    string           `db:"reference"`
	Intent       org.Text         `db:"intent"` // at the provider; empty: nothing was asked of it yet
	ClientSecret org.Text         `db:"client_secret"`
	Account      org.Text         `db:"connected_account"` // where the intent was made; empty: on the platform
	LiveMode     bool             `db:"livemode"`
	QuoteHash    org.Text         `db:"quote_hash"`
	Details      db.JSON[Details] `db:"details"`
	LastError    org.Text         `db:"last_error"`
	Version      int64            `db:"version"`
	CreatedAt    span.Instant     `db:"created_at"`
	UpdatedAt    span.Instant     `db:"updated_at"`
}

// Details are what else must be remembered of a payment at a provider.
type Details struct {
	Status      pay.Status   `json:"status,omitempty"`      // of the intent, as last seen
	Card        pay.MethodID `json:"card,omitempty"`        // that the customer chose
	Automatic   bool         `json:"automatic,omitempty"`   // the browser confirms
	Destination string       `json:"destination,omitempty"` // account that gets a share
	Provider    pay.Provider `json:"provider,omitempty"`    // empty: Stripe, or nobody yet
	Holder      int64        `json:"holder,omitempty"`      // customer whose vouchers they are
	Balance     money.Amount `json:"balance,omitempty"`     // of the vouchers, when they were chosen
	Charge      pay.ChargeID `json:"charge,omitempty"`      // at the provider, as last seen
	Fee         money.Amount `json:"fee,omitempty"`         // of the provider
}

// Ref names the intent at the provider.
func (p Payment) Ref() pay.Ref {
	return pay.Ref{ID: pay.IntentID(p.Intent), Account: pay.AccountID(p.Account)}
}

// Partial tells whether a part of it can be given back.
func (p Payment) Partial() bool { return p.Code == Card || p.Code == Cash }

// NeedsAction tells that the customer has to do something with the client secret.
func (p Payment) NeedsAction() bool {
	return p.State.Open() && p.Intent != "" && (p.Details.V.Automatic || p.Details.V.Status == pay.RequiresAction)
}

// Refund is an amount that was given back.
type Refund struct {
	ID        int64        `db:"id"`
	PaymentID int64        `db:"payment_id"`
	Amount    money.Amount `db:"amount"`
	Liable    string       `db:"liable_party"` // merchant or platform: only recorded, for accounting
	Comments  string       `db:"comments"`
	CreatedAt span.Instant `db:"created_at"`
}

// newPayment makes an unsaved payment of an order.
func newPayment(tx *db.Tx, orderID int64, m Method, amount money.Amount) (Payment, error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return Payment{}, err
	}
	id, err := tx.ID("payments")
	return Payment{
		ID: id, OrderID: orderID, MethodID: m.ID, Code: m.Code, State: Flow.Initial, Amount: amount, Currency: strings.ToLower(settings.CurrencyCode),
		Reference: rand.Text(), LiveMode: settings.StripeLivemode, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}, err
}
