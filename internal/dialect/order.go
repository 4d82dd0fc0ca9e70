package dialect

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/live"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) orderEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/orders", Access: proven(), Serve: f.orders},
		{Pattern: "POST /api/orders", Access: web.Needs(authz.User), Serve: f.createOrder},
		{Pattern: "GET /api/orders/{id}", Access: proven(), Serve: f.order},
		{Pattern: "GET /api/orders/{id}/centrifugo", Access: proven(), Serve: f.orderLive},
		{Pattern: "GET /api/me/orders", Access: web.Needs(authz.User), Serve: f.myOrders},
		{Pattern: "GET /api/restaurants/{id}/orders", Access: web.Known, Serve: f.restaurantOrders},
		{Pattern: "GET /api/restaurants/{id}/deliveries", Access: web.Known, Serve: f.restaurantDeliveries},
		{Pattern: "PUT /api/orders/{id}/accept", Access: proven(), Serve: f.orderVerb(softly, func(tx *db.Tx, in order.VerbIn, _ body) (order.Outcome, error) {
			return order.Accept(tx, in)
		})},
		{Pattern: "PUT /api/orders/{id}/refuse", Access: web.Known, Serve: f.orderVerb(softly, func(tx *db.Tx, in order.VerbIn, b body) (order.Outcome, error) {
			reason, err := b.text("reason")
			return then(err, func() (order.Outcome, error) { return order.Refuse(tx, order.ReasonIn{VerbIn: in, Reason: reason}) })
		})},
		{Pattern: "PUT /api/orders/{id}/delay", Access: web.Known, Serve: f.orderVerb(softly, func(tx *db.Tx, in order.VerbIn, b body) (order.Outcome, error) {
			var minutes int64
			err := b.into("delay", &minutes)
			return then(err, func() (order.Outcome, error) { return order.Delay(tx, order.DelayIn{VerbIn: in, Minutes: minutes}) })
		})},
		{Pattern: "PUT /api/orders/{id}/start_preparing", Access: web.Known, Serve: f.orderVerb(softly, func(tx *db.Tx, in order.VerbIn, _ body) (order.Outcome, error) {
			return order.StartPreparing(tx, in)
		})},
		{Pattern: "PUT /api/orders/{id}/finish_preparing", Access: web.Known, Serve: f.orderVerb(softly, func(tx *db.Tx, in order.VerbIn, _ body) (order.Outcome, error) {
			return order.FinishPreparing(tx, in)
		})},
		{Pattern: "PUT /api/orders/{id}/fulfill", Access: web.Known, Serve: f.orderVerb(softly, func(tx *db.Tx, in order.VerbIn, _ body) (order.Outcome, error) {
			return order.Fulfill(tx, in)
		})},
		{Pattern: "PUT /api/orders/{id}/cancel", Access: web.Known, Serve: f.orderVerb(strictly, func(tx *db.Tx, in order.VerbIn, b body) (order.Outcome, error) {
			reason, err := b.text("reason")
			return then(err, func() (order.Outcome, error) { return order.Cancel(tx, order.ReasonIn{VerbIn: in, Reason: reason}) })
		})},
		{Pattern: "PUT /api/orders/{id}/restore", Access: web.Known, Serve: f.orderVerb(strictly, func(tx *db.Tx, in order.VerbIn, _ body) (order.Outcome, error) {
			return order.Restore(tx, in)
		})},
	}
}

// Verbs that the state does not allow change nothing and answer all the same, but for two.
const (
	softly   = true
	strictly = false
)

func then(err error, do func() (order.Outcome, error)) (order.Outcome, error) {
	if err != nil {
		return order.Outcome{}, err
	}
	return do()
}

// orderVerb does something with an order and answers with it.
func (f *face) orderVerb(soft bool, do func(*db.Tx, order.VerbIn, body) (order.Outcome, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		b, err := bodyOf(c, true)
		if err != nil {
			return err
		}
		var v order.OrderView
		err = f.change(c, func(tx *db.Tx) error {
			out, err := do(tx, order.VerbIn{OrderID: id}, b)
			switch {
			case soft && fail.Is(err, fail.Conflict):
			case err != nil:
				return err
			case !soft && !out.Changed:
				return fail.New(fail.Conflict, "order.verb.too_late", "state", out.State)
			}
			v, err = viewAny(tx, id)
			return err
		})
		if err != nil {
			return err
		}
		return f.item(c, http.StatusOK, "Order", f.orderObject(c, v))
	}
}

