package flow_test

import (
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
)

func TestUnansweredOrderIsRefusedInTheEnd(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		id, answered := c.placed(1), c.accepted(1)
		chase := func(minutes int) {
			t.Helper()
			c.Clock.Step(time.Duration(minutes) * time.Minute)
			for _, id := range []int64{id, answered} {
				c.must(authz.System(), func(tx *db.Tx) error { return order.Chase(tx, id, 30*time.Minute) })
			}
		}
		want := func(waiting, overdue int, state order.State) {
			t.Helper()
			if w, o, s := c.happenings("order.waiting"), c.happenings("order.overdue"), c.order(id).State; w != waiting || o != overdue || s != state {
				t.Errorf("waiting %d, overdue %d, %s; want %d, %d, %s", w, o, s, waiting, overdue, state)
			}
		}
		begin := c.order(id).AnswerFrom(span.At(c.Now()))
		c.Clock.Step(begin.Sub(c.Now()))
		chase(9)
		want(0, 0, order.IsNew)
		chase(2)
		chase(1)
		want(1, 0, order.IsNew)
		chase(9)
		chase(5)
		want(1, 1, order.IsNew)
		chase(5)
		want(1, 1, order.IsRefused)
		c.drain()
		if held, _, released, _ := c.money(); held-released != 900 {
			t.Errorf("held %d, let go %d", held, released)
		}
		if s := c.order(answered).State; s != order.IsAccepted {
			t.Errorf("the answered one is %s", s)
		}
	})
}
