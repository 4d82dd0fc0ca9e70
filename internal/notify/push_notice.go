package notify

import (
	"context"
	"strconv"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/push"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// SendPush is the job that wakes one telephone. Its title tells no name, address, number or telephone: locked screens show it.
type SendPush struct {
	Token    string         `json:"token"`
	Platform string         `json:"platform"`
	Title    string         `json:"title"` // key of the catalogue of words
	Day      span.Day       `json:"day,omitempty"`
	Event    string         `json:"event,omitempty"`
	Data     map[string]any `json:"data,omitempty"`
	Extra    map[string]any `json:"extra,omitempty"` // beside the event
	At       span.Instant   `json:"at,omitzero"`     // told beside the event too, as day and time
	Language string         `json:"language,omitempty"`
}

// JobKind names the job.
func (SendPush) JobKind() string { return "send_push" }

// planPushes plans the notices of one line of the audience.
func planPushes(tx *db.Tx, n news, p people, l line) error {
	args := SendPush{Title: "push." + l.As}
	var ids []int64
	for _, u := range p.of(l.To) {
		if l.As == "tasks.changed" && u.Actor().Is(authz.Dispatcher) {
			continue // who dispatches made the change
		}
		ids = append(ids, u.ID)
	}
	switch {
	case l.As == "delivery.new":
		if ok, err := args.tellDelivery(tx, n.DeliveryID); err != nil || !ok {
			return err
		}
	case l.As == "tasks.changed":
		args.Day, args.Event, args.Data = n.Day, "tasks:changed", map[string]any{"date": n.Day}
	case l.To == Courier:
		args.Day = n.Day
	case l.To == Owners:
		args.Event, args.Data = "order:created", map[string]any{"order": "/api/orders/" + strconv.FormatInt(n.OrderID, 10)}
	}
	if l.As == "order.new" {
		if later, err := acceptedByItself(tx, n, l.To); err != nil || later {
			return err
		}
	}
	tokens, err := account.PushTokensOf(tx, ids)
	for _, t := range tokens {
		args.Token, args.Platform = t.Token, t.Platform
		if args.Language, err = account.LanguageOf(tx, t.UserID); err != nil {
			return err
		}
		if err := job.Add(tx, args, job.Options{Unique: uniqueOf(args)}); err != nil {
			return err
		}
	}
	return err
}

// tellDelivery makes the notice that somebody wants a delivery; ok is false when that is no news.
func (args *SendPush) tellDelivery(tx *db.Tx, id int64) (ok bool, err error) {
	p, ok, err := wanted(tx, id)
	if err != nil || !ok {
		return false, err
	}
	tasks, err := delivery.TasksOf(tx, id)
	if err != nil || len(tasks) == 0 {
		return false, err
	}
	var ids []int64
	for _, t := range tasks {
		ids = append(ids, t.ID)
	}
	args.Event, args.At = "delivery:created", tasks[0].Before
	args.Extra = map[string]any{"delivery_id": p.ID, "order_id": p.OrderID, "order_number": p.Number, "task_ids": ids}
	return true, nil
}

// uniqueOf keeps a burst of changes to one plan from waking a telephone more than once.
func uniqueOf(args SendPush) string {
	if args.Event != "tasks:changed" {
		return ""
	}
	return args.Token + string(args.Day)
}

// acceptedByItself: where orders are accepted at once, people hear of the acceptance instead, so that each order wakes them once. The shops of a
// hub's order hear of the acceptance, the staff of the order.
func acceptedByItself(tx *db.Tx, n news, to Who) (later bool, err error) {
	if n.RestaurantID == 0 {
		return (to == Staff) == (n.entry.Name == order.Accepted{}.EventName()), nil
	}
	found, err := shop.LoadRestaurants(tx, []int64{n.RestaurantID})
	r, ok := found[n.RestaurantID]
	return ok && r.AutoAccept == (n.entry.Name == "order.created"), err
}

// Pushes wakes telephones. A telephone that the service no longer knows is forgotten.
type Pushes struct {
	DB     *db.DB
	Sender push.Sender
	Words  func(language string) *locale.Printer
}

// Handler runs the jobs SendPush.
func (s Pushes) Handler() job.Handler { return job.On(s.send) }

func (s Pushes) send(ctx context.Context, args SendPush) error {
	words := s.Words(args.Language)
	title := words.T(args.Title, nil)
	if zone := words.Zone(); !args.At.IsZero() {
		args.Day = span.DayOf(args.At.Time, zone)
		args.Extra["date"], args.Extra["time"], args.Extra["date_local"] = string(args.Day), words.Clock(args.At.Time), words.Date(args.At.Time)
	}
	if args.Day != "" {
		title = words.T(args.Title, locale.Args{"day": words.Date(args.Day.In(words.Zone()).From.Time)})
	}
	err := s.Sender.Send(ctx, push.Notice{Token: args.Token, Platform: push.Platform(args.Platform), Title: title, Event: args.Event, Data: args.Data, Extra: args.Extra})
	switch {
	case fail.Is(err, fail.NotFound):
		return s.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.ForgetPushToken(tx, args.Token) })
	case fail.Is(err, fail.Invalid):
		return nil
	}
	return err
}
