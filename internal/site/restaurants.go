package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// card is a restaurant in a list.
type card struct {
	Name, Link string
	Initial    string
	Image      string // blob, "" for none
	Cuisines   []string
	Type       string
	Open       bool
	Opens      span.Instant // when it opens next, zero when nobody knows
	First      span.Range   // first time at which it can be there, zero for none
	Minimum    money.Amount
	Fee        money.Amount // what the customer pays for delivery
	TooFar     bool
	Promotion  bool // something is cheaper
	shop       shop.Restaurant
}

// restaurantsPage lists what can be eaten at an address.
type restaurantsPage struct {
	frame
	Near, Far []card // those that deliver there; the others
}

func (*restaurantsPage) template() string { return "restaurants" }

func (f *face) restaurants(c *web.Call) error {
	p := &restaurantsPage{frame: f.frame(c)}
	if c.R.URL.Query().Has("address") || c.R.URL.Query().Has("lat") {
		return f.search(c)
	}
	if !p.Here.Known() {
		f.redirect(c, "/")
		return nil
	}
	cards, err := f.cards(c, p.Here)
	if err != nil {
		return err
	}
	for _, x := range cards {
		if x.TooFar {
			p.Far = append(p.Far, x)
		} else {
			p.Near = append(p.Near, x)
		}
	}
	p.NoIndex = true
	return f.show(c, 200, p)
}

// searchAt is for a browser that told where it is.
func (f *face) searchAt(c *web.Call, at geo.Point) error {
	hit, ok, err := f.house.Geocoder().Reverse(c.R.Context(), at)
	if err != nil {
		return err
	}
	if !ok {
		return f.ask(c, at.String())
	}
	h := hereAt(hit)
	if !isDoor(hit) {
		return f.ask(c, h.Label)
	}
	h.Lat, h.Lng = at.Degrees()
	return f.goHere(c, h)
}

// cards describes the open restaurants to somebody at a place, the soonest first.
func (f *face) cards(c *web.Call, at here) ([]card, error) {
	var views []shop.View
	var pace shop.Pace
	err := f.read(c, func(tx *db.Tx) (err error) {
		list, err := shop.ListRestaurants(tx)
		if err != nil {
			return err
		}
		if views, err = shop.ViewsOf(tx, list); err != nil {
			return err
		}
		pace, err = order.PaceOf(tx, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	ways, err := f.ways(c, views, at)
	if err != nil {
		return nil, err
	}
	cards := make([]card, len(views))
	for i, v := range views {
		cards[i] = cardOf(v, pace, ways[i])
	}
	slices.SortStableFunc(cards, sooner)
	return cards, nil
}

// way is how a restaurant's food comes to the visitor; not known while they have not said where they are.
type way struct {
	shop.Way
	ride  time.Duration
	known bool
}

// ways asks once for the rides from all restaurants to the visitor.
func (f *face) ways(c *web.Call, views []shop.View, at here) ([]way, error) {
	ways := make([]way, len(views))
	if !at.Known() || len(views) == 0 {
		return ways, nil
	}
	from := make([]geo.Point, len(views))
	for i, v := range views {
		from[i] = v.Address.Point()
	}
	table, err := f.house.Planner().Table(c.R.Context(), from, []geo.Point{at.point()})
	if err != nil {
		return nil, err
	}
	for i := range views {
		metres, seconds := table.At(i, 0)
		ways[i] = way{Way: shop.Way{Distance: float64(metres), Dropoff: at.point()}, ride: time.Duration(seconds) * time.Second, known: true}
	}
	return ways, nil
}

func cardOf(v shop.View, pace shop.Pace, w way) card {
	m := v.Method(shop.Delivery)
	x := card{
		Name: v.Name, Link: v.Path(), Initial: initial(v.Name), Image: string(v.Image), Cuisines: v.Cuisines.V, Type: v.Type,
		Open: v.IsOpen(), Minimum: m.MinimumAmount, TooFar: w.known && !v.Delivers(w.Way),
		Promotion: slices.Contains(v.Marks, "promotion"), shop: v.Restaurant,
	}
	if v.Contract != nil && !v.Contract.VariableCustomerAmountEnabled {
		x.Fee = v.Contract.CustomerAmount
	}
	if !x.Open {
		x.Opens = v.NextOpening()
	}
	if m.Enabled && !x.TooFar {
		x.First = v.Timetable(shop.BasketIn{Method: shop.Delivery, Shipping: w.ride, Pace: pace}).First()
	}
	return x
}

// sooner puts what can be there first first; what cannot be ordered comes last.
func sooner(a, b card) int {
	return cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		a.First.From.Compare(b.First.From.Time),
		strings.Compare(a.Name, b.Name),
	)
}

func rank(x card) int {
	switch {
	case x.Open && !x.First.From.IsZero():
		return 0
	case !x.First.From.IsZero():
		return 1
	}
	return 2
}

func initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return ""
}

// HasTime tells whether it can be ordered from for a time that is known.
func (x card) HasTime() bool { return !x.First.From.IsZero() }

// HasOpening tells whether it is known when it opens.
func (x card) HasOpening() bool { return !x.Opens.IsZero() }
