package partner

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/job"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/webhook"
)

// Verb is what happened to a stop of a partner's delivery.
type Verb string

// The verbs.
const (
	Announced    Verb = "announced" // the delivery was made
	Assigned     Verb = "assigned"
	Started      Verb = "started"
	Done         Verb = "done"
	Failed       Verb = "failed"
	Photographed Verb = "photographed"
)

// Call is one call of a partner's API.
type Call struct {
	ID         int64         `db:"id"`
	Partner    Name          `db:"partner"`
	DeliveryID int64         `db:"delivery_id"`
	Verb       Verb          `db:"verb"`
	Stop       delivery.Type `db:"stop"`
	Image      org.Text      `db:"image"` // of the photo that it is about, its name
	State      webhook.State `db:"state"`
	Tries      int64         `db:"tries"`
	Status     int64         `db:"status"` // of the last answer, 0 without one
	DueAt      span.Instant  `db:"due_at"`
	EndedAt    span.Instant  `db:"ended_at"`
	CreatedAt  span.Instant  `db:"created_at"`
}

// CallPartner is the job that makes one try of a call.
type CallPartner struct {
	ID int64 `json:"id"`
}

// JobKind names the job.
func (CallPartner) JobKind() string { return "call_partner" }

// News is what happened to a delivery.
type News struct {
	DeliveryID int64
	Verb       Verb
	Stop       delivery.Type
	Image      string // the name of a photo
}

// hears tells what each partner wants to hear of.
func (n Name) hears(v Verb, stop delivery.Type) bool {
	if n == Urbantz {
		_, ok := urbantzUpdates[happening{v, stop}]
		return ok || v == Announced
	}
	_, ok := woopitStatus[happening{v, stop}]
	return n == Woopit && (ok || v == Photographed)
}

type happening struct {
	verb Verb
	stop delivery.Type
}

// Tell plans the call that tells a partner what happened to a delivery of theirs. It does nothing where there is no partner, or none who wants
// to hear of it.
func Tell(tx *db.Tx, n News) error {
	l, linked, err := LinkOf(tx, n.DeliveryID)
	if err != nil || !linked || !l.Partner.hears(n.Verb, n.Stop) {
		return err
	}
	id, err := tx.ID("partner_calls")
	if err != nil {
		return err
	}
	c := Call{ID: id, Partner: l.Partner, DeliveryID: n.DeliveryID, Verb: n.Verb, Stop: n.Stop, Image: org.Text(n.Image), State: webhook.Flow.Initial,
		DueAt: tx.Now(), CreatedAt: tx.Now()}
	if err := db.Insert(tx, "partner_calls", c); err != nil {
		return err
	}
	return c.plan(tx)
}

func (c Call) plan(tx *db.Tx) error {
	return job.Add(tx, CallPartner{ID: c.ID}, job.Options{At: c.DueAt})
}

// ListCalls gives administrators the latest calls, newest first, at most limit, older than the call `before` (0: from the newest).
func ListCalls(tx *db.Tx, before, limit int64) ([]Call, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return nil, err
	}
	return callsBefore(tx, before, limit)
}
