package dialect

import (
	"net/http"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/live"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) cartEndpoints() []web.Endpoint {
	anonymous := web.Limit{Rate: &web.Rate{Every: time.Second, Burst: 120}} // a café full of customers shares one address
	return []web.Endpoint{
		{Pattern: "POST /api/carts/session", Access: web.Public, Limit: anonymous, Serve: f.openCart},
		{Pattern: "PUT /api/orders/{id}", Access: proven(), Serve: f.updateCart},
		{Pattern: "POST /api/orders/{id}/items", Access: proven(), Serve: f.addItem},
		{Pattern: "PUT /api/orders/{id}/items/{item}", Access: proven(), Serve: f.changeItem},
		{Pattern: "DELETE /api/orders/{id}/items/{item}", Access: proven(), Serve: f.removeItem},
		{Pattern: "PUT /api/orders/{id}/tip", Access: proven(), Serve: f.giveTip},
		{Pattern: "PUT /api/orders/{id}/assign", Access: proven(), Serve: f.assignCart},
		{Pattern: "GET /api/orders/{id}/validate", Access: proven(), Serve: f.validateCart},
		{Pattern: "POST /api/orders/{id}/create_invitation", Access: proven(), Serve: f.invite},
		{Pattern: "POST /api/orders/{id}/players", Access: web.Public, Limit: anonymous, Serve: f.join},
	}
}

// proven lets in whoever proved to be somebody, on paths that take several proofs: there, no proof has words of its own.
func proven() web.Access {
	return web.Access{Name: "proven", Check: func(who authz.Actor) error {
		if !who.Known() {
			return fail.New(fail.Unauthenticated, "auth.full_required")
		}
		return nil
	}}
}

// answerCart runs a change of a basket and answers with it.
func (f *face) answerCart(c *web.Call, status int, work func(*db.Tx) (order.Order, error)) error {
	v, err := f.changedCart(c, work)
	if err != nil {
		return err
	}
	return f.item(c, status, "Order", f.cartObject(v))
}

func (f *face) changedCart(c *web.Call, work func(*db.Tx) (order.Order, error)) (v order.CartView, err error) {
	err = f.change(c, func(tx *db.Tx) error {
		o, err := work(tx)
		if err != nil {
			return err
		}
		views, err := order.ViewCarts(tx, []order.Order{o})
		if err == nil {
			v = views[0]
		}
		return err
	})
	return v, err
}

// routed runs a unit of work that needs ways by road.
func (f *face) routed(c *web.Call, run func(*web.Call, func(*db.Tx) error) error, work func(*db.Tx, *routing.Legs) error) error {
	return f.house.Planner().Around(c.R.Context(), func(legs *routing.Legs) error {
		return run(c, func(tx *db.Tx) error { return work(tx, legs) })
	})
}

func (f *face) openCart(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in order.OpenCartIn
	if in.RestaurantID, err = b.relation("restaurant", "restaurants"); err != nil {
		return err
	}
	if in.Address, err = f.addressIn(c.R.Context(), b["shippingAddress"]); err != nil {
		return err
	}
	v, err := f.changedCart(c, func(tx *db.Tx) (order.Order, error) { return order.OpenCart(tx, in) })
	if err != nil {
		return err
	}
	expires := f.house.Door.TokenNow().Add(account.CartLife)
	token, err := f.house.Door.CartToken(absolute(c, iri("orders", v.ID)), expires.Time)
	if err != nil {
		return err
	}
	return f.write(c, http.StatusOK, Obj("@context", "/api/contexts/CartSession", "@id", genid(), "@type", "CartSession", "token", token,
		"cart", f.cartObject(v)))
}

func (f *face) updateCart(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	in, err := f.cartFields(c, b)
	if err != nil {
		return err
	}
	in.OrderID = id
	return f.answerCart(c, http.StatusOK, func(tx *db.Tx) (order.Order, error) {
		o, err := order.LoadOrder(tx, id)
		if err != nil {
			return o, err
		}
		if err := knownCoupon(tx, &in, o.CustomerID); err != nil {
			return o, err
		}
		cart, err := order.UpdateCart(tx, in)
		return cart.Order, err
	})
}

