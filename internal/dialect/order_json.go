package dialect

import (
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

const orderType = "http://schema.org/Order"

// cartObject is an order in the cart shape.
func (f *face) cartObject(v order.CartView) *Object {
	var customer, restaurant any
	if v.Customer != nil {
		customer = iri("customers", v.Customer.ID)
	}
	if v.Shop != nil {
		restaurant = iri("restaurants", v.Shop.ID)
	}
	var address any
	if v.Address != nil {
		address = addressObject(*v.Address).Only("@id", "@type", "geo", "streetAddress", "telephone")
	}
	o := Obj("@id", iri("orders", v.ID), "@type", orderType, "customer", customer, "restaurant", restaurant, "shippingAddress", address,
		"shippedAt", f.at(v.Window().Middle().Time), "shippingTimeRange", f.range2(v.Window()), "reusablePackagingEnabled", v.ReusablePackaging,
		"reusablePackagingQuantity", v.Boxes, "notes", v.Notes, "items", f.itemObjects(v, playerRef), "itemsTotal", v.ItemsTotal, "total", v.Total,
		"adjustments", f.adjustmentsObject(v), "fulfillmentMethod", v.Method, "invitation", v.Invitation, "paymentGateway", f.gatewayOf(v.Shop),
		"hasEdenredCredentials", vouchers(v.Customer))
	return f.withBoxChoice(o, v)
}

// orderObject is an order in the full shape.
func (f *face) orderObject(c *web.Call, v order.OrderView) *Object {
	var customer, restaurant, seller, address any
	if v.Customer != nil {
		customer = orderCustomer(*v.Customer)
	}
	if v.Shop != nil {
		restaurant = f.sellerObject(c, *v.Shop)
		seller = restaurant
	}
	if v.Hub != nil {
		seller = Obj("@id", iri("hubs", v.Hub.ID), "@type", "Hub", "name", v.Hub.Name, "address", addressObject(v.Hub.Address))
	}
	if v.Address != nil && v.Method == shop.Delivery {
		address = addressObject(*v.Address)
	}
	o := Obj("@id", iri("orders", v.ID), "@type", orderType, "customer", customer, "vendor", seller, "restaurant", restaurant,
		"shippingAddress", address, "shippedAt", f.at(v.Window().Middle().Time), "shippingTimeRange", f.range2(v.Window()),
		"reusablePackagingEnabled", v.ReusablePackaging, "reusablePackagingQuantity", v.Boxes, "takeaway", v.Method == shop.Collection, "id", v.ID,
		"number", v.Number, "notes", v.Notes, "items", f.itemObjects(v.CartView, playerObject), "itemsTotal", v.ItemsTotal, "total", v.Total,
		"taxTotal", v.TaxTotal(), "state", v.State, "createdAt", f.at(v.CreatedAt.Time), "preparationExpectedAt", f.at(v.PreparationAt.Time),
		"pickupExpectedAt", f.at(v.PickupAt.Time), "preparationTime", v.PreparationTime, "shippingTime", v.ShippingTime,
		"adjustments", f.adjustmentsObject(v.CartView), "paymentMethod", v.PaymentMethod, "hasReceipt", v.Invoiced, "assignedTo", org.Text(v.Courier),
		"invitation", v.Invitation, "events", f.orderEvents(v.Events), "paymentGateway", f.gatewayOf(v.Shop), "hasEdenredCredentials", vouchers(v.Customer))
	return f.withBoxChoice(o, v.CartView)
}

// withBoxChoice adds what a customer can ask for besides: boxes that come back, with their deposit.
func (f *face) withBoxChoice(o *Object, v order.CartView) *Object {
	if v.Deposit == nil {
		return o
	}
	words := f.house.Words()
	description := words.T("order.boxes.wanted", nil)
	if *v.Deposit > 0 {
		description = words.T("order.boxes.wanted_for", locale.Args{"deposit": words.Money(int64(*v.Deposit))})
	}
	return o.Set("potentialAction", []*Object{Obj("@context", "http://schema.org", "@type", "EnableReusablePackagingAction",
		"actionStatus", "PotentialActionStatus", "description", description)})
}

// orderRow is an order in the list shape.
func (f *face) orderRow(r order.Row) *Object {
	client := maybeIRI("restaurants", r.RestaurantID)
	if r.StoreID != nil {
		client = iri("stores", *r.StoreID)
	}
	return Obj("@id", iri("orders", r.ID), "@type", orderType, "shippingAddress", maybeIRI("addresses", r.ShippingAddressID),
		"shippingTimeRange", f.range2(r.Window()), "number", r.Number, "total", r.Total, "state", r.State, "createdAt", f.at(r.CreatedAt.Time),
		"client", client, "paymentGateway", payment.GatewayOf(f.house.Settings()), "assignedTo", org.Text(r.Courier))
}

// range2 writes a time range as its two ends, null for none.
func (f *face) range2(r span.Range) any {
	if r.IsZero() {
		return nil
	}
	return []any{f.at(r.From.Time), f.at(r.To.Time)}
}

func orderCustomer(p order.Person) *Object {
	tags := p.Tags.V
	if tags == nil {
		tags = []string{}
	}
	return customerObject(p.Customer, p.Username).Set("tags", tags)
}

func playerRef(p order.Person) *Object {
	return Obj("@id", iri("customers", p.ID), "@type", "Customer")
}

func playerObject(p order.Person) *Object { return orderCustomer(p) }

func (f *face) sellerObject(c *web.Call, v shop.View) *Object {
	return f.restaurantObject(c, v).Only("@id", "@type", "name", "image", "bannerImage", "address", "telephone", "loopeatEnabled", "loopeatMandatory",
		"isOpen", "nextOpeningDate", "tags", "badges")
}

func (f *face) itemObjects(v order.CartView, player func(order.Person) *Object) []*Object {
	list := []*Object{}
	for _, i := range v.Items {
		var vendor, who any
		if s := v.Vendor(i); s != nil {
			vendor = Obj("@id", iri("restaurants", s.ID), "name", s.Name)
		}
		if p := v.Player(i); p != nil {
			who = player(*p)
		}
		list = append(list, Obj("@id", iri("orders", v.ID)+iri("items", i.ID)[len("/api"):], "@type", "OrderItem", "id", i.ID, "quantity", i.Quantity,
			"unitPrice", i.UnitPrice, "total", i.Total, "name", f.label(i.Name), "variantName", i.VariantName, "adjustments", f.itemAdjustments(i),
			"vendor", vendor, "player", who))
	}
	return list
}

// itemAdjustments has only the types that the line has; a line without any has an empty list.
func (f *face) itemAdjustments(i order.Item) any {
	if len(i.Adjustments) == 0 {
		return []any{}
	}
	o := Obj()
	for _, a := range i.Adjustments {
		list, _ := o.At(string(a.Type)).([]*Object)
		o.Set(string(a.Type), append(list, Obj("label", f.label(a.Label), "amount", a.Amount)))
	}
	return o
}

func (f *face) adjustmentsObject(v order.CartView) *Object {
	o := Obj()
	for _, t := range order.Shown() {
		list := []*Object{}
		for _, a := range v.Adjustments {
			if a.Type == t {
				list = append(list, Obj("id", a.ID, "label", f.label(a.Label), "amount", a.Amount))
			}
		}
		o.Set(string(t), list)
	}
	return o
}

// label gives the words of a label: those of the catalogue when it is a key, itself otherwise.
func (f *face) label(text string) string {
	if words := f.house.Words(); words.Has(text) {
		return words.T(text, nil)
	}
	return text
}

func (f *face) orderEvents(events []order.Entry) []*Object {
	list := []*Object{}
	for _, e := range events {
		list = append(list, Obj("type", e.Type, "data", e.Data.V, "createdAt", f.at(e.CreatedAt.Time)))
	}
	return list
}

// gatewayOf is who takes the money: the restaurant's own Paygreen shop where the co-op uses it, else what the country has.
func (f *face) gatewayOf(v *shop.View) string {
	s := f.house.Settings()
	if v != nil && v.Options.V.PaygreenShopID != "" && s.PaygreenPublicKey != "" {
		return "paygreen"
	}
	return string(payment.GatewayOf(s))
}

// timingObject is when a basket can be there, without JSON-LD.
func (f *face) timingObject(t order.Timing) *Object {
	ranges, choices := []any{}, []any{}
	for _, r := range t.Ranges {
		ranges = append(ranges, f.range2(r))
		choices = append(choices, f.at(r.Middle().Time))
	}
	first := t.First
	return Obj("behavior", t.Behavior, "preparation", shop.FormatDuration(t.Preparation), "shipping", shop.FormatDuration(t.Shipping),
		"asap", f.at(first.Range.Middle().Time), "range", f.range2(first.Range), "today", first.Today, "fast", first.To <= 45,
		"diff", diffOf(first), "ranges", ranges, "choices", choices)
}
