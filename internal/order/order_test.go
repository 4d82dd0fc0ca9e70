package order_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

type moneyRate = money.Rate

func TestCartIsPricedByItsFirstEdit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		guest := authz.Actor{}
		var o order.Order
		c.work(guest, func(tx *db.Tx) (err error) {
			o, err = order.OpenCart(tx, order.OpenCartIn{RestaurantID: c.Shop.ID, Address: &org.AddressIn{ID: c.Address.ID}})
			return err
		})
		if o.Total != 0 || o.ShippingAddressID != nil {
			t.Errorf("a new basket costs %d and goes to %v", o.Total, o.ShippingAddressID)
		}
		guest = authz.Actor{Kind: authz.Basket, OrderID: o.ID}
		on := true
		c.work(guest, func(tx *db.Tx) error {
			cart, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: o.ID, ReusablePackaging: &on})
			if cart.Total != 350 || len(cart.Adjustments) != 2 || cart.Adjustments[1].ID != 2 || cart.Adjustments[1].Type != order.DeliveryFee {
				t.Errorf("an empty basket has %+v", cart.Adjustments)
			}
			return err
		})
		c.work(guest, func(tx *db.Tx) error {
			cart, err := order.AddItem(tx, add(o.ID, "PIZZA", 1, shop.Choice{Code: "PEPPERONI", Quantity: 1}, shop.Choice{Code: "NONE", Quantity: 1}))
			if err != nil {
				return err
			}
			cart, err = order.AddItem(tx, add(o.ID, "PIZZA", 1, shop.Choice{Code: "PEPPERONI", Quantity: 1}))
			if cart.Total != 2150 || len(cart.Items) != 1 || cart.Items[0].Quantity != 2 || cart.Items[0].Adjustments[0].Label != "1 × Pepperoni" {
				t.Errorf("two pizzas: total %d, %+v", cart.Total, cart.Items)
			}
			return err
		})
		c.work(guest, func(tx *db.Tx) error {
			cart, err := order.GiveTip(tx, order.TipIn{OrderID: o.ID, Amount: 100})
			if cart.Total != 2250 {
				t.Errorf("with a tip it costs %d", cart.Total)
			}
			item := cart.Items[0].ID
			if cart, err = order.ChangeItem(tx, order.ChangeItemIn{OrderID: o.ID, ItemID: item}); err == nil && (len(cart.Items) != 0 || cart.Total != 450) {
				t.Errorf("emptied: %+v", cart)
			}
			return err
		})
	})
}

func TestStrangersAndOrderedBasketsAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		cart := c.fill()
		other := authz.Actor{Kind: authz.Basket, OrderID: cart.ID + 1}
		tip := money.Amount(50)
		edits := map[string]func(*db.Tx) error{
			"update": func(tx *db.Tx) error {
				_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: cart.ID, Tip: &tip})
				return err
			},
			"add": func(tx *db.Tx) error { _, err := order.AddItem(tx, add(cart.ID, "PIZZA", 1)); return err },
			"change": func(tx *db.Tx) error {
				_, err := order.ChangeItem(tx, order.ChangeItemIn{OrderID: cart.ID, ItemID: cart.Items[0].ID, Quantity: 2})
				return err
			},
			"tip": func(tx *db.Tx) error { _, err := order.GiveTip(tx, order.TipIn{OrderID: cart.ID}); return err },
			"assign": func(tx *db.Tx) error {
				_, err := order.AssignCart(tx, order.AssignCartIn{OrderID: cart.ID, Guest: &account.GuestIn{Email: "x@example.org"}})
				return err
			},
			"quote": func(tx *db.Tx) error { _, err := order.QuoteCart(tx, cart.ID); return err },
		}
		for name, fn := range edits {
			for who, actor := range map[string]authz.Actor{"a stranger's token": other, "the restaurant": c.Owner} {
				if err := c.try(actor, fn); !fail.Is(err, fail.Forbidden) {
					t.Errorf("%s by %s: %v", name, who, err)
				}
			}
			if err := c.try(authz.Actor{}, fn); !fail.Is(err, fail.Unauthenticated) {
				t.Errorf("%s by nobody: %v", name, err)
			}
		}
		c.place(cart.ID)
		for name, fn := range edits {
			if err := c.try(c.Ada, fn); !fail.Has(err, "order.cart.ordered") {
				t.Errorf("%s after checkout: %v", name, err)
			}
		}
		if err := c.try(other, func(tx *db.Tx) error { _, err := order.Find(tx, cart.ID); return err }); !fail.Is(err, fail.NotFound) {
			t.Errorf("a stranger finds it: %v", err)
		}
	})
}

