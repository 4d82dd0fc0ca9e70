package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

type (
	openCartIn  struct{ Body OpenCartIn }
	openCartOut struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      CartSession
	}
	changeCartIn struct {
		PathID
		Body ChangeCartIn
	}
	addItemIn struct {
		PathID
		Body AddItemIn
	}
	changeItemIn struct {
		ItemPath
		Body ChangeItemIn
	}
)

// ItemPath is a line in a path.
type ItemPath struct {
	PathID
	Item int64 `path:"item" minimum:"1"`
}

func (f *face) cartRoutes() {
	tags := []string{"carts"}
	register(f, web.Public, huma.Operation{
		Method: http.MethodPost, Path: "/v1/carts", Tags: tags, Summary: "Open a basket, or move the one that the caller holds", DefaultStatus: http.StatusCreated,
	}, f.openCart)
	register(f, web.Known, huma.Operation{Method: http.MethodGet, Path: "/v1/carts/{id}", Tags: tags, Summary: "A basket, with what hinders checkout"}, f.cart)
	register(f, web.Known, huma.Operation{Method: http.MethodPatch, Path: "/v1/carts/{id}", Tags: tags, Summary: "Change a basket"}, f.changeCart)
	register(f, web.Known, huma.Operation{Method: http.MethodGet, Path: "/v1/carts/{id}/timing", Tags: tags, Summary: "When a basket can be there"}, f.cartTiming)
	register(f, web.Known, huma.Operation{
		Method: http.MethodPost, Path: "/v1/carts/{id}/hold", Tags: tags, Summary: "Keep the time of a basket for ten minutes, at the beginning of its checkout",
	}, f.holdTime)
	register(f, web.Known, huma.Operation{Method: http.MethodDelete, Path: "/v1/carts/{id}/hold", Tags: tags, Summary: "Leave the checkout: others may have the time"},
		f.letTimeGo)
	register(f, web.Known, huma.Operation{
		Method: http.MethodPost, Path: "/v1/carts/{id}/items", Tags: tags, Summary: "Add a product", DefaultStatus: http.StatusCreated,
	}, f.addItem)
	register(f, web.Known, huma.Operation{Method: http.MethodPatch, Path: "/v1/carts/{id}/items/{item}", Tags: tags, Summary: "Change how many"}, f.changeItem)
	register(f, web.Known, huma.Operation{Method: http.MethodDelete, Path: "/v1/carts/{id}/items/{item}", Tags: tags, Summary: "Take a line away",
		DefaultStatus: http.StatusOK}, f.removeItem)
}

