package check

import (
	"encoding/json"
	"fmt"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/machine"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// told is what the journal tells, read from its start to its end. Seed documents leave nothing in it, so a thing may be heard of for the first
// time when it has moved already.
type told struct {
	orders   life[order.State, order.Verb]
	placed   map[int64]bool // orders that were baskets once
	twice    []string       // orders that were placed again
	tasks    life[delivery.Status, delivery.Verb]
	payments life[payment.State, payment.Verb]
	refunded map[int64]int64 // minor units, by payment
	astray   map[int64]bool  // payments that are over and whose money goes back
	versions map[int64]int64 // of task lists
	repeated []string        // versions of task lists that came late or twice
	reopened map[int64]bool  // tasks that were put back into the plan
	carriers map[int64]int64 // couriers of tasks, 0 for nobody
	wrongs   map[int64]incident.Status
}

// life is where the things of one noun stand after all that was told of them.
type life[S, V ~string] struct {
	table machine.Table[S, V]
	verbs map[string]V // by the event that tells of it
	state map[int64]S
	wrong []string
}

func lifeOf[S, V ~string](table machine.Table[S, V], verbs map[string]V) life[S, V] {
	return life[S, V]{table: table, verbs: verbs, state: map[int64]S{}}
}

// turn moves a thing on. A leap that the table does not know is wrong, and the thing is taken to be where it leads.
func (l *life[S, V]) turn(id int64, event string, verb V) {
	to := l.target(verb)
	if from, known := l.state[id]; known {
		next, err := l.table.Next(from, verb)
		if err != nil {
			l.wrong = append(l.wrong, fmt.Sprintf("%s %d: %s when %s", l.table.Noun, id, event, from))
		} else {
			to = next
		}
	}
	if to != "" {
		l.state[id] = to
	}
}

// target is where a verb leads, empty for one that stays where it is.
func (l *life[S, V]) target(verb V) (to S) {
	for _, e := range l.table.Edges {
		if e.Verb == verb && e.From != e.To {
			return e.To
		}
	}
	return to
}

func orderVerbs() map[string]order.Verb {
	return map[string]order.Verb{
		order.Created{}.EventName(): order.CreateVerb, order.Accepted{}.EventName(): order.AcceptVerb, order.Refused{}.EventName(): order.RefuseVerb,
		order.Delayed{}.EventName(): order.DelayVerb, order.PreparationStarted{}.EventName(): order.StartVerb,
		order.PreparationFinished{}.EventName(): order.ReadyVerb, order.Fulfilled{}.EventName(): order.FulfillVerb,
		order.Cancelled{}.EventName(): order.CancelVerb, order.Restored{}.EventName(): order.RestoreVerb,
	}
}

func taskVerbs() map[string]delivery.Verb {
	return map[string]delivery.Verb{
		delivery.TaskStarted{}.EventName(): delivery.Start, delivery.TaskDone{}.EventName(): delivery.Complete, delivery.TaskFailed{}.EventName(): delivery.Fail,
		delivery.TaskCancelled{}.EventName(): delivery.Cancel, delivery.TaskRestored{}.EventName(): delivery.Restore,
		delivery.TaskRescheduled{}.EventName(): delivery.Reschedule,
	}
}

func paymentVerbs() map[string]payment.Verb {
	return map[string]payment.Verb{
		payment.Authorized{}.EventName(): payment.AuthorizeVerb, payment.Completed{}.EventName(): payment.CompleteVerb,
		payment.Cancelled{}.EventName(): payment.CancelVerb, payment.Failed{}.EventName(): payment.FailVerb, payment.Refunded{}.EventName(): payment.RefundVerb,
	}
}

// journal reads the journal once for all who ask.
func (l *look) journal() (*told, error) {
	if l.told != nil {
		return l.told, nil
	}
	t := &told{
		orders: lifeOf(order.Flow(), orderVerbs()), tasks: lifeOf(delivery.Flow, taskVerbs()), payments: lifeOf(payment.Flow, paymentVerbs()),
		refunded: map[int64]int64{}, astray: map[int64]bool{}, versions: map[int64]int64{}, reopened: map[int64]bool{}, placed: map[int64]bool{}, carriers: map[int64]int64{}, wrongs: map[int64]incident.Status{},
	}
	const page = 1000
	for after := int64(0); ; {
		entries, err := db.EntriesAfter(l.Tx, after, page)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if err := t.hear(e); err != nil {
				return nil, fmt.Errorf("journal entry %d: %w", e.Seq, err)
			}
			after = e.Seq
		}
		if len(entries) < page {
			l.told = t
			return t, nil
		}
	}
}

