package flow_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/locales"
)

// clerk writes the documents of a co-op.
func clerk(c *coop) flow.Clerk {
	c.t.Helper()
	set, err := locale.Load(locales.Files, "fr")
	if err != nil {
		c.t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: time.UTC, Currency: "EUR", Missing: func(_, key string) { c.t.Errorf("no words for %s", key) }})
	return flow.Clerk{DB: c.DB, House: fiscal.House{Words: func(string) *locale.Printer { return words }, Settings: c.settings}}
}

// papers tells the documents of an order: "C-2026-000001 2150/222".
func (c *coop) papers(id int64) string {
	c.t.Helper()
	var said []string
	c.see(func(tx *db.Tx) error {
		all, err := fiscal.ViewDocuments(tx.As(authz.System()), id)
		for _, d := range all {
			said = append(said, fmt.Sprintf("%s %d/%d", d.Name(), d.Total, d.Tax))
		}
		return err
	})
	return strings.Join(said, " ")
}

func (c *coop) refund(id int64, amount money.Amount) {
	c.t.Helper()
	p := c.live(id)
	if _, err := c.checkout.Refund(context.Background(), dispatcher, payment.RefundIn{PaymentID: p.ID, Amount: amount, Liable: "platform"}); err != nil {
		c.t.Fatal(err)
	}
	c.drain()
}

func TestInvoicesAndCreditNotes(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		first, second := c.accepted(2), c.accepted(1)
		house := clerk(c).House
		issue := func(who authz.Actor, in fiscal.IssueIn) (d fiscal.Document, err error) {
			err = c.Write(context.Background(), who, func(tx *db.Tx) (err error) { d, err = house.IssueInvoice(tx, in); return err })
			return d, err
		}
		basket := c.basket(1)
		if _, err := issue(zoe, fiscal.IssueIn{OrderID: basket}); !fail.Is(err, fail.Conflict) {
			t.Errorf("an invoice of a basket: %v", err)
		}
		if _, err := issue(authz.Actor{Kind: authz.Person, UserID: 9, CustomerID: 9}, fiscal.IssueIn{OrderID: first}); !fail.Is(err, fail.Forbidden) {
			t.Errorf("an invoice for somebody else: %v", err)
		}
		if got := c.papers(first); got != "" {
			t.Errorf("before it is delivered: %s", got)
		}
		c.finishTasks(first)
		c.drain() // jobs run side by side: the first to be delivered is to be the first in the series
		c.finishTasks(second)
		c.drain()
		total := c.order(first).Total
		if got, want := c.papers(first), fmt.Sprintf("C-2026-000001 %d/", total); !strings.HasPrefix(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
		if d, err := issue(zoe, fiscal.IssueIn{OrderID: first}); err != nil || d.Name() != "C-2026-000001" {
			t.Errorf("asked again: %s %v", d.Name(), err)
		}
		// Another address: the first is taken back as a whole.
		if d, err := issue(zoe, fiscal.IssueIn{OrderID: first, BillingAddress: ptr("Zoé SARL\n1 place X")}); err != nil || d.Name() != "C-2026-000003" {
			t.Errorf("to an address: %s %v", d.Name(), err)
		}
		c.refund(first, 500)
		c.refund(second, c.live(second).Amount)
		papers := strings.Fields(c.papers(first))
		if len(papers) != 8 || papers[0] != "C-2026-000001" || papers[2] != "C-A-2026-000001" || papers[1] != papers[3] || papers[4] != "C-2026-000003" ||
			papers[6] != "C-A-2026-000002" || !strings.HasPrefix(papers[7], "500/") {
			t.Errorf("papers %v", papers)
		}
		if papers := strings.Fields(c.papers(second)); len(papers) != 4 || papers[1] != papers[3] {
			t.Errorf("given back as a whole: %v", papers)
		}
		// What is left of the first goes too, rate by rate.
		c.refund(first, total-500)
		c.wantNothingLeft(first)
	})
}

// wantNothingLeft adds up an order's documents by rate.
func (c *coop) wantNothingLeft(id int64) {
	c.t.Helper()
	left := map[string]money.Amount{}
	c.see(func(tx *db.Tx) error {
		all, err := fiscal.ViewDocuments(tx.As(authz.System()), id)
		for _, d := range all {
			i, err := d.Invoice()
			if err != nil {
				return err
			}
			sign := money.Amount(1)
			if d.Kind == facturx.CreditNote {
				sign = -1
			}
			for _, x := range i.Taxes {
				left[fmt.Sprint(x.Rate, x.Exempt)] += sign * x.Net
				left["tax"+fmt.Sprint(x.Rate)] += sign * x.Tax
			}
		}
		return err
	})
	for rate, amount := range left {
		if amount != 0 {
			c.t.Errorf("%s: %d is left", rate, amount)
		}
	}
}

