package pay

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pignon.coop/internal/money"
)

const (
	edenredURL      = "https://directpayment.edenred.com"
	edenredLoginURL = "https://sso.edenred.io"
	centsOfVouchers = "eur"
)

// VoucherTokens let the house act for somebody with meal vouchers.
type VoucherTokens struct {
	Access  string `json:"accessToken"`
	Refresh string `json:"refreshToken"`
	Usable  bool   `json:"usable"` // the provider took them when it was last asked
}

// EdenredIn is what NewEdenred needs: the settings, and the tokens of the one whose vouchers they are.
type EdenredIn struct {
	Client   *http.Client               // must carry a timeout
	InWork   func(context.Context) bool // tells whether a unit of work is open in this context
	Now      func() time.Time
	BaseURL  string // setting edenred_api_url; empty: the provider's own
	LoginURL string // setting edenred_authorization_endpoint; empty: the provider's own
	ClientID string
	Secret   string
	Live     bool
	Load     func(context.Context) (VoucherTokens, error) // the holder's
	Renewed  func(context.Context, VoucherTokens) error   // keeps tokens that took the place of the holder's
}

// Edenred is the gateway of meal vouchers: an intent is an authorisation of one holder, CreateIn.Method the merchant that is paid. Its keys are
// the transactions' order_ref; what is asked of a transaction afterwards can be done once only.
type Edenred struct {
	rest
	EdenredIn
}

var _ Intents = (*Edenred)(nil)

// NewEdenred makes a gateway for the vouchers of one holder.
func NewEdenred(in EdenredIn) *Edenred {
	if in.BaseURL == "" {
		in.BaseURL = edenredURL
	}
	if in.LoginURL == "" {
		in.LoginURL = edenredLoginURL
	}
	in.BaseURL, in.LoginURL = strings.TrimSuffix(in.BaseURL, "/"), strings.TrimSuffix(in.LoginURL, "/")
	header := http.Header{"X-Client-Id": {in.ClientID}, "X-Client-Secret": {in.Secret}}
	return &Edenred{rest: rest{client: in.Client, inWork: in.InWork, base: in.BaseURL, header: header}, EdenredIn: in}
}

type edenredTransaction struct {
	Data struct {
		Authorization string       `json:"authorization_id"`
		Status        string       `json:"status"` // authorized, captured, cancelled, refunded
		Amount        money.Amount `json:"authorized_amount"`
		Captured      money.Amount `json:"captured_amount"`
		Refunded      money.Amount `json:"refunded_amount"`
	} `json:"data"`
}

// Balance is what the holder can spend, in cents.
func (e *Edenred) Balance(ctx context.Context) (money.Amount, error) {
	var who struct {
		Username string `json:"username"`
	}
	if err := e.asHolder(ctx, ask{Method: http.MethodGet, Base: e.LoginURL, Path: "/connect/userinfo", Into: &who}); err != nil {
		return 0, err
	}
	var said struct {
		Data []struct {
			Available money.Amount `json:"available_amount"`
		} `json:"data"`
	}
	if err := e.asHolder(ctx, ask{Method: http.MethodGet, Path: "/v2/users/" + url.PathEscape(who.Username) + "/balances", Into: &said}); err != nil {
		return 0, err
	}
	var sum money.Amount
	for _, d := range said.Data {
		sum += max(0, d.Available)
	}
	return sum, nil
}

// CreateIntent implements Intents.
func (e *Edenred) CreateIntent(ctx context.Context, in CreateIn) (Intent, error) {
	if err := keyed(in.Key); err != nil {
		return Intent{}, err
	}
	body := map[string]any{"mid": in.Method, "order_ref": in.Key, "amount": in.Amount, "capture_mode": "manual",
		"tstamp": e.Now().UTC().Format(time.RFC3339)}
	intent, err := e.transaction(ctx, ask{Method: http.MethodPost, Path: "/v2/transactions", Body: body})
	if p := ProblemOf(err); p != nil && p.Outcome == Refused && p.Status >= 400 && p.Status < 500 {
		p.Outcome = Declined // too little money, a time at which vouchers are not taken
		return intent, p.asFail()
	}
	return intent, err
}

// Retrieve implements Intents.
func (e *Edenred) Retrieve(ctx context.Context, ref Ref) (Intent, error) {
	return e.transaction(ctx, ask{Method: http.MethodGet, Path: transactionPath(ref.ID)})
}

