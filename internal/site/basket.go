package site

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// basket is the visitor's basket as pages show it. It carries the frame, so that it can be a fragment of several pages.
type basket struct {
	frame
	ID          int64
	ShopID      int64 // 0: of several shops
	HubID       int64 // whose shops can fill it together; 0: its one shop alone
	Shop        string
	ShopLink    string
	Method      shop.Method
	Lines       []line
	Extras      []extra
	Items       money.Amount
	Total       money.Amount
	Tax         money.Amount
	Missing     money.Amount // until the restaurant's minimum
	Window      span.Range   // chosen time, zero for as soon as possible
	Address     *org.Address
	Tip         money.Amount
	Notes       string
	Coupon      string
	Pieces      int64
	view        order.CartView
	InCheckout  bool
	Collectable bool
	Deliverable bool
}

// line is one line of a basket.
type line struct {
	ID         int64
	Name       string
	Options    []string
	Vendor     string // whose it is, where several fill the basket
	Quantity   int64
	Total      money.Amount
	SoldOut    bool
	Fewer      int64
	More       int64
	ReturnPath string
}

// extra is an amount of the order as a whole.
type extra struct {
	Type   order.AdjustmentType
	Label  string
	Amount money.Amount
}

// heldBasket reads the basket that the visitor's cookie holds, nil when there is none or it was ordered.
func heldBasket(tx *db.Tx, around frame) (*basket, error) {
	id := tx.Who().OrderID
	if id == 0 {
		return nil, nil
	}
	v, err := order.ViewCart(tx, id)
	if fail.Is(err, fail.NotFound) || fail.Is(err, fail.Forbidden) || err == nil && (v.State != order.IsCart || v.Shop == nil && v.Hub == nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return basketOf(v, around), nil
}

func basketOf(v order.CartView, around frame) *basket {
	b := &basket{
		frame: around, ID: v.ID, Method: v.Method, Items: v.ItemsTotal,
		Total: v.Total, Tax: v.TaxTotal(), Window: v.Window(), Address: v.Address, Tip: v.Sum(order.Tip), Notes: string(v.Notes), Coupon: string(v.CouponCode), view: v,
	}
	method := b.soldBy(v)
	b.Collectable, b.Deliverable = method(shop.Collection).Enabled, method(shop.Delivery).Enabled
	if least := method(v.Method).MinimumAmount; v.ItemsTotal < least {
		b.Missing = least - v.ItemsTotal
	}
	for _, item := range v.Items {
		b.Pieces += item.Quantity
		l := lineOf(item, v.Off)
		if s := v.Vendor(item); v.Hub != nil && s != nil {
			l.Vendor = s.Name
		}
		b.Lines = append(b.Lines, l)
	}
	b.Extras = extrasOf(v.Cart, around)
	return b
}

// soldBy names who sells the basket, and gives the ways in which they do.
func (b *basket) soldBy(v order.CartView) func(shop.Method) shop.FulfillmentMethod {
	if v.Hub != nil {
		b.HubID, b.Shop, b.ShopLink = v.Hub.ID, v.Hub.Name, v.Hub.Path()
		return v.Hub.Method
	}
	b.ShopID, b.Shop, b.ShopLink = v.Shop.ID, v.Shop.Name, v.Shop.Path()
	if v.Shop.HubID != nil {
		b.HubID = *v.Shop.HubID
	}
	return v.Shop.Method
}

func lineOf(item order.Item, off map[int64]bool) line {
	l := line{ID: item.ID, Name: item.Name, Quantity: item.Quantity, Total: item.Total, Fewer: item.Quantity - 1, More: item.Quantity + 1}
	l.SoldOut = item.ProductID != nil && off[*item.ProductID]
	for _, a := range item.Adjustments {
		if a.Type == order.Modifier {
			l.Options = append(l.Options, strings.TrimPrefix(a.Label, "1 × "))
		}
	}
	return l
}

// extrasOf lists what is added to the dishes. Taxes that prices contain are a remark, not an amount.
func extrasOf(c order.Cart, around frame) []extra {
	var list []extra
	for _, kind := range order.Shown() {
		for _, a := range c.Adjustments {
			if a.Type != kind || a.Neutral || a.Amount == 0 {
				continue
			}
			list = append(list, extra{Type: a.Type, Label: labelOf(a, around), Amount: a.Amount})
		}
	}
	return list
}

func labelOf(a order.Adjustment, around frame) string {
	switch a.Type {
	case order.DeliveryFee:
		return around.T("order.deliveryFee")
	case order.Tip:
		return around.T("order.tip")
	}
	if around.words.Has(a.Label) {
		return around.T(a.Label)
	}
	return a.Label
}

// basketPage is the basket on a page of its own, for small windows.
type basketPage struct {
	frame
	Cart    *basket
	Ordered string // path of the order that the last basket became
	Coupon  string // as it was typed
	Err     error  // of it
}

func (*basketPage) template() string { return "basket" }

func (f *face) basket(c *web.Call) error {
	p, err := f.basketPage(c)
	if err != nil {
		return err
	}
	return f.show(c, 200, p)
}

func (f *face) basketPage(c *web.Call) (*basketPage, error) {
	p := &basketPage{frame: f.frame(c)}
	p.NoIndex, p.Narrow, p.Title = true, true, p.T("site.basket.title")
	return p, f.read(c, func(tx *db.Tx) (err error) {
		if p.Cart, err = heldBasket(tx, p.frame); err != nil || p.Cart != nil || c.Who.OrderID == 0 {
			return err
		}
		o, err := order.Find(tx, c.Who.OrderID)
		if err == nil && o.State != order.IsCart {
			p.Ordered = TrackingPath(p.Coop.PublicIDSalt, o.ID)
		}
		if fail.Is(err, fail.NotFound) {
			return nil
		}
		return err
	})
}

// useCoupon puts a coupon into the basket, or takes it out when nothing is typed.
func (f *face) useCoupon(c *web.Call) error {
	code := strings.TrimSpace(c.R.PostFormValue("coupon"))
	err := f.change(c, func(tx *db.Tx) error {
		_, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: c.Who.OrderID, Coupon: &code})
		return err
	})
	if err == nil {
		f.redirect(c, "/basket")
		return nil
	}
	p, loadErr := f.basketPage(c)
	if loadErr != nil || p.Cart == nil || !fail.Is(err, fail.Invalid) {
		return err
	}
	p.Coupon, p.Err = code, err
	return f.show(c, http.StatusUnprocessableEntity, p)
}