func idAndBody(c *web.Call) (int64, body, error) {
	id, err := c.ID("id")
	if err != nil {
		return 0, nil, err
	}
	b, err := bodyOf(c, false)
	return id, b, err
}

func (f *face) addItem(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	item, err := itemIn(b, 1)
	if err != nil {
		return err
	}
	return f.answerCart(c, http.StatusCreated, func(tx *db.Tx) (order.Order, error) {
		cart, err := order.AddItem(tx, order.AddItemIn{OrderID: id, ItemIn: item})
		return cart.Order, err
	})
}

func (f *face) changeItem(c *web.Call) error {
	_, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	var quantity *int64
	if err := b.into("quantity", &quantity); err != nil {
		return err
	}
	if quantity == nil {
		return fail.At("quantity", "value.missing")
	}
	return f.setQuantity(c, *quantity)
}

func (f *face) removeItem(c *web.Call) error { return f.setQuantity(c, 0) }

func (f *face) setQuantity(c *web.Call, quantity int64) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	item, err := c.ID("item")
	if err != nil {
		return err
	}
	return f.answerCart(c, http.StatusOK, func(tx *db.Tx) (order.Order, error) {
		cart, err := order.ChangeItem(tx, order.ChangeItemIn{OrderID: id, ItemID: item, Quantity: quantity})
		return cart.Order, err
	})
}

func (f *face) giveTip(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	amount, err := tipIn(b)
	if err != nil {
		return err
	}
	return f.answerCart(c, http.StatusOK, func(tx *db.Tx) (order.Order, error) {
		cart, err := order.GiveTip(tx, order.TipIn{OrderID: id, Amount: money.Amount(amount)})
		return cart.Order, err
	})
}

func (f *face) assignCart(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	in := order.AssignCartIn{OrderID: id}
	var guest bool
	if err := b.into("guest", &guest); err != nil {
		return err
	}
	if guest {
		in.Guest = &account.GuestIn{Language: languageOf(c)}
		if in.Guest.Email, err = b.text("email"); err != nil {
			return err
		}
		if in.Guest.Telephone, err = b.text("telephone"); err != nil {
			return err
		}
	}
	return f.answerCart(c, http.StatusOK, func(tx *db.Tx) (order.Order, error) {
		cart, err := order.AssignCart(tx, in)
		return cart.Order, err
	})
}

func (f *face) validateCart(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var v order.CartView
	err = f.routed(c, f.read, func(tx *db.Tx, legs *routing.Legs) (err error) {
		if err := order.Validate(tx, legs, id); err != nil {
			return err
		}
		v, err = order.ViewCart(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Order", f.cartObject(v))
}

func (f *face) invite(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.answerCart(c, http.StatusOK, func(tx *db.Tx) (order.Order, error) { return order.Invite(tx, id) })
}

func (f *face) join(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	in := order.JoinIn{OrderID: id, Guest: account.GuestIn{Language: languageOf(c)}}
	var wrong *fail.Error
	for _, field := range []struct {
		key  string
		into *string
	}{{"email", &in.Guest.Email}, {"name", &in.Guest.FullName}, {"slug", &in.Slug}} {
		if *field.into, err = b.text(field.key); err != nil {
			return err
		}
		if *field.into == "" {
			wrong = wrong.Add(field.key, "value.blank")
		}
	}
	if err := wrong.Or(); err != nil {
		return err
	}
	var player account.Customer
	err = f.change(c, func(tx *db.Tx) (err error) {
		player, err = order.Join(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	return f.answerPlayer(c, id, player.ID)
}

const playerLiveLife = 6 * time.Hour

func (f *face) answerPlayer(c *web.Call, orderID, customerID int64) error {
	token, err := f.house.Door.PlayerToken(orderID, customerID)
	if err != nil {
		return err
	}
	channel, err := f.orderChannel(live.Subject{Kind: "order", Name: orderName(orderID)}, orderID, span.At(f.house.RealNow()).Add(playerLiveLife))
	if err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, Obj("token", token, "player", iri("customers", customerID), "centrifugo", channel.Only("token", "channel")))
}