// Confirm implements Intents. An authorisation is whole when it is made.
func (e *Edenred) Confirm(_ context.Context, in ConfirmIn) (Intent, error) {
	return Intent{}, errors.Join(keyed(in.Key), notHere("confirmations"))
}

// Capture implements Intents.
func (e *Edenred) Capture(ctx context.Context, in CaptureIn) (Intent, error) {
	return e.act(ctx, in.Key, in.Ref, "capture", in.Amount)
}

// Cancel implements Intents.
func (e *Edenred) Cancel(ctx context.Context, in CancelIn) (Intent, error) {
	return e.act(ctx, in.Key, in.Ref, "cancel", 0)
}

// Refund implements Intents, for the whole alone.
func (e *Edenred) Refund(ctx context.Context, in RefundIn) (Refund, error) {
	intent, err := e.act(ctx, in.Key, in.Ref, "refund", in.Amount)
	return Refund{ID: RefundID(intent.ID), Status: "succeeded", Amount: intent.Refunded}, err
}

// act asks something of a transaction: of its whole amount when none is given.
func (e *Edenred) act(ctx context.Context, key string, ref Ref, verb string, amount money.Amount) (Intent, error) {
	if err := keyed(key); err != nil {
		return Intent{}, err
	}
	if amount == 0 {
		now, err := e.Retrieve(ctx, ref)
		if err != nil {
			return now, err
		}
		amount = now.Amount
	}
	return e.transaction(ctx, ask{Method: http.MethodPost, Path: transactionPath(ref.ID) + "/actions/" + verb, Body: map[string]any{"amount": amount}})
}

func (e *Edenred) transaction(ctx context.Context, a ask) (Intent, error) {
	var t edenredTransaction
	a.Into = &t
	if err := e.asHolder(ctx, a); err != nil {
		return Intent{}, err
	}
	d := t.Data
	out := Intent{ID: IntentID(d.Authorization), Charge: ChargeID(d.Authorization), Amount: d.Amount, Received: d.Captured, Refunded: d.Refunded,
		Currency: centsOfVouchers, LiveMode: e.Live}
	switch d.Status {
	case "authorized":
		out.Status, out.Capturable = RequiresCapture, d.Amount
	case "captured", "refunded":
		out.Status = Succeeded
	case "cancelled":
		out.Status = Cancelled
	default:
		out.Status = Processing
	}
	return out, nil
}

// asHolder makes a call with the holder's token, and again with a new one when that is over.
func (e *Edenred) asHolder(ctx context.Context, a ask) error {
	if err := outside(ctx, e.inWork); err != nil {
		return err
	}
	holder, err := e.Load(ctx)
	if err != nil {
		return err
	}
	a.Token = holder.Access
	err = e.call(ctx, a)
	if p := ProblemOf(err); p == nil || p.Status != http.StatusUnauthorized || holder.Refresh == "" {
		return err
	}
	renewed, problem := e.renew(ctx, holder.Refresh)
	if problem != nil {
		return err
	}
	if err := e.Renewed(ctx, renewed); err != nil {
		return err
	}
	a.Token = renewed.Access
	return e.call(ctx, a)
}

func (e *Edenred) renew(ctx context.Context, refresh string) (VoucherTokens, error) {
	text, err := e.Exchange(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
	if err != nil {
		return VoucherTokens{}, err
	}
	var said struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	err = json.Unmarshal(text, &said)
	return VoucherTokens{Access: said.Access, Refresh: cmp.Or(said.Refresh, refresh), Usable: true}, err
}

// Exchange asks for tokens in the co-op's name: the app's form with what only the co-op knows. It gives the provider's answer as it is.
func (e *Edenred) Exchange(ctx context.Context, form url.Values) (json.RawMessage, error) {
	sent := url.Values{"client_id": {e.ClientID}, "client_secret": {e.Secret}}
	for _, name := range []string{"grant_type", "code", "redirect_uri", "code_verifier", "refresh_token"} {
		if v := form.Get(name); v != "" {
			sent.Set(name, v)
		}
	}
	var text json.RawMessage
	err := e.call(ctx, ask{Method: http.MethodPost, Base: e.LoginURL, Path: "/connect/token", Form: sent, Into: &text})
	return text, err
}

func transactionPath(id IntentID) string { return "/v2/transactions/" + url.PathEscape(string(id)) }
