package check_test

import (
	"encoding/json"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// documents writes two invoices of order 2, a credit note that takes a part of the second back, and the closures of their days, month and year.
func documents(tx *db.Tx) error {
	one := int64(1)
	if _, err := tx.Exec("INSERT INTO fiscal_chains (issuer, position, day, hash) VALUES (0, 3, '2025-11-25', '')"); err != nil {
		return err
	}
	last := ""
	for _, d := range []fiscal.Document{
		{ID: 1, Position: 1, Series: "C-2025", Number: 1, Kind: facturx.Bill, Day: "2025-11-24", Total: 900, Tax: 82},
		{ID: 2, Position: 2, Series: "C-2025", Number: 2, Kind: facturx.Bill, Day: "2025-11-25", Total: 700, Tax: 64},
		{ID: 3, Position: 3, Series: "C-A-2025", Number: 1, Kind: facturx.CreditNote, Day: "2025-11-25", Total: 300, Tax: 27, CorrectsID: &one},
	} {
		content, err := json.Marshal(facturx.Invoice{Kind: d.Kind, Number: d.Name(), Day: d.Day, Total: d.Total, Tax: d.Tax})
		if err != nil {
			return err
		}
		const file = "cGRm"
		d.OrderID, d.IssuedAt, d.Content, d.FileHash, d.Previous = 2, at(d.ID), string(content), fiscal.FileSeal(file), last
		d.Hash = d.Seal()
		last = d.Hash
		if err := db.Insert(tx, "fiscal_documents", d); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO fiscal_files (document_id, pdf) VALUES (?, ?)", d.ID, file); err != nil {
			return err
		}
	}
	if _, err := tx.Exec("UPDATE fiscal_chains SET hash = ?", last); err != nil {
		return err
	}
	return closures(tx)
}

func closures(tx *db.Tx) error {
	for _, c := range sealed(1600) {
		if err := db.Insert(tx, "fiscal_closures", c); err != nil {
			return err
		}
	}
	return nil
}

// sealed gives the closures with these sales in their year, in an unbroken chain.
func sealed(year money.Amount) []fiscal.Closure {
	list := []fiscal.Closure{
		{Period: fiscal.DayPeriod, Label: "2025-11-24", Documents: 1, Sales: 900, Tax: 82, Perpetual: 900},
		{Period: fiscal.DayPeriod, Label: "2025-11-25", Documents: 2, Sales: 700, Credits: 300, Tax: 37, Perpetual: 1600},
		{Period: fiscal.MonthPeriod, Label: "2025-11", Documents: 3, Sales: 1600, Credits: 300, Tax: 119, Perpetual: 1600},
		{Period: fiscal.YearPeriod, Label: "2025", Documents: 3, Sales: year, Credits: 300, Tax: 119, Perpetual: 1600},
	}
	last := ""
	for i := range list {
		c := &list[i]
		c.ID, c.Position, c.Previous, c.CreatedAt = int64(i+1), int64(i+1), last, at(1)
		c.Hash = c.Seal()
		last = c.Hash
	}
	return list
}

func at(micro int64) span.Instant { return span.At(time.UnixMicro(micro)) }
