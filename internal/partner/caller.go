package partner

import (
	"context"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/job"
	"pignon.coop/internal/webhook"
)

// ForgetPartnerCalls is the job that deletes calls of long ago.
type ForgetPartnerCalls struct{}

// JobKind names the job.
func (ForgetPartnerCalls) JobKind() string { return "forget_partner_calls" }

const logLasts = 30 * 24 * time.Hour

// Door is how a partner is reached: where its API begins, the key that lets us in, and what carries the calls.
type Door struct {
	URL    string // ends with a slash; empty: it cannot be reached
	Key    string
	Sender hook.Sender
}

// Caller makes the calls.
type Caller struct {
	DB    *db.DB
	Door  func(Name) Door
	Words Wording
}

// Handlers runs the jobs CallPartner and ForgetPartnerCalls.
func (c Caller) Handlers() []job.Handler {
	return []job.Handler{job.On(c.call), job.On(func(ctx context.Context, _ ForgetPartnerCalls) error {
		return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return forgetCalls(tx, tx.Now().Add(-logLasts)) })
	})}
}

// Timetable says when calls are forgotten.
func Timetable() []job.Periodic {
	return []job.Periodic{{Every: 24 * time.Hour, Args: ForgetPartnerCalls{}}}
}

// call makes one try, with no unit of work open while the partner takes its time. A call that fails is no failed job: it plans its next try.
func (c Caller) call(ctx context.Context, args CallPartner) error {
	var request hook.Call
	var call Call
	var found bool
	err := c.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		if call, found, err = loadCall(tx, args.ID); err != nil || !found || call.State != webhook.Waiting {
			found = false
			return err
		}
		request, err = c.Words.request(tx, call)
		return err
	})
	if err != nil || !found {
		return err
	}
	result, failure := c.send(ctx, call, request)
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return settle(tx, args.ID, int64(result.Status), failure) })
}

func (c Caller) send(ctx context.Context, call Call, request hook.Call) (hook.Result, error) {
	door := c.Door(call.Partner)
	if door.URL == "" {
		return hook.Result{}, fail.New(fail.Invalid, "hook.url.refused", "url", "")
	}
	if err := c.Words.attach(ctx, call, &request); err != nil {
		return hook.Result{}, err
	}
	request.URL = door.URL + request.URL
	if door.Key != "" {
		request.Headers["X-Api-Key"] = door.Key
	}
	return door.Sender.Send(ctx, request)
}

// settle writes down what came of a try.
func settle(tx *db.Tx, id, status int64, failure error) (err error) {
	c, found, err := loadCall(tx, id)
	if err != nil || !found || c.State != webhook.Waiting {
		return err
	}
	c.Tries, c.Status = c.Tries+1, status
	switch {
	case failure == nil:
		c.State, err = webhook.Flow.Next(c.State, webhook.DeliverVerb)
		c.EndedAt = tx.Now()
	case fail.Has(failure, "hook.url.refused"), int(c.Tries) >= len(hook.Delays()):
		c.State, err = webhook.Flow.Next(c.State, webhook.GiveUpVerb)
		c.EndedAt = tx.Now()
	default:
		c.DueAt = tx.Now().Add(hook.Delays()[c.Tries])
	}
	if err != nil {
		return err
	}
	if err := db.Update(tx, "partner_calls", c); err != nil || c.State != webhook.Waiting {
		return err
	}
	return c.plan(tx)
}
