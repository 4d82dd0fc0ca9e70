package locale

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/bojanz/currency"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"pignon.coop/internal/money"
)

// Args are the values of a message by name: strings, integers, floats, booleans, amounts of money or anything that prints itself.
type Args map[string]any

// PrinterIn says for whom words are printed.
type PrinterIn struct {
	Language string                 // one that the set speaks; another gives the fallback
	Zone     *time.Location         // the co-op's time zone; nil means UTC
	Currency string                 // ISO 4217 code of the co-op's currency
	Missing  func(lang, key string) // told of each key or argument that is missing; may be nil
}

// Printer prints words for one language, time zone and currency. It is cheap to make, immutable and safe for concurrent use.
type Printer struct {
	catalogue *Catalogue
	zone      *time.Location
	currency  string
	missing   func(lang, key string)
	numbers   *message.Printer
	money     *currency.Formatter
}

// Printer makes the printer for one person or request.
func (s *Set) Printer(in PrinterIn) *Printer {
	catalogue := s.byLanguage[in.Language]
	if catalogue == nil {
		catalogue = s.byLanguage[s.languages[0]]
	}
	p := &Printer{catalogue: catalogue, zone: in.Zone, currency: in.Currency, missing: in.Missing}
	if p.zone == nil {
		p.zone = time.UTC
	}
	if p.missing == nil {
		p.missing = func(string, string) {}
	}
	p.numbers = message.NewPrinter(catalogue.tag)
	p.money = currency.NewFormatter(currency.NewLocale(catalogue.language))
	return p
}

// Language gives the language that is printed, for the page's lang attribute.
func (p *Printer) Language() string { return p.catalogue.language }

// Zone gives the time zone in which instants are printed.
func (p *Printer) Zone() *time.Location { return p.zone }

// T prints the message of a key. A key that is missing prints itself, an argument that is missing prints as {name}; both are reported.
func (p *Printer) T(key string, args Args) string {
	parts, ok := p.catalogue.messages[key]
	if !ok {
		p.missing(p.catalogue.language, key)
		return key
	}
	var b strings.Builder
	(&writing{printer: p, out: &b, key: key, args: args}).parts(parts, 0)
	return b.String()
}

// Has tells whether the catalogue holds a key; for keys made from codes, which may be newer than the words.
func (p *Printer) Has(key string) bool {
	_, ok := p.catalogue.messages[key]
	return ok
}

// Number prints a number with the language's separators and at most three decimals.
func (p *Printer) Number(n any) string {
	return p.numbers.Sprint(number.Decimal(n, number.MaxFractionDigits(3)))
}

// Money prints an amount of minor units in the printer's currency: 1250 gives "€12.50" or "12,50 €".
func (p *Printer) Money(minor int64) string { return p.MoneyIn(minor, p.currency) }

// Tag prints an amount as price lists write it, the same in every language: "€12.50".
func (p *Printer) Tag(a money.Amount) string {
	amount, err := currency.NewAmountFromInt64(int64(a), p.currency)
	if err != nil {
		return p.Money(int64(a))
	}
	return currency.NewFormatter(currency.NewLocale("en")).Format(amount)
}

// Units gives an amount in whole units of the printer's currency, for tables that programs read: 1250 gives 12.5.
func (p *Printer) Units(a money.Amount) float64 {
	digits, ok := currency.GetDigits(p.currency)
	if !ok {
		digits = 2
	}
	return float64(a) / math.Pow10(int(digits))
}

// MoneyIn prints an amount of minor units in another currency; an unknown currency prints the bare number and its code.
func (p *Printer) MoneyIn(minor int64, code string) string {
	amount, err := currency.NewAmountFromInt64(minor, code)
	if err != nil {
		p.missing(p.catalogue.language, "currency "+code)
		return fmt.Sprintf("%d %s", minor, code)
	}
	return p.money.Format(amount)
}

// writing is one message being printed.
type writing struct {
	printer *Printer
	out     *strings.Builder
	key     string
	args    Args
}

func (w *writing) parts(parts []part, hash int64) {
	for _, p := range parts {
		switch p.kind {
		case kindText:
			w.out.WriteString(p.text)
		case kindHash:
			w.out.WriteString(w.printer.Number(hash))
		case kindPlural:
			w.plural(p)
		case kindSelect:
			w.choose(p, hash)
		default:
			w.value(p)
		}
	}
}

func (w *writing) value(p part) {
	value, ok := w.args[p.name]
	if !ok {
		w.unknown(p.name)
		return
	}
	switch v := value.(type) {
	case money.Amount:
		w.out.WriteString(w.printer.Money(int64(v)))
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64:
		w.out.WriteString(w.printer.Number(value))
	default:
		fmt.Fprint(w.out, value)
	}
}

func (w *writing) plural(p part) {
	n, ok := whole(w.args[p.name])
	if !ok {
		w.unknown(p.name)
		return
	}
	if body, exact := p.cases[fmt.Sprintf("=%d", n)]; exact {
		w.parts(body, n)
		return
	}
	body, ok := p.cases[w.printer.form(n)]
	if !ok {
		body = p.cases["other"]
	}
	w.parts(body, n)
}

func (w *writing) choose(p part, hash int64) {
	value, ok := w.args[p.name]
	if !ok {
		w.unknown(p.name)
		return
	}
	body, ok := p.cases[fmt.Sprint(value)]
	if !ok {
		body = p.cases["other"]
	}
	w.parts(body, hash)
}

func (w *writing) unknown(name string) {
	w.printer.missing(w.printer.catalogue.language, w.key+" {"+name+"}")
	w.out.WriteString("{" + name + "}")
}

// form gives the plural category of a whole number in the printer's language.
func (p *Printer) form(n int64) string {
	if n < 0 {
		n = -n
	}
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	// The rules look at the last digits only, except for whole millions, which the bound keeps.
	if n > math.MaxInt32 {
		n = n%1_000_000 + 1_000_000
	}
	if name, ok := names[plural.Cardinal.MatchPlural(p.catalogue.tag, int(n), 0, 0, 0, 0)]; ok {
		return name
	}
	return "other"
}

// whole reads an argument as the whole number of a plural.
func whole(value any) (int64, bool) {
	switch n := value.(type) {
	case int:
		return int64(n), true
	case int32:
		return int64(n), true
	case int64:
		return n, true
	case float64:
		return int64(n), n == math.Trunc(n) && math.Abs(n) < 1<<53
	}
	return 0, false
}