func (f *face) openCart(ctx context.Context, who authz.Actor, in *openCartIn) (*openCartOut, error) {
	var v order.CartView
	err := f.change(ctx, who, func(tx *db.Tx) error {
		o, err := order.OpenCart(tx, order.OpenCartIn{RestaurantID: in.Body.Shop})
		if err != nil {
			return err
		}
		v, err = anyCart(tx, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	r := requestOf(ctx)
	token, err := f.house.Door.CartToken("https://"+r.Host+"/api/orders/"+idText(v.ID), f.house.Door.TokenNow().Add(account.CartLife).Time)
	out := &openCartOut{Body: CartSession{Token: token, Cart: cartOf(f.words(ctx), v)}}
	out.SetCookie = []http.Cookie{web.Cookie{Name: web.BasketCookie, Value: token, Life: account.CartLife, Secure: f.house.Secure}.Set()}
	out.Body.Cart.Can = append(out.Body.Cart.Can, "edit") // whoever opens a basket holds it
	return out, err
}

func anyCart(tx *db.Tx, o order.Order) (order.CartView, error) {
	views, err := order.ViewCarts(tx, []order.Order{o})
	if err != nil {
		return order.CartView{}, err
	}
	return views[0], nil
}

// around runs a unit of work that needs ways by road. An order that the caller may not see does not exist for it.
func (f *face) around(ctx context.Context, who authz.Actor, id int64, work func(*db.Tx, *routing.Legs) error) error {
	return f.house.Planner().Around(ctx, func(legs *routing.Legs) error {
		return f.read(ctx, who, func(tx *db.Tx) error {
			if _, err := order.Find(tx, id); err != nil {
				return err
			}
			return work(tx, legs)
		})
	})
}

func (f *face) cart(ctx context.Context, who authz.Actor, in *PathID) (*answer[Cart], error) {
	var v order.CartView
	var hindrance error
	err := f.around(ctx, who, in.ID, func(tx *db.Tx, legs *routing.Legs) (err error) {
		hindrance = order.Validate(tx, legs, in.ID)
		if hindrance != nil && !fail.Is(hindrance, fail.Invalid) && !fail.Is(hindrance, fail.Forbidden) {
			return hindrance
		}
		v, err = order.ViewCart(tx, in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	words := f.words(ctx)
	cart := cartOf(words, v)
	if v.State == order.IsCart && !fail.Is(hindrance, fail.Forbidden) {
		cart.Can = append(cart.Can, "edit")
		if hindrance == nil {
			cart.Can = append(cart.Can, "order")
		}
		cart.Problems = problemsOf(words, hindrance)
	}
	return &answer[Cart]{Body: cart}, nil
}

func problemsOf(words *locale.Printer, err error) []FieldProblem {
	problems := []FieldProblem{}
	if err == nil {
		return problems
	}
	for _, field := range fail.Of(err).Fields {
		problems = append(problems, FieldProblem{Path: field.Path, Code: field.Code, Detail: words.T("error."+field.Code, locale.Args(field.Args))})
	}
	return problems
}

// changedCart runs a change of a basket that the caller can see, and answers with it.
func (f *face) changedCart(ctx context.Context, who authz.Actor, id int64, work func(*db.Tx) (order.Cart, error)) (*answer[Cart], error) {
	var v order.CartView
	err := f.change(ctx, who, func(tx *db.Tx) error {
		if _, err := order.Find(tx, id); err != nil {
			return err
		}
		c, err := work(tx)
		if err != nil {
			return err
		}
		v, err = anyCart(tx, c.Order)
		return err
	})
	cart := cartOf(f.words(ctx), v)
	cart.Can = append(cart.Can, "edit")
	return &answer[Cart]{Body: cart}, err
}

func (f *face) changeCart(ctx context.Context, who authz.Actor, in *changeCartIn) (*answer[Cart], error) {
	b := in.Body
	change := order.UpdateCartIn{OrderID: in.ID, Notes: b.Notes, Address: b.Address.in(b.AddressID), Method: (*shop.Method)(b.Fulfillment), Tip: (*money.Amount)(b.Tip), Coupon: b.Coupon}
	switch {
	case b.ASAP:
		change.Window = &span.Range{}
	case b.Window != nil:
		change.Window = &span.Range{From: span.At(b.Window.From.Time), To: span.At(b.Window.To.Time)}
	}
	return f.changedCart(ctx, who, in.ID, func(tx *db.Tx) (order.Cart, error) {
		c, err := order.UpdateCart(tx, change)
		if err != nil || b.Email == nil {
			return c, err
		}
		guest := account.GuestIn{Email: *b.Email, FullName: textOf(b.FullName), Telephone: textOf(b.Telephone), Language: f.words(ctx).Language()}
		return order.AssignCart(tx, order.AssignCartIn{OrderID: in.ID, Guest: &guest})
	})
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// in is the address as use cases take it: a saved one, or these fields; nil when neither was sent.
func (a *AddressFields) in(saved *int64) *org.AddressIn {
	switch {
	case saved != nil:
		return &org.AddressIn{ID: *saved}
	case a == nil:
		return nil
	}
	return &org.AddressIn{
		StreetAddress: &a.StreetAddress, Position: &org.Position{Lat: a.Lat, Lng: a.Lng}, Name: a.Name, ContactName: a.ContactName,
		Telephone: a.Telephone, Description: a.Description, PostalCode: a.PostalCode, Locality: a.Locality,
	}
}

func (f *face) addItem(ctx context.Context, who authz.Actor, in *addItemIn) (*answer[Cart], error) {
	item := order.ItemIn{Code: in.Body.Product, Quantity: in.Body.Quantity}
	for _, o := range in.Body.Options {
		item.Choices = append(item.Choices, shop.Choice{Code: o.Code, Quantity: o.Quantity})
	}
	return f.changedCart(ctx, who, in.ID, func(tx *db.Tx) (order.Cart, error) {
		return order.AddItem(tx, order.AddItemIn{OrderID: in.ID, ItemIn: item})
	})
}

func (f *face) changeItem(ctx context.Context, who authz.Actor, in *changeItemIn) (*answer[Cart], error) {
	return f.setQuantity(ctx, who, order.ChangeItemIn{OrderID: in.ID, ItemID: in.Item, Quantity: in.Body.Quantity})
}

func (f *face) removeItem(ctx context.Context, who authz.Actor, in *ItemPath) (*answer[Cart], error) {
	return f.setQuantity(ctx, who, order.ChangeItemIn{OrderID: in.ID, ItemID: in.Item})
}

func (f *face) setQuantity(ctx context.Context, who authz.Actor, in order.ChangeItemIn) (*answer[Cart], error) {
	return f.changedCart(ctx, who, in.OrderID, func(tx *db.Tx) (order.Cart, error) { return order.ChangeItem(tx, in) })
}

func (f *face) cartTiming(ctx context.Context, who authz.Actor, in *PathID) (*answer[CartTiming], error) {
	var t order.Timing
	err := f.around(ctx, who, in.ID, func(tx *db.Tx, legs *routing.Legs) (err error) {
		t, err = order.TimingOf(tx, legs, in.ID)
		return err
	})
	out := CartTiming{
		Behavior: string(t.Behavior), Preparation: int64(t.Preparation.Seconds()), Shipping: int64(t.Shipping.Seconds()), First: windowOf(t.First.Range), Windows: []Window{},
	}
	for _, r := range t.Ranges {
		out.Windows = append(out.Windows, *windowOf(r))
	}
	if t.Hold.OrderID != 0 {
		out.Hold = holdOf(t.Hold)
	}
	return &answer[CartTiming]{Body: out}, err
}

func holdOf(h order.Hold) *Hold { return &Hold{Window: *windowOf(h.Window()), Until: h.Until} }

func (f *face) holdTime(ctx context.Context, who authz.Actor, in *PathID) (*answer[Hold], error) {
	var h order.Hold
	err := f.house.Planner().Around(ctx, func(legs *routing.Legs) error {
		return f.change(ctx, who, func(tx *db.Tx) (err error) {
			if _, err := order.Find(tx, in.ID); err != nil {
				return err
			}
			h, err = order.HoldSlot(tx, legs, order.HoldIn{OrderID: in.ID})
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return &answer[Hold]{Body: *holdOf(h)}, nil
}

func (f *face) letTimeGo(ctx context.Context, who authz.Actor, in *PathID) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error {
		if _, err := order.Find(tx, in.ID); err != nil {
			return err
		}
		return order.LetGo(tx, in.ID)
	})
}
