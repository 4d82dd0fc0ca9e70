package pay

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"

	"pignon.coop/internal/money"
)

// longestKey is the most bytes of an idempotency key that the provider takes.
const longestKey = 255

// StripeIn is what NewStripe needs.
type StripeIn struct {
	Client  *http.Client               // must carry a timeout; a call that exceeds it has an Unknown outcome
	InWork  func(context.Context) bool // tells whether a unit of work is open in this context
	BaseURL string                     // setting stripe_api_url, with or without a path; empty: Stripe's own
	Key     string                     // the secret key of the mode in force
}

// Stripe is the real gateway. Making one is cheap and it holds no state, so make one for each use with the settings then in force.
type Stripe struct {
	api    *stripe.Client
	inWork func(context.Context) bool
}

var _ Gateway = (*Stripe)(nil)

// NewStripe makes a gateway for one secret key. It never retries by itself: the job that owns the attempt does.
func NewStripe(in StripeIn) *Stripe {
	config := &stripe.BackendConfig{
		HTTPClient:        in.Client,
		MaxNetworkRetries: stripe.Int64(0),
		EnableTelemetry:   stripe.Bool(false),
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if in.BaseURL != "" {
		config.URL, config.HTTPClient = under(in.BaseURL, in.Client)
	}
	return &Stripe{api: stripe.NewClient(in.Key, stripe.WithBackends(stripe.NewBackendsWithConfig(config))), inWork: in.InWork}
}

// under splits a base URL for the library, which knows hosts only: its path, if any, is put in front of every request's.
func under(base string, client *http.Client) (*string, *http.Client) {
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSuffix(base, "/"), "/v1"))
	if err != nil || u.Path == "" {
		return stripe.String(base), client
	}
	prefixed := *client
	prefixed.Transport = prefix{path: u.Path, next: client.Transport}
	u.Path = ""
	return stripe.String(u.String()), &prefixed
}

type prefix struct {
	path string
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (p prefix) RoundTrip(r *http.Request) (*http.Response, error) {
	next := p.next
	if next == nil {
		next = http.DefaultTransport
	}
	r = r.Clone(r.Context())
	r.URL.Path = p.path + r.URL.Path
	return next.RoundTrip(r)
}

// CreateIntent implements Intents.
func (s *Stripe) CreateIntent(ctx context.Context, in CreateIn) (Intent, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return Intent{}, err
	}
	intent, err := s.api.V1PaymentIntents.Create(ctx, createParams(in))
	return intentOf(intent), judge(err)
}

func createParams(in CreateIn) *stripe.PaymentIntentCreateParams {
	p := &stripe.PaymentIntentCreateParams{
		Params:             params(in.Key, in.Account),
		Amount:             stripe.Int64(int64(in.Amount)),
		Currency:           stripe.String(in.Currency),
		Description:        text(in.Description),
		CaptureMethod:      stripe.String(stripe.PaymentIntentCaptureMethodManual),
		ConfirmationMethod: stripe.String(stripe.PaymentIntentConfirmationMethodManual),
		PaymentMethodTypes: []*string{stripe.String("card")},
		Customer:           text(in.Customer),
		ReceiptEmail:       text(in.ReceiptFor),
		TransferGroup:      text(in.TransferGroup),
		Expand:             chargeExpanded(),
	}
	p.Metadata = in.Metadata
	if in.Automatic {
		p.ConfirmationMethod = stripe.String(stripe.PaymentIntentConfirmationMethodAutomatic)
	}
	if in.Method != "" {
		p.PaymentMethod, p.Confirm, p.ReturnURL = text(in.Method), stripe.Bool(true), text(in.ReturnURL)
	}
	if in.SaveCard {
		p.SetupFutureUsage = stripe.String(stripe.PaymentIntentSetupFutureUsageOnSession)
	}
	if in.Account != "" && in.ApplicationFee > 0 {
		p.ApplicationFeeAmount = stripe.Int64(int64(in.ApplicationFee))
	}
	if in.Destination != "" {
		p.TransferData = &stripe.PaymentIntentCreateTransferDataParams{Destination: text(in.Destination),
			Amount: stripe.Int64(int64(in.DestinationAmount))}
	}
	return p
}

// Retrieve implements Intents.
func (s *Stripe) Retrieve(ctx context.Context, ref Ref) (Intent, error) {
	if err := s.outside(ctx); err != nil {
		return Intent{}, err
	}
	intent, err := s.api.V1PaymentIntents.Retrieve(ctx, string(ref.ID), &stripe.PaymentIntentRetrieveParams{
		Params: params("", ref.Account), Expand: []*string{stripe.String("latest_charge.balance_transaction")}})
	return intentOf(intent), judge(err)
}

// Confirm implements Intents.
func (s *Stripe) Confirm(ctx context.Context, in ConfirmIn) (Intent, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return Intent{}, err
	}
	intent, err := s.api.V1PaymentIntents.Confirm(ctx, string(in.ID), &stripe.PaymentIntentConfirmParams{
		Params: params(in.Key, in.Account), PaymentMethod: text(in.Method), ReturnURL: text(in.ReturnURL), Expand: chargeExpanded()})
	return intentOf(intent), judge(err)
}

// Capture implements Intents.
func (s *Stripe) Capture(ctx context.Context, in CaptureIn) (Intent, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return Intent{}, err
	}
	intent, err := s.api.V1PaymentIntents.Capture(ctx, string(in.ID), &stripe.PaymentIntentCaptureParams{
		Params: params(in.Key, in.Account), AmountToCapture: amount(in.Amount), ApplicationFeeAmount: amount(in.ApplicationFee),
		Expand: chargeExpanded()})
	return intentOf(intent), judge(err)
}