// viewAny reads an order for who was allowed to do something with it.
func viewAny(tx *db.Tx, id int64) (order.OrderView, error) {
	o, err := order.LoadOrder(tx, id)
	if err != nil {
		return order.OrderView{}, err
	}
	views, err := order.ViewOrders(tx, []order.Order{o})
	if err != nil {
		return order.OrderView{}, err
	}
	return views[0], nil
}

func (f *face) order(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var v order.OrderView
	err = f.read(c, func(tx *db.Tx) (err error) {
		v, err = order.ViewOrder(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Order", f.orderObject(c, v))
}

func (f *face) createOrderIn(c *web.Call) (in order.CreateOrderIn, err error) {
	b, err := bodyOf(c, false)
	if err != nil {
		return in, err
	}
	if in.UpdateCartIn, err = f.cartFields(c, b); err != nil {
		return in, err
	}
	if in.UpdateCartIn.RestaurantID != nil {
		in.RestaurantID = *in.UpdateCartIn.RestaurantID
	}
	return in, nil
}

func (f *face) createOrder(c *web.Call) error {
	in, err := f.createOrderIn(c)
	if err != nil {
		return err
	}
	var v order.OrderView
	err = f.routed(c, f.change, func(tx *db.Tx, legs *routing.Legs) error {
		if err := knownCoupon(tx, &in.UpdateCartIn, &c.Who.CustomerID); err != nil {
			return err
		}
		cart, err := order.CreateOrder(tx, legs, in)
		if err != nil {
			return err
		}
		v, err = viewAny(tx, cart.ID)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Order", f.orderObject(c, v))
}

func orderFilters() []filter {
	return []filter{
		{"state", "state"}, {"state[]", "state"}, {"date", "date"}, {"date[after]", "date"}, {"date[before]", "date"}, {"exists[exports]", "exports"},
		{"store", "store"}, {"store[]", "store"},
	}
}

func (f *face) orders(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	in, err := f.orderQuery(c)
	if err != nil {
		return err
	}
	in.Limit, in.Offset = p.Size, p.Offset()
	var found org.Page[order.Row]
	err = f.read(c, func(tx *db.Tx) (err error) {
		if err := order.MayListAll(tx.Who()); err != nil {
			return err
		}
		found, err = order.ListRows(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, r := range found.Rows {
		members = append(members, f.orderRow(r))
	}
	return f.list(c, http.StatusOK, collection{Context: "Order", Members: members, Total: found.Total, Page: p, Filters: orderFilters()})
}

func (f *face) orderQuery(c *web.Call) (in order.ListIn, err error) {
	query := c.R.URL.Query()
	for name, values := range query {
		for _, v := range values {
			switch base, _, _ := strings.Cut(name, "["); {
			case base == "state":
				in.States = append(in.States, order.State(v))
			case base == "store":
				in.StoreIDs = append(in.StoreIDs, storeOf(v))
			case name == "exists[exports]":
				exported := v == "true" || v == "1"
				in.Exported = &exported
			}
		}
	}
	in.Window, err = f.dateQuery(c)
	return in, err
}

// dateQuery reads ?date, a day, or ?date[after] and ?date[before], moments, or days that belong to what is asked for. The end that is missing
// lies far away.
func (f *face) dateQuery(c *web.Call) (r span.Range, err error) {
	if day := c.Query("date"); day != "" {
		return f.dayQuery(day)
	}
	after, before := c.Query("date[after]"), c.Query("date[before]")
	if after == "" && before == "" {
		return r, nil
	}
	r = span.Range{From: span.At(time.Unix(0, 1000)), To: span.At(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))}
	if after != "" {
		first, err := f.dayOrMoment(after)
		if err != nil {
			return r, err
		}
		r.From = first.From
	}
	if before != "" {
		last, err := f.dayOrMoment(before)
		if err != nil {
			return r, err
		}
		r.To = last.To
	}
	return r, nil
}

func (f *face) dayOrMoment(text string) (span.Range, error) {
	if day, err := f.dayQuery(text); err == nil {
		return day, nil
	}
	at, err := f.moment(text)
	return span.Range{From: at, To: at}, err
}

func (f *face) dayQuery(text string) (span.Range, error) {
	day, err := span.ParseDay(text)
	if err != nil {
		return span.Range{}, fail.Wrap(err, fail.Invalid, "request.date", "value", text)
	}
	return day.In(f.house.Words().Zone()), nil
}

func storeOf(text string) int64 {
	if id := idOf("stores", text); id != 0 {
		return id
	}
	id, _ := strconv.ParseInt(text, 10, 64) // what is no number is no store
	return id
}

func (f *face) myOrders(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	return f.fullOrders(c, "Order", p, func(*db.Tx) (order.ListIn, error) {
		return order.ListIn{CustomerID: orNobody(c.Who.CustomerID), WithoutCarts: true, Newest: true, Limit: p.Size, Offset: p.Offset()}, nil
	})
}

// orNobody: somebody who is no customer has no orders, rather than everybody's.
func orNobody(customerID int64) int64 {
	if customerID == 0 {
		return -1
	}
	return customerID
}

func (f *face) restaurantOrders(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.fullOrders(c, "Restaurant", page{}, func(tx *db.Tx) (in order.ListIn, err error) {
		r, err := shop.LoadRestaurant(tx, id)
		if err != nil {
			return in, err
		}
		if err := shop.MayEdit(tx, r.ID); err != nil {
			return in, err
		}
		return f.ordersOfDay(c, tx, id)
	})
}

// ordersOfDay selects a restaurant's orders of ?date, or of today.
func (f *face) ordersOfDay(c *web.Call, tx *db.Tx, restaurantID int64) (in order.ListIn, err error) {
	day := c.Query("date")
	if day == "" {
		day = string(span.DayOf(tx.Now().Time, f.house.Words().Zone()))
	}
	in = order.ListIn{RestaurantID: restaurantID, ByWindow: true}
	in.Window, err = f.dayQuery(day)
	return in, err
}

// fullOrders answers with a list of orders in the full shape.
func (f *face) fullOrders(c *web.Call, context string, p page, query func(*db.Tx) (order.ListIn, error)) error {
	var views []order.OrderView
	total := 0
	err := f.read(c, func(tx *db.Tx) error {
		in, err := query(tx)
		if err != nil {
			return err
		}
		found, err := order.List(tx, in)
		if err != nil {
			return err
		}
		total = found.Total
		views, err = order.ViewOrders(tx, found.Rows)
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, v := range views {
		members = append(members, f.orderObject(c, v))
	}
	l := collection{Context: context, Members: members, Total: total, Page: p}
	if context == "Order" {
		l.Filters = orderFilters()
	}
	return f.list(c, http.StatusOK, l)
}

// orderLive gives what a client needs to watch an order.
func (f *face) orderLive(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var o order.Order
	err = f.read(c, func(tx *db.Tx) (err error) {
		if o, err = order.LoadOrder(tx, id); err != nil {
			return err
		}
		return order.MayView(tx, o)
	})
	if err != nil {
		return err
	}
	who := live.Subject{Kind: "order", Name: orderName(id)}
	if c.Who.Username != "" {
		who = live.Subject{Kind: "user", Name: c.Who.Username}
	}
	expires := o.To.Add(3 * time.Hour)
	if soon := span.At(f.house.RealNow()).Add(3 * time.Hour); expires.Before(soon.Time) {
		expires = soon
	}
	channel, err := f.orderChannel(who, id, expires)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Centrifugo", channel)
}

func (f *face) orderChannel(who live.Subject, id int64, expires span.Instant) (*Object, error) {
	token, err := f.house.LiveTokens.ConnectionToken(who, expires.Time)
	namespace := f.house.Settings().Namespace
	return Obj("@id", "/api/centrifugo/token", "@type", "Centrifugo", "token", token, "namespace", namespace,
		"channel", namespace+"_order_events#"+orderName(id)), err
}

func orderName(id int64) string { return strconv.FormatInt(id, 10) }
