package webhook

import (
	"crypto/rand"

	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
)

// PlanCallsIn says what happened to which object (its path in the API), and of which store or shop the integrations are to hear of it.
type PlanCallsIn struct {
	Event, Object   string
	StoreID, ShopID int64 // 0: none
}

// PlanCalls plans a call to every webhook that is not paused, of integrations in use.
func PlanCalls(tx *db.Tx, in PlanCallsIn) error {
	list, err := webhooksFor(tx, in)
	for _, w := range list {
		if err := planCall(tx, w, in.Object); err != nil {
			return err
		}
	}
	return err
}

func planCall(tx *db.Tx, w Webhook, object string) error {
	id, err := tx.ID("webhook_calls")
	if err != nil {
		return err
	}
	last, err := lastSequence(tx, w.ID, object)
	if err != nil {
		return err
	}
	c := Call{ID: id, WebhookID: w.ID, Message: "msg_" + rand.Text(), Object: object, Event: w.Event, Sequence: last + 1, State: Flow.Initial,
		DueAt: tx.Now(), CreatedAt: tx.Now()}
	if err := insertCall(tx, c); err != nil {
		return err
	}
	return job.Add(tx, CallWebhook{ID: id}, job.Options{})
}
