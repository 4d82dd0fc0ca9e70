package billing

import (
	"strings"

	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Line is an order as the books see it.
type Line struct {
	OrderID   int64
	Number    org.Text
	StoreID   int64        // 0: of no store
	StoreName string       // under which the store is billed
	Date      span.Instant // the end of the promised window, else when it was made
	Total     money.Amount
	Tax       money.Amount // that is in the total
	Items     []Item
	Exports   []Export
}

// SubTotal is the total without tax.
func (l Line) SubTotal() money.Amount { return l.Total - l.Tax }

// Item is what was sold, with what its price is made of.
type Item struct {
	ID          int64  `db:"id"`
	OrderID     int64  `db:"order_id"`
	Name        string `db:"name"` // words, or a key of the catalogue of words
	VariantName string `db:"variant_name"`
	Parts       []Part `db:"-"`
}

// Part is a part of the price of an item.
type Part struct {
	ItemID int64        `db:"item_id"`
	Label  string       `db:"label"`
	Amount money.Amount `db:"amount"`
}

// Export tells that somebody took the order over.
type Export struct {
	ID        int64        `db:"id"`
	OrderID   int64        `db:"order_id"`
	RequestID string       `db:"request_id"`
	CreatedAt span.Instant `db:"created_at"`
}

// Description says in words what was sold, "" for what no store ordered.
func (l Line) Description(words *locale.Printer) string {
	if l.StoreID == 0 || len(l.Items) == 0 {
		return ""
	}
	parts := []string{l.Product(words)}
	for _, item := range l.Items {
		parts = append(parts, item.words(words))
	}
	parts = append(parts, l.Date.In(words.Zone()).Format("02/01/2006"))
	return plain(words.T("billing.description", locale.Args{"what": strings.Join(parts, " - "), "number": string(l.Number)}))
}

// Product is the name under which it was sold.
func (l Line) Product(words *locale.Printer) string {
	if len(l.Items) == 0 {
		return ""
	}
	return inWords(words, l.Items[0].Name)
}

func (i Item) words(words *locale.Printer) string {
	var parts []string
	for _, p := range i.Parts {
		parts = append(parts, inWords(words, p.Label)+": "+words.Tag(p.Amount))
	}
	if len(parts) == 0 {
		return i.VariantName
	}
	return i.VariantName + ": " + strings.Join(parts, ", ")
}

func inWords(words *locale.Printer, label string) string {
	if words.Has(label) {
		return words.T(label, nil)
	}
	return label
}

// plain leaves out symbols that book-keeping programs choke on.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x2600 && r <= 0x27ff || r >= 0x10000 {
			return -1
		}
		return r
	}, text)
}
