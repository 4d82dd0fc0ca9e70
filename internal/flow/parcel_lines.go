package flow

import (
	"encoding/json"
	"fmt"
	"strings"

	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
)

// Product is what deliveries are called in orders, as a key of the catalogue of words.
const Product = "pricing.product"

// lines are what the order of a delivery lists: the fixed price, or the items of the price that was found.
func (d *draft) lines(words *locale.Printer, e Estimate) []order.ParcelLine {
	if d.in.Fixed == nil {
		return e.Lines(words)
	}
	name := d.in.Fixed.Name
	if name == "" {
		name = d.summary()
	}
	price := d.in.Fixed.Amount
	return []order.ParcelLine{{Name: Product, VariantName: name, UnitPrice: price, Adjustments: d.tax.adjustments(price)}}
}

// Lines are the items of a price with the words of their lines. A delivery that no rule prices has one line that says so.
func (e Estimate) Lines(words *locale.Printer) []order.ParcelLine {
	if !e.Price.Found() {
		return []order.ParcelLine{{Name: Product, VariantName: words.T("pricing.item.unpriced", nil), Adjustments: e.Tax.adjustments(0)}}
	}
	var lines []order.ParcelLine
	for _, item := range e.Price.Items {
		line := order.ParcelLine{Name: Product, VariantName: e.Parcel.ItemName(words, item)}
		for _, l := range item.Lines {
			kind := order.ParcelPrice
			if l.Supplement {
				kind = order.ParcelSupplement
			}
			line.Adjustments = append(line.Adjustments, order.Adjustment{Type: kind, Label: l.Label(words), Amount: l.Amount})
		}
		line.Adjustments = append(line.Adjustments, e.Tax.adjustments(item.Total)...)
		lines = append(lines, line)
	}
	return lines
}

// adjustments is the tax in an amount, as orders list it.
func (t Tax) adjustments(of money.Amount) []order.Adjustment {
	if !t.Within {
		return nil
	}
	return []order.Adjustment{{Type: order.Tax, Label: t.Name, Amount: t.Of(of), Neutral: true, Origin: org.Text(t.Code)}}
}

// summary says what is carried, for a price that has no name: packages, weight, distance.
func (d *draft) summary() string {
	var parts []string
	for _, stop := range d.parcel.Stops {
		for _, p := range stop.Packages {
			parts = append(parts, fmt.Sprintf("%d × %s", p.Quantity, p.Name))
		}
	}
	if grams, some := d.grams(); some && grams > 0 {
		parts = append(parts, kilograms(grams))
	}
	return strings.Join(append(parts, fmt.Sprintf("%.2f km", float64(d.parcel.Distance)/1000)), " - ")
}

// fixedText is the price that somebody fixed, as orders keep it.
func (d *draft) fixedText() org.Text {
	if d.in.Fixed == nil {
		return ""
	}
	price := map[string]any{"variantName": nil, "variantPrice": d.in.Fixed.Amount}
	if d.in.Fixed.Name != "" {
		price["variantName"] = d.in.Fixed.Name
	}
	text, _ := json.Marshal(price) // of a text and a number
	return org.Text(text)
}
