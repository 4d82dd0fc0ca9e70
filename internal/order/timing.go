package order

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/org"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Timing says when a basket can be there.
type Timing struct {
	Behavior    shop.Behavior
	Preparation time.Duration
	Shipping    time.Duration
	Ranges      []span.Range
	First       shop.Ahead // the first of the ranges; its Range is zero when there is none
}

// TimingOf says when an order can be there. Legs finds the way; nil stands for the straight line.
func TimingOf(tx *db.Tx, legs *routing.Legs, orderID int64) (Timing, error) {
	c, err := LoadCart(tx, orderID)
	if err != nil {
		return Timing{}, err
	}
	if err := MayView(tx, c.Order); err != nil {
		return Timing{}, err
	}
	p, err := planOf(tx, legs, c)
	return p.timing(), err
}

// plan is all that decides about the times of an order.
type plan struct {
	shop.Timetable
	view    *shop.View   // nil: no shop sells it
	address *org.Address // nil: none yet
	route   routing.Route
	zone    *time.Location
}

// planOf plans an order at the pace at which the co-op works now.
func planOf(tx *db.Tx, legs *routing.Legs, c Cart) (plan, error) {
	if c.RestaurantID == nil {
		return planAt(tx, legs, planIn{cart: c})
	}
	pace, err := PaceOf(tx, c.ID)
	if err != nil {
		return plan{}, err
	}
	return planAt(tx, legs, planIn{cart: c, pace: pace})
}

type planIn struct {
	cart Cart
	pace shop.Pace
	way  func(from, to geo.Point) (routing.Route, error) // nil: as legs knows it
}

func planAt(tx *db.Tx, legs *routing.Legs, in planIn) (p plan, err error) {
	c := in.cart
	p.Timetable = shop.Timetable{Now: tx.Now().Time, Preparation: 10 * time.Minute, Shipping: shop.NoAddressShipping}
	r, err := restaurantOf(tx, c.Order)
	if err != nil || r == nil {
		return p, err
	}
	view, err := shop.ViewOf(tx, *r)
	if err != nil {
		return p, err
	}
	p.view, p.zone = &view, view.Zone
	basket := shop.BasketIn{Method: c.Method, Total: c.ItemsTotal, Pace: in.pace}
	if c.ShippingAddressID != nil && c.Method == shop.Delivery {
		way := in.way
		if way == nil {
			way = func(from, to geo.Point) (routing.Route, error) { return ride(tx, legs, from, to) }
		}
		if err := p.findWay(tx, way, *c.ShippingAddressID); err != nil {
			return p, err
		}
		basket.Shipping = time.Duration(p.route.Seconds) * time.Second
	}
	p.Timetable = view.Timetable(basket)
	return p, nil
}

func (p *plan) findWay(tx *db.Tx, way func(from, to geo.Point) (routing.Route, error), addressID int64) error {
	found, err := org.LoadAddresses(tx, []int64{addressID})
	if err != nil {
		return err
	}
	a, ok := found[addressID]
	if !ok {
		return fail.New(fail.NotFound, "row.not_found")
	}
	p.address = &a
	p.route, err = way(p.view.Address.Point(), a.Point())
	return err
}

func ride(tx *db.Tx, legs *routing.Legs, from, to geo.Point) (routing.Route, error) {
	if legs == nil {
		return routing.Straight().Route(tx.Context(), []geo.Point{from, to})
	}
	return legs.Route(from, to)
}

func (p plan) timing() Timing {
	t := Timing{Behavior: p.Method.Behavior, Preparation: p.Preparation, Shipping: p.Shipping, Ranges: []span.Range{}}
	if t.Behavior == "" {
		t.Behavior = shop.ASAP
	}
	if p.view == nil || !p.Method.Enabled {
		return t
	}
	for r := range p.Timetable.Ranges() {
		t.Ranges = append(t.Ranges, r)
	}
	if len(t.Ranges) > 0 {
		t.First = shop.AheadOf(t.Ranges[0], p.Now, p.zone)
	}
	return t
}

// first is the earliest range, the zero Range when there is none.
func (p plan) first() span.Range {
	if p.view == nil || !p.Method.Enabled {
		return span.Range{}
	}
	return p.First()
}

// schedule writes down what is expected when, from the promised range.
func (p plan) schedule(o *Order) {
	if o.Window().IsZero() {
		return
	}
	line := p.TimelineOf(o.Window())
	o.PreparationAt, o.PickupAt, o.DropoffAt = line.Preparation, line.Pickup, line.Dropoff
	o.PreparationTime = org.Text(shop.FormatDuration(p.Preparation))
	o.ShippingTime = ""
	if o.Method == shop.Delivery {
		o.ShippingTime = org.Text(shop.FormatDuration(p.Shipping))
	}
}
