package fiscal

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
)

type creditIn struct {
	amount   money.Amount
	refundID *int64
}

// Settle brings the documents of an order to what became of it: an order that is sold has its invoice, if it had one; one that will not be is
// taken back. It is for the house.
func (h House) Settle(tx *db.Tx, orderID int64) error {
	standing, credited, err := standingOf(tx, orderID)
	if err != nil || standing == nil {
		return err
	}
	v, err := viewOf(tx, orderID)
	if err != nil {
		return err
	}
	if sells(v) {
		_, err = h.Issue(tx, IssueIn{OrderID: orderID})
		return err
	}
	_, err = h.credit(tx, *standing, creditIn{amount: standing.Total - credited})
	return err
}

// CreditRefund writes the credit note of a refund, once: of what it costs those who sold, and no more than is left of the invoice. An order that
// has no invoice yet gets one first. It is for the house.
func (h House) CreditRefund(tx *db.Tx, orderID, refundID int64) error {
	if known, err := wasCredited(tx, refundID); err != nil || known {
		return err
	}
	cost, err := refundCost(tx, refundID)
	if err != nil || cost <= 0 {
		return err
	}
	standing, credited, err := standingOf(tx, orderID)
	if err != nil {
		return err
	}
	if standing == nil {
		d, err := h.Issue(tx, IssueIn{OrderID: orderID})
		if fail.Is(err, fail.Conflict) { // it was taken back as a whole already
			return nil
		}
		if err != nil {
			return err
		}
		standing = &d
	}
	amount := min(money.Amount(cost), standing.Total-credited)
	if amount <= 0 {
		return nil
	}
	_, err = h.credit(tx, *standing, creditIn{amount: amount, refundID: &refundID})
	return err
}

// credit takes a part of an invoice back. Taking back what is left gives each rate what is left of it, so that nothing remains of any.
func (h House) credit(tx *db.Tx, d Document, in creditIn) (Document, error) {
	i, err := d.Invoice()
	if err != nil {
		return Document{}, err
	}
	earlier, err := creditsOf(tx, d.ID)
	if err != nil {
		return Document{}, err
	}
	left, err := leftOf(i, earlier)
	if err != nil {
		return Document{}, err
	}
	o, err := order.LoadOrder(tx, d.OrderID)
	if err != nil {
		return Document{}, err
	}
	words := h.Words(i.Language)
	back := i
	back.Kind, back.Lines, back.Paid, back.Notes = facturx.CreditNote, i.Lines, 0, nil
	whole := len(earlier) == 0 && in.amount == i.Total
	if !whole {
		back.Lines = partLines(words, left, in.amount)
	}
	back.Sum()
	back.Paid = back.Total
	return h.write(tx, draft{issuer: d.Issuer, order: o, corrects: &d, refundID: in.refundID, content: back})
}

// leftOf gives what is left of each rate of an invoice after credit notes.
func leftOf(i facturx.Invoice, earlier []Document) ([]facturx.Tax, error) {
	left := append([]facturx.Tax{}, i.Taxes...)
	for _, c := range earlier {
		back, err := c.Invoice()
		if err != nil {
			return nil, err
		}
		for _, t := range back.Taxes {
			for at := range left {
				if left[at].Rate == t.Rate && left[at].Exempt == t.Exempt {
					left[at].Net -= t.Net
					left[at].Tax -= t.Tax
				}
			}
		}
	}
	return left, nil
}

// partLines spread an amount over the rates of an invoice by what is left of each.
func partLines(words *locale.Printer, left []facturx.Tax, amount money.Amount) (lines []facturx.Line) {
	weights := make([]int64, len(left))
	rest := money.Amount(0)
	for at, t := range left {
		weights[at] = int64(t.Net + t.Tax)
		rest += t.Net + t.Tax
	}
	parts := amount.Divide(weights)
	for at, t := range left {
		l := facturx.Line{Name: words.T("invoice.part", nil), Quantity: 1, Total: parts[at], Exempt: t.Exempt}
		if t.Exempt == "" {
			l.Rates = []money.Rate{t.Rate}
			l.Tax = l.Total.Divide([]int64{int64(t.Tax), int64(t.Net)})[0]
		}
		if amount == rest {
			l.Total, l.Tax = t.Net+t.Tax, t.Tax
		}
		if l.Total != 0 {
			lines = append(lines, l)
		}
	}
	return lines
}
