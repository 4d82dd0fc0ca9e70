package check

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/ledger"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// brokenChains seals each document and closure anew, and follows each chain from its start to its end.
func brokenChains(l *look) (rows []string, err error) {
	documents, err := fiscalDocuments(l.Tx)
	if err != nil {
		return nil, err
	}
	ends, err := chainEnds(l.Tx)
	if err != nil {
		return nil, err
	}
	last := map[fiscal.Issuer]fiscal.Document{}
	for _, d := range documents {
		before := last[d.Issuer]
		file, err := fileSeal(l.Tx, d.ID)
		if err != nil {
			return nil, err
		}
		if d.Position != before.Position+1 || d.Previous != before.Hash || d.Hash != d.Seal() || d.FileHash != file || !saysSo(d) {
			rows = append(rows, "document "+d.Name())
		}
		last[d.Issuer] = d
	}
	for issuer, end := range ends {
		if last[issuer].Hash != end {
			rows = append(rows, fmt.Sprintf("the end of the chain of issuer %d", issuer))
		}
	}
	closures, err := fiscalClosures(l.Tx)
	return append(rows, brokenClosureChains(closures)...), err
}

// saysSo tells whether what stands on a document is what its row says.
func saysSo(d fiscal.Document) bool {
	i, err := d.Invoice()
	return err == nil && i.Number == d.Name() && i.Total == d.Total && i.Tax == d.Tax && i.Day == d.Day && i.Kind == d.Kind
}

func brokenClosureChains(closures []fiscal.Closure) (rows []string) {
	last := map[fiscal.Issuer]fiscal.Closure{}
	for _, c := range closures {
		before := last[c.Issuer]
		if c.Position != before.Position+1 || c.Previous != before.Hash || c.Hash != c.Seal() || c.Perpetual < before.Perpetual {
			rows = append(rows, closureName(c))
		}
		last[c.Issuer] = c
	}
	return rows
}

func closureName(c fiscal.Closure) string {
	return fmt.Sprintf("closure %s of issuer %d", c.Label, c.Issuer)
}

// period names a closure.
type period struct {
	issuer fiscal.Issuer
	label  string
}

// wrongClosures adds the documents up by day, month and year, and compares with what was closed. A day before a closed one is closed.
func wrongClosures(l *look) (rows []string, err error) {
	documents, err := fiscalDocuments(l.Tx)
	if err != nil {
		return nil, err
	}
	closures, err := fiscalClosures(l.Tx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(closures, func(a, b fiscal.Closure) int { return cmp.Compare(a.Label, b.Label) })
	days, closed, lastDay := map[period]fiscal.Closure{}, map[period]bool{}, map[fiscal.Issuer]string{}
	sums := map[period]fiscal.Closure{}
	for _, d := range documents {
		add(days, period{d.Issuer, string(d.Day)}, fiscal.Totals(d))
	}
	for _, c := range closures {
		if c.Period == fiscal.DayPeriod {
			add(sums, period{c.Issuer, c.Label[:len("2026-11")]}, c)
			add(sums, period{c.Issuer, c.Label[:len("2026")]}, c)
			lastDay[c.Issuer], closed[period{c.Issuer, c.Label}] = c.Label, true
			sums[period{c.Issuer, c.Label}] = days[period{c.Issuer, c.Label}]
		}
	}
	for _, c := range closures {
		want := sums[period{c.Issuer, c.Label}]
		if want.Documents != c.Documents || want.Sales != c.Sales || want.Credits != c.Credits || want.Tax != c.Tax {
			rows = append(rows, closureName(c))
		}
	}
	for day := range days {
		if day.label < lastDay[day.issuer] && !closed[day] {
			rows = append(rows, fmt.Sprintf("%s of issuer %d is not closed", day.label, day.issuer))
		}
	}
	return append(rows, wrongPerpetual(closures)...), nil
}

func add(to map[period]fiscal.Closure, at period, part fiscal.Closure) {
	sum := to[at]
	sum.Add(part)
	to[at] = sum
}

// wrongPerpetual adds up all days of each issuer.
func wrongPerpetual(byLabel []fiscal.Closure) (rows []string) {
	ever := map[fiscal.Issuer]money.Amount{}
	for _, c := range byLabel {
		if c.Period != fiscal.DayPeriod {
			continue
		}
		if ever[c.Issuer] += c.Sales; ever[c.Issuer] != c.Perpetual {
			rows = append(rows, closureName(c))
		}
	}
	return rows
}

// unbalancedExport makes the accountant's file of everything and compares it with the ledger.
func unbalancedExport(l *look) (rows []string, err error) {
	ever := span.Range{From: span.At(time.Unix(0, 0)), To: span.At(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))}
	lines, err := ledger.ListLines(l.Tx.As(authz.System()), ever)
	if err != nil {
		return nil, err
	}
	type sums struct{ debit, credit money.Amount }
	var all sums
	each := map[int64]sums{}
	for _, r := range fiscal.Rows(lines, time.UTC) {
		s := each[r.Number]
		s.debit, s.credit = s.debit+r.Debit, s.credit+r.Credit
		each[r.Number] = s
		all.debit, all.credit = all.debit+r.Debit, all.credit+r.Credit
	}
	for number, s := range each {
		if s.debit != s.credit {
			rows = append(rows, fmt.Sprintf("entry %d: %d and %d", number, s.debit, s.credit))
		}
	}
	debit, credit, err := ledgerSums(l.Tx)
	if all.debit != debit || all.credit != credit {
		rows = append(rows, fmt.Sprintf("the export has %d and %d, the ledger %d and %d", all.debit, all.credit, debit, credit))
	}
	return rows, err
}
