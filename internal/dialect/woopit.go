package dialect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/web"
)

func (f *face) woopitEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/woopit/quotes", Access: web.Known, Serve: noItem},
		{Pattern: "POST /api/woopit/quotes", Access: web.Known, Phased: true, Serve: f.woopitQuote},
		{Pattern: "POST /api/woopit/deliveries", Access: web.Known, Phased: true, Serve: f.woopitOrder},
		{Pattern: "PATCH /api/woopit/deliveries/{id}", Access: web.Known, Phased: true, Serve: f.woopitEdit},
		{Pattern: "DELETE /api/woopit/deliveries/{id}", Access: web.Known, Phased: true, Serve: f.woopitCancel},
	}
}

// woopitRequest is a delivery as Woopit sends it, as far as it is read.
type woopitRequest struct {
	QuoteID  string `json:"quoteId"`
	Retailer struct {
		Store struct {
			ID string `json:"id"`
		} `json:"store"`
	} `json:"retailer"`
	Picking  woopitStop        `json:"picking"`
	Delivery woopitStop        `json:"delivery"`
	Packages []partner.Package `json:"packages"`
}

type woopitStop struct {
	Location *woopitPlace `json:"location"`
	Address  *woopitPlace `json:"address"` // what the location is called when a delivery changes
	Contact  *struct {
		FirstName string `json:"firstName"`
		LastName  string `json:"lastName"`
		Phone     string `json:"phone"`
	} `json:"contact"`
	Interval woopitIntervals `json:"interval"`
}

type woopitPlace struct {
	Line1    string `json:"addressLine1"`
	Line2    string `json:"addressLine2"`
	Postcode string `json:"postalCode"`
	City     string `json:"city"`
	Floor    any    `json:"floor"`
	DoorCode any    `json:"doorCode"`
	Comment  string `json:"comment"`
}

type woopitInterval struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// woopitIntervals is a list of windows, or one by itself.
type woopitIntervals []woopitInterval

// UnmarshalJSON reads either.
func (w *woopitIntervals) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		*w = make(woopitIntervals, 1)
		return json.Unmarshal(raw, &(*w)[0])
	}
	return json.Unmarshal(raw, (*[]woopitInterval)(w))
}

// words tell how to find somebody.
func (p woopitPlace) words() string {
	var parts []string
	for _, part := range []struct {
		head  string
		value any
	}{{"", p.Line2}, {"Floor ", p.Floor}, {"Door code ", p.DoorCode}, {"", p.Comment}} {
		if part.value != nil && part.value != "" {
			parts = append(parts, part.head+fmt.Sprint(part.value))
		}
	}
	return strings.Join(parts, " | ")
}

