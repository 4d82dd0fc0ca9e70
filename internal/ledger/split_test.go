package ledger

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

func adjust(kind order.AdjustmentType, amount money.Amount) order.Adjustment {
	return order.Adjustment{Type: kind, Amount: amount}
}

// pizzas is an order of two pizzas at 900, delivered for 350, with a tip of 200. The co-op keeps 500 for the ride, 18.5 % and the tip.
func pizzas() order.Cart {
	restaurant, product := int64(7), int64(1)
	return order.Cart{
		Order: order.Order{RestaurantID: &restaurant, Method: shop.Delivery, ItemsTotal: 1800, Total: 2350, RidePrice: 500},
		Items: []order.Item{{ProductID: &product, Total: 1800, Adjustments: []order.Adjustment{adjust(order.Tax, 164)}}},
		Adjustments: []order.Adjustment{
			adjust(order.Fee, 1033), adjust(order.DeliveryFee, 350), adjust(order.Tip, 200), adjust(order.Tax, 58),
		},
	}
}

func amounts(c order.Cart) map[Account]money.Amount {
	sums := map[Account]money.Amount{}
	for _, s := range Split(c, func(product int64) int64 { return product }) {
		sums[s.Account] += s.Amount
	}
	return sums
}

func TestSplitOfKnownOrders(t *testing.T) {
	t.Parallel()
	collected := pizzas()
	collected.Method, collected.RidePrice, collected.Total = shop.Collection, 0, 2000
	collected.Adjustments = []order.Adjustment{adjust(order.Fee, 180), adjust(order.Tip, 200)}
	sorry := pizzas()
	sorry.Total -= 500
	sorry.Adjustments = append(sorry.Adjustments, adjust(order.Incident, -500))
	boxes := pizzas()
	boxes.Total += 300
	boxes.Adjustments = append(boxes.Adjustments, adjust(order.ReusablePackaging, 300))
	parcel := order.Cart{
		Order:       order.Order{Method: shop.Delivery, Total: 730},
		Items:       []order.Item{{Total: 730}},
		Adjustments: []order.Adjustment{adjust(order.Tax, 122)},
	}
	for name, c := range map[string]struct {
		cart order.Cart
		want map[Account]money.Amount
	}{
		"delivered":        {pizzas(), map[Account]money.Amount{Shop: 1317 - 164, Ride: 500 - 58, Coop: 333, Tax: 222, Tip: 200}},
		"collected":        {collected, map[Account]money.Amount{Shop: 2000 - 180 - 200 - 164, Coop: 180, Tax: 164, Tip: 200}},
		"with an incident": {sorry, map[Account]money.Amount{Shop: 1317 - 164, Ride: 500 - 58, Coop: 333 - 500, Tax: 222, Tip: 200}},
		"in boxes":         {boxes, map[Account]money.Amount{Shop: 1317 - 164, Ride: 500 - 58, Coop: 333, Tax: 222, Tip: 200, Deposit: 300}},
		"a parcel":         {parcel, map[Account]money.Amount{Ride: 608, Tax: 122}},
		"free":             {order.Cart{}, map[Account]money.Amount{}},
	} {
		if got := amounts(c.cart); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestShopsOfAHubShareByTheirGoods(t *testing.T) {
	t.Parallel()
	c := pizzas()
	hub, cake := int64(3), int64(2)
	c.RestaurantID, c.HubID = nil, &hub
	c.Items[0].Total = 1200
	c.Items = append(c.Items, order.Item{ProductID: &cake, Total: 600})
	got := map[int64]money.Amount{}
	for _, s := range Split(c, func(product int64) int64 { return product }) {
		if s.Account == Shop {
			got[s.RestaurantID] = s.Amount
		}
	}
	if want := (map[int64]money.Amount{1: 769, 2: 384}); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Whatever an order holds, its shares add up to its total, and nobody but the co-op, which bears incidents, gets less than nothing.
func TestSharesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := func(name string, least int64) money.Amount {
			return money.Amount(rapid.Int64Range(least, 5000).Draw(t, name))
		}
		c := order.Cart{Order: order.Order{Method: shop.Delivery, RidePrice: amount("ride", 0)}}
		if rapid.Bool().Draw(t, "collected") {
			c.Method = shop.Collection
		}
		switch rapid.IntRange(0, 2).Draw(t, "sold by") {
		case 0:
			c.RestaurantID = new(int64)
			*c.RestaurantID = 9
		case 1:
			c.HubID = new(int64)
		}
		for i := range rapid.Int64Range(0, 4).Draw(t, "lines") {
			item := order.Item{ProductID: &i, Total: amount("line", 0)}
			item.Adjustments = []order.Adjustment{adjust(order.Tax, item.Total/11)}
			c.Items, c.Total = append(c.Items, item), c.Total+item.Total
		}
		for _, kind := range []order.AdjustmentType{order.DeliveryFee, order.Tip, order.ReusablePackaging, order.OrderPromotion, order.Incident} {
			least := int64(0)
			if kind == order.OrderPromotion || kind == order.Incident {
				least = -3000
			}
			a := adjust(kind, amount(string(kind), least))
			c.Adjustments, c.Total = append(c.Adjustments, a), c.Total+a.Amount
		}
		c.Total = max(0, c.Total)
		c.Adjustments = append(c.Adjustments, adjust(order.Fee, amount("fee", 0)), adjust(order.Tax, amount("tax", 0)/6))
		var sum money.Amount
		for _, s := range Split(c, func(product int64) int64 { return product / 2 }) {
			sum += s.Amount
			if s.Amount < 0 && s.Account != Coop && c.Sum(order.Incident) == 0 {
				t.Fatalf("%s gets %d", s.Account, s.Amount)
			}
		}
		if sum != c.Total {
			t.Fatalf("shares add up to %d, not to %d", sum, c.Total)
		}
	})
}
