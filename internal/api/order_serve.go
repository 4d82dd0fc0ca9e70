package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

type (
	shopDayIn struct {
		PathID
		Day string `query:"day" doc:"2031-05-06; today when missing"`
	}
	orderVerbIn struct {
		PathID
		Verb string       `path:"verb" enum:"accept,refuse,delay,start,ready,fulfill,cancel,restore"`
		Body *OrderVerbIn `required:"false"`
	}
)

func (f *face) orderRoutes() {
	tags := []string{"orders"}
	register(f, web.Needs(authz.User), huma.Operation{Method: http.MethodGet, Path: "/v1/shops/{id}/orders", Tags: tags, Summary: "A shop's orders of a day"}, f.shopOrders)
	register(f, web.Known, huma.Operation{Method: http.MethodGet, Path: "/v1/orders/{id}", Tags: tags, Summary: "An order"}, f.order)
	register(f, web.Known, huma.Operation{Method: http.MethodGet, Path: "/v1/orders/{id}/tracking", Tags: tags, Summary: "An order on its way"}, f.tracking)
	register(f, web.Needs(authz.User), huma.Operation{
		Method: http.MethodPost, Path: "/v1/orders/{id}/{verb}", Tags: tags, Summary: "Do something with an order", DefaultStatus: http.StatusOK,
		Description: "The same command twice changes nothing the second time. What the order's state does not allow is 409 with the state under args.state.",
	}, f.orderVerb)
}

func (f *face) shopOrders(ctx context.Context, who authz.Actor, in *shopDayIn) (*answer[ShopOrders], error) {
	day, err := f.day(in.Day)
	if err != nil {
		return nil, err
	}
	var d order.ShopDay
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		d, err = order.ViewShopDay(tx, in.ID, day.In(f.house.Zone()))
		return err
	})
	if err != nil {
		return nil, err
	}
	words := f.words(ctx)
	out := ShopOrders{Shop: *orderShop(&d.Shop), State: string(d.Shop.State), Day: day, Seq: d.Seq, Orders: []Order{}}
	for _, v := range d.Orders {
		out.Orders = append(out.Orders, orderOf(words, v))
	}
	return &answer[ShopOrders]{Body: out}, nil
}

func (f *face) order(ctx context.Context, who authz.Actor, in *PathID) (*answer[Order], error) {
	var v order.OrderView
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		v, err = seenOrder(tx, in.ID)
		return err
	})
	return &answer[Order]{Body: orderOf(f.words(ctx), v)}, err
}

func seenOrder(tx *db.Tx, id int64) (order.OrderView, error) {
	o, err := order.FindPart(tx, id)
	if err != nil {
		return order.OrderView{}, err
	}
	views, err := order.ViewOrders(tx, []order.Order{o})
	if err != nil {
		return order.OrderView{}, err
	}
	return views[0], nil
}

func (f *face) orderVerb(ctx context.Context, who authz.Actor, in *orderVerbIn) (*answer[Order], error) {
	if in.Body == nil {
		in.Body = &OrderVerbIn{}
	}
	named := order.VerbIn{OrderID: in.ID, Version: in.Body.Version}
	because := order.ReasonIn{VerbIn: named, Reason: textOf(in.Body.Reason)}
	later := order.DelayIn{VerbIn: named}
	if in.Body.Minutes != nil {
		later.Minutes = *in.Body.Minutes
	}
	do := map[string]func(*db.Tx) (order.Outcome, error){
		"accept":  func(tx *db.Tx) (order.Outcome, error) { return order.Accept(tx, named) },
		"refuse":  func(tx *db.Tx) (order.Outcome, error) { return order.Refuse(tx, because) },
		"delay":   func(tx *db.Tx) (order.Outcome, error) { return order.Delay(tx, later) },
		"start":   func(tx *db.Tx) (order.Outcome, error) { return order.StartPreparing(tx, named) },
		"ready":   func(tx *db.Tx) (order.Outcome, error) { return order.FinishPreparing(tx, named) },
		"fulfill": func(tx *db.Tx) (order.Outcome, error) { return order.Fulfill(tx, named) },
		"cancel":  func(tx *db.Tx) (order.Outcome, error) { return order.Cancel(tx, because) },
		"restore": func(tx *db.Tx) (order.Outcome, error) { return order.Restore(tx, named) },
	}[in.Verb]
	var v order.OrderView
	err := f.change(ctx, who, func(tx *db.Tx) error {
		if _, err := order.FindPart(tx, in.ID); err != nil {
			return err
		}
		if _, err := do(tx); err != nil {
			return err
		}
		var err error
		v, err = seenOrder(tx, in.ID)
		return err
	})
	return &answer[Order]{Body: orderOf(f.words(ctx), v)}, err
}