func woopitBody(c *web.Call) (in woopitRequest, raw json.RawMessage, err error) {
	if err := acceptable(c.R.Header.Get("Content-Type")); err != nil {
		return in, nil, err
	}
	if raw, err = io.ReadAll(c.R.Body); err != nil {
		return in, nil, err
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return in, nil, fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	if len(in.Packages) > mostStops {
		return in, nil, fail.New(fail.Invalid, "delivery.tasks.too_many", "most", mostStops)
	}
	return in, raw, nil
}

func (f *face) woopitIn(c *web.Call) (in flow.WoopitIn, r woopitRequest, err error) {
	r, raw, err := woopitBody(c)
	if err != nil {
		return in, r, err
	}
	pick, err := f.woopitStopIn(c.R.Context(), r.Picking)
	if err != nil {
		return in, r, err
	}
	drop, err := f.woopitStopIn(c.R.Context(), r.Delivery)
	if err != nil {
		return in, r, err
	}
	pick.Type, drop.Type = delivery.Pickup, delivery.Dropoff
	return flow.WoopitIn{Store: r.Retailer.Store.ID, Packages: r.Packages, Parcel: flow.ParcelIn{Stops: []flow.StopIn{pick, drop}}, Asked: raw}, r, nil
}

// woopitStopIn reads a stop. What Woopit did not say stays empty.
func (f *face) woopitStopIn(ctx context.Context, s woopitStop) (in flow.StopIn, err error) {
	place := s.Location
	if place == nil {
		place = s.Address
	}
	address := org.AddressIn{}
	if place != nil {
		street, words := fmt.Sprintf("%s %s %s", place.Line1, place.Postcode, place.City), place.words()
		found, err := f.located(ctx, org.AddressIn{StreetAddress: &street}, true)
		if err != nil {
			return in, err
		}
		address = *found
		address.Description = &words
	}
	if s.Contact != nil {
		name := strings.TrimSpace(s.Contact.FirstName + " " + s.Contact.LastName)
		phone, err := org.ParsePhone(s.Contact.Phone, "") // international: no country is the caller's own
		if err != nil {
			return in, fail.New(fail.Invalid, "phone.unreadable")
		}
		text := string(phone)
		address.ContactName, address.Telephone = &name, &text
	}
	if place != nil || s.Contact != nil {
		in.Address = &address
	}
	if len(s.Interval) == 0 {
		return in, nil
	}
	if in.After, err = f.moment(s.Interval[0].Start); err != nil {
		return in, err
	}
	in.Before, err = f.moment(s.Interval[0].End)
	return in, err
}

// refusedByUs answers Woopit that a delivery is not taken; another error is given back.
func (f *face) refusedByUs(c *web.Call, err error) error {
	var no *partner.Refusal
	if !errors.As(err, &no) {
		return err
	}
	o := Obj("reasons", []partner.Reason{no.Reason})
	if no.Comment != "" {
		o.Set("comment", no.Comment)
	}
	if no.Unpriced {
		return f.woopitJSON(c, http.StatusBadRequest, o)
	}
	return f.woopitJSON(c, http.StatusAccepted, o)
}

func (f *face) woopitQuote(c *web.Call) error {
	in, _, err := f.woopitIn(c)
	if err != nil {
		return err
	}
	o, err := f.pricer().OfferWoopit(c.R.Context(), c.Who, in)
	if err != nil {
		return f.refusedByUs(c, err)
	}
	id, err := f.woopitID(o.QuoteID)
	if err != nil {
		return err
	}
	price := Obj("taxExcludedAmount", euros(o.Included-o.Tax), "taxIncludedAmount", euros(o.Included), "taxAmount", euros(o.Tax),
		"currency", strings.ToUpper(f.house.Settings().CurrencyCode))
	return f.woopitJSON(c, http.StatusCreated, []*Object{Obj("quoteId", id, "price", price, "vehicleType", "VEHICLE_TYPE_BIKE")})
}

func euros(a money.Amount) float64 { return float64(a) / 100 }

func (f *face) woopitID(id int64) (string, error) {
	return delivery.ShortID(f.house.Settings().PublicIDSalt, delivery.FormIDLength, id)
}

func (f *face) woopitOrder(c *web.Call) error {
	in, r, err := f.woopitIn(c)
	if err != nil {
		return err
	}
	quote, _ := delivery.OfShortID(f.house.Settings().PublicIDSalt, delivery.FormIDLength, r.QuoteID)
	id, err := f.pricer().OrderWoopit(c.R.Context(), c.Who, in, quote)
	if err != nil {
		return f.refusedByUs(c, err)
	}
	o, err := f.woopitDelivery(c, id)
	if err != nil {
		return err
	}
	return f.woopitJSON(c, http.StatusCreated, o)
}

// woopitDelivery lists the parcels of a delivery, a kind each, and the labels, one a unit.
func (f *face) woopitDelivery(c *web.Call, id int64) (*Object, error) {
	public, err := f.woopitID(id)
	if err != nil {
		return nil, err
	}
	carried, err := worked(c, f.read, func(tx *db.Tx) (list []delivery.Parcel, err error) {
		tasks, err := delivery.TasksOf(tx, id)
		if err != nil {
			return nil, err
		}
		for _, t := range tasks {
			parcels, err := delivery.ParcelsOf(tx, []int64{t.ID})
			if err != nil {
				return nil, err
			}
			list = append(list, parcels[t.ID]...)
		}
		return list, nil
	})
	if err != nil {
		return nil, err
	}
	parcels, labels := []*Object{}, []*Object{}
	for _, p := range carried {
		name := fmt.Sprintf("pkg_%d", p.ID)
		parcels = append(parcels, Obj("id", name))
		for i, url := range f.painter(c).unitLabels(p) {
			labels = append(labels, Obj("id", fmt.Sprintf("lbl_%d_%d", p.ID, p.First+int64(i)), "type", "url", "mode", "pdf", "value", url, "parcelId", name))
		}
	}
	return Obj("deliveryId", public, "parcels", parcels, "labels", labels), nil
}

// woopitJSON answers as Woopit reads: plain JSON alone.
func (f *face) woopitJSON(c *web.Call, status int, document any) error {
	body, err := encode(document)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body) // an error means that the caller went away
	return nil
}

// woopitPath finds the delivery that a path names.
func (f *face) woopitPath(c *web.Call) (int64, error) {
	id, ok := delivery.OfShortID(f.house.Settings().PublicIDSalt, delivery.FormIDLength, c.Path("id"))
	if !ok {
		return 0, fail.New(fail.NotFound, "row.not_found")
	}
	return id, nil
}

func (f *face) woopitEdit(c *web.Call) error {
	id, err := f.woopitPath(c)
	if err != nil {
		return err
	}
	r, _, err := woopitBody(c)
	if err != nil {
		return err
	}
	in := flow.EditParcelIn{DeliveryID: id}
	for _, end := range []struct {
		is  delivery.Type
		its woopitStop
	}{{delivery.Pickup, r.Picking}, {delivery.Dropoff, r.Delivery}} {
		stop, err := f.woopitStopIn(c.R.Context(), end.its)
		if err != nil {
			return err
		}
		in.Stops = append(in.Stops, flow.StopEdit{StopIn: stop, End: end.is})
	}
	if err := f.pricer().EditWoopit(c.R.Context(), c.Who, in, r.Packages); err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}

func (f *face) woopitCancel(c *web.Call) error {
	id, err := f.woopitPath(c)
	if err != nil {
		return err
	}
	if err := f.pricer().CancelWoopit(c.R.Context(), c.Who, id); err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}
