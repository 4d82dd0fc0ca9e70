package notify

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/live"
	"pignon.coop/internal/span"
)

// Hub is where live messages go.
type Hub interface {
	Channel(stem, name string) string
	Broadcast(channels []string, data any) error
}

// Bodies make the live messages about the co-op's things, each whole: {"event":{"name":…,"data":…}}.
type Bodies struct {
	Order      func(*db.Tx, OrderNews) (json.RawMessage, error)
	Task       func(tx *db.Tx, name string, id int64) (json.RawMessage, error)
	List       func(tx *db.Tx, id int64) (json.RawMessage, error)
	LegacyList func(tx *db.Tx, id int64) (json.RawMessage, error)
	Tour       func(tx *db.Tx, name string, id int64) (json.RawMessage, error)
}

// OrderNews is what happened to an order. Data is nil when there is nothing to say about it.
type OrderNews struct {
	Name    string
	OrderID int64
	Data    map[string]any
	At      span.Instant
}

// Announcer reads the journal: it plans mails, notices and webhooks in the unit of work that moves the relay on, and gives what goes out live afterwards.
type Announcer struct {
	Hub    Hub
	Bodies Bodies
	Log    *slog.Logger
	staff  staffList
}

// news is what the journal's entries say, whichever event it is; what an event does not carry is zero.
type news struct {
	entry        db.Entry
	OrderID      int64    `json:"orderId"`
	RestaurantID int64    `json:"restaurantId"`
	CustomerID   int64    `json:"customerId"`
	TaskID       int64    `json:"taskId"`
	CourierID    int64    `json:"courierId"`
	ListID       int64    `json:"listId"`
	TourID       int64    `json:"tourId"`
	DeliveryID   int64    `json:"deliveryId"`
	WebhookID    int64    `json:"webhookId"`
	Reconciled   int64    `json:"reconciliationId"`
	Differences  int64    `json:"differences"`
	DocumentID   int64    `json:"documentId"`
	Image        string   `json:"image"`
	Day          span.Day `json:"day"`
	Reason       string   `json:"reason"`
	Notes        string   `json:"notes"`
	Minutes      int64    `json:"minutes"`
	Filename     string   `json:"filename"`
	Status       string   `json:"status"`
}

func (n news) isOrder() bool { return strings.HasPrefix(n.entry.Name, "order.") }

func read(e db.Entry) (n news, err error) {
	n.entry = e
	if err := json.Unmarshal([]byte(e.Body), &n); err != nil {
		return n, fmt.Errorf("read %s: %w", e.Name, err)
	}
	return n, nil
}

// Prepare is told of each journal entry. A thing that is gone meanwhile is told to nobody.
func (a *Announcer) Prepare(tx *db.Tx, e db.Entry) (func(), error) {
	lines := linesOf(e.Name)
	if len(lines) == 0 {
		return nil, nil
	}
	n, err := read(e)
	if err != nil {
		return nil, err
	}
	after, err := a.prepare(tx, n, lines)
	if fail.Is(err, fail.NotFound) {
		return nil, nil
	}
	return after, err
}

func linesOf(event string) []line {
	return slices.DeleteFunc(audience(), func(l line) bool { return l.Event != event })
}

func (a *Announcer) prepare(tx *db.Tx, n news, lines []line) (func(), error) {
	people, err := a.peopleOf(tx, n)
	if err != nil {
		return nil, err
	}
	said := saying{}
	if n.isOrder() && n.CustomerID == 0 { // nobody placed it: it is what a delivery costs
		lines = slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.By != Live || l.To == Watchers })
	}
	for _, l := range lines {
		switch l.By {
		case Live:
			a.addLive(said, n, people, l)
		case Mail:
			err = planMails(tx, n, people, l)
		case Push:
			err = planPushes(tx, n, people, l)
		case Text:
			err = planTexts(tx, n, people, l)
		case Hook:
			err = planHooks(tx, n, l)
		}
		if err != nil {
			return nil, err
		}
	}
	return a.sending(tx, n, people, said)
}

// message is a live message by its name. What may be seen of a task, or of a hub's order, depends on who looks: its courier, and each owner of a
// shop, get one of their own.
type message struct {
	name string
	eyes int64 // a user's; 0: everybody's
}

// addLive adds the live messages of one line of the audience.
func (a *Announcer) addLive(said saying, n news, p people, l line) {
	own := l.To == Courier && strings.HasPrefix(l.As, "task:") || l.To == Owners && n.RestaurantID == 0
	if !own {
		said.add(message{name: l.As}, a.channelsOf(n, p, l.To))
		return
	}
	for _, u := range p.of(l.To) {
		said.add(message{name: l.As, eyes: u.ID}, []string{a.Hub.Channel("events", u.Username)})
	}
}

