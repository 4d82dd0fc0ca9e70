package pay

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"

	"pignon.coop/internal/money"
)

const (
	mercadoPagoURL = "https://api.mercadopago.com"
	mercadoRows    = 100 // of a list
)

// MercadoPagoIn is what NewMercadoPago needs.
type MercadoPagoIn struct {
	Client       *http.Client               // must carry a timeout
	InWork       func(context.Context) bool // tells whether a unit of work is open in this context
	BaseURL      string                     // setting mercadopago_api_url; empty: the provider's own
	Token        string                     // access token of the platform, of the mode in force
	AccountToken func(context.Context, AccountID) (string, error)
}

// MercadoPago is the gateway of the countries where it takes cards. An intent is a payment, when a card's token is charged, or else a page on which
// the customer pays (a "preference"), whose money is taken at once. Wallets are the provider's own affair.
type MercadoPago struct {
	rest
	token    string
	accounts func(context.Context, AccountID) (string, error)
}

var _ Intents = (*MercadoPago)(nil)

// NewMercadoPago makes a gateway for one access token.
func NewMercadoPago(in MercadoPagoIn) *MercadoPago {
	base := strings.TrimSuffix(in.BaseURL, "/")
	if base == "" {
		base = mercadoPagoURL
	}
	return &MercadoPago{rest: rest{client: in.Client, inWork: in.InWork, base: base}, token: in.Token, accounts: in.AccountToken}
}

// mercadoPayment is a payment as the provider writes it. Amounts are in units of the currency.
type mercadoPayment struct {
	ID        int64       `json:"id"`
	Status    string      `json:"status"`
	Detail    string      `json:"status_detail"`
	Currency  string      `json:"currency_id"`
	Amount    json.Number `json:"transaction_amount"`
	Refunded  json.Number `json:"transaction_amount_refunded"`
	Reference string      `json:"external_reference"`
	Live      bool        `json:"live_mode"`
	Fees      []struct {
		Amount json.Number `json:"amount"`
		Payer  string      `json:"fee_payer"`
		Type   string      `json:"type"`
	} `json:"fee_details"`
}

// mercadoPage is a preference.
type mercadoPage struct {
	ID        string        `json:"id,omitempty"`
	Items     []mercadoItem `json:"items"`
	Fee       json.Number   `json:"marketplace_fee,omitempty"`
	Reference string        `json:"external_reference"`
	Notify    string        `json:"notification_url,omitempty"`
	Back      *mercadoBack  `json:"back_urls,omitempty"`
	Payer     *mercadoPayer `json:"payer,omitempty"`
	Expires   bool          `json:"expires,omitempty"`
}

type mercadoItem struct {
	Title    string      `json:"title"`
	Quantity int64       `json:"quantity"`
	Price    json.Number `json:"unit_price"`
	Currency string      `json:"currency_id"`
}

type mercadoBack struct {
	Success string `json:"success"`
	Pending string `json:"pending"`
	Failure string `json:"failure"`
}

type mercadoPayer struct {
	Email string `json:"email"`
}

// CreateIntent implements Intents: it charges the token of a card, or, without one, opens a page. A payment that is rejected is Declined.
func (m *MercadoPago) CreateIntent(ctx context.Context, in CreateIn) (Intent, error) {
	token, err := m.mayChange(ctx, in.Key, in.Account)
	if err != nil {
		return Intent{}, err
	}
	if in.Destination != "" || in.SaveCard {
		return Intent{}, notHere("shares and kept cards")
	}
	if in.Method == "" {
		return m.openPage(ctx, token, in)
	}
	body := map[string]any{"transaction_amount": units(in.Amount, in.Currency), "token": in.Method, "description": in.Description, "installments": 1,
		"external_reference": in.Metadata["reference"], "capture": false, "payer": mercadoPayer{in.ReceiptFor}, "metadata": in.Metadata}
	if in.ApplicationFee > 0 {
		body["application_fee"] = units(in.ApplicationFee, in.Currency)
	}
	var p mercadoPayment
	if err := m.call(ctx, ask{Method: http.MethodPost, Path: "/v1/payments", Token: token, Key: in.Key, Body: body, Into: &p}); err != nil {
		return Intent{}, err
	}
	if p.Status == "rejected" {
		return Intent{}, (&Problem{Outcome: Declined, Status: http.StatusCreated, Code: "card_declined", DeclineCode: p.Detail, Words: p.Detail,
			Intent: p.intent().ID}).asFail()
	}
	return p.intent(), nil
}

