package pay

import (
	"context"
	"time"

	"pignon.coop/internal/money"
)

// Gateway is the provider. Every method that changes something takes an idempotency key: the same key with the same values gives the
// same answer, with other values a Refused error. Keys live for a day at least. All errors carry a *Problem (see ProblemOf).
type Gateway interface {
	Intents
	Wallet
	Transfer(ctx context.Context, in TransferIn) (TransferID, error)
}

// Intents moves money: hold, take, let go, give back.
type Intents interface {
	// CreateIntent makes an intent with manual capture. With a PaymentMethod it is confirmed at once.
	CreateIntent(ctx context.Context, in CreateIn) (Intent, error)
	// Retrieve reads an intent; the only call that also tells the provider's fee, once captured.
	Retrieve(ctx context.Context, ref Ref) (Intent, error)
	// Confirm tries to hold the money, after an action of the customer or with another card.
	Confirm(ctx context.Context, in ConfirmIn) (Intent, error)
	// Capture takes all or a part of what is held; the rest is let go. Once only.
	Capture(ctx context.Context, in CaptureIn) (Intent, error)
	// Cancel lets go of what is held, or ends an intent that holds nothing yet.
	Cancel(ctx context.Context, in CancelIn) (Intent, error)
	// Refund gives back all or a part of what was taken.
	Refund(ctx context.Context, in RefundIn) (Refund, error)
}

// Wallet keeps the cards of customers.
type Wallet interface {
	// CreateCustomer makes the provider's record of a customer.
	CreateCustomer(ctx context.Context, in CustomerIn) (CustomerID, error)
	// Cards lists the cards of a customer, expired ones too.
	Cards(ctx context.Context, customer CustomerID) ([]Card, error)
	// Attach keeps a card for a customer.
	Attach(ctx context.Context, in AttachIn) (Card, error)
	// Clone copies a customer's card from the platform to a connected account and returns the copy's id.
	Clone(ctx context.Context, in CloneIn) (MethodID, error)
	// SetUp makes a confirmed set-up intent, so that a card can be used again while its owner is present.
	SetUp(ctx context.Context, in SetUpIn) (SetUp, error)
}

// The provider's ids: pi_…, pm_…, cus_…, acct_…, ch_…, re_…, tr_…
type (
	IntentID   string
	MethodID   string
	CustomerID string
	AccountID  string
	ChargeID   string
	RefundID   string
	TransferID string
)

// Status is where an intent stands.
type Status string

// The statuses of an intent.
const (
	RequiresMethod       Status = "requires_payment_method"
	RequiresConfirmation Status = "requires_confirmation"
	RequiresAction       Status = "requires_action"
	Processing           Status = "processing"
	RequiresCapture      Status = "requires_capture"
	Succeeded            Status = "succeeded"
	Cancelled            Status = "canceled"
)

// Ref names an intent: on the platform, or on the connected account where it was made.
type Ref struct {
	ID      IntentID
	Account AccountID
}

// Intent is one attempt to be paid, as the provider sees it. Amounts are minor units of Currency.
type Intent struct {
	ID            IntentID
	Status        Status
	Amount        money.Amount
	Capturable    money.Amount // held, not yet taken
	Received      money.Amount // taken
	Refunded      money.Amount // of what was taken
	Fee           money.Amount // the provider's fee; 0 until captured, and unless Retrieve asked
	Currency      string       // lower case: eur
	ClientSecret  string       // for the customer's browser only; never log it
	Method        MethodID
	Charge        ChargeID
	Customer      CustomerID
	CaptureBefore time.Time // zero: nothing held, or the provider does not say
	LiveMode      bool
	Metadata      map[string]string
	LastProblem   string // the provider's words about the last failed try
}

// Held tells whether the money is there: held, or taken already.
func (i Intent) Held() bool { return i.Status == RequiresCapture || i.Status == Succeeded }

// CreateIn asks for an intent. Account makes it on a connected account (direct charge); Destination makes it on the platform and
// passes DestinationAmount on; at most one of the two.
type CreateIn struct {
	Key         string
	Amount      money.Amount
	Currency    string
	Description string
	Metadata    map[string]string

	Method     MethodID // empty: not confirmed yet
	Customer   CustomerID
	SaveCard   bool // keep the card for later payments in the customer's presence
	Automatic  bool // the browser confirms with the client secret; otherwise only the server confirms
	ReturnURL  string
	NotifyURL  string // where this one payment is told of, for providers that are told each time
	ReceiptFor string // e-mail for the provider's receipt, empty for none

	Account           AccountID
	ApplicationFee    money.Amount // with Account
	Destination       AccountID
	DestinationAmount money.Amount // with Destination
	TransferGroup     string
}

// ConfirmIn confirms an intent, with another card when Method is set.
type ConfirmIn struct {
	Ref
	Key       string
	Method    MethodID
	ReturnURL string
}

// CaptureIn takes Amount of what is held; everything when Amount is 0.
type CaptureIn struct {
	Ref
	Key            string
	Amount         money.Amount
	ApplicationFee money.Amount // on a connected account; 0 leaves the fee of the creation
}

// CancelIn ends an intent.
type CancelIn struct {
	Ref
	Key string
}

// RefundIn gives back Amount; everything that is left when Amount is 0. UndoTransfer takes the destination's share back in
// proportion; UndoFee gives back the application fee in proportion.
type RefundIn struct {
	Ref
	Key          string
	Amount       money.Amount
	Metadata     map[string]string
	UndoTransfer bool
	UndoFee      bool
}

// Refund is what was given back.
type Refund struct {
	ID     RefundID
	Status string // succeeded, pending, failed, requires_action, canceled
	Amount money.Amount
}

// TransferIn passes a part of a captured charge of the platform on to a connected account.
type TransferIn struct {
	Key         string
	Amount      money.Amount
	Currency    string
	Destination AccountID
	Source      ChargeID
	Group       string
}

// CustomerIn describes a customer to the provider.
type CustomerIn struct {
	Key      string
	Email    string
	Metadata map[string]string
}

// AttachIn keeps a card for a customer.
type AttachIn struct {
	Key      string
	Method   MethodID
	Customer CustomerID
}

// CloneIn copies a card to a connected account. Without Customer the card must never have been used.
type CloneIn struct {
	Key      string
	Method   MethodID
	Customer CustomerID
	Account  AccountID
}

// SetUpIn sets a card up for a customer.
type SetUpIn struct {
	Key      string
	Method   MethodID
	Customer CustomerID
}

// SetUp is the result of setting a card up. RequiresAction means that the customer must act with the client secret; the card is not
// attached before.
type SetUp struct {
	ID             string
	RequiresAction bool
	ClientSecret   string
}

// Card is a kept card.
type Card struct {
	ID       MethodID
	Brand    string // visa
	Last4    string
	ExpMonth int
	ExpYear  int
}

// ValidAt tells whether the card is still valid: it is through the last day of its month, in the zone of the given time.
func (c Card) ValidAt(at time.Time) bool {
	end := time.Date(c.ExpYear, time.Month(c.ExpMonth)+1, 1, 0, 0, 0, 0, at.Location())
	return at.Before(end)
}