// addItem puts a dish into the basket, opening one where there is none and moving it to the restaurant.
func (f *face) addItem(c *web.Call) error {
	in, restaurantID, err := itemOf(c)
	if err != nil {
		return err
	}
	at := hereOf(c.R)
	var cart order.Cart
	err = f.change(c, func(tx *db.Tx) error {
		o, err := order.OpenCart(tx, order.OpenCartIn{RestaurantID: restaurantID})
		if err != nil {
			return err
		}
		tx = tx.As(holding(c.Who, o.ID))
		if o.ShippingAddressID == nil && at.Known() && o.Method == shop.Delivery {
			if _, err := order.UpdateCart(tx, order.UpdateCartIn{OrderID: o.ID, Address: at.address("")}); err != nil {
				return err
			}
		}
		cart, err = order.AddItem(tx, order.AddItemIn{OrderID: o.ID, ItemIn: in})
		return err
	})
	if err != nil {
		return err
	}
	c.Who = holding(c.Who, cart.ID)
	if err := f.keepBasket(c, cart.ID); err != nil {
		return err
	}
	return f.basketChanged(c)
}

// holding is a visitor with the token of a basket.
func holding(who authz.Actor, orderID int64) authz.Actor {
	if !who.Known() {
		who = authz.Actor{Kind: authz.Basket}
	}
	who.OrderID = orderID
	return who
}