func TestARestaurantSellsInItsOwnName(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		c.must(dispatcher, func(tx *db.Tx) error {
			if _, err := fiscal.SaveEntity(tx, fiscal.Entity{LegalName: "X", Country: "FR"}); !fail.Is(err, fail.Forbidden) {
				t.Errorf("a dispatcher: %v", err)
			}
			return nil
		})
		c.must(authz.System(), func(tx *db.Tx) error {
			if _, err := fiscal.SaveEntity(tx, fiscal.Entity{LegalName: "X", Country: "FR", LegalID: "732829321"}); !fail.Is(err, fail.Invalid) {
				t.Errorf("a wrong SIREN: %v", err)
			}
			_, err := fiscal.SaveEntity(tx, fiscal.Entity{
				Issuer: fiscal.Issuer(c.pizzeria.ID), LegalName: "Ada SARL", LegalID: "732 829 320", VATID: "FR 44 732829320", Street: "12 Rue Sedaine", PostalCode: "75011",
				City: "Paris", Country: "fr",
			})
			return err
		})
		id := c.fulfilled(1)
		c.drain()
		if got := c.papers(id); !strings.HasPrefix(got, fmt.Sprintf("R%d-2026-000001 ", c.pizzeria.ID)) {
			t.Errorf("papers %s", got)
		}
		c.see(func(tx *db.Tx) error {
			d, err := fiscal.LastInvoice(tx.As(authz.System()), id)
			if err != nil {
				return err
			}
			i, _ := d.Invoice()
			if lacks := i.Lacks(); len(lacks) > 0 || i.Seller.Name != "Ada SARL" || i.Paid != i.Total || len(i.Notes) != 1 || i.Tax != money.Amount(c.taxes(tx, id)) {
				t.Errorf("lacks %v: %+v", lacks, i)
			}
			_, pdf, err := fiscal.File(tx, d)
			if !strings.Contains(string(pdf), "/AFRelationship") {
				t.Error("there is no XML inside")
			}
			return err
		})
	})
}

func (c *coop) taxes(tx *db.Tx, id int64) money.Amount {
	cart, err := order.LoadCart(tx, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return cart.TaxTotal()
}

func TestDaysMonthsAndYearsAreClosed(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		shut := func() {
			t.Helper()
			if err := clerk(c).Close(context.Background(), fiscal.ClosePeriods{}); err != nil {
				t.Fatal(err)
			}
		}
		sold := func(pizzas int64) money.Amount {
			id := c.fulfilled(pizzas)
			c.drain()
			return c.order(id).Total
		}
		one := sold(1)
		shut() // today is not over
		c.Clock.Step(24 * time.Hour)
		two := sold(2)
		shut()
		c.Clock.Step(40 * 24 * time.Hour)
		shut()
		shut()
		var labels []string
		c.see(func(tx *db.Tx) error {
			all, err := fiscal.ListClosures(tx, "2026-01-01", "2027-12-31")
			for _, x := range all {
				labels = append(labels, fmt.Sprint(x.Label, " ", x.Documents, " ", x.Sales, " ", x.Perpetual))
			}
			return err
		})
		want := []string{
			fmt.Sprint("2026-11-24 1 ", one, " ", one), fmt.Sprint("2026-11-25 1 ", two, " ", one+two), fmt.Sprint("2026-11 2 ", one+two, " ", one+two),
			fmt.Sprint("2026 2 ", one+two, " ", one+two),
		}
		if !slices.Equal(labels, want) {
			t.Errorf("closures %v, want %v", labels, want)
		}
	})
}

// Many write documents at once: numbers have no hole, and the chain does not break.
func TestDocumentsAtOnceHaveNoHole(t *testing.T) {
	each(t, func(t *testing.T, c *coop) {
		const many = 8
		var ids []int64
		for range many {
			ids = append(ids, c.placed(1))
		}
		house := clerk(c).House
		done := make(chan error)
		for _, id := range ids {
			go func() {
				done <- c.Write(context.Background(), authz.System(), func(tx *db.Tx) error { _, err := house.Issue(tx, fiscal.IssueIn{OrderID: id}); return err })
			}()
		}
		for range ids {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
}
