package dialect

import (
	"net/http"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

// createDelivery makes a delivery, its tasks and its order, priced by its store's list.
func (f *face) createDelivery(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in, err := f.parcelIn(c.R.Context(), b)
	if err != nil {
		return err
	}
	made, err := f.ordered(c, b, in)
	if err != nil {
		return err
	}
	o, err := f.handedOver(c, b, made.ID)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Delivery", o)
}

// ordered makes a delivery with its order, and, where a dispatcher says by which rule it comes again, that rule. What is no rule is ignored.
func (f *face) ordered(c *web.Call, b body, in flow.ParcelIn) (delivery.Made, error) {
	text, err := b.text("rrule")
	if err != nil {
		return delivery.Made{}, err
	}
	if rule, err := recurrence.Normal(text); err == nil && c.Who.Is(authz.Dispatcher) && in.StoreID != 0 {
		return f.subscribed(c, in, rule)
	}
	made, err := f.pricer().Order(c.R.Context(), c.Who, in)
	return made, wholePhone(err)
}

// offerPrice offers the caller's store a price for a delivery.
func (f *face) offerPrice(c *web.Call) error {
	if !c.Who.Is(authz.Admin) && !c.Who.Holds(authz.Store) && !c.Who.Scoped(authz.Deliveries) {
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	in, raw, err := f.rawDelivery(c)
	if err != nil {
		return err
	}
	q, err := f.pricer().Offer(c.R.Context(), c.Who, in, raw)
	if err != nil {
		return err
	}
	o := Obj("@id", iri("delivery_quotes", q.ID), "@type", "DeliveryQuote", "amount", q.Amount, "currency", strings.ToUpper(f.house.Settings().CurrencyCode),
		"expiresAt", f.at(q.ExpiresAt.Time))
	return f.item(c, http.StatusCreated, "DeliveryQuote", o)
}

// takeQuote makes the delivery that a price was offered for.
func (f *face) takeQuote(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	q, err := worked(c, f.read, func(tx *db.Tx) (store.Quote, error) { return store.QuoteForTaking(tx, id) })
	if err != nil {
		return err
	}
	if q.State == store.Open {
		in, err := f.storedDelivery(c.R.Context(), q.Payload.V)
		if err != nil {
			return err
		}
		if q, err = f.pricer().Take(c.R.Context(), c.Who, q, in); err != nil {
			return err
		}
	}
	o := Obj("@id", c.R.URL.Path, "@type", "DeliveryQuote", "delivery", maybeIRI("deliveries", q.DeliveryID))
	return f.item(c, http.StatusOK, "DeliveryQuote", o)
}