func TestBadAmountsAreRefused(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	c := newCity(t, w)
	cart := c.fill()
	for _, n := range []int64{-1, 0, 1000, 1 << 62} {
		if err := c.try(c.Ada, func(tx *db.Tx) error { _, err := order.AddItem(tx, add(cart.ID, "PIZZA", n)); return err }); !fail.Has(err, "order.item.quantity") {
			t.Errorf("%d pizzas: %v", n, err)
		}
	}
	for _, n := range []money.Amount{-1, 2150 + 5001, 1 << 62} {
		if err := c.try(c.Ada, func(tx *db.Tx) error {
			_, err := order.GiveTip(tx, order.TipIn{OrderID: cart.ID, Amount: n})
			return err
		}); !fail.Has(err, "order.tip.out_of_range") {
			t.Errorf("a tip of %d: %v", n, err)
		}
	}
	if err := c.try(c.Ada, func(tx *db.Tx) error { _, err := order.AddItem(tx, add(cart.ID, "NONE", 1)); return err }); !fail.Has(err, "order.item.unknown") {
		t.Errorf("an unknown product: %v", err)
	}
}

// The life of an order: each verb once, its history and its events and no others; a double tap leaves no trace.
func TestLife(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		cart := c.fill()
		seq := c.seq()
		o := c.place(cart.ID)
		again := c.place(cart.ID)
		if o.State != order.IsNew || o.Number == "" || again.Number != o.Number || again.Version != o.Version {
			t.Errorf("placed %+v, again %+v", o, again)
		}
		zone, _ := time.LoadLocation("Europe/Paris")
		if got := o.From.In(zone).Format("15:04"); got != "11:50" || o.PreparationTime != "10 minutes" || o.ShippingTime == "" {
			t.Errorf("promised for %s, %s and %s", got, o.PreparationTime, o.ShippingTime)
		}
		if got := c.since(seq); !equal(got, "order.created") {
			t.Errorf("placing emits %v", got)
		}
		in := order.VerbIn{OrderID: o.ID}
		for _, step := range []struct {
			name  string
			do    func(*db.Tx) (order.Outcome, error)
			state order.State
			event string
		}{
			{"accept", func(tx *db.Tx) (order.Outcome, error) { return order.Accept(tx, in) }, order.IsAccepted, "order.accepted"},
			{"delay", func(tx *db.Tx) (order.Outcome, error) { return order.Delay(tx, order.DelayIn{VerbIn: in}) }, order.IsAccepted, "order.delayed"},
			{"start", func(tx *db.Tx) (order.Outcome, error) { return order.StartPreparing(tx, in) }, order.IsStarted, "order.preparation_started"},
			{"ready", func(tx *db.Tx) (order.Outcome, error) { return order.FinishPreparing(tx, in) }, order.IsReady, "order.preparation_finished"},
			{"cancel", func(tx *db.Tx) (order.Outcome, error) {
				return order.Cancel(tx, order.ReasonIn{VerbIn: in, Reason: "SOLD_OUT"})
			}, order.IsCancelled, "order.cancelled"},
			{"restore", func(tx *db.Tx) (order.Outcome, error) { return order.Restore(tx, in) }, order.IsAccepted, "order.restored"},
		} {
			seq := c.seq()
			for try := range 2 {
				if try == 1 && step.name == "delay" {
					continue
				}
				c.work(c.Owner, func(tx *db.Tx) error {
					out, err := step.do(tx)
					if out.State != step.state || out.Changed != (try == 0) {
						t.Errorf("%s, try %d: %s, changed %v, %v", step.name, try, out.State, out.Changed, err)
					}
					return err
				})
			}
			if got := c.since(seq); !equal(got, step.event) {
				t.Errorf("%s emits %v", step.name, got)
			}
		}
		c.history(o.ID)
	})
}

func (c *city) history(id int64) {
	c.work(c.Ada, func(tx *db.Tx) error {
		v, err := order.ViewOrder(tx, id)
		var types []string
		for _, e := range v.Events {
			if e.Type != "order:state_changed" {
				types = append(types, strings.TrimPrefix(e.Type, "order:"))
			}
		}
		if !slices.Equal(types, []string{"checkout_succeeded", "created", "accepted", "delayed", "preparation_started", "preparation_finished", "cancelled", "restored"}) {
			c.t.Errorf("history %v", types)
		}
		if v.Address.ContactName != "Ada Martin" || v.Address.Telephone != "+33612345678" || v.Customer.Username != "ada" || len(v.Can) != 0 {
			c.t.Errorf("address %+v, customer %+v, can %v", v.Address, v.Customer, v.Can)
		}
		return err
	})
}

