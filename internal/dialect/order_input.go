package dialect

import (
	"encoding/json"
	"strconv"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// cartFields reads what PUT /orders/{id} and POST /orders take. It asks the geocoder, so it must be called before a unit of work.
func (f *face) cartFields(c *web.Call, b body) (in order.UpdateCartIn, err error) {
	if b.has("restaurant") {
		id, err := b.relation("restaurant", "restaurants")
		if err != nil {
			return in, err
		}
		if id != 0 {
			in.RestaurantID = &id
		}
	}
	if in.Address, err = f.addressIn(c.R.Context(), b["shippingAddress"]); err != nil {
		return in, err
	}
	in.NoAddress = b.has("shippingAddress") && b.isNull("shippingAddress")
	if in.Window, err = f.cartWindow(b); err != nil {
		return in, err
	}
	for key, into := range map[string]any{"notes": &in.Notes, "fulfillmentMethod": &in.Method, "reusablePackagingEnabled": &in.ReusablePackaging} {
		if err := b.into(key, into); err != nil {
			return in, err
		}
	}
	if b.has("promotionCoupon") {
		in.Coupon = new(string)
		if err := b.into("promotionCoupon", in.Coupon); err != nil {
			return in, err
		}
	}
	if b.isNull("notes") {
		in.Notes = new(string)
	}
	var items []body
	if err := b.into("items", &items); err != nil {
		return in, err
	}
	for _, item := range items {
		if !item.has("product") || item.isNull("product") {
			continue
		}
		read, err := itemIn(item, 0)
		if err != nil {
			return in, err
		}
		in.Items = append(in.Items, read)
	}
	return in, nil
}

// knownCoupon leaves out a coupon that cannot be had: clients of the contract are not told.
func knownCoupon(tx *db.Tx, in *order.UpdateCartIn, customerID *int64) error {
	if in.Coupon == nil || *in.Coupon == "" {
		return nil
	}
	_, ok, err := promotion.FindCoupon(tx, promotion.OfferIn{CustomerID: customerID, Coupon: *in.Coupon})
	if !ok {
		in.Coupon = nil
	}
	return err
}

const aroundShippedAt = 5 * time.Minute

// cartWindow reads the range, and shippedAt, its legacy, which wins. nil: neither was sent.
func (f *face) cartWindow(b body) (*span.Range, error) {
	var window *span.Range
	if b.has("shippingTimeRange") {
		r, err := f.window(b["shippingTimeRange"])
		if err != nil {
			return nil, err
		}
		window = &r
	}
	if b.has("shippedAt") && !b.isNull("shippedAt") {
		text, err := b.text("shippedAt")
		if err != nil {
			return nil, err
		}
		at, err := f.moment(text)
		if err != nil {
			return nil, err
		}
		window = &span.Range{From: at.Add(-aroundShippedAt), To: at.Add(aroundShippedAt)}
	}
	return window, nil
}

// itemIn reads a product with its quantity and options. The product is a code, an IRI, or an object with @id.
func itemIn(b body, quantity int64) (order.ItemIn, error) {
	in := order.ItemIn{Quantity: quantity}
	if err := b.into("quantity", &in.Quantity); err != nil {
		return in, err
	}
	if json.Unmarshal(b["product"], &in.Code) != nil {
		id, err := b.relation("product", "products")
		if err != nil {
			return in, err
		}
		in.ProductID = id
	} else if id := idOf("products", in.Code); id != 0 {
		in.ProductID = id
	}
	var err error
	in.Choices, err = choicesIn(b)
	return in, err
}

// choicesIn reads options: codes alone, or objects with code and quantity.
func choicesIn(b body) ([]shop.Choice, error) {
	var raw []json.RawMessage
	if err := b.into("options", &raw); err != nil {
		return nil, err
	}
	var choices []shop.Choice
	for _, r := range raw {
		choice := shop.Choice{Quantity: 1}
		if json.Unmarshal(r, &choice.Code) != nil {
			var o struct {
				Code     string
				Quantity int64
			}
			if err := json.Unmarshal(r, &o); err != nil {
				return nil, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", "options")
			}
			choice = shop.Choice{Code: o.Code, Quantity: o.Quantity}
		}
		choices = append(choices, choice)
	}
	return choices, nil
}

// tipIn reads an amount that may be written as a text.
func tipIn(b body) (int64, error) {
	var amount int64
	if json.Unmarshal(b["tipAmount"], &amount) == nil && !b.isNull("tipAmount") && b.has("tipAmount") {
		return amount, nil
	}
	var text string
	if json.Unmarshal(b["tipAmount"], &text) == nil {
		if amount, err := strconv.ParseInt(text, 10, 64); err == nil {
			return amount, nil
		}
	}
	return 0, fail.New(fail.Invalid, "request.wrong_type", "field", "tipAmount")
}
