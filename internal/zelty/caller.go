package zelty

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/webhook"
)

// ForgetCalls is the job that deletes calls and pushes of long ago.
type ForgetCalls struct{}

// JobKind names the job.
func (ForgetCalls) JobKind() string { return "forget_zelty_calls" }

const (
	logLasts = 30 * 24 * time.Hour
	mostRead = 1 << 20
)

// Timetable says when calls are forgotten.
func Timetable() []job.Periodic { return []job.Periodic{{Every: 24 * time.Hour, Args: ForgetCalls{}}} }

// Caller takes pushes over and makes the calls. URL is where the till's API begins, with a slash at its end; empty: it cannot be reached.
type Caller struct {
	DB     *db.DB
	URL    func() string
	Client *http.Client
}

// Handlers runs the jobs of this package.
func (c Caller) Handlers() []job.Handler {
	return []job.Handler{
		job.On(func(ctx context.Context, in ImportCatalogue) error { return c.Import(ctx, in.ID) }), job.On(c.call),
		job.On(func(ctx context.Context, _ ForgetCalls) error {
			return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return forget(tx, tx.Now().Add(-logLasts)) })
		}),
	}
}

// Import takes a push over that waits: the till's taxes are asked for first, with no unit of work open. An older push than the one taken last is
// left out. The error is one for which trying again may help.
func (c Caller) Import(ctx context.Context, id int64) error {
	var push Import
	var key string
	err := c.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		var found bool
		if push, found, err = loadImport(tx, id); err != nil || !found || push.State != waiting {
			push = Import{}
			return err
		}
		r, err := shop.LoadRestaurant(tx, push.RestaurantID)
		key = string(r.Options.V.ZeltyAPIKey)
		return err
	})
	if err != nil || push.ID == 0 {
		return err
	}
	failure := error(nil)
	var taxes []tillTax
	if key == "" {
		failure = fail.New(fail.Invalid, "catalogue.till.none")
	} else if taxes, err = c.taxes(ctx, key); err != nil {
		return err
	}
	if failure == nil {
		failure = c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
			if latest, err := isLatest(tx, push); err != nil || !latest {
				return endImport(tx, push, err)
			}
			return take(tx, push, taxes)
		})
	}
	if failure == nil || !fail.Is(failure, fail.Invalid) {
		return failure
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return endImport(tx, push, failure) })
}

func (c Caller) taxes(ctx context.Context, key string) ([]tillTax, error) {
	if c.URL() == "" {
		return nil, nil
	}
	var out struct {
		Taxes []tillTax `json:"taxes"`
	}
	a := c.send(ctx, ask{key: key, method: http.MethodGet, path: "catalog/taxes"})
	if a.failure != nil {
		return nil, a.failure
	}
	if err := json.Unmarshal(a.body, &out); err != nil {
		return nil, fail.Wrap(err, fail.Unavailable, "hook.call.failed", "status", a.status)
	}
	return out.Taxes, nil
}

// ask is one request to the till; answer what came of it.
type (
	ask struct {
		key, method, path, id string
		body                  any
	}
	answer struct {
		status  int
		body    []byte
		orderID int64
		failure error
	}
)

func (c Caller) send(ctx context.Context, in ask) answer {
	base := c.URL()
	if base == "" {
		return answer{failure: fail.New(fail.Invalid, "hook.url.refused", "url", "")}
	}
	var sent []byte
	if in.body != nil {
		var err error
		if sent, err = json.Marshal(in.body); err != nil {
			return answer{failure: err}
		}
	}
	r, err := http.NewRequestWithContext(ctx, in.method, base+in.path, bytes.NewReader(sent))
	if err != nil {
		return answer{failure: fail.Wrap(err, fail.Invalid, "hook.url.refused", "url", base)}
	}
	r.Header.Set("Authorization", "Bearer "+in.key)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if in.id != "" {
		r.Header.Set("Idempotency-Key", in.id)
	}
	got, err := c.Client.Do(r)
	if err != nil {
		return answer{failure: fail.Wrap(err, fail.Unavailable, "hook.call.failed", "status", 0)}
	}
	defer got.Body.Close()
	a := answer{status: got.StatusCode}
	if a.body, err = io.ReadAll(io.LimitReader(got.Body, mostRead)); err != nil {
		a.failure = fail.Wrap(err, fail.Unavailable, "hook.call.failed", "status", a.status)
	}
	if a.status < 200 || a.status > 299 {
		a.failure = fail.New(fail.Unavailable, "hook.call.failed", "status", a.status)
	}
	return a
}

// call makes one try, with no unit of work open while the till takes its time. A call that fails is no failed job: it plans its next try.
func (c Caller) call(ctx context.Context, args CallZelty) error {
	var request ask
	waits, found := false, false
	var verb Verb
	err := c.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		call, exists, err := loadCall(tx, args.ID)
		if err != nil || !exists || call.State != webhook.Waiting {
			return err
		}
		waits, verb = true, call.Verb
		request, found, err = requestOf(tx, call)
		return err
	})
	if err != nil || !waits {
		return err
	}
	a := answer{failure: fail.New(fail.Invalid, "hook.url.refused", "url", "")} // the restaurant has no till any more
	if found {
		a = c.send(ctx, request)
	}
	if a.failure == nil && verb == PushOrder {
		a.orderID, a.failure = orderNumber(a)
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return settle(tx, args.ID, a) })
}

func orderNumber(a answer) (int64, error) {
	var out struct {
		Order struct {
			ID int64 `json:"id"`
		} `json:"order"`
	}
	if err := json.Unmarshal(a.body, &out); err != nil || out.Order.ID == 0 {
		return 0, fail.New(fail.Unavailable, "hook.call.failed", "status", a.status)
	}
	return out.Order.ID, nil
}

// requestOf says a call in the till's words. The key of a request is the same for every try, so that the till can tell.
func requestOf(tx *db.Tx, c Call) (ask, bool, error) {
	v, known, err := tillOrder(tx, c.OrderID)
	if err != nil || !known {
		return ask{}, false, err
	}
	in := ask{key: string(v.Shop.Options.V.ZeltyAPIKey), method: http.MethodPost, id: "pignon-" + string(c.Verb) + "-" + strconv.FormatInt(c.OrderID, 10)}
	dishes, err := dishesOf(tx, v)
	if err != nil {
		return in, false, err
	}
	whole := bodyOf(v, dishes)
	if c.Verb == PushOrder {
		in.path, in.body = "orders", whole
		return in, true, nil
	}
	if v.ZeltyOrderID == nil {
		return in, false, nil
	}
	in.path = "orders/" + strconv.FormatInt(*v.ZeltyOrderID, 10)
	if c.Verb == CloseIt {
		in.path += "/closure"
		return in, true, nil
	}
	in.path += "/transactions"
	in.body = map[string]any{"transactions": []any{map[string]any{"name": "CB", "price": whole.Total}}, "close_if_paid": false}
	return in, true, nil
}
