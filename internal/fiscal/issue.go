package fiscal

import (
	"encoding/base64"
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// House is what documents are made with: words in a language ("" is the co-op's own), and the settings in force.
type House struct {
	Words    func(language string) *locale.Printer
	Settings func() org.Settings
}

// IssueIn names an order. BillingAddress is where who pays wants the invoice to be addressed to; nil leaves that as it is.
type IssueIn struct {
	OrderID        int64
	BillingAddress *string
}

// IssueInvoice writes the invoice of an order that the actor may see; see Issue.
func (h House) IssueInvoice(tx *db.Tx, in IssueIn) (Document, error) {
	o, err := order.LoadOrder(tx, in.OrderID)
	if err != nil {
		return Document{}, err
	}
	if err := order.MayView(tx, o); err != nil {
		return Document{}, err
	}
	return h.Issue(tx, in)
}

// Issue writes the invoice of an order, or gives the one that stands already and says the same. One that says something else is taken back by a
// credit note first. A basket, and an order that will not be, has none: Conflict. It is for the house; it asks no policy.
func (h House) Issue(tx *db.Tx, in IssueIn) (Document, error) {
	views, err := viewOf(tx, in.OrderID)
	if err != nil {
		return Document{}, err
	}
	if !sells(views) {
		return Document{}, fail.New(fail.Conflict, "invoice.order.not_sold", "state", views.State)
	}
	standing, credited, err := standingOf(tx, in.OrderID)
	if err != nil {
		return Document{}, err
	}
	draft, err := h.draft(tx, views)
	if err != nil {
		return Document{}, err
	}
	if in.BillingAddress != nil {
		draft.content.Buyer.Street = *in.BillingAddress
	}
	if standing == nil {
		return h.write(tx, draft)
	}
	same, err := sameAs(*standing, &draft, in.BillingAddress == nil)
	if err != nil || same {
		return *standing, err
	}
	if _, err := h.credit(tx, *standing, creditIn{amount: standing.Total - credited}); err != nil {
		return Document{}, err
	}
	d, err := h.write(tx, draft)
	if err != nil || credited == 0 {
		return d, err
	}
	_, err = h.credit(tx, d, creditIn{amount: min(credited, d.Total)}) // what was given back stays given back
	return d, err
}

// sells tells whether an order is sold: it was placed and will be, or nobody came for it.
func sells(v order.OrderView) bool {
	switch v.State {
	case order.IsCart, order.IsRefused:
		return false
	case order.IsCancelled:
		var why struct {
			Reason string `json:"reason"`
		}
		_ = json.Unmarshal(v.When("order:cancelled").Data.V, &why) // one without a reason is an empty list
		return why.Reason == order.NoShow
	}
	return true
}

func viewOf(tx *db.Tx, orderID int64) (order.OrderView, error) {
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return order.OrderView{}, err
	}
	views, err := order.ViewOrders(tx, []order.Order{o})
	if err != nil {
		return order.OrderView{}, err
	}
	return views[0], nil
}

// standingOf finds the invoice of an order that was not taken back as a whole, nil when there is none, and how much of it was.
func standingOf(tx *db.Tx, orderID int64) (standing *Document, credited money.Amount, err error) {
	all, err := documentsOf(tx, orderID)
	if err != nil {
		return nil, 0, err
	}
	back := map[int64]money.Amount{}
	gone := map[int64]bool{} // an invoice of nothing is taken back by a credit note of nothing
	for _, d := range all {
		if d.CorrectsID != nil {
			back[*d.CorrectsID] += d.Total
			gone[*d.CorrectsID] = true
		}
	}
	for i, d := range all {
		if d.Kind == facturx.Bill && (back[d.ID] < d.Total || !gone[d.ID]) {
			standing, credited = &all[i], back[d.ID]
		}
	}
	return standing, credited, nil
}

// sameAs tells whether a draft says what an invoice says. With keep it takes the invoice's address.
func sameAs(d Document, draft *draft, keep bool) (bool, error) {
	before, err := d.Invoice()
	if err != nil {
		return false, err
	}
	if keep {
		draft.content.Buyer.Street = before.Buyer.Street
	}
	return before.Total == draft.content.Total && before.Tax == draft.content.Tax && before.Buyer.Street == draft.content.Buyer.Street, nil
}

// draft is a document without number, day and place in the chain.
type draft struct {
	issuer   Issuer
	order    order.Order
	corrects *Document
	refundID *int64
	content  facturx.Invoice
}

// write gives a draft its number and its place in the chain, and freezes it. No day comes before that of the document before.
func (h House) write(tx *db.Tx, draft draft) (d Document, err error) {
	link, err := nextLink(tx, draft.issuer)
	if err != nil {
		return d, err
	}
	i := draft.content
	words := h.Words(i.Language)
	d = Document{
		Issuer: draft.issuer, Position: link.Position, Kind: i.Kind, OrderID: draft.order.ID, RefundID: draft.refundID, IssuedAt: tx.Now(), Total: i.Total, Tax: i.Tax,
		Previous: link.Hash, Day: max(link.Day, span.DayOf(tx.Now().Time, h.Settings().Zone())),
	}
	if draft.corrects != nil {
		d.CorrectsID, i.Corrects, i.Corrected = &draft.corrects.ID, draft.corrects.Name(), draft.corrects.Day
	}
	d.Series = seriesOf(d.Issuer, d.Kind, d.Day)
	if d.Number, err = nextNumber(tx, d.Series); err != nil {
		return d, err
	}
	if d.ID, err = tx.ID("fiscal_documents"); err != nil {
		return d, err
	}
	i.Number, i.Day = d.Name(), d.Day
	content, err := json.Marshal(i)
	if err != nil {
		return d, err
	}
	pdf, err := i.PDF(words, d.IssuedAt.Time)
	if err != nil {
		return d, err
	}
	file := base64.StdEncoding.EncodeToString(pdf)
	d.Content, d.FileHash = string(content), FileSeal(file)
	d.Hash = d.Seal()
	if err := insert(tx, d, file); err != nil {
		return d, err
	}
	return d, tx.Emit(d.issued(draft.order))
}

func (d Document) issued(o order.Order) db.Event {
	f := Fact{DocumentID: d.ID, OrderID: d.OrderID}
	if o.CustomerID != nil {
		f.CustomerID = *o.CustomerID
	}
	if d.Kind == facturx.CreditNote {
		return Credited{f}
	}
	return Invoiced{f}
}
