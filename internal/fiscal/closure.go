package fiscal

import (
	"slices"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Period is what a closure is over.
type Period string

// The periods.
const (
	DayPeriod   Period = "day"
	MonthPeriod Period = "month"
	YearPeriod  Period = "year"
)

// Closure adds up what an issuer sold in a day, month or year that is over.
type Closure struct {
	ID        int64        `db:"id"`
	Issuer    Issuer       `db:"issuer"`
	Position  int64        `db:"position"` // in the issuer's chain of closures
	Period    Period       `db:"period"`
	Label     string       `db:"label"` // 2026-11-24, 2026-11, 2026
	Documents int64        `db:"documents"`
	Sales     money.Amount `db:"sales"`     // of invoices
	Credits   money.Amount `db:"credits"`   // of credit notes
	Tax       money.Amount `db:"tax"`       // of invoices, less that of credit notes
	Perpetual money.Amount `db:"perpetual"` // all sales ever: it never falls
	CreatedAt span.Instant `db:"created_at"`
	Previous  string       `db:"previous_hash"`
	Hash      string       `db:"hash"`
}

// Seal is the hash of the closure and of the one before it in the chain.
func (c Closure) Seal() string {
	return digest(c.Previous, c.Issuer, c.Position, c.Period, c.Label, c.Documents, c.Sales, c.Credits, c.Tax, c.Perpetual, c.CreatedAt.UnixMicro())
}

// Add adds what another period had.
func (c *Closure) Add(o Closure) {
	c.Documents += o.Documents
	c.Sales += o.Sales
	c.Credits += o.Credits
	c.Tax += o.Tax
}

// Totals are what one document adds to its day.
func Totals(d Document) Closure {
	if d.Kind == facturx.CreditNote {
		return Closure{Documents: 1, Credits: d.Total, Tax: -d.Tax}
	}
	return Closure{Documents: 1, Sales: d.Total, Tax: d.Tax}
}

// ClosePeriods is the job that comes round for days, months and years that are over.
type ClosePeriods struct{}

// JobKind names the job.
func (ClosePeriods) JobKind() string { return "close_periods" }

// Close closes what is over and was not closed: each day with documents, then the months and years that they make. It is for the house.
func Close(tx *db.Tx, zone *time.Location) error {
	today := span.DayOf(tx.Now().Time, zone)
	open, err := openDays(tx, today)
	if err != nil {
		return err
	}
	for _, issuer := range issuersOf(open) {
		c, err := lastClosure(tx, issuer)
		if err != nil {
			return err
		}
		closing := closing{tx: tx, last: c}
		for _, d := range open {
			if d.Issuer == issuer {
				closing.day(d)
			}
		}
		if closing.err != nil {
			return closing.err
		}
	}
	return closeLonger(tx, today)
}

func issuersOf(days []Closure) (list []Issuer) {
	for _, d := range days {
		if !slices.Contains(list, d.Issuer) {
			list = append(list, d.Issuer)
		}
	}
	return list
}

// closing writes closures at the end of one issuer's chain.
type closing struct {
	tx   *db.Tx
	last Closure
	err  error
}

func (c *closing) day(d Closure) {
	d.Period, d.Perpetual = DayPeriod, c.last.Perpetual+d.Sales
	c.write(d)
}

func (c *closing) write(next Closure) {
	if c.err != nil {
		return
	}
	if next.ID, c.err = c.tx.ID("fiscal_closures"); c.err != nil {
		return
	}
	next.Position, next.Previous, next.CreatedAt = c.last.Position+1, c.last.Hash, c.tx.Now()
	next.Hash = next.Seal()
	if c.err = db.Insert(c.tx, "fiscal_closures", next); c.err == nil {
		c.last = next
	}
}

// closeLonger closes the months that are over from their days, then the years from their months.
func closeLonger(tx *db.Tx, today span.Day) error {
	for _, longer := range []struct {
		period, of Period
		length     int
	}{{MonthPeriod, DayPeriod, len("2026-11")}, {YearPeriod, MonthPeriod, len("2026")}} {
		parts, err := unclosed(tx, longer.of, longer.period, longer.length, string(today)[:longer.length])
		if err != nil {
			return err
		}
		for at := 0; at < len(parts); {
			sum := Closure{Issuer: parts[at].Issuer, Period: longer.period, Label: parts[at].Label[:longer.length]}
			for ; at < len(parts) && parts[at].Issuer == sum.Issuer && parts[at].Label[:longer.length] == sum.Label; at++ {
				sum.Add(parts[at])
				sum.Perpetual = parts[at].Perpetual
			}
			last, err := lastClosure(tx, sum.Issuer)
			if err != nil {
				return err
			}
			c := closing{tx: tx, last: last}
			c.write(sum)
			if c.err != nil {
				return c.err
			}
		}
	}
	return nil
}

// ListClosures lists closures whose label lies between two days, by issuer, as their chains have them.
func ListClosures(tx *db.Tx, from, to span.Day) ([]Closure, error) {
	if err := mayKeep(tx.Who()); err != nil {
		return nil, err
	}
	return listClosures(tx, string(from)[:len("2026")], string(to))
}