func (m *MercadoPago) openPage(ctx context.Context, token string, in CreateIn) (Intent, error) {
	page := mercadoPage{Items: []mercadoItem{{in.Description, 1, units(in.Amount, in.Currency), strings.ToUpper(in.Currency)}},
		Reference: in.Metadata["reference"], Notify: in.NotifyURL}
	if in.ApplicationFee > 0 {
		page.Fee = units(in.ApplicationFee, in.Currency)
	}
	if in.ReceiptFor != "" {
		page.Payer = &mercadoPayer{in.ReceiptFor}
	}
	if in.ReturnURL != "" {
		page.Back = &mercadoBack{in.ReturnURL, in.ReturnURL, in.ReturnURL}
	}
	err := m.call(ctx, ask{Method: http.MethodPost, Path: "/checkout/preferences", Token: token, Key: in.Key, Body: page, Into: &page})
	return page.intent(), err
}

// Retrieve implements Intents. How a page stands is told by the payments that were made on it.
func (m *MercadoPago) Retrieve(ctx context.Context, ref Ref) (Intent, error) {
	token, err := m.tokenFor(ctx, ref.Account)
	if err != nil {
		return Intent{}, err
	}
	if isPayment(ref.ID) {
		return m.payment(ctx, ask{Method: http.MethodGet, Path: paymentPath(ref.ID), Token: token})
	}
	intent, _, err := m.page(ctx, token, ref.ID)
	return intent, err
}

func (m *MercadoPago) page(ctx context.Context, token string, id IntentID) (intent Intent, best mercadoPayment, err error) {
	var page mercadoPage
	if err := m.call(ctx, ask{Method: http.MethodGet, Path: pagePath(id), Token: token, Into: &page}); err != nil {
		return intent, best, err
	}
	var found struct {
		Results []mercadoPayment `json:"results"`
	}
	query := url.Values{"external_reference": {page.Reference}, "sort": {"date_created"}, "criteria": {"desc"}}
	if err := m.call(ctx, ask{Method: http.MethodGet, Path: "/v1/payments/search?" + query.Encode(), Token: token, Into: &found}); err != nil {
		return intent, best, err
	}
	intent = page.intent()
	if len(found.Results) == 0 {
		return intent, best, nil
	}
	best = slices.MinFunc(found.Results, func(a, b mercadoPayment) int { return a.rank() - b.rank() })
	paid := best.intent()
	if paid.Status == Cancelled || paid.Status == RequiresMethod { // another try may be made on the page, until it is closed
		intent.LastProblem = paid.LastProblem
		return intent, best, nil
	}
	paid.ID = intent.ID
	return paid, best, nil
}

// Confirm implements Intents. There is nothing to confirm here: a payment is made at once or waits for the provider.
func (m *MercadoPago) Confirm(ctx context.Context, in ConfirmIn) (Intent, error) {
	if _, err := m.mayChange(ctx, in.Key, in.Account); err != nil {
		return Intent{}, err
	}
	return Intent{}, notHere("confirmations")
}

// Capture implements Intents, for payments by a card's token: those on a page are taken at once.
func (m *MercadoPago) Capture(ctx context.Context, in CaptureIn) (Intent, error) {
	token, err := m.mayChange(ctx, in.Key, in.Account)
	switch {
	case err != nil:
		return Intent{}, err
	case !isPayment(in.ID):
		return Intent{}, notHere("captures of pages")
	case in.ApplicationFee != 0:
		return Intent{}, notHere("fees that change at capture")
	}
	body := map[string]any{"capture": true}
	if in.Amount > 0 {
		held, err := m.Retrieve(ctx, in.Ref)
		if err != nil {
			return held, err
		}
		body["transaction_amount"] = units(in.Amount, held.Currency)
	}
	return m.payment(ctx, ask{Method: http.MethodPut, Path: paymentPath(in.ID), Token: token, Key: in.Key, Body: body})
}

