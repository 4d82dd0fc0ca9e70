package ledger

import (
	"slices"

	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

// Share is a part of what a customer pays.
type Share struct {
	Account      Account      `db:"account"`
	RestaurantID int64        `db:"restaurant_id"` // 0: nobody's in particular
	Amount       money.Amount `db:"amount"`
}

// Split divides an order's total among those who get it; the shares add up to it. The co-op keeps what the order's fee says: the tip, the price of
// the ride, and its commission. The rest is the shops', by what is theirs of the goods; owner tells whose a product is. A delivery that is sold by
// itself is all ride. Taxes come out of the share on which they lie, those of the delivery out of the ride first. Changes of price because of an
// incident are the co-op's. The card fee is no part of it: it is known when the money is taken.
func Split(c order.Cart, owner func(productID int64) int64) []Share {
	var s splitting
	sold := c.RestaurantID != nil || c.HubID != nil
	incident := c.Sum(order.Incident)
	kept, ride := c.Total-incident, c.Total-incident
	if sold {
		kept = min(max(0, c.Sum(order.Fee)), max(0, kept))
		ride = c.RidePrice
	}
	goods := c.Total - incident - kept
	tipped := &kept
	if c.Method == shop.Collection {
		tipped = &goods
	}
	s.move(Tip, c.Sum(order.Tip), tipped)
	s.move(Deposit, c.Sum(order.ReusablePackaging), &goods)
	ride = min(ride, kept)
	coop := kept - ride
	s.move(Tax, c.TaxTotal()-c.Sum(order.Tax), &goods, &ride, &coop)
	s.move(Tax, c.Sum(order.Tax), &ride, &coop, &goods)

	shops, worth := shopsOf(c, owner)
	for i, amount := range goods.Divide(worth) {
		s.add(Shop, shops[i], amount)
	}
	s.add(Ride, 0, ride)
	s.add(Coop, 0, coop+incident)
	return s.shares
}

type splitting struct{ shares []Share }

// add puts an amount to a share, once for each account and shop.
func (s *splitting) add(a Account, restaurant int64, amount money.Amount) {
	at := slices.IndexFunc(s.shares, func(x Share) bool { return x.Account == a && x.RestaurantID == restaurant })
	switch {
	case at >= 0:
		s.shares[at].Amount += amount
	case amount != 0:
		s.shares = append(s.shares, Share{Account: a, RestaurantID: restaurant, Amount: amount})
	}
}

// move takes an amount out of pots, one after the other, as far as there is something in them.
func (s *splitting) move(a Account, amount money.Amount, pots ...*money.Amount) {
	for _, pot := range pots {
		part := min(amount, max(0, *pot))
		*pot -= part
		amount -= part
		s.add(a, 0, part)
	}
}

// shopsOf lists the shops of an order with what is theirs of the goods. An order without goods is its restaurant's.
func shopsOf(c order.Cart, owner func(int64) int64) (shops []int64, worth []int64) {
	if c.HubID == nil {
		if c.RestaurantID == nil {
			return []int64{0}, []int64{1}
		}
		return []int64{*c.RestaurantID}, []int64{1}
	}
	for _, item := range c.Items {
		id := int64(0)
		if item.ProductID != nil {
			id = owner(*item.ProductID)
		}
		at := slices.Index(shops, id)
		if at < 0 {
			at = len(shops)
			shops, worth = append(shops, id), append(worth, 0)
		}
		worth[at] += int64(item.Total)
	}
	if len(shops) == 0 {
		return []int64{0}, []int64{1}
	}
	return shops, worth
}
