package order_test

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// limit lets the restaurant take so many pick-ups in an hour.
func (c *city) limit(orders int64) {
	c.work(house, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE restaurants SET rate_limit_amount = ?, rate_limit_minutes = 60", orders)
		return err
	})
}

// noon is the range of twelve to ten past, which every basket of a test asks for.
func (c *city) noon(id int64) span.Range {
	zone, _ := time.LoadLocation("Europe/Paris")
	from := span.At(time.Date(2026, 11, 24, 12, 0, 0, 0, zone))
	r := span.Range{From: from, To: from.Add(10 * time.Minute)}
	c.work(c.Ada, func(tx *db.Tx) error {
		_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: id, Window: &r})
		return err
	})
	return r
}

func (c *city) hold(id int64, renew bool) (h order.Hold, err error) {
	err = c.try(c.Ada, func(tx *db.Tx) (err error) {
		h, err = order.HoldSlot(tx, nil, order.HoldIn{OrderID: id, Renew: renew})
		return err
	})
	return h, err
}

func (c *city) timing(id int64) (t order.Timing) {
	c.t.Helper()
	c.work(c.Ada, func(tx *db.Tx) (err error) {
		t, err = order.TimingOf(tx, nil, id)
		return err
	})
	return t
}

// One place an hour: whoever is at the checkout has it for ten minutes, then others may.
func TestHoldKeepsTheTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		c.limit(1)
		mine, other := c.fill(), c.fill()
		noon := c.noon(mine.ID)
		c.noon(other.ID)
		h, err := c.hold(mine.ID, false)
		if err != nil || h.Window() != noon || !h.Until.Equal(w.Clock.Now().Add(order.HoldLife)) {
			t.Fatalf("%+v, %v", h, err)
		}
		if _, err := c.hold(other.ID, false); !fail.Is(err, fail.Invalid) || fail.Of(err).Fields[0].Path != "shippingTimeRange" {
			t.Errorf("two have one place: %v", err)
		}
		if t2 := c.timing(other.ID); t2.Hold.OrderID != 0 || !t2.Ranges[0].From.After(noon.From.Time) {
			t.Errorf("the other is offered %v", t2.Ranges[0])
		}
		w.Clock.Step(9 * time.Minute)
		if again, err := c.hold(mine.ID, false); err != nil || again != h {
			t.Errorf("asked again: %+v, %v", again, err)
		}
		if renewed, err := c.hold(mine.ID, true); err != nil || renewed.HeldAt != h.HeldAt || renewed.Until != h.Until.Add(9*time.Minute) {
			t.Errorf("renewed: %+v, %v", renewed, err)
		}
		w.Clock.Step(order.HoldLife)
		if t3 := c.timing(mine.ID); t3.Hold.OrderID != 0 {
			t.Errorf("kept after it ended: %+v", t3.Hold)
		}
		if _, err := c.hold(other.ID, false); err != nil {
			t.Errorf("it was free again: %v", err)
		}
		if err := c.try(house, func(tx *db.Tx) error {
			_, err := order.PlaceOrder(tx, nil, order.PlaceIn{OrderID: mine.ID})
			return err
		}); fail.Of(err).Code != "order.window.taken" {
			t.Errorf("placed in a time that another has: %v", err)
		}
		c.work(c.Ada, func(tx *db.Tx) error { return order.LetGo(tx, other.ID) })
		if o := c.place(mine.ID); o.Window() != noon {
			t.Errorf("placed for %v", o.Window())
		}
	})
}