func (h here) address(description string) *org.AddressIn {
	in := &org.AddressIn{StreetAddress: &h.Label, Position: &org.Position{Lat: h.Lat, Lng: h.Lng}}
	for _, part := range []struct {
		text string
		into **string
	}{{h.Postcode, &in.PostalCode}, {h.City, &in.Locality}, {description, &in.Description}} {
		if part.text != "" {
			*part.into = &part.text
		}
	}
	return in
}

func itemOf(c *web.Call) (in order.ItemIn, restaurantID int64, err error) {
	if err := c.R.ParseForm(); err != nil {
		return in, 0, fail.Wrap(err, fail.Invalid, "input.invalid")
	}
	if restaurantID, err = web.ParseID(c.R.PostFormValue("restaurant")); err != nil {
		return in, 0, err
	}
	in = order.ItemIn{Code: c.R.PostFormValue("product"), Quantity: 1, Choices: choicesOf(c.R.PostForm)}
	if n, err := strconv.ParseInt(c.R.PostFormValue("quantity"), 10, 64); err == nil {
		in.Quantity = n
	}
	return in, restaurantID, nil
}

// choicesOf reads the chosen values: one field per option, `option-12`.
func choicesOf(form url.Values) (list []shop.Choice) {
	for name, codes := range form {
		if !strings.HasPrefix(name, "option-") {
			continue
		}
		for _, code := range codes {
			list = append(list, shop.Choice{Code: code, Quantity: 1})
		}
	}
	return list
}

// keepBasket gives the visitor's browser the token of a basket.
func (f *face) keepBasket(c *web.Call, orderID int64) error {
	token, err := f.house.Door.CartToken(f.house.Origin+"/api/orders/"+strconv.FormatInt(orderID, 10), f.house.Door.TokenNow().Add(account.CartLife).Time)
	if err != nil {
		return err
	}
	web.Keep(c.W, web.Cookie{Name: basketCookie, Value: token, Life: account.CartLife - time.Minute, Secure: f.secure()})
	return nil
}

// changeItem sets how many pieces a line has.
func (f *face) changeItem(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(c.R.PostFormValue("quantity"), 10, 64)
	if err != nil {
		return fail.At("quantity", "value.invalid")
	}
	err = f.change(c, func(tx *db.Tx) error {
		_, err := order.ChangeItem(tx, order.ChangeItemIn{OrderID: c.Who.OrderID, ItemID: id, Quantity: n})
		return err
	})
	if err != nil && !fail.Is(err, fail.NotFound) { // the line is gone already: show what there is
		return err
	}
	return f.basketChanged(c)
}

// switchMethod chooses between delivery and collection.
func (f *face) switchMethod(c *web.Call) error {
	method := shop.Method(c.R.PostFormValue("method"))
	err := f.change(c, func(tx *db.Tx) error {
		in := order.UpdateCartIn{OrderID: c.Who.OrderID, Method: &method}
		if at := hereOf(c.R); method == shop.Delivery && at.Known() {
			in.Address = at.address("")
		}
		_, err := order.UpdateCart(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	return f.basketChanged(c)
}

// basketChanged goes back to where the visitor was; a page that only wants its basket renewed gets just that.
func (f *face) basketChanged(c *web.Call) error {
	if c.R.Header.Get("X-Fragment") == "" {
		f.redirect(c, backTo(c))
		return nil
	}
	var b *basket
	around := f.frame(c)
	around.Path, _, _ = strings.Cut(backTo(c), "#")
	err := f.read(c, func(tx *db.Tx) (err error) {
		b, err = heldBasket(tx, around)
		return err
	})
	if err != nil {
		return err
	}
	if b == nil {
		return fail.New(fail.NotFound, "row.not_found")
	}
	return f.show(c, 200, b)
}

func (*basket) template() string { return "basket-fragment" }

func backTo(c *web.Call) string {
	if next := c.R.PostFormValue("next"); next != "" {
		return local(next)
	}
	return "/basket"
}
