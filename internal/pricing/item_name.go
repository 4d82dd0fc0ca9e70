package pricing

import (
	"strconv"

	"pignon.coop/internal/locale"
)

// ItemName says what an item of a price is for: which stop, by the name of its place or by its number among the stops of its type, or the
// delivery as a whole.
func (p Parcel) ItemName(words *locale.Printer, item Item) string {
	if item.Stop == WholeDelivery {
		return words.T("pricing.item.order", nil)
	}
	stop := p.Stops[item.Stop]
	if stop.Place != nil && stop.Place.Name != "" {
		return words.T("pricing.item.named", locale.Args{"type": stop.Type, "name": stop.Place.Name})
	}
	rank := 0
	for _, s := range p.Stops[:item.Stop+1] {
		if s.Type == stop.Type {
			rank++
		}
	}
	return words.T("pricing.item.numbered", locale.Args{"type": stop.Type, "rank": rank})
}

// Label is how a line reads in an order: how many times which rule.
func (l Line) Label(words *locale.Printer) string {
	return strconv.FormatInt(l.Quantity, 10) + " × " + l.Rule.Label(words)
}