// Cancel implements Intents.
func (s *Stripe) Cancel(ctx context.Context, in CancelIn) (Intent, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return Intent{}, err
	}
	intent, err := s.api.V1PaymentIntents.Cancel(ctx, string(in.ID), &stripe.PaymentIntentCancelParams{
		Params: params(in.Key, in.Account), Expand: chargeExpanded()})
	return intentOf(intent), judge(err)
}

// Refund implements Intents.
func (s *Stripe) Refund(ctx context.Context, in RefundIn) (Refund, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return Refund{}, err
	}
	p := &stripe.RefundCreateParams{Params: params(in.Key, in.Account), PaymentIntent: text(in.ID), Amount: amount(in.Amount)}
	p.Metadata = in.Metadata
	if in.UndoTransfer {
		p.ReverseTransfer = stripe.Bool(true)
	}
	if in.UndoFee {
		p.RefundApplicationFee = stripe.Bool(true)
	}
	refund, err := s.api.V1Refunds.Create(ctx, p)
	if err != nil {
		return Refund{}, judge(err)
	}
	return Refund{ID: RefundID(refund.ID), Status: string(refund.Status), Amount: money.Amount(refund.Amount)}, nil
}

// Transfer implements Gateway.
func (s *Stripe) Transfer(ctx context.Context, in TransferIn) (TransferID, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return "", err
	}
	transfer, err := s.api.V1Transfers.Create(ctx, &stripe.TransferCreateParams{
		Params: params(in.Key, ""), Amount: stripe.Int64(int64(in.Amount)), Currency: stripe.String(in.Currency),
		Destination: text(in.Destination), SourceTransaction: text(in.Source), TransferGroup: text(in.Group)})
	if err != nil {
		return "", judge(err)
	}
	return TransferID(transfer.ID), nil
}

// outside refuses a call inside a unit of work.
func (s *Stripe) outside(ctx context.Context) error { return outside(ctx, s.inWork) }

// mayChange also refuses a call without a fit key.
func (s *Stripe) mayChange(ctx context.Context, key string) error {
	if err := keyed(key); err != nil {
		return err
	}
	return s.outside(ctx)
}

// judge sorts an error by its outcome. A declined card is the only certain "no money moved, ask for another card"; what the provider
// answers by 409 (key in use), 429 and 5xx may be repeated, like no answer at all.
func judge(err error) error {
	if err == nil {
		return nil
	}
	var said *stripe.Error
	if !errors.As(err, &said) {
		return (&Problem{Outcome: Unknown, cause: err}).asFail()
	}
	p := &Problem{Outcome: Refused, Status: said.HTTPStatusCode, Code: string(said.Code), DeclineCode: string(said.DeclineCode),
		Param: said.Param, Words: said.Msg, RequestID: said.RequestID}
	if said.PaymentIntent != nil {
		p.Intent = IntentID(said.PaymentIntent.ID)
	}
	switch {
	case said.HTTPStatusCode >= 500 || said.HTTPStatusCode == http.StatusConflict || said.HTTPStatusCode == http.StatusTooManyRequests:
		p.Outcome = Unknown
	case said.Type == stripe.ErrorTypeCard || said.HTTPStatusCode == http.StatusPaymentRequired:
		p.Outcome = Declined
	}
	return p.asFail()
}

func intentOf(in *stripe.PaymentIntent) Intent {
	if in == nil || in.ID == "" {
		return Intent{}
	}
	out := Intent{ID: IntentID(in.ID), Status: Status(in.Status), Amount: money.Amount(in.Amount), Capturable: money.Amount(in.AmountCapturable),
		Received: money.Amount(in.AmountReceived), Currency: string(in.Currency), ClientSecret: in.ClientSecret, LiveMode: in.Livemode,
		Metadata: in.Metadata}
	if in.PaymentMethod != nil {
		out.Method = MethodID(in.PaymentMethod.ID)
	}
	if in.Customer != nil {
		out.Customer = CustomerID(in.Customer.ID)
	}
	if in.LastPaymentError != nil {
		out.LastProblem = in.LastPaymentError.Msg
	}
	addCharge(&out, in.LatestCharge)
	return out
}

func addCharge(out *Intent, charge *stripe.Charge) {
	if charge == nil {
		return
	}
	out.Charge, out.Refunded = ChargeID(charge.ID), money.Amount(charge.AmountRefunded)
	if details := charge.PaymentMethodDetails; details != nil && details.Card != nil && details.Card.CaptureBefore > 0 {
		out.CaptureBefore = time.Unix(details.Card.CaptureBefore, 0).UTC()
	}
	if charge.BalanceTransaction != nil {
		out.Fee = money.Amount(charge.BalanceTransaction.Fee)
	}
}

func chargeExpanded() []*string { return []*string{stripe.String("latest_charge")} }

func params(key string, account AccountID) stripe.Params {
	p := stripe.Params{}
	if key != "" {
		p.SetIdempotencyKey(key)
	}
	if account != "" {
		p.SetStripeAccount(string(account))
	}
	return p
}

func text[T ~string](value T) *string {
	if value == "" {
		return nil
	}
	return stripe.String(string(value))
}

func amount(value money.Amount) *int64 {
	if value == 0 {
		return nil
	}
	return stripe.Int64(int64(value))
}