func (f *face) tracking(ctx context.Context, who authz.Actor, in *PathID) (*answer[Tracking], error) {
	var v flow.Following
	var seq int64
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		if _, err := order.Find(tx, in.ID); err != nil {
			return err
		}
		if v, err = flow.FollowOrder(tx, in.ID); err != nil {
			return err
		}
		seq, err = order.LastSeq(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	t := Tracking{
		ID: v.ID, Number: textOrNull(v.Number), State: string(v.State), Shop: orderShop(v.Shop), Hub: orderHub(v.Hub), Fulfillment: string(v.Order.Method),
		Address: orderPlace(v.CartView), Window: windowOf(v.Window()), Steps: []TrackingStep{}, Seq: seq,
	}
	for _, s := range v.Steps() {
		t.Steps = append(t.Steps, TrackingStep{Name: s.Name, Done: s.Done, At: s.At, Expected: s.Expected})
	}
	if v.Place != nil {
		lat, lng := v.Place.Degrees()
		t.Courier = &Position{Lat: lat, Lng: lng}
	}
	return &answer[Tracking]{Body: t}, nil
}

func orderOf(words *locale.Printer, v order.OrderView) Order {
	o := Order{
		ID: v.ID, Version: v.Order.Version, Number: textOrNull(v.Number), State: string(v.State), Shop: orderShop(v.Shop), Hub: orderHub(v.Hub), Fulfillment: string(v.Order.Method),
		Customer: orderCustomer(v.Customer), Address: orderPlace(v.CartView), Window: windowOf(v.Window()), PreparationAt: v.PreparationAt, PickupAt: v.PickupAt,
		DropoffAt: v.DropoffAt, Notes: string(v.Notes), Items: orderItems(words, v.CartView), Adjustments: adjustmentsOf(words, v.Cart),
		ItemsTotal: int64(v.ItemsTotal), TaxTotal: int64(v.TaxTotal()), Total: int64(v.Total), PaymentMethod: v.PaymentMethod, CreatedAt: v.Order.CreatedAt,
		Events: []OrderEvent{}, Can: v.Can,
	}
	if v.Courier != "" {
		o.Courier = &v.Courier
	}
	for _, e := range v.Events {
		event := OrderEvent{Type: e.Type, Data: map[string]any{}, At: e.CreatedAt}
		_ = json.Unmarshal(e.Data.V, &event.Data) // an event without data has an empty list, which stays an empty object here
		o.Events = append(o.Events, event)
	}
	return o
}

func cartOf(words *locale.Printer, v order.CartView) Cart {
	return Cart{
		ID: v.ID, Version: v.Order.Version, State: string(v.State), Shop: orderShop(v.Shop), Hub: orderHub(v.Hub), Fulfillment: string(v.Order.Method), Address: orderPlace(v),
		Window: windowOf(v.Window()), Notes: string(v.Notes), Invitation: textOrNull(v.Invitation), Customer: orderCustomer(v.Customer),
		Items: orderItems(words, v), Adjustments: adjustmentsOf(words, v.Cart), ItemsTotal: int64(v.ItemsTotal), TaxTotal: int64(v.TaxTotal()),
		Total: int64(v.Total), Can: []string{}, Problems: []FieldProblem{},
	}
}

func orderShop(v *shop.View) *OrderShop {
	if v == nil {
		return nil
	}
	place := placeOf(v.Address)
	return &OrderShop{ID: v.ID, Name: v.Name, Slug: v.Slug(), Telephone: textOrNull(v.Telephone), Address: &place}
}

func orderHub(v *shop.HubView) *OrderHub {
	if v == nil {
		return nil
	}
	place := placeOf(v.Address)
	return &OrderHub{ID: v.Hub.ID, Name: v.Name, Address: &place}
}

func orderCustomer(p *order.Person) *OrderCustomer {
	if p == nil {
		return nil
	}
	return &OrderCustomer{ID: p.ID, FullName: p.FullName(), Email: p.Email, Telephone: textOrNull(p.Telephone)}
}

func orderPlace(v order.CartView) *Place {
	if v.Address == nil || v.Order.Method != shop.Delivery {
		return nil
	}
	place := placeOf(*v.Address)
	return &place
}

func windowOf(r span.Range) *Window {
	if r.IsZero() {
		return nil
	}
	return &Window{From: r.From, To: r.To}
}

func orderItems(words *locale.Printer, v order.CartView) []OrderItem {
	items := []OrderItem{}
	for _, i := range v.Items {
		item := OrderItem{
			ID: i.ID, ProductID: i.ProductID, Name: labelOf(words, i.Name), Options: []OrderOption{}, Quantity: i.Quantity, UnitPrice: int64(i.UnitPrice), Total: int64(i.Total),
			Unavailable: i.ProductID != nil && v.Off[*i.ProductID],
		}
		if s := v.Vendor(i); v.Hub != nil && s != nil {
			item.Shop = &s.Name
		}
		for _, a := range i.Adjustments {
			if a.Type == order.Modifier {
				item.Options = append(item.Options, OrderOption{Label: labelOf(words, a.Label), Amount: int64(a.Amount)})
			}
		}
		if p := v.Player(i); p != nil && i.PlayerID != nil {
			name := p.FullName()
			item.Player = &name
		}
		items = append(items, item)
	}
	return items
}

func adjustmentsOf(words *locale.Printer, c order.Cart) []Adjustment {
	list := []Adjustment{}
	for _, t := range order.Shown() {
		for _, a := range c.Adjustments {
			if a.Type == t {
				list = append(list, Adjustment{Type: string(t), Label: labelOf(words, a.Label), Amount: int64(a.Amount), InPrice: a.Neutral})
			}
		}
	}
	return list
}

// labelOf gives the words of a label: those of the catalogue when it is a key, itself otherwise.
func labelOf(words *locale.Printer, text string) string {
	if words.Has(text) {
		return words.T(text, nil)
	}
	return text
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }
