package flow_test

import (
	"sync"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/promotion"
)

// coupon makes one that takes 3 € off, for so many orders in all.
func (c *coop) coupon(code string, limit int64) {
	c.t.Helper()
	admin := dispatcher
	admin.Roles = []authz.Role{authz.Admin}
	c.must(admin, func(tx *db.Tx) error {
		p := promotion.Promotion{Name: "Merci", CouponBased: true}
		p.Actions.V = []promotion.Setting{{Type: promotion.OrderFixed, Config: promotion.Config{Amount: 300}}}
		p, err := promotion.SavePromotion(tx, p)
		if err != nil {
			return err
		}
		_, err = promotion.AddCoupons(tx, promotion.AddCouponsIn{Number: 1, Coupon: promotion.Coupon{PromotionID: p.ID, Code: code, UsageLimit: &limit, Reusable: true}})
		return err
	})
}

// withCoupon is a basket with a coupon.
func (c *coop) withCoupon(code string) int64 {
	c.t.Helper()
	id := c.basket(1)
	c.must(zoe, func(tx *db.Tx) error {
		_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: id, Coupon: &code})
		return err
	})
	return id
}

func TestCouponIsUsedOnceAndGivenBack(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.coupon("MERCI", 1)
		first, second := c.withCoupon("merci"), c.withCoupon("MERCI")
		dear := c.order(c.basket(1)).Total
		if got := c.order(first).Total; got != dear-300 {
			t.Fatalf("%d, want %d", got, dear-300)
		}
		if paid, err := c.pay(flow.PayIn{OrderID: first, Method: "pm_card_visa"}); err != nil || paid.State != flow.Placed {
			t.Fatalf("%+v, %v", paid, err)
		}
		c.must(zoe, func(tx *db.Tx) error { // the coupon is gone: the basket costs what it costs without
			q, err := order.QuoteCart(tx, second)
			if q.Total != dear {
				t.Errorf("the second basket: %d", q.Total)
			}
			return err
		})
		code := "MERCI"
		err := c.Write(t.Context(), zoe, func(tx *db.Tx) error {
			_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: second, Coupon: &code})
			return err
		})
		if !fail.Is(err, fail.Invalid) {
			t.Errorf("a coupon that is used up: %v", err)
		}
		c.must(owner, func(tx *db.Tx) error {
			_, err := order.Refuse(tx, order.ReasonIn{VerbIn: order.VerbIn{OrderID: first}, Reason: "SOLD_OUT"})
			return err
		})
		c.must(zoe, func(tx *db.Tx) error {
			_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: second, Coupon: &code})
			return err
		})
		if got := c.order(second).Total; got != dear-300 {
			t.Errorf("given back: %d", got)
		}
	})
}

// AC50: five people pay at the same time with the last coupon; one gets it, nobody pays less than they were shown, and no money is lost.
func TestLastCouponIsUsedOnceByPeopleAtOnce(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.coupon("LAST", 1)
		var ids []int64
		for range 5 {
			ids = append(ids, c.withCoupon("LAST"))
		}
		var all sync.WaitGroup
		for _, id := range ids {
			all.Go(func() { _, _ = c.pay(flow.PayIn{OrderID: id, Method: "pm_card_visa"}) })
		}
		all.Wait()
		c.drain()
		used := 0
		for _, id := range ids {
			o := c.order(id)
			var cart order.Cart
			c.see(func(tx *db.Tx) (err error) { cart, err = order.LoadCart(tx, id); return err })
			if o.State != order.IsCart && cart.Sum(order.OrderPromotion) != 0 {
				used++
			}
		}
		if used != 1 {
			t.Errorf("used %d times", used)
		}
	})
}