// Cancel implements Intents. A page is closed; one on which was paid is Refused.
func (m *MercadoPago) Cancel(ctx context.Context, in CancelIn) (Intent, error) {
	token, err := m.mayChange(ctx, in.Key, in.Account)
	if err != nil {
		return Intent{}, err
	}
	payment, page := in.ID, Intent{}
	if !isPayment(in.ID) {
		var best mercadoPayment
		if page, best, err = m.page(ctx, token, in.ID); err != nil {
			return page, err
		}
		switch {
		case page.Status == Succeeded:
			return page, (&Problem{Outcome: Refused, Code: "payment_intent_unexpected_state", Words: "it was paid"}).asFail()
		case page.Status == Processing:
			payment = best.intent().ID
		default:
			return m.closePage(ctx, token, in)
		}
	}
	ended, err := m.payment(ctx, ask{Method: http.MethodPut, Path: paymentPath(payment), Token: token, Key: in.Key, Body: map[string]any{"status": "cancelled"}})
	if err != nil || page.ID == "" {
		return ended, err
	}
	in.Key += "-page" // a key is good for one call
	return m.closePage(ctx, token, in)
}

// closePage ends a page by a time that is over: this provider knows no other way.
func (m *MercadoPago) closePage(ctx context.Context, token string, in CancelIn) (Intent, error) {
	body := map[string]any{"expires": true, "expiration_date_from": "2000-01-01T00:00:00.000+00:00", "expiration_date_to": "2000-01-02T00:00:00.000+00:00"}
	var page mercadoPage
	err := m.call(ctx, ask{Method: http.MethodPut, Path: pagePath(in.ID), Token: token, Key: in.Key, Body: body, Into: &page})
	return page.intent(), err
}

// Refund implements Intents. The provider takes its marketplace fee back in proportion by itself.
func (m *MercadoPago) Refund(ctx context.Context, in RefundIn) (Refund, error) {
	token, err := m.mayChange(ctx, in.Key, in.Account)
	if err != nil {
		return Refund{}, err
	}
	intent, err := m.Retrieve(ctx, in.Ref)
	if err != nil {
		return Refund{}, err
	}
	body := map[string]any{}
	if in.Amount > 0 {
		body["amount"] = units(in.Amount, intent.Currency)
	}
	var said struct {
		ID     json.Number `json:"id"`
		Amount json.Number `json:"amount"`
		Status string      `json:"status"`
	}
	path := paymentPath(IntentID(intent.Charge)) + "/refunds"
	if err := m.call(ctx, ask{Method: http.MethodPost, Path: path, Token: token, Key: in.Key, Body: body, Into: &said}); err != nil {
		return Refund{}, err
	}
	status := said.Status
	if status == "approved" {
		status = "succeeded"
	}
	return Refund{ID: RefundID(said.ID), Status: status, Amount: minor(said.Amount, intent.Currency)}, nil
}

func (m *MercadoPago) payment(ctx context.Context, a ask) (Intent, error) {
	var p mercadoPayment
	a.Into = &p
	if err := m.call(ctx, a); err != nil {
		return Intent{}, err
	}
	return p.intent(), nil
}

func (m *MercadoPago) mayChange(ctx context.Context, key string, account AccountID) (token string, err error) {
	if err := keyed(key); err != nil {
		return "", err
	}
	return m.tokenFor(ctx, account)
}

func (m *MercadoPago) tokenFor(ctx context.Context, account AccountID) (string, error) {
	if err := outside(ctx, m.inWork); err != nil || account == "" {
		return m.token, err
	}
	return m.accounts(ctx, account)
}

// rank orders the payments of a page: the one that counts first.
func (p mercadoPayment) rank() int {
	return slices.Index([]Status{Succeeded, RequiresCapture, Processing, RequiresMethod, Cancelled}, p.intent().Status)
}

