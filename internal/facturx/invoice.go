// Package facturx writes invoices and credit notes as PDF/A-3 for people with the same data inside as XML for programs: Factur-X in its profile
// EN 16931. It is told everything and decides nothing: the module fiscal numbers, keeps and hands out.
package facturx

import (
	"fmt"

	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Kind tells an invoice from what takes it back.
type Kind string

// The kinds.
const (
	Bill       Kind = "invoice"
	CreditNote Kind = "credit_note"
)

// Invoice is all that stands on one. It is kept as JSON beside the PDF, so names in it stay.
type Invoice struct {
	Kind      Kind         `json:"kind"`
	Number    string       `json:"number"`
	Day       span.Day     `json:"day"`
	Language  string       `json:"language"`
	Currency  string       `json:"currency"` // EUR
	Seller    Party        `json:"seller"`
	Buyer     Party        `json:"buyer"`
	Order     string       `json:"order"` // number
	Delivered span.Day     `json:"delivered,omitempty"`
	DeliverTo string       `json:"deliverTo,omitempty"` // in one line, where it differs from the buyer's address
	Lines     []Line       `json:"lines"`
	Taxes     []Tax        `json:"taxes"`
	Total     money.Amount `json:"total"` // with taxes
	Tax       money.Amount `json:"tax"`
	Paid      money.Amount `json:"paid"`
	Means     Means        `json:"means,omitempty"`
	Corrects  string       `json:"corrects,omitempty"` // number of the invoice that a credit note takes back
	Corrected span.Day     `json:"corrected,omitempty"`
	Notes     []string     `json:"notes,omitempty"` // mentions that must stand on it
}

// Means is how it was paid.
type Means string

// The means.
const (
	ByCard    Means = "card"
	InCash    Means = "cash"
	Otherwise Means = "other"
)

// Party is who sells or buys.
type Party struct {
	Name       string `json:"name"`
	LegalID    string `json:"legalId,omitempty"` // SIREN or SIRET
	VATID      string `json:"vatId,omitempty"`
	Street     string `json:"street,omitempty"` // or the whole address, in one line
	PostalCode string `json:"postalCode,omitempty"`
	City       string `json:"city,omitempty"`
	Country    string `json:"country"` // two letters
}

// Line is so many pieces of something. Its tax is part of Total.
type Line struct {
	Name     string       `json:"name"`
	Details  []string     `json:"details,omitempty"`
	Quantity int64        `json:"quantity"`
	Total    money.Amount `json:"total"` // with taxes; negative for what makes it cheaper
	Tax      money.Amount `json:"tax"`
	Rates    []money.Rate `json:"rates"`            // none: not taxed
	Exempt   string       `json:"exempt,omitempty"` // why not, where it has no rate
}

// Tax adds up what is taxed at one rate, or for one reason at none.
type Tax struct {
	Rate   money.Rate   `json:"rate"`
	Exempt string       `json:"exempt,omitempty"`
	Net    money.Amount `json:"net"`
	Tax    money.Amount `json:"tax"`
}

// Net is what a line costs without taxes.
func (l Line) Net() money.Amount { return l.Total - l.Tax }

// taxedAs tells under which of the sums a line falls. A line of several rates falls under what they add up to.
func (l Line) taxedAs() (r money.Rate, exempt string) {
	for _, one := range l.Rates {
		r += one
	}
	if len(l.Rates) == 0 {
		exempt = l.Exempt
	}
	return r, exempt
}

// Sum fills in the totals and the sums by rate from the lines. They add up to the cent because nothing is computed anew.
func (i *Invoice) Sum() {
	i.Taxes, i.Total, i.Tax = nil, 0, 0
	for _, l := range i.Lines {
		rate, exempt := l.taxedAs()
		t := i.taxAt(rate, exempt)
		t.Net += l.Net()
		t.Tax += l.Tax
		i.Total += l.Total
		i.Tax += l.Tax
	}
}

func (i *Invoice) taxAt(rate money.Rate, exempt string) *Tax {
	for at := range i.Taxes {
		if i.Taxes[at].Rate == rate && i.Taxes[at].Exempt == exempt {
			return &i.Taxes[at]
		}
	}
	i.Taxes = append(i.Taxes, Tax{Rate: rate, Exempt: exempt})
	return &i.Taxes[len(i.Taxes)-1]
}

// Lacks names what the law of e-invoices wants and is missing, so that there can be no XML; empty when there can.
func (i Invoice) Lacks() (missing []string) {
	for _, want := range []struct{ what, text string }{
		{"name", i.Seller.Name}, {"legalId", i.Seller.LegalID}, {"street", i.Seller.Street}, {"city", i.Seller.City}, {"postalCode", i.Seller.PostalCode},
	} {
		if want.text == "" {
			missing = append(missing, want.what)
		}
	}
	if i.Tax != 0 && i.Seller.VATID == "" {
		missing = append(missing, "vatId")
	}
	for _, l := range i.Lines {
		if len(l.Rates) > 1 { // the standard knows one rate a line: there are several in countries that it is not made for
			return append(missing, "rate")
		}
	}
	return missing
}

// percent writes a rate: 0.055 is 5.50.
func percent(r money.Rate) string { return fmt.Sprintf("%d.%02d", r/10000, r%10000/100) }

// decimal writes an amount: 1250 is 12.50.
func decimal(a money.Amount) string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	return fmt.Sprintf("%s%d.%02d", sign, a/100, a%100)
}