func TestImpossibleStepsAreConflicts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		in := order.VerbIn{OrderID: c.place(c.fill().ID).ID}
		refuse := func(kind fail.Kind, code string, fn func(*db.Tx) error) {
			t.Helper()
			if err := c.try(c.Owner, fn); !fail.Is(err, kind) || fail.Of(err).Code != code {
				t.Errorf("got %v, want %s", err, code)
			}
		}
		refuse(fail.Conflict, "order.start_preparing.new", func(tx *db.Tx) error { _, err := order.StartPreparing(tx, in); return err })
		refuse(fail.Conflict, "order.fulfill.not_delivered", func(tx *db.Tx) error { _, err := order.Fulfill(tx, in); return err })
		refuse(fail.Conflict, "order.cancel.no_show_delivery", func(tx *db.Tx) error {
			_, err := order.Cancel(tx, order.ReasonIn{VerbIn: in, Reason: order.NoShow})
			return err
		})
		old := int64(1)
		refuse(fail.Stale, "row.stale", func(tx *db.Tx) error {
			_, err := order.Accept(tx, order.VerbIn{OrderID: in.OrderID, Version: &old})
			return err
		})
		c.work(c.Owner, func(tx *db.Tx) error {
			_, err := order.Refuse(tx, order.ReasonIn{VerbIn: in, Reason: order.Closing})
			return err
		})
		refuse(fail.Conflict, "order.accept.refused", func(tx *db.Tx) error { _, err := order.Accept(tx, in); return err })
		c.work(c.Owner, func(tx *db.Tx) error { _, err := order.Cancel(tx, order.ReasonIn{VerbIn: in}); return err })
		refuse(fail.Conflict, "order.restore.never_accepted", func(tx *db.Tx) error { _, err := order.Restore(tx, in); return err })
		c.work(house, func(tx *db.Tx) error {
			v, err := shop.ViewOf(tx, c.Shop)
			if len(v.Closings) != 1 {
				t.Errorf("refusing because it closes left %d closures", len(v.Closings))
			}
			return err
		})
	})
}

func TestQuoteFreezesWhatIsPaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		cart := c.fill()
		var q order.Quote
		quote := func() {
			c.work(c.Ada, func(tx *db.Tx) (err error) { q, err = order.QuoteCart(tx, cart.ID); return err })
		}
		quote()
		c.work(c.Ada, func(tx *db.Tx) error { _, err := order.AddItem(tx, add(cart.ID, "PIZZA", 1)); return err })
		place := func(tx *db.Tx) error {
			_, err := order.PlaceOrder(tx, nil, order.PlaceIn{OrderID: cart.ID, Hash: q.Hash})
			return err
		}
		if err := c.try(house, place); !fail.Has(err, "order.place.changed") {
			t.Errorf("a changed basket was placed: %v", err)
		}
		quote()
		c.work(house, place)
	})
}

func TestValidate(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	c := newCity(t, w)
	cart := c.fill()
	now := span.At(w.Clock.Now())
	window := func(from time.Duration) *span.Range {
		return &span.Range{From: now.Add(from), To: now.Add(from + 10*time.Minute)}
	}
	street := "far away"
	far := &org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48.95, Lng: 2.35}}
	for _, x := range []struct {
		name string
		in   order.UpdateCartIn
		want string
	}{
		{"ready", order.UpdateCartIn{}, ""},
		{"in the past", order.UpdateCartIn{Window: window(-time.Hour)}, "shippingTimeRange Order::SHIPPED_AT_EXPIRED"},
		{"before the kitchen opens", order.UpdateCartIn{Window: window(10 * time.Minute)}, "shippingTimeRange Order::SHIPPED_AT_NOT_AVAILABLE"},
		{"at a good time", order.UpdateCartIn{Window: window(time.Hour)}, ""},
		{"too far", order.UpdateCartIn{Address: far, Window: &span.Range{}}, "shippingAddress Order::ADDRESS_TOO_FAR"},
		{"nowhere", order.UpdateCartIn{NoAddress: true}, "shippingAddress Order::ADDRESS_NOT_SET"},
	} {
		x.in.OrderID = cart.ID
		err := c.try(c.Ada, func(tx *db.Tx) error {
			if _, err := order.UpdateCart(tx, x.in); err != nil {
				return err
			}
			return order.Validate(tx, nil, cart.ID)
		})
		if got := violations(err); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
		if err != nil { // the failed unit of work was undone
			c.work(c.Ada, func(tx *db.Tx) error { _, err := order.UpdateCart(tx, x.in); return err })
		}
	}
	c.work(c.Ada, func(tx *db.Tx) error {
		_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: cart.ID, Address: &org.AddressIn{ID: c.Address.ID}})
		return err
	})
	for _, item := range cart.Items {
		err := c.try(c.Ada, func(tx *db.Tx) error {
			if _, err := order.ChangeItem(tx, order.ChangeItemIn{OrderID: cart.ID, ItemID: item.ID}); err != nil {
				return err
			}
			return order.Validate(tx, nil, cart.ID)
		})
		if got := violations(err); got != "total <nil>" {
			t.Errorf("900 only: %q", got)
		}
	}
}