// "As soon as possible" is the time that was free when the checkout began, nine minutes later too; not when the shop closed meanwhile, and not for a
// basket that goes elsewhere.
func TestHoldIsAPromise(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		cart := c.fill()
		w.Clock.Step(62 * time.Minute)
		first := c.timing(cart.ID).First.Range
		if _, err := c.hold(cart.ID, false); err != nil {
			t.Fatal(err)
		}
		w.Clock.Step(9 * time.Minute)
		now := c.timing(cart.ID)
		if now.First.Range != first || now.Hold.Window() != first || now.Ranges[0] != first || !now.Ranges[1].From.After(first.From.Time) {
			t.Errorf("kept %v, offered %v and %v", first, now.First.Range, now.Ranges[:2])
		}
		c.work(c.Owner, func(tx *db.Tx) error {
			_, err := shop.CloseRestaurant(tx, shop.CloseRestaurantIn{RestaurantID: c.Shop.ID})
			return err
		})
		if got := c.timing(cart.ID); got.Hold.OrderID != 0 || got.First.Range == first {
			t.Errorf("promised by a shop that closed: %v", got.First.Range)
		}
	})
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		cart := c.fill()
		w.Clock.Step(62 * time.Minute)
		first := c.timing(cart.ID).First.Range
		if _, err := c.hold(cart.ID, false); err != nil {
			t.Fatal(err)
		}
		w.Clock.Step(9 * time.Minute)
		if o := c.place(cart.ID); o.Window() != first {
			t.Errorf("placed for %v, kept was %v", o.Window(), first)
		}
	})
}

// rounds is how often the crowd comes: three times in the tests, as many as PIGNON_ROUNDS says in the long run.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("PIGNON_ROUNDS")); err == nil {
		return n
	}
	return 3
}

// TestCrowdNeverOversells lets 200 buyers at once at 5 places of one hour. A third holds the time before ordering, a third orders without asking, and a
// third goes away with the time held, which is nobody's for ten minutes. Nothing is sold twice, and all five places are sold or held.
func TestCrowdNeverOversells(t *testing.T) {
	t.Parallel()
	const buyers, places = 200, 5
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		c.limit(places)
		carts := make([]int64, buyers)
		for i := range carts {
			carts[i] = c.fill().ID
		}
		noon := c.noon(carts[0])
		for round := range rounds() {
			c.fresh(noon)
			var crowd sync.WaitGroup
			for i, id := range carts {
				crowd.Go(func() { c.buy(id, (i+round)%3) })
			}
			crowd.Wait()
			var sold, held int64
			c.work(house, func(tx *db.Tx) (err error) {
				if sold, err = db.One[int64](tx, "SELECT COUNT(*) FROM orders WHERE state = 'new'"); err != nil {
					return err
				}
				held, err = db.One[int64](tx, "SELECT COUNT(*) FROM slot_holds")
				return err
			})
			if sold+held != places {
				t.Fatalf("round %d: %d sold and %d held of %d places", round, sold, held, places)
			}
		}
	})
}

// fresh makes baskets again of all that was ordered, for one range.
func (c *city) fresh(r span.Range) {
	c.work(house, func(tx *db.Tx) error {
		for _, text := range []string{"DELETE FROM slot_holds", "DELETE FROM order_events"} {
			if _, err := tx.Exec(text); err != nil {
				return err
			}
		}
		_, err := tx.Exec("UPDATE orders SET state = 'cart', number = NULL, pickup_expected_at = NULL, shipping_from = ?, shipping_to = ?", r.From, r.To)
		return err
	})
}

// buy tries to have the time in one of three ways.
func (c *city) buy(id int64, way int) {
	place := func(tx *db.Tx) error {
		_, err := order.PlaceOrder(tx.As(authz.System()), nil, order.PlaceIn{OrderID: id})
		return err
	}
	hold := func(tx *db.Tx) error {
		_, err := order.HoldSlot(tx, nil, order.HoldIn{OrderID: id})
		return err
	}
	steps := [][]func(*db.Tx) error{{hold, place}, {place}, {hold}}[way]
	for _, step := range steps {
		err := c.try(c.Ada, step)
		if err == nil {
			continue
		}
		if !fail.Is(err, fail.Invalid) && !fail.Is(err, fail.Conflict) {
			c.t.Error(fmt.Errorf("basket %d: %w", id, err))
		}
		return
	}
}
