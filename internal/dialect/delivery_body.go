package dialect

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

// deliveryIn reads a delivery from a request.
func (f *face) deliveryIn(c *web.Call) (flow.ParcelIn, error) {
	b, err := bodyOf(c, false)
	if err != nil {
		return flow.ParcelIn{}, err
	}
	return f.parcelIn(c.R.Context(), b)
}

// rawDelivery reads a delivery and gives what was sent, too.
func (f *face) rawDelivery(c *web.Call) (in flow.ParcelIn, raw json.RawMessage, err error) {
	if err := acceptable(c.R.Header.Get("Content-Type")); err != nil {
		return in, nil, err
	}
	if raw, err = io.ReadAll(c.R.Body); err != nil {
		return in, nil, err
	}
	in, err = f.storedDelivery(c.R.Context(), raw)
	return in, raw, err
}

// storedDelivery reads a delivery that was kept as it came.
func (f *face) storedDelivery(ctx context.Context, raw json.RawMessage) (flow.ParcelIn, error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return flow.ParcelIn{}, fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	return f.parcelIn(ctx, b)
}

// mostStops bounds a delivery: nobody rides more in one.
const mostStops = 200

// parcelIn reads a delivery: a pick-up and a drop-off, or a list of tasks, which wins. It asks the geocoder.
func (f *face) parcelIn(ctx context.Context, b body) (in flow.ParcelIn, err error) {
	if in.StoreID, err = b.relation("store", "stores"); err != nil {
		return in, err
	}
	in.StoreNamed = in.StoreID != 0
	tasks, err := b.tasks()
	if err != nil {
		return in, err
	}
	if len(tasks) > mostStops {
		return in, fail.At("tasks", "delivery.tasks.too_many", "most", mostStops)
	}
	for _, t := range tasks {
		stop, err := f.stopIn(ctx, t)
		if err != nil {
			return in, err
		}
		in.Stops = append(in.Stops, stop)
	}
	if err := b.ontoFirstDrop(in.Stops); err != nil {
		return in, err
	}
	return in, b.orderIn(&in)
}

// tasks are the bodies of the stops in their order, with their types.
func (b body) tasks() ([]body, error) {
	var list []body
	if err := b.into("tasks", &list); err != nil || len(list) > 0 {
		return list, err
	}
	for _, end := range []struct{ key, kind string }{{"pickup", `"PICKUP"`}, {"dropoff", `"DROPOFF"`}} {
		var t body
		if err := b.into(end.key, &t); err != nil {
			return nil, err
		}
		if t == nil {
			t = body{}
		}
		t["type"] = json.RawMessage(end.kind)
		list = append(list, t)
	}
	return list, nil
}

func (f *face) stopIn(ctx context.Context, b body) (s flow.StopIn, err error) {
	s.Type = delivery.Dropoff
	kind, err := b.text("type")
	if err != nil {
		return s, err
	}
	if kind != "" {
		s.Type = delivery.Type(strings.ToUpper(kind))
	}
	if s.Type != delivery.Pickup && s.Type != delivery.Dropoff {
		return s, fail.At("type", "value.choice")
	}
	edit := delivery.EditTaskIn{}
	if err := f.windowIn(b, &edit); err != nil {
		return s, err
	}
	give(&s.After, edit.After)
	give(&s.Before, edit.Before)
	for key, to := range map[string]any{"comments": &s.Comments, "doorstep": &s.Doorstep, "weight": &s.Weight, "timeSlotUrl": &s.TimeSlot} {
		if err := b.into(key, to); err != nil {
			return s, err
		}
	}
	if s.Weight != nil && *s.Weight == 0 { // as if nobody had said it
		s.Weight = nil
	}
	if s.Tags, err = b.slugs("tags"); err != nil {
		return s, err
	}
	if s.Metadata, err = b.pairs("metadata"); err != nil {
		return s, err
	}
	if s.Packages, err = b.packages(); err != nil {
		return s, err
	}
	s.Address, err = f.stopAddress(ctx, b)
	return s, err
}

// stopAddress is the address of a stop; a position beside it wins over what would be looked up.
func (f *face) stopAddress(ctx context.Context, b body) (*org.AddressIn, error) {
	position, err := positionIn(b)
	if err != nil || position == nil {
		in, err := f.addressIn(ctx, emptyAsNull(b["address"]))
		return anyPhone(in), err
	}
	raw := b["address"]
	var text string
	if json.Unmarshal(raw, &text) == nil && idOf("addresses", text) == 0 {
		return &org.AddressIn{StreetAddress: &text, Position: position}, nil
	}
	var given body
	if json.Unmarshal(raw, &given) != nil || given == nil {
		given = body{}
	}
	in, err := addressFields(given)
	in.Position = position
	return anyPhone(&in), err
}

func emptyAsNull(raw json.RawMessage) json.RawMessage {
	if string(raw) == `""` || string(raw) == "[]" {
		return nil
	}
	return raw
}

