package payment

import (
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/pay"
)

// Receive takes in a genuine event of the provider, once: a job will look at the payment that it is about. The event's own content is never
// trusted, so that events may come late, twice and in any order. Events about nothing of ours are kept and change nothing.
func Receive(tx *db.Tx, e pay.Event) error {
	known, err := insertProviderEvent(tx, e)
	if err != nil || known || e.Intent == "" || !concerns(e.Type) {
		return err
	}
	id, ok, err := paymentOfIntent(tx, e.Intent)
	if err != nil || !ok { // an attempt that was not settled yet: the rescue finds it
		return err
	}
	if strings.HasPrefix(e.Type, "charge.dispute.") {
		return job.Add(tx, LookAtDisputes{PaymentID: id}, job.Options{})
	}
	return job.Add(tx, LookAtPayment{PaymentID: id}, job.Options{})
}

// ReceiveFor is Receive for an event whose address named a payment of ours by its reference.
func ReceiveFor(tx *db.Tx, e pay.Event, reference string) error {
	known, err := insertProviderEvent(tx, e)
	if err != nil || known {
		return err
	}
	id, ok, err := paymentOfReference(tx, reference)
	if err != nil || !ok {
		return err
	}
	return job.Add(tx, LookAtPayment{PaymentID: id}, job.Options{})
}

func concerns(kind string) bool {
	return strings.HasPrefix(kind, "payment_intent.") || strings.HasPrefix(kind, "charge.")
}

// RescueAttempts is the job that comes round and finishes what was left in the middle.
type RescueAttempts struct{}

// JobKind names the job.
func (RescueAttempts) JobKind() string { return "rescue_attempts" }

const (
	patience   = time.Minute         // what a call that is under way takes at most
	attentive  = 2 * time.Hour       // how long we ask about a payment of which the browser said nothing more
	abandoned  = 20 * time.Hour      // after which a payment that was begun is given up; keys live for a day
	lookedEver = 30 * 24 * time.Hour // older ones were given up long ago
)

// Loose is what the rescue has to do.
type Loose struct {
	Attempts  []int64 // open: make the call again
	Unheard   []int64 // payments to look at
	Abandoned []int64 // payments to give up, after a last look
}

// LooseEnds finds what was left in the middle: by a process that died, an answer that was lost, a browser that was closed.
func LooseEnds(tx *db.Tx) (l Loose, err error) {
	if l.Attempts, err = openAttempts(tx, tx.Now().Add(-patience)); err != nil {
		return l, err
	}
	if l.Unheard, err = unpaid(tx, tx.Now().Add(-attentive), tx.Now().Add(-patience)); err != nil {
		return l, err
	}
	l.Abandoned, err = unpaid(tx, tx.Now().Add(-lookedEver), tx.Now().Add(-abandoned))
	return l, err
}
