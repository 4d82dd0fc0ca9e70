package payment

import (
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/span"
)

// Kind is what an attempt asks of the provider.
type Kind string

// The kinds.
const (
	Authorize Kind = "authorize"
	Confirm   Kind = "confirm"
	Capture   Kind = "capture"
	Release   Kind = "cancel"
	GiveBack  Kind = "refund"
)

// Progress is where an attempt stands. An open one has an unknown outcome and is made again, word for word, until there is one.
type Progress string

// The stages.
const (
	Pending   Progress = "open"
	Succeeded Progress = "succeeded"
	Refused   Progress = "failed"
)

// Attempt is one call to the provider: written before it is made.
type Attempt struct {
	ID        int64         `db:"id"`
	PaymentID int64         `db:"payment_id"`
	Kind      Kind          `db:"kind"`
	Number    int64         `db:"number"`
	Key       string        `db:"provider_key"`
	Amount    money.Amount  `db:"amount"`
	Call      db.JSON[Call] `db:"call"`
	Address   org.Text      `db:"address"`
	State     Progress      `db:"state"`
	Problem   org.Text      `db:"problem"`
	CreatedAt span.Instant  `db:"created_at"`
	SettledAt span.Instant  `db:"settled_at"`
}

// Call holds the values of the one call that an attempt makes, but its key, and what is to be remembered of a refund.
type Call struct {
	LiveMode bool           `json:"liveMode,omitempty"`
	Create   *pay.CreateIn  `json:"create,omitempty"`
	Confirm  *pay.ConfirmIn `json:"confirm,omitempty"`
	Capture  *pay.CaptureIn `json:"capture,omitempty"`
	Cancel   *pay.CancelIn  `json:"cancel,omitempty"`
	Refund   *pay.RefundIn  `json:"refund,omitempty"`
	Liable   string         `json:"liable,omitempty"`
	Comments string         `json:"comments,omitempty"`
}

// ChargeAttempt is the job that makes an attempt's call and settles it.
type ChargeAttempt struct {
	AttemptID int64 `json:"attemptId"`
}

// JobKind names the job.
func (ChargeAttempt) JobKind() string { return "charge_attempt" }

// LookAtPayment is the job that asks the provider how a payment stands and settles that.
type LookAtPayment struct {
	PaymentID int64 `json:"paymentId"`
}

// JobKind names the job.
func (LookAtPayment) JobKind() string { return "look_at_payment" }

// open writes the next attempt of a kind.
func open(tx *db.Tx, p Payment, a Attempt) (Attempt, error) {
	before, err := AttemptsOf(tx, p.ID)
	if err != nil {
		return a, err
	}
	a.Number = 1
	for _, b := range before {
		if b.Kind == a.Kind {
			a.Number = b.Number + 1
		}
	}
	if a.ID, err = tx.ID("payment_attempts"); err != nil {
		return a, err
	}
	a.PaymentID, a.State, a.CreatedAt, a.Call.V.LiveMode = p.ID, Pending, tx.Now(), p.LiveMode
	a.Key = p.Reference + "-" + string(a.Kind) + "-" + strconv.FormatInt(a.Number, 10)
	return a, insertAttempt(tx, a)
}

// openLater writes an attempt that a job makes.
func openLater(tx *db.Tx, p Payment, a Attempt) error {
	a, err := open(tx, p, a)
	if err != nil {
		return err
	}
	return job.Add(tx, ChargeAttempt{AttemptID: a.ID}, job.Options{})
}

// pending finds the open attempt of a payment of one of the kinds; ok is false when there is none.
func pending(tx *db.Tx, p Payment, kinds ...Kind) (Attempt, bool, error) {
	all, err := AttemptsOf(tx, p.ID)
	for _, a := range all {
		for _, k := range kinds {
			if a.Kind == k && a.State == Pending {
				return a, true, nil
			}
		}
	}
	return Attempt{}, false, err
}

const (
	mostTries    = 5
	mostFailures = 20
)

// mayTry keeps thieves from trying out cards: 5 for one order, 20 refused ones an hour from one network address.
func mayTry(tx *db.Tx, orderID int64, address string) error {
	tries, err := triesOf(tx, orderID)
	if err != nil {
		return err
	}
	failures, err := failuresFrom(tx, address, tx.Now().Add(-hour))
	if err != nil {
		return err
	}
	if tries >= mostTries || address != "" && failures >= mostFailures {
		return fail.New(fail.Throttled, "payment.tries.too_many", "limit", mostTries)
	}
	return nil
}
