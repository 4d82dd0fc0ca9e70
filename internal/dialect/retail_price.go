package dialect

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

func (f *face) pricer() flow.Parcels {
	return flow.Parcels{DB: f.house.DB, Planner: f.house.Planner, Words: f.house.Words}
}

// mayAskPrices: dispatchers, those who hold the role of a store, and integrations with the scope of deliveries.
func mayAskPrices(who authz.Actor) error {
	if who.Is(authz.Dispatcher) || who.Holds(authz.Store) || who.Scoped(authz.Deliveries) {
		return nil
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}

// calculatePrice says what a delivery would cost, and keeps nothing.
func (f *face) calculatePrice(c *web.Call) error {
	if err := mayAskPrices(c.Who); err != nil {
		return err
	}
	e, err := f.askedPrice(c)
	if fail.Has(err, "pricing.price.none") {
		return fail.New(fail.Invalid, "pricing.price.none", "calculation", f.calculation(e.Price.Trace))
	}
	if err != nil {
		return err
	}
	player, err := f.askingPlayer(c)
	if err != nil {
		return err
	}
	tax, amount := e.Tax.Of(e.Price.Total), e.Price.Total
	included := c.Query("tax") != "excluded"
	if !included {
		amount -= tax
	}
	o := Obj("@id", "/api/retail_prices/"+uuid.NewString(), "@type", "RetailPrice", "amount", amount, "currency", strings.ToUpper(f.house.Settings().CurrencyCode),
		"tax", Obj("amount", tax, "included", included), "order", f.pricedOrder(e, player), "calculation", f.calculation(e.Price.Trace))
	return f.item(c, http.StatusOK, "RetailPrice", o)
}

// askedPrice estimates the delivery of a request: a new one, or one that exists as it would be after a change.
func (f *face) askedPrice(c *web.Call) (e flow.Estimate, err error) {
	b, err := bodyOf(c, false)
	if err != nil {
		return e, err
	}
	var id int64
	if err := b.into("id", &id); err != nil {
		return e, err
	}
	if id == 0 {
		in, err := f.parcelIn(c.R.Context(), b)
		if err != nil {
			return e, err
		}
		return f.pricer().Estimate(c.R.Context(), c.Who, in)
	}
	in, err := f.editIn(c.R.Context(), b)
	if err != nil {
		return e, err
	}
	in.DeliveryID = id
	return f.pricer().EstimateEdit(c.R.Context(), c.Who, in)
}

// askingPlayer is the customer who asks, nil for an integration.
func (f *face) askingPlayer(c *web.Call) (any, error) {
	if c.Who.Kind != authz.Person || c.Who.CustomerID == 0 {
		return nil, nil
	}
	customer, err := worked(c, f.read, func(tx *db.Tx) (account.Customer, error) { return account.LoadCustomer(tx, c.Who.CustomerID) })
	return orderCustomer(order.Person{Customer: customer, Username: c.Who.Username}), err
}

// pricedOrder is the order that a delivery would make.
func (f *face) pricedOrder(e flow.Estimate, player any) *Object {
	items := []*Object{}
	for i, l := range e.Lines(f.house.Words()) {
		code := "CPCCL-ODDLVR-" + uuid.NewString()
		items = append(items, Obj("@id", genid(), "@type", "OrderItem", "name", f.label(l.Name), "variantName", l.VariantName, "vendor", nil, "player", player,
			"variant", Obj("@id", genid(), "@type", "ProductVariant", "code", code, "name", l.VariantName), "quantity", 1, "unitPrice", l.UnitPrice,
			"total", e.Price.Items[i].Total, "adjustments", f.itemAdjustments(order.Item{Adjustments: l.Adjustments})))
	}
	return Obj("@id", genid(), "@type", "Order", "items", items, "total", e.Price.Total, "taxTotal", e.Sum(), "shippingAddress", meantAddress(e.Address),
		"paymentGateway", f.gatewayOf(nil))
}

// meantAddress is an address that may not be kept yet.
func meantAddress(a *org.Address) any {
	if a == nil {
		return nil
	}
	o := addressObject(*a)
	if a.ID == 0 {
		o.Set("@id", genid())
	}
	return o
}

// calculation is how a price was found: for each task, then for the order, which rules were looked at and which of them held.
func (f *face) calculation(t pricing.Trace) *Object {
	items := []*Object{}
	for _, pass := range t.Passes {
		rules := []*Object{}
		for _, tried := range pass.Rules {
			rules = append(rules, f.triedRule(tried))
		}
		for _, tried := range pass.Supplements {
			rules = append(rules, f.triedRule(*tried))
		}
		items = append(items, Obj("target", pass.Target, "rules", rules))
	}
	return Obj("ruleSet", iri("pricing_rule_sets", t.RuleSet), "strategy", t.Strategy, "items", items)
}

func (f *face) triedRule(t pricing.Tried) *Object {
	r := ruleObject(t.Rule).Only("@id", "@type", "id", "target", "expression", "price", "position")
	return Obj("rule", r.Set("name", t.Rule.Label(f.house.Words())), "matched", t.Matched)
}
