package check

import (
	"fmt"
	"maps"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// stands is where a row stands.
type stands struct {
	ID    int64  `db:"id"`
	State string `db:"state"`
	Bare  bool   `db:"bare"` // a payment of which no provider knows
}

// elsewhere compares the rows with what the journal tells of them.
func elsewhere(l *look) ([]string, error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, rows := range []struct {
		noun, sql string
		told      func(stands) (state string, same bool)
	}{
		{"order", "SELECT id, state, FALSE AS bare FROM orders ORDER BY id", func(s stands) (string, bool) { return compare(t.orders.state, s) }},
		{"payment", "SELECT id, state, intent IS NULL AS bare FROM payments ORDER BY id", t.comparePayment},
		{"task", "SELECT id, status AS state, FALSE AS bare FROM tasks ORDER BY id", func(s stands) (string, bool) { return compare(t.tasks.state, s) }},
		{"incident", "SELECT id, status AS state, FALSE AS bare FROM incidents ORDER BY id", func(s stands) (string, bool) { return compare(t.wrongs, s) }},
	} {
		found, err := db.All[stands](l.Tx, rows.sql)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			if state, same := rows.told(s); !same {
				wrong = append(wrong, fmt.Sprintf("%s %d is %s, the journal says %s", rows.noun, s.ID, s.State, state))
			}
		}
	}
	return wrong, nil
}

// carried is a task with who carries it by the lists.
type carried struct {
	TaskID    int64 `db:"task_id"`
	CourierID int64 `db:"courier_id"`
}

// strayed names the tasks whose courier is another one by the lists than by what couriers and dispatchers were told.
func strayed(l *look) ([]string, error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	rows, err := db.All[carried](l.Tx, `SELECT p.task_id, l.courier_id FROM (SELECT list_id, task_id FROM task_list_items WHERE task_id IS NOT NULL
		UNION ALL SELECT i.list_id, t.task_id FROM task_list_items i JOIN tour_tasks t ON t.tour_id = i.tour_id) p JOIN task_lists l ON l.id = p.list_id`)
	by := map[int64]int64{}
	for _, r := range rows {
		by[r.TaskID] = r.CourierID
	}
	var wrong []string
	for _, id := range slices.Sorted(maps.Keys(t.carriers)) {
		if by[id] != t.carriers[id] {
			wrong = append(wrong, fmt.Sprintf("task %d is with courier %d, the journal says %d", id, by[id], t.carriers[id]))
		}
	}
	return wrong, err
}

// mailed is a mail that waits, with the entry of the journal that it is about.
type mailed struct {
	ID   int64                         `db:"id"`
	Kind string                        `db:"kind"`
	Body db.JSON[struct{ Seq *int64 }] `db:"body"`
}

// unfounded names the mails that wait and are about an entry that the journal does not have.
func unfounded(l *look) ([]string, error) {
	newest, err := db.One[int64](l.Tx, "SELECT COALESCE(MAX(seq), 0) FROM journal")
	if err != nil {
		return nil, err
	}
	rows, err := db.All[mailed](l.Tx, "SELECT id, kind, body FROM jobs WHERE kind LIKE 'send!_%!_mail' ESCAPE '!' ORDER BY id")
	var wrong []string
	for _, m := range rows {
		if s := m.Body.V.Seq; s != nil && (*s < 1 || *s > newest) {
			wrong = append(wrong, fmt.Sprintf("%s %d is about entry %d", m.Kind, m.ID, *s))
		}
	}
	return wrong, err
}

func compare[S ~string](told map[int64]S, s stands) (string, bool) {
	state, known := told[s.ID]
	return string(state), !known || string(state) == s.State
}

// comparePayment knows that nobody is told when the cash of a restored order is due again.
func (t *told) comparePayment(s stands) (string, bool) {
	state, same := compare(t.payments.state, s)
	restored := s.Bare && state == string(payment.IsCancelled) && s.State == string(payment.IsAuthorized)
	return state, same || restored
}

// wrongVersions also finds lists that are behind what was told of them.
func wrongVersions(l *look) ([]string, error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	lists, err := db.All[dispatch.TaskList](l.Tx, "SELECT * FROM task_lists ORDER BY id")
	wrong := t.repeated
	for _, list := range lists {
		if told := t.versions[list.ID]; told > list.Version {
			wrong = append(wrong, fmt.Sprintf("task list %d is at version %d, the journal says %d", list.ID, list.Version, told))
		}
	}
	return wrong, err
}

// drop is a drop-off of an order's delivery.
type drop struct {
	OrderID int64           `db:"order_id"`
	Order   order.State     `db:"order_state"`
	Sold    bool            `db:"sold"` // by a shop
	TaskID  int64           `db:"task_id"`
	Status  delivery.Status `db:"status"`
}

// undelivered compares orders with their drop-offs, those alone of which the journal tells: a seed document may state anything. A drop-off that
// dispatchers put back into the plan after the order's end says nothing about it.
func undelivered(l *look) ([]string, error) {
	t, err := l.journal()
	if err != nil {
		return nil, err
	}
	drops, err := db.All[drop](l.Tx, `SELECT d.order_id, o.state AS order_state, o.restaurant_id IS NOT NULL AS sold, t.id AS task_id, t.status
		FROM deliveries d JOIN orders o ON o.id = d.order_id JOIN tasks t ON t.delivery_id = d.id WHERE t.type = 'DROPOFF' ORDER BY d.order_id, t.id`)
	var wrong []string
	for len(drops) > 0 {
		n := 1
		for n < len(drops) && drops[n].OrderID == drops[0].OrderID {
			n++
		}
		if t.contradicts(drops[:n]) {
			wrong = append(wrong, fmt.Sprintf("order %d is %s", drops[0].OrderID, drops[0].Order))
		}
		drops = drops[n:]
	}
	return wrong, err
}

// contradicts tells whether the drop-offs of one order say something else than its state.
func (t *told) contradicts(drops []drop) bool {
	open, done, heard := false, true, false
	for _, d := range drops {
		open = open || d.Status.Open() && !t.reopened[d.TaskID]
		done = done && d.Status == delivery.Done
		heard = heard || t.tasks.state[d.TaskID] == delivery.Done
	}
	o := drops[0]
	if o.Order == order.IsFulfilled {
		return open && o.Sold && t.orders.state[o.OrderID] == order.IsFulfilled
	}
	return done && heard && o.Order != order.IsCart && !o.Order.Ended()
}
