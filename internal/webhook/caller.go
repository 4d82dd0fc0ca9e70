package webhook

import (
	"context"
	"strconv"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

// CallWebhook is the job that makes one try of a call.
type CallWebhook struct {
	ID int64 `json:"id"`
}

// JobKind names the job.
func (CallWebhook) JobKind() string { return "call_webhook" }

// ForgetWebhookCalls is the job that deletes calls of long ago.
type ForgetWebhookCalls struct{}

// JobKind names the job.
func (ForgetWebhookCalls) JobKind() string { return "forget_webhook_calls" }

// Caller makes the calls.
type Caller struct {
	DB     *db.DB
	Sender hook.Sender
}

// Handlers runs the jobs CallWebhook and ForgetWebhookCalls.
func (c Caller) Handlers() []job.Handler {
	return []job.Handler{job.On(c.call), job.On(func(ctx context.Context, _ ForgetWebhookCalls) error {
		return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return forgetCalls(tx, tx.Now().Add(-logLasts)) })
	})}
}

// Timetable says when calls are forgotten.
func Timetable() []job.Periodic {
	return []job.Periodic{{Every: 24 * time.Hour, Args: ForgetWebhookCalls{}}}
}

// call makes one try, with no unit of work open while the receiver takes its time. A call that fails is no failed job: it plans its next try.
func (c Caller) call(ctx context.Context, args CallWebhook) error {
	var message hook.Call
	var due bool
	err := c.DB.Write(ctx, authz.System(), func(tx *db.Tx) (err error) {
		message, due, err = take(tx, args.ID)
		return err
	})
	if err != nil || !due {
		return err
	}
	result, failure := c.Sender.Send(ctx, message)
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return settle(tx, args.ID, int64(result.Status), failure) })
}

// take gives what is to be sent. A call that ended, that was put off or whose webhook is gone is not due. While nobody answers at an address,
// its calls are put off, so that they do not keep others waiting.
func take(tx *db.Tx, id int64) (message hook.Call, due bool, err error) {
	c, w, found, err := loadBoth(tx, id)
	if err != nil || !found || c.State != Waiting || c.DueAt.After(tx.Now().Time) {
		return hook.Call{}, false, err
	}
	if w.SilentUntil.After(tx.Now().Time) {
		c.DueAt = w.SilentUntil
		return hook.Call{}, false, planTry(tx, c)
	}
	body, err := c.body()
	return hook.Call{ID: c.Message, Event: c.Event, URL: w.URL, Body: body, Secrets: w.secrets(tx.Now()), Headers: map[string]string{
		"X-CoopCycle-Signature": hook.SignBody(w.Secret, body), "X-Pignon-Sequence": strconv.FormatInt(c.Sequence, 10),
	}}, true, err
}

func loadBoth(tx *db.Tx, id int64) (c Call, w Webhook, found bool, err error) {
	if c, err = loadCall(tx, id); err == nil {
		w, err = LoadWebhook(tx, c.WebhookID)
	}
	if fail.Is(err, fail.NotFound) {
		return c, w, false, nil
	}
	return c, w, err == nil, err
}

// settle writes down what came of a try.
func settle(tx *db.Tx, id, status int64, failure error) error {
	c, w, found, err := loadBoth(tx, id)
	if err != nil || !found || c.State != Waiting {
		return err
	}
	c.Tries, c.Status = c.Tries+1, status
	switch {
	case failure == nil:
		if err := c.end(tx, DeliverVerb); err != nil {
			return err
		}
		return w.wentThrough(tx)
	case fail.Has(failure, "hook.url.refused"), fail.Has(failure, "hook.endpoint.gone"), int(c.Tries) >= len(hook.Delays()):
		err = c.end(tx, GiveUpVerb)
	default:
		c.DueAt = tx.Now().Add(hook.Delays()[c.Tries])
		err = planTry(tx, c)
	}
	if err != nil {
		return err
	}
	return w.failed(tx, status, fail.Has(failure, "hook.endpoint.gone"))
}

func (c Call) end(tx *db.Tx, verb Verb) (err error) {
	if c.State, err = Flow.Next(c.State, verb); err != nil {
		return err
	}
	c.EndedAt = tx.Now()
	return saveCall(tx, c)
}

func (w Webhook) wentThrough(tx *db.Tx) error {
	if w.FailingSince.IsZero() && w.SilentUntil.IsZero() {
		return nil
	}
	w.FailingSince, w.SilentUntil = span.Instant{}, span.Instant{}
	return saveWebhook(tx, &w)
}

// failed notes that a call did not get through, and pauses the webhook when nothing has for days or when its receiver says that it is gone.
func (w Webhook) failed(tx *db.Tx, status int64, gone bool) error {
	if w.FailingSince.IsZero() {
		w.FailingSince = tx.Now()
	}
	if status == 0 {
		w.SilentUntil = tx.Now().Add(silence)
	}
	if w.PausedAt.IsZero() && (gone || tx.Now().Sub(w.FailingSince.Time) > patience) {
		w.PausedAt = tx.Now()
		if err := w.giveUp(tx); err != nil {
			return err
		}
	}
	return saveWebhook(tx, &w)
}

// giveUp ends what waits for a webhook that is paused.
func (w Webhook) giveUp(tx *db.Tx) error {
	list, err := waitingCalls(tx, w.ID)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := c.end(tx, GiveUpVerb); err != nil {
			return err
		}
	}
	return tx.Emit(Paused{WebhookID: w.ID, AppID: w.AppID})
}
