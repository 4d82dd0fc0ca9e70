package pay

import (
	"context"
	"time"

	"pignon.coop/internal/money"
)

// Dispute is a charge that its customer contests at the bank. The provider takes the money back meanwhile, and returns it when the dispute is won.
type Dispute struct {
	ID        string
	Amount    money.Amount
	Withdrawn money.Amount // taken back, as things stand
	Fee       money.Amount // that the provider keeps for it
	Status    string       // needs_response, under_review, won, lost, warning_...
	Reason    string       // fraudulent, product_not_received, ...
	Due       time.Time    // until when evidence can be given; zero: there is no such time
}

// Disputer is a gateway of a provider that tells of disputes.
type Disputer interface {
	// Disputes lists those of an intent, the newest first.
	Disputes(ctx context.Context, ref Ref) ([]Dispute, error)
}

// Lister is a gateway that can list what it knows.
type Lister interface {
	// Since lists the intents of the platform that were made since.
	Since(ctx context.Context, since time.Time) ([]Intent, error)
}