func violations(err error) string {
	if err == nil {
		return ""
	}
	var parts []string
	for _, f := range fail.Of(err).Fields {
		parts = append(parts, fmt.Sprint(f.Path, " ", f.Args["code"]))
	}
	if len(parts) == 0 {
		return err.Error()
	}
	return strings.Join(parts, ", ")
}

func TestGroupOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		cart := c.fill()
		var o order.Order
		var zoe account.Customer
		c.work(c.Ada, func(tx *db.Tx) (err error) {
			if o, err = order.Invite(tx, cart.ID); err != nil {
				return err
			}
			again, err := order.Invite(tx, cart.ID)
			if o.Invitation == "" || again.Invitation != o.Invitation {
				t.Errorf("invitations %q and %q", o.Invitation, again.Invitation)
			}
			return err
		})
		join := order.JoinIn{OrderID: o.ID, Slug: "wrong", Guest: account.GuestIn{Email: "zoe@example.org", FullName: "Zoe"}}
		if err := c.try(authz.Actor{}, func(tx *db.Tx) error { _, err := order.Join(tx, join); return err }); !fail.Is(err, fail.NotFound) {
			t.Errorf("a wrong slug: %v", err)
		}
		join.Slug = string(o.Invitation)
		c.work(authz.Actor{}, func(tx *db.Tx) (err error) { zoe, err = order.Join(tx, join); return err })
		player := authz.Actor{Kind: authz.Player, OrderID: o.ID, CustomerID: zoe.ID}
		c.work(player, func(tx *db.Tx) error {
			got, err := order.AddItem(tx, add(o.ID, "SALAD", 1))
			if len(got.Items) != 3 {
				t.Errorf("%d lines", len(got.Items))
			}
			return err
		})
		if err := c.try(player, func(tx *db.Tx) error {
			_, err := order.ChangeItem(tx, order.ChangeItemIn{OrderID: o.ID, ItemID: cart.Items[0].ID})
			return err
		}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a player took another's line: %v", err)
		}
	})
}

func TestMovingABasketEmptiesIt(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	c := newCity(t, w)
	cart := c.fill()
	holder := c.Ada
	holder.OrderID = cart.ID
	name, street := "Florist", "2 Rue X"
	c.work(house, func(tx *db.Tx) error {
		other, err := shop.CreateRestaurant(tx, shop.CreateRestaurantIn{
			Address: org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48, Lng: 2}}, Fields: shop.Fields{Name: &name},
		})
		c.Shop = other
		return err
	})
	c.work(holder, func(tx *db.Tx) error {
		o, err := order.OpenCart(tx, order.OpenCartIn{RestaurantID: c.Shop.ID})
		if o.ID != cart.ID || o.Total != 0 || *o.RestaurantID != c.Shop.ID {
			t.Errorf("moved to %+v", o)
		}
		return err
	})
	if err := c.try(holder, func(tx *db.Tx) error { _, err := order.AddItem(tx, add(cart.ID, "PIZZA", 1)); return err }); !fail.Has(err, "order.item.elsewhere") {
		t.Errorf("a dish of another restaurant: %v", err)
	}
}

// Accept, refuse and cancel at the same instant: one wins, the others learn the state.
func TestOneAnswerWins(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCity(t, w)
		in := order.VerbIn{OrderID: c.place(c.fill().ID).ID}
		seq := c.seq()
		verbs := []func(*db.Tx) error{
			func(tx *db.Tx) error { _, err := order.Accept(tx, in); return err },
			func(tx *db.Tx) error { _, err := order.Refuse(tx, order.ReasonIn{VerbIn: in}); return err },
		}
		var wait sync.WaitGroup
		var won atomic.Int64
		for n := range 8 {
			wait.Go(func() {
				if err := c.try(c.Owner, verbs[n%2]); err == nil {
					won.Add(1)
				} else if !fail.Is(err, fail.Conflict) {
					t.Errorf("try %d: %v", n, err)
				}
			})
		}
		wait.Wait()
		if got := c.since(seq); len(got) != 1 || won.Load() != 4 {
			t.Errorf("%d succeeded with %v", won.Load(), got)
		}
	})
}