// news are the values of the events that move something.
type news struct {
	OrderID   int64 `json:"orderId"`
	TaskID    int64 `json:"taskId"`
	PaymentID int64 `json:"paymentId"`
	ListID    int64 `json:"listId"`
	Version   int64 `json:"version"`
	Amount    int64 `json:"amount"`
	Refund    int64 `json:"refund"`

	CourierID  int64           `json:"courierId"`
	IncidentID int64           `json:"incidentId"`
	Status     incident.Status `json:"status"`
}

func (t *told) hear(e db.Entry) error {
	var n news
	read := func() error { return json.Unmarshal([]byte(e.Body), &n) }
	if verb, ok := t.orders.verbs[e.Name]; ok {
		err := read()
		t.orders.turn(n.OrderID, e.Name, verb)
		if verb == order.CreateVerb && t.placed[n.OrderID] {
			t.twice = append(t.twice, fmt.Sprintf("order %d", n.OrderID))
		}
		t.placed[n.OrderID] = t.placed[n.OrderID] || verb == order.CreateVerb
		return err
	}
	if verb, ok := t.tasks.verbs[e.Name]; ok {
		err := read()
		t.tasks.turn(n.TaskID, e.Name, verb)
		t.reopened[n.TaskID] = t.reopened[n.TaskID] || verb == delivery.Restore || verb == delivery.Reschedule
		return err
	}
	if verb, ok := t.payments.verbs[e.Name]; ok {
		err := read()
		t.pay(n, e.Name, verb)
		return err
	}
	if strings.HasPrefix(e.Name, "incident.") {
		err := read()
		t.incident(e.Name, n)
		return err
	}
	switch e.Name {
	case payment.Astray{}.EventName():
		err := read()
		t.astray[n.PaymentID] = true
		return err
	case dispatch.TaskAssigned{}.EventName():
		err := read()
		t.carriers[n.TaskID] = n.CourierID
		return err
	case dispatch.TaskUnassigned{}.EventName():
		err := read()
		t.carriers[n.TaskID] = 0
		return err
	case delivery.TaskCreated{}.EventName():
		err := read()
		t.tasks.state[n.TaskID] = t.tasks.table.Initial
		return err
	case dispatch.ListChanged{}.EventName():
		err := read()
		t.edit(n)
		return err
	}
	return nil
}

// incident follows an incident. An entry that does not tell how it was reported leaves it unknown.
func (t *told) incident(event string, n news) {
	switch event {
	case incident.Reported{}.EventName():
		if n.Status != "" {
			t.wrongs[n.IncidentID] = n.Status
		}
	case incident.Ended{}.EventName():
		t.wrongs[n.IncidentID] = incident.Closed
	case incident.Reopened{}.EventName():
		t.wrongs[n.IncidentID] = incident.Open
	}
}

// pay moves a payment on. Cash of a restored order is due again, of which nobody is told.
func (t *told) pay(n news, event string, verb payment.Verb) {
	if verb == payment.RefundVerb {
		if t.astray[n.PaymentID] {
			return
		}
		if t.refunded[n.PaymentID] += n.Refund; t.refunded[n.PaymentID] < n.Amount {
			verb = payment.PartlyVerb
		}
	}
	from := t.payments.state[n.PaymentID]
	if from == payment.IsCancelled && !payment.Flow.May(from, verb) {
		t.payments.state[n.PaymentID] = payment.IsAuthorized
	}
	t.payments.turn(n.PaymentID, event, verb)
}

// edit hears of a newer version of a task list. Some may be missing: a seed document edits lists and tells nobody.
func (t *told) edit(n news) {
	if before, known := t.versions[n.ListID]; known && n.Version <= before {
		t.repeated = append(t.repeated, fmt.Sprintf("task list %d: version %d after %d", n.ListID, n.Version, before))
	}
	t.versions[n.ListID] = n.Version
}

func moneyAndOrders(t *told) []string { return append(t.orders.wrong, t.payments.wrong...) }

func tasksAlone(t *told) []string { return t.tasks.wrong }

// leaps gives the moves that no state table allows.
func (l *look) leaps(of func(*told) []string) ([]string, error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	return of(t), nil
}
