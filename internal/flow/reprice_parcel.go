package flow

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/span"
)

// followOrder lets the order of a delivery that is sold by itself go where and when the delivery ends now, at the price that a dispatcher says.
func (e *editing) followOrder(tx *db.Tx, words *locale.Printer) error {
	o, err := order.LoadCart(tx, *e.row.OrderID)
	if err != nil || o.RestaurantID != nil || o.HubID != nil {
		return err
	}
	tasks, err := delivery.TasksOf(tx, e.row.ID)
	if err != nil {
		return err
	}
	last := tasks[len(tasks)-1]
	for _, t := range tasks {
		if t.Type == delivery.Dropoff && t.Status != delivery.Cancelled {
			last = t
		}
	}
	in := order.EditParcelIn{OrderID: o.ID, AddressID: last.AddressID, Window: span.Range{From: last.After, To: last.Before}}
	if tx.Who().Is(authz.Dispatcher) {
		in.Fixed = (&draft{in: ParcelIn{Fixed: e.in.Fixed}}).fixedText()
		if in.Lines, err = e.newLines(tx, words, o); err != nil {
			return err
		}
	}
	if o, err = order.EditParcel(tx, in); err != nil || in.Lines == nil {
		return err
	}
	return payment.Owe(tx, payment.OweIn{OrderID: o.ID, Total: o.Total, Code: payment.Card})
}

// newLines are the lines of a new price; nil keeps the one that there is.
func (e *editing) newLines(tx *db.Tx, words *locale.Printer, o order.Cart) ([]order.ParcelLine, error) {
	in := PriceStoredIn{OrderID: o.ID, DeliveryID: e.row.ID}
	if e.in.Fixed != nil {
		in.Fixed = e.in.Fixed
		return PriceStored(tx, words, in)
	}
	in.Supplements = e.in.Supplements
	if e.in.Recalculate {
		return PriceStored(tx, words, in)
	}
	kept, ruled, err := pricing.KeptOf(tx, o.ID)
	if err != nil || kept.Supplied(e.in.Supplements) {
		return nil, err
	}
	d, err := stored(tx, in)
	if err != nil || d.tariff == nil {
		return nil, err
	}
	r := d.tariff.Resupply(kept, d.parcel)
	if ruled {
		err = pricing.Keep(tx, o.ID, r.Price, e.in.Supplements)
	}
	return d.resupplied(words, o, r, !ruled || kept.Charges()), err
}

// resupplied are the lines of an order with other supplements: they stand with what the delivery as a whole costs, in its last line.
func (d *draft) resupplied(words *locale.Printer, o order.Cart, r pricing.Resupplied, priced bool) []order.ParcelLine {
	lines := []order.ParcelLine{}
	whole := order.ParcelLine{Name: Product, VariantName: words.T("pricing.item.order", nil)}
	for i, item := range o.Items {
		switch {
		case !priced: // it had no price: its only line says so
		case r.Had && i == len(o.Items)-1:
			whole.Adjustments = ofType(item.Adjustments, order.ParcelPrice)
		default:
			lines = append(lines, order.ParcelLine{Name: item.Name, VariantName: item.VariantName, UnitPrice: item.UnitPrice,
				Adjustments: ofType(item.Adjustments, order.ParcelPrice, order.ParcelSupplement, order.Tax)})
		}
	}
	for _, l := range r.Lines {
		whole.Adjustments = append(whole.Adjustments, order.Adjustment{Type: order.ParcelSupplement, Label: l.Label(words), Amount: l.Amount})
	}
	if len(whole.Adjustments) > 0 {
		var sum money.Amount
		for _, a := range whole.Adjustments {
			sum += a.Amount
		}
		whole.Adjustments = append(whole.Adjustments, d.tax.adjustments(sum)...)
		lines = append(lines, whole)
	}
	if len(lines) == 0 {
		return Estimate{Tax: d.tax}.Lines(words)
	}
	return lines
}

// ofType copies the adjustments of some types, as new ones.
func ofType(list []order.Adjustment, types ...order.AdjustmentType) (found []order.Adjustment) {
	for _, a := range list {
		for _, t := range types {
			if a.Type == t {
				found = append(found, order.Adjustment{Type: a.Type, Label: a.Label, Amount: a.Amount, Neutral: a.Neutral, Origin: a.Origin})
			}
		}
	}
	return found
}
