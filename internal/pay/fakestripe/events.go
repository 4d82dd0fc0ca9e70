package fakestripe

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// event is one thing that happened, with the object as it was then.
type event struct {
	id, account, kind string
	body              object
}

func (e *event) place() (string, string) { return e.account, e.id }

// delivery is one sending of an event that is still to be made.
type delivery struct {
	body  []byte
	due   time.Time
	tries int
}

// emit lists an event and queues its webhook, subject to the faults.
func (e *Engine) emit(kind, account string, about object) {
	ev := &event{id: e.newID("evt"), account: account, kind: kind}
	ev.body = object{"id": ev.id, "object": "event", "api_version": apiVersion, "created": e.config.Now().Unix(), "livemode": false,
		"type": kind, "pending_webhooks": 1, "data": object{"object": about}, "request": object{"id": nil, "idempotency_key": nil}}
	if account != "" {
		ev.body["account"] = account
	}
	e.events.put(ev)
	if e.config.Webhook.URL == "" || e.chance(e.config.Faults.Lost) {
		return
	}
	copies := 1
	if e.chance(e.config.Faults.Duplicate) {
		copies = 2
	}
	for range copies {
		e.queue = append(e.queue, &delivery{body: encode(200, ev.body).body, due: e.dueTime()})
	}
}

func (e *Engine) dueTime() time.Time {
	due := e.config.Now()
	if most := e.config.Faults.MaxDelay; most > 0 && e.chance(e.config.Faults.Late) {
		due = due.Add(time.Duration(e.random.Int64N(int64(most))))
	}
	return due
}

func listEvents(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	kind := c.form.Get("type")
	found, more := c.events.page(c.paging(), func(e *event) bool { return kind == "" || e.kind == kind })
	return list(c, found, more, func(e *event) object { return e.body }), nil
}

// Pump sends every webhook that is due and returns how many the receiver took. What it did not take comes again later: after 1, 2,
// 4 ... minutes, for about three days.
func (e *Engine) Pump(ctx context.Context) int {
	hook, due := e.due()
	taken := 0
	for _, d := range due {
		if ctx.Err() != nil || !hook.send(ctx, d.body, e.config.Now()) {
			e.again(d)
			continue
		}
		taken++
	}
	return taken
}

// Pending tells how many webhooks are still to be sent, now or later.
func (e *Engine) Pending() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.queue)
}

// Run sends webhooks as they come due, until the context ends. The demo runs it; tests call Pump.
func (e *Engine) Run(ctx context.Context) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			e.Pump(ctx)
		}
	}
}

func (e *Engine) due() (Webhook, []*delivery) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.expireHolds()
	now := e.config.Now()
	var due, later []*delivery
	for _, d := range e.queue {
		if d.due.After(now) {
			later = append(later, d)
			continue
		}
		due = append(due, d)
	}
	e.queue = later
	slices.SortStableFunc(due, func(a, b *delivery) int { return cmp.Compare(a.due.UnixNano(), b.due.UnixNano()) })
	if e.config.Faults.Shuffle {
		e.random.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
	}
	return e.config.Webhook, due
}

func (e *Engine) again(d *delivery) {
	const mostTries = 12
	if d.tries++; d.tries > mostTries {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	d.due = e.config.Now().Add(time.Minute << (d.tries - 1))
	e.queue = append(e.queue, d)
}

func (w Webhook) send(ctx context.Context, body []byte, now time.Time) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return false
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("Stripe-Signature", Signature(body, w.Secret, now))
	client := w.Client
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	answer, err := client.Do(request)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode >= 200 && answer.StatusCode < 300
}

// Signature gives the Stripe-Signature header of a body.
func Signature(body []byte, secret string, at time.Time) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// Events gives the bodies of the events so far, oldest first, as webhooks carry them.
func (e *Engine) Events() []json.RawMessage {
	e.mu.Lock()
	defer e.mu.Unlock()
	bodies := make([]json.RawMessage, 0, len(e.events.all))
	for _, ev := range e.events.all {
		bodies = append(bodies, encode(200, ev.body).body)
	}
	return bodies
}