// saying is which live messages go to which channels.
type saying map[message][]string

// add adds channels, but for those that hear what the staff hears already.
func (s saying) add(m message, channels []string) {
	heard := s[message{name: m.name}]
	for _, c := range channels {
		if !slices.Contains(heard, c) {
			s[m] = append(s[m], c)
		}
	}
}

// channelsOf lists the live channels of a group.
func (a *Announcer) channelsOf(n news, p people, to Who) (list []string) {
	if to == Watchers {
		return []string{a.Hub.Channel("order_events", strconv.FormatInt(n.OrderID, 10))}
	}
	for _, u := range p.of(to) {
		list = append(list, a.Hub.Channel("events", u.Username))
	}
	return list
}

// sending makes the live messages now, in the unit of work, to be sent after it.
func (a *Announcer) sending(tx *db.Tx, n news, people people, said saying) (func(), error) {
	bodies := map[message]json.RawMessage{}
	for m := range said {
		eyes := tx
		for _, u := range slices.Concat(people.of(Courier), people.of(Owners)) {
			if u.ID == m.eyes {
				eyes = tx.As(u.Actor())
			}
		}
		body, err := a.body(eyes, n, m.name)
		if err != nil {
			return nil, err
		}
		bodies[m] = body
	}
	followed, err := followedOf(tx, n)
	if err != nil {
		return nil, err
	}
	return func() {
		for m, body := range bodies {
			slices.Sort(said[m])
			a.send(slices.Compact(said[m]), body)
		}
		if followed != "" {
			a.follow(followed, strings.Replace(n.entry.Name, ".", ":", 1), map[string]any{})
		}
	}, nil
}

// followedOf names what people with a link follow and an event is about, "" for nothing.
func followedOf(tx *db.Tx, n news) (string, error) {
	switch {
	case n.isOrder() && n.OrderID != 0:
		return FollowedOrder(n.OrderID), nil
	case strings.HasPrefix(n.entry.Name, "task.") && n.TaskID != 0:
		d, ok, err := deliveryOf(tx, n.TaskID)
		if err == nil && ok {
			return FollowedDelivery(d), nil
		}
		return "", err
	}
	return "", nil
}

// FollowedOrder and FollowedDelivery name what somebody with a link follows: the last part of the channel "follow", and whom its token is for.
func FollowedOrder(id int64) string { return strconv.FormatInt(id, 10) }

// FollowedDelivery is FollowedOrder of a delivery.
func FollowedDelivery(id int64) string { return "delivery-" + strconv.FormatInt(id, 10) }

func (a *Announcer) send(channels []string, body any) {
	if err := a.Hub.Broadcast(channels, body); err != nil {
		a.Log.Error("a live message was not sent", "error", err)
	}
}

// follow tells those who have a tracking link. They hear that something happened, never about whom.
func (a *Announcer) follow(what, name string, data map[string]any) {
	a.send([]string{a.Hub.Channel("follow", what)}, live.Event{Name: name, Data: data})
}

func (a *Announcer) body(tx *db.Tx, n news, name string) (json.RawMessage, error) {
	switch {
	case n.isOrder():
		return a.Bodies.Order(tx, OrderNews{Name: name, OrderID: n.OrderID, Data: n.data(), At: n.entry.At})
	case strings.HasPrefix(name, "task:"):
		return a.Bodies.Task(tx, name, n.TaskID)
	case name == "tour:created" || name == "tour:updated":
		return a.Bodies.Tour(tx, name, n.TourID)
	case name == "v2:task_list:updated":
		return a.Bodies.List(tx, n.ListID)
	case name == "task_list:updated":
		return a.Bodies.LegacyList(tx, n.ListID)
	case name == "delivery_import:updated":
		return json.Marshal(live.Event{Name: name, Data: map[string]any{"filename": n.Filename, "status": n.Status}})
	}
	return json.Marshal(live.Event{Name: name, Data: json.RawMessage(n.entry.Body)})
}

func (n news) data() map[string]any {
	switch n.entry.Name {
	case "order.refused", "order.cancelled":
		if n.Reason == "" {
			return map[string]any{"reason": nil}
		}
		return map[string]any{"reason": n.Reason}
	case "order.delayed":
		return map[string]any{"delay": n.Minutes}
	}
	return nil
}