// anyPhone keeps telephone numbers that nobody can have, as integrations expect.
func anyPhone(in *org.AddressIn) *org.AddressIn {
	if in != nil {
		in.AnyPhone = true
	}
	return in
}

// slugs reads tags: slugs, objects with a slug, or one text of them.
func (b body) slugs(key string) ([]string, error) {
	var text string
	if json.Unmarshal(b[key], &text) == nil {
		return strings.Fields(text), nil
	}
	var list []json.RawMessage
	if err := b.into(key, &list); err != nil {
		return nil, err
	}
	var slugs []string
	for _, raw := range list {
		var o struct{ Slug string }
		if json.Unmarshal(raw, &text) == nil {
			o.Slug = text
		} else if err := json.Unmarshal(raw, &o); err != nil {
			return nil, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", key)
		}
		slugs = append(slugs, o.Slug)
	}
	return slugs, nil
}

// pairs reads a map: an object, or "k=v k2=v2".
func (b body) pairs(key string) (map[string]any, error) {
	all := map[string]any{}
	var text string
	if json.Unmarshal(b[key], &text) == nil {
		for _, word := range strings.Fields(text) {
			if k, v, ok := strings.Cut(word, "="); ok {
				all[k] = v
			}
		}
		return all, nil
	}
	var list []any // an empty map may come as an empty list
	if json.Unmarshal(b[key], &list) == nil {
		return all, nil
	}
	return all, b.into(key, &all)
}

// packages reads packages; a quantity may be written as a text.
func (b body) packages() ([]flow.PackagesIn, error) {
	var list []struct {
		Type     string          `json:"type"`
		Quantity json.RawMessage `json:"quantity"`
	}
	if err := b.into("packages", &list); err != nil {
		return nil, err
	}
	var packages []flow.PackagesIn
	for _, p := range list {
		n, err := wholeOf(p.Quantity)
		if err != nil || n < 0 || n > mostPackages {
			return nil, fail.New(fail.Invalid, "request.wrong_type", "field", "packages")
		}
		packages = append(packages, flow.PackagesIn{Name: p.Type, Quantity: n})
	}
	return packages, nil
}

const mostPackages = 10_000

// wholeOf reads a whole number, or a text that is one; missing or null is 0.
func wholeOf(raw json.RawMessage) (n int64, err error) {
	if len(raw) == 0 || string(raw) == "null" {
		return 0, nil
	}
	text := strings.Trim(string(raw), `" `)
	err = json.Unmarshal([]byte(text), &n)
	return n, err
}

// ontoFirstDrop puts the weight and packages of the whole delivery, the old way to write them, onto its first drop-off.
func (b body) ontoFirstDrop(stops []flow.StopIn) error {
	for i := range stops {
		if stops[i].Type == delivery.Dropoff {
			return b.ontoStop(&stops[i])
		}
	}
	return nil
}

func (b body) ontoStop(s *flow.StopIn) error {
	var weight int64
	if err := b.into("weight", &weight); err != nil {
		return err
	}
	packages, err := b.packages()
	if err != nil {
		return err
	}
	if weight != 0 {
		s.Weight = &weight
	}
	s.Packages = append(s.Packages, packages...)
	return nil
}

// orderIn reads what is said of the price.
func (b body) orderIn(in *flow.ParcelIn) error {
	var o body
	if err := b.into("order", &o); err != nil || o == nil {
		return err
	}
	var supplements []body
	if err := o.into("manualSupplements", &supplements); err != nil {
		return err
	}
	for _, s := range supplements {
		path, err := s.text("pricingRule")
		if err != nil {
			return err
		}
		quantity, err := wholeOf(s["quantity"])
		if err != nil || quantity < 0 {
			return fail.New(fail.Invalid, "request.wrong_type", "field", "quantity")
		}
		in.Supplements = append(in.Supplements, pricing.Supplement{RuleID: idOf("pricing_rules", path), Quantity: max(1, quantity)})
	}
	method, err := o.text("paymentMethod")
	if err != nil {
		return err
	}
	if method != "" && method != "cash_on_delivery" {
		return fail.New(fail.Invalid, "order.payment_method.invalid")
	}
	in.Cash = method != ""
	if err := o.into("isSavedOrder", &in.Keep); err != nil {
		return err
	}
	var fixed *struct {
		VariantPrice money.Amount `json:"variantPrice"`
		VariantName  string       `json:"variantName"`
	}
	if err := o.into("arbitraryPrice", &fixed); err != nil || fixed == nil {
		return err
	}
	if fixed.VariantPrice < 0 || fixed.VariantPrice > mostPrice {
		return fail.At("order.arbitraryPrice.variantPrice", "value.invalid")
	}
	in.Fixed = &flow.FixedPrice{Name: strings.TrimSpace(fixed.VariantName), Amount: fixed.VariantPrice}
	return nil
}

// mostPrice bounds what somebody may fix as a price: a million.
const mostPrice = 100_000_000
