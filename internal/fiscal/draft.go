package fiscal

import (
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// draft writes down what an order says: each line with its taxes, what the order itself adds, and who sells and buys.
func (h House) draft(tx *db.Tx, v order.OrderView) (d draft, err error) {
	s := h.Settings()
	restaurant := int64(0)
	if v.RestaurantID != nil {
		restaurant = *v.RestaurantID
	}
	language := ""
	if v.Customer != nil {
		language = string(v.Customer.Language)
	}
	w := writing{words: h.Words(language)}
	if w.rates, err = ratesByCode(tx); err != nil {
		return d, err
	}
	i := facturx.Invoice{Kind: facturx.Bill, Language: w.words.Language(), Currency: s.Currency(), Order: string(v.Number)}
	issuer, seller, err := sellerOf(tx, restaurant, s)
	if err != nil {
		return d, err
	}
	i.Seller, i.Buyer = seller, w.buyer(v, strings.ToUpper(s.Country))
	if issuer != Coop {
		i.Notes = append(i.Notes, w.words.T("invoice.note.mandate", locale.Args{"coop": s.BrandName, "seller": seller.Name}))
	}
	i.Lines = w.lines(v)
	i.Sum()
	if off := v.Total - i.Total; off != 0 { // an order that a discount makes cheaper than nothing costs nothing
		i.Lines = append(i.Lines, facturx.Line{Name: w.words.T("invoice.adjusted", nil), Quantity: 1, Total: off, Exempt: w.words.T("invoice.exempt.discount", nil)})
		i.Sum()
	}
	if at := v.When("order:fulfilled").CreatedAt; !at.IsZero() {
		i.Delivered = span.DayOf(at.Time, s.Zone())
	}
	i.Paid, i.Means, err = paid(tx, v)
	return draft{issuer: issuer, order: v.Order, content: i}, err
}

// paid tells what of an order is paid, and how.
func paid(tx *db.Tx, v order.OrderView) (sum money.Amount, means facturx.Means, err error) {
	all, err := payment.PaymentsOf(tx, v.ID)
	for _, p := range all {
		if p.State.Over() || p.State.Open() || v.State != order.IsFulfilled && p.State == payment.IsAuthorized {
			continue // money that is held for a fulfilled order is as good as taken
		}
		sum += p.Amount
		means = map[payment.Code]facturx.Means{payment.Card: facturx.ByCard, payment.Cash: facturx.InCash}[p.Code]
		if means == "" {
			means = facturx.Otherwise
		}
	}
	return min(sum, v.Total), means, err
}

func ratesByCode(tx *db.Tx) (map[string]money.Rate, error) {
	t, err := shop.LoadTaxRates(tx)
	rates := map[string]money.Rate{}
	for _, r := range t.Rates {
		rates[r.Code] = r.Amount
	}
	return rates, err
}

type writing struct {
	words *locale.Printer
	rates map[string]money.Rate // by code
}

// buyer is the customer, with the name that they gave and the address that they have things brought to.
func (w writing) buyer(v order.OrderView, country string) facturx.Party {
	p := facturx.Party{Name: w.words.T("invoice.buyer.nobody", nil), Country: country}
	if v.Customer != nil && v.Customer.FullName() != "" {
		p.Name = v.Customer.FullName()
	}
	if v.Address != nil && v.Method == shop.Delivery {
		p.Street = v.Address.StreetAddress
	}
	return p
}

func (w writing) lines(v order.OrderView) (lines []facturx.Line) {
	for _, item := range v.Items {
		l := facturx.Line{Name: w.label(item.Name), Quantity: item.Quantity, Total: item.Total}
		for _, a := range item.Adjustments {
			switch a.Type {
			case order.Tax:
				w.tax(&l, a)
			case order.Modifier:
				l.Details = append(l.Details, w.label(a.Label))
			}
		}
		lines = append(lines, w.reasoned(l, "none"))
	}
	extras, left := w.extras(v)
	for _, a := range left { // those of a delivery that is sold by itself
		w.spread(lines, a)
	}
	return append(lines, extras...)
}

// spread lays a tax on lines by their prices.
func (w writing) spread(lines []facturx.Line, a order.Adjustment) {
	weights := make([]int64, len(lines))
	for i, l := range lines {
		weights[i] = int64(l.Total)
	}
	for i, part := range a.Amount.Divide(weights) {
		a.Amount = part
		w.tax(&lines[i], a)
		if !a.Neutral {
			lines[i].Total += part
		}
		if len(lines[i].Rates) > 0 {
			lines[i].Exempt = ""
		}
	}
}

// extras are what an order adds to its lines. The order's own taxes lie on the delivery first, then on incidents; left are those of neither.
func (w writing) extras(v order.OrderView) (lines []facturx.Line, left []order.Adjustment) {
	var taxes []order.Adjustment
	for _, a := range v.Adjustments {
		if a.Type == order.Tax {
			taxes = append(taxes, a)
		}
	}
	for _, a := range v.Adjustments {
		if a.Neutral || a.Amount == 0 || a.Type == order.Tax {
			continue
		}
		l := facturx.Line{Name: w.label(a.Label), Quantity: 1, Total: a.Amount}
		reason := "none"
		switch a.Type {
		case order.DeliveryFee, order.Incident:
			if len(taxes) > 0 {
				w.tax(&l, taxes[0])
				if !taxes[0].Neutral {
					l.Total += taxes[0].Amount
				}
				taxes = taxes[1:]
			}
		case order.Tip:
			reason = "tip"
		case order.ReusablePackaging:
			reason = "deposit"
		case order.OrderPromotion, order.DeliveryPromotion:
			reason = "discount"
		}
		lines = append(lines, w.reasoned(l, reason))
	}
	return lines, taxes
}

func (w writing) tax(l *facturx.Line, a order.Adjustment) {
	if rate, known := w.rates[string(a.Origin)]; known && rate != 0 {
		l.Rates = append(l.Rates, rate)
		l.Tax += a.Amount
	}
}

// reasoned says why a line without a rate has none.
func (w writing) reasoned(l facturx.Line, reason string) facturx.Line {
	if len(l.Rates) == 0 {
		l.Exempt = w.words.T("invoice.exempt."+reason, nil)
	}
	return l
}

func (w writing) label(text string) string {
	if w.words.Has(text) {
		return w.words.T(text, nil)
	}
	return text
}