func (p mercadoPayment) intent() Intent {
	if p.ID == 0 {
		return Intent{}
	}
	id, low := strconv.FormatInt(p.ID, 10), strings.ToLower(p.Currency)
	out := Intent{ID: IntentID(id), Charge: ChargeID(id), Amount: minor(p.Amount, low), Currency: low, LiveMode: p.Live,
		Refunded: minor(p.Refunded, low), Metadata: map[string]string{"reference": p.Reference}}
	for _, fee := range p.Fees {
		if fee.Payer == "collector" && fee.Type != "application_fee" {
			out.Fee += minor(fee.Amount, low)
		}
	}
	switch p.Status {
	case "authorized":
		out.Status, out.Capturable = RequiresCapture, out.Amount
	case "approved", "refunded", "charged_back", "in_mediation":
		out.Status, out.Received = Succeeded, out.Amount
	case "rejected":
		out.Status, out.LastProblem = RequiresMethod, p.Detail
	case "cancelled":
		out.Status = Cancelled
	default:
		out.Status = Processing
	}
	return out
}

func (p mercadoPage) intent() Intent {
	out := Intent{ID: IntentID(p.ID), Status: RequiresMethod, Metadata: map[string]string{"reference": p.Reference}}
	for _, i := range p.Items {
		out.Currency = strings.ToLower(i.Currency)
		out.Amount += minor(i.Price, out.Currency) * money.Amount(i.Quantity)
	}
	if p.Expires {
		out.Status = Cancelled
	}
	return out
}

// isPayment tells payments, which are numbers, from pages.
func isPayment(id IntentID) bool {
	_, err := strconv.ParseInt(string(id), 10, 64)
	return err == nil
}

func paymentPath(id IntentID) string { return "/v1/payments/" + url.PathEscape(string(id)) }

func pagePath(id IntentID) string { return "/checkout/preferences/" + url.PathEscape(string(id)) }

// notHere refuses what a provider does not offer.
func notHere(what string) error {
	return (&Problem{Outcome: Refused, Code: "not_offered", Words: "the provider has no " + what}).asFail()
}

// units writes minor units as an amount of a currency: 2150 eur is 21.50, 2150 clp 2150.
func units(a money.Amount, code string) json.Number {
	n, err := currency.NewAmountFromInt64(int64(a), strings.ToUpper(code))
	if err != nil { // a currency that nobody knows has cents
		return json.Number(strconv.FormatFloat(float64(a)/100, 'f', 2, 64))
	}
	return json.Number(n.Number())
}

// minor reads an amount of a currency as minor units.
func minor(n json.Number, code string) money.Amount {
	if n == "" {
		return 0
	}
	a, err := currency.NewAmount(n.String(), strings.ToUpper(code))
	if err != nil {
		return 0
	}
	v, err := a.Round().Int64()
	if err != nil {
		return 0
	}
	return money.Amount(v)
}

var _ Lister = (*MercadoPago)(nil)

// Since implements Lister, for the latest thousand payments.
func (m *MercadoPago) Since(ctx context.Context, since time.Time) ([]Intent, error) {
	list := []Intent{}
	for offset := 0; offset < 1000; offset += mercadoRows {
		var found struct {
			Results []mercadoPayment `json:"results"`
		}
		query := url.Values{"sort": {"date_created"}, "criteria": {"desc"}, "range": {"date_created"}, "begin_date": {since.UTC().Format(time.RFC3339)},
			"end_date": {"NOW"}, "limit": {strconv.Itoa(mercadoRows)}, "offset": {strconv.Itoa(offset)}}
		if err := m.call(ctx, ask{Method: http.MethodGet, Path: "/v1/payments/search?" + query.Encode(), Token: m.token, Into: &found}); err != nil {
			return nil, err
		}
		for _, p := range found.Results {
			list = append(list, p.intent())
		}
		if len(found.Results) < mercadoRows {
			break
		}
	}
	return list, nil
}
