package order

import (
	"slices"
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
	Hold        Hold       // the range that is kept for the basket, which is one of the ranges; zero when none is
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
	seller  seller        // nil: no shop sells it
	address *org.Address  // nil: none yet
	route   routing.Route // from where the seller's perimeter is measured
	zone    *time.Location
	auto    bool // accepted by itself
	hold    Hold // what is kept for it; zero: nothing
}

// planOf plans an order at the pace at which the co-op works now.
func planOf(tx *db.Tx, legs *routing.Legs, c Cart) (plan, error) {
	if !c.sold() {
		return planAt(tx, legs, planIn{cart: c})
	}
	p, err := planAt(tx, legs, planIn{cart: c, paced: true})
	if err != nil || c.State != IsCart {
		return p, err
	}
	p.hold, _, err = loadHold(tx, c.ID)
	return p, err
}

type planIn struct {
	cart  Cart
	paced bool      // by how busy the co-op is
	way   wayFinder // nil: as legs knows it
}

type wayFinder func(points ...geo.Point) (routing.Route, error)

func planAt(tx *db.Tx, legs *routing.Legs, in planIn) (p plan, err error) {
	c := in.cart
	p.Timetable = shop.Timetable{Now: tx.Now().Time, Preparation: 10 * time.Minute, Shipping: shop.NoAddressShipping}
	vendors, err := VendorsOf(tx, c)
	if err != nil || !c.sold() {
		return p, err
	}
	door, err := p.meet(tx, c, vendors)
	if err != nil {
		return p, err
	}
	basket := shop.BasketIn{Method: c.Method, Total: c.ItemsTotal}
	if in.paced {
		if basket.Pace, err = paceFor(tx, c, vendors); err != nil {
			return p, err
		}
	}
	if c.ShippingAddressID != nil && c.Method == shop.Delivery {
		way := in.way
		if way == nil {
			way = func(points ...geo.Point) (routing.Route, error) { return ride(tx, legs, points) }
		}
		if basket.Shipping, err = p.findWay(tx, way, trip{door, vendors, *c.ShippingAddressID}); err != nil {
			return p, err
		}
	}
	p.Timetable = p.seller.Timetable(basket)
	return p, nil
}

// meet finds who sells an order, and where its perimeter is measured from.
func (p *plan) meet(tx *db.Tx, c Cart, vendors []shop.View) (door geo.Point, err error) {
	if c.HubID == nil {
		v := vendors[0]
		p.seller, p.zone, p.auto = v, v.Zone, v.AutoAccept || v.Options.V.ZeltyAPIKey != ""
		return v.Address.Point(), nil
	}
	hub, err := shop.LoadHub(tx, *c.HubID)
	if err != nil {
		return door, err
	}
	v, err := shop.HubViewOf(tx, hub, vendors)
	p.seller, p.zone = v, v.Zone
	return v.Address.Point(), err
}

// trip is from the shops of an order to its customer.
type trip struct {
	door      geo.Point
	vendors   []shop.View
	addressID int64
}

// findWay finds the way to the customer, and gives the time that it takes past all shops.
func (p *plan) findWay(tx *db.Tx, way wayFinder, t trip) (time.Duration, error) {
	found, err := org.LoadAddresses(tx, []int64{t.addressID})
	if err != nil {
		return 0, err
	}
	a, ok := found[t.addressID]
	if !ok {
		return 0, fail.New(fail.NotFound, "row.not_found")
	}
	p.address = &a
	if p.route, err = way(t.door, a.Point()); err != nil {
		return 0, err
	}
	past := p.route
	if len(t.vendors) > 1 {
		var points []geo.Point
		for _, v := range FetchOrder(t.vendors, a.Point()) {
			points = append(points, v.Address.Point())
		}
		past, err = way(append(points, a.Point())...)
	}
	return time.Duration(past.Seconds) * time.Second, err
}

func ride(tx *db.Tx, legs *routing.Legs, points []geo.Point) (routing.Route, error) {
	if legs == nil {
		return routing.Straight().Route(tx.Context(), points)
	}
	return legs.Route(points...)
}

func (p plan) timing() Timing {
	t := Timing{Behavior: p.Method.Behavior, Preparation: p.Preparation, Shipping: p.Shipping, Ranges: []span.Range{}}
	if t.Behavior == "" {
		t.Behavior = shop.ASAP
	}
	if p.seller == nil || !p.Method.Enabled {
		return t
	}
	for r := range p.Timetable.Ranges() {
		t.Ranges = append(t.Ranges, r)
	}
	if held := p.hold.Window(); p.possible(held) {
		t.Hold = p.hold
		if at, there := slices.BinarySearchFunc(t.Ranges, held, func(a, b span.Range) int { return a.From.Compare(b.From.Time) }); !there {
			t.Ranges = slices.Insert(t.Ranges, at, held)
		}
	}
	t.First = shop.AheadOf(p.first(), p.Now, p.zone)
	return t
}

// possible tells whether a range is kept and can still be promised.
func (p plan) possible(r span.Range) bool {
	if p.Method.Behavior == shop.TimeSlot {
		return p.keeps(r) && r.To.After(p.Now)
	}
	return p.keeps(r) && p.whyNot(r) == shop.Possible
}

// first is the range that "as soon as possible" stands for: the one that is kept, else the earliest; the zero Range when there is none.
func (p plan) first() span.Range {
	switch held := p.hold.Window(); {
	case p.seller == nil || !p.Method.Enabled:
		return span.Range{}
	case p.possible(held):
		return held
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
