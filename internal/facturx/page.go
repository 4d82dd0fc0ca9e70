package facturx

import (
	"bytes"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
)

// The page is an A4, in millimetres; the columns of its table are what, how many, rate, price.
const (
	margin   = 18.0
	width    = 210 - 2*margin
	rowH     = 5.5
	quantity = 18.0
	rate     = 30.0
	price    = 28.0
	what     = width - quantity - rate - price
)

// PDF draws the invoice with the words of its language, with its XML inside where nothing lacks. at is when it was issued.
func (i Invoice) PDF(words *locale.Printer, at time.Time) ([]byte, error) {
	d := drawing{Fpdf: fpdf.New("P", "mm", "A4", ""), words: words, i: i}
	d.SetMargins(margin, margin, margin)
	d.SetAutoPageBreak(true, margin)
	d.SetCatalogSort(true) // the same invoice gives the same bytes
	d.SetCreationDate(at)
	d.SetModificationDate(at)
	d.AddUTF8FontFromBytes("go", "", goregular.TTF)
	d.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	d.SetFooterFunc(d.foot)
	d.AddPage()
	d.head()
	d.table()
	d.sums()
	d.closing()
	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		return nil, err
	}
	a := archive{title: d.title(), language: words.Language(), author: i.Seller.Name, at: at}
	if len(i.Lacks()) == 0 {
		a.xml = i.XML()
	}
	return a.of(b.Bytes())
}

type drawing struct {
	*fpdf.Fpdf
	words *locale.Printer
	i     Invoice
}

func (d drawing) t(key string, args locale.Args) string { return d.words.T("invoice."+key, args) }

func (d drawing) money(a money.Amount) string { return d.words.MoneyIn(int64(a), d.i.Currency) }

func (d drawing) title() string {
	return d.t("title."+string(d.i.Kind), locale.Args{"number": d.i.Number})
}

// say writes text in lines of the page's width.
func (d drawing) say(style string, size float64, text string) {
	d.SetFont("go", style, size)
	d.MultiCell(width, size*0.5, plain(text), "", "L", false)
}

func (d drawing) head() {
	d.say("B", 13, d.i.Seller.Name)
	for _, line := range d.i.Seller.address() {
		d.say("", 9.5, line)
	}
	d.identity()
	d.Ln(7)
	d.say("B", 17, d.title())
	d.Ln(1)
	d.say("", 10, d.t("day", locale.Args{"day": d.words.Date(d.noon(string(d.i.Day)))}))
	d.say("", 10, d.t("order", locale.Args{"number": d.i.Order}))
	if d.i.Corrects != "" {
		d.say("", 10, d.t("corrects", locale.Args{"number": d.i.Corrects, "day": d.words.Date(d.noon(string(d.i.Corrected)))}))
	}
	if d.i.Delivered != "" {
		d.say("", 10, d.t("delivered", locale.Args{"day": d.words.Date(d.noon(string(d.i.Delivered)))}))
	}
	d.Ln(4)
	d.say("B", 10, d.t("buyer", nil))
	d.say("", 10, d.i.Buyer.Name)
	for _, line := range d.i.Buyer.address() {
		d.say("", 10, line)
	}
	if d.i.DeliverTo != "" {
		d.say("", 9.5, d.t("deliver_to", locale.Args{"place": d.i.DeliverTo}))
	}
	d.Ln(6)
}

func (d drawing) identity() {
	if id := d.i.Seller.LegalID; id != "" {
		d.say("", 9.5, d.t("legal_id", locale.Args{"id": id}))
	}
	if id := d.i.Seller.VATID; id != "" {
		d.say("", 9.5, d.t("vat_id", locale.Args{"id": id}))
	}
}

// noon is a moment of a day.
func (d drawing) noon(day string) time.Time {
	at, _ := time.ParseInLocation(time.DateOnly, day, d.words.Zone())
	return at.Add(12 * time.Hour)
}

func (p Party) address() (lines []string) {
	for _, line := range append(strings.Split(p.Street, "\n"), strings.TrimSpace(p.PostalCode+" "+p.City)) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (d drawing) table() {
	d.row("B", "B", d.t("what", nil), d.t("quantity", nil), d.t("rate", nil), d.t("price", nil))
	for _, l := range d.i.Lines {
		d.row("", "", l.Name, d.words.Number(l.Quantity), d.rate(l), d.money(l.Total))
		for _, detail := range l.Details {
			d.row("", "", "   "+detail, "", "", "")
		}
	}
	d.row("B", "T", d.t("total", nil), "", "", d.money(d.i.Total))
	d.Ln(5)
}

func (d drawing) rate(l Line) string {
	all := make([]string, len(l.Rates))
	for at, r := range l.Rates {
		all[at] = d.percent(r)
	}
	return strings.Join(all, " + ")
}

func (d drawing) percent(r money.Rate) string { return d.words.Number(r.Float()*100) + " %" }

// row writes the cells of a table; a long first one goes on below.
func (d drawing) row(style, border, first, second, third, fourth string) {
	d.SetFont("go", style, 9.5)
	parts := d.SplitText(plain(first), what-2)
	if len(parts) == 0 {
		parts = []string{""}
	}
	d.CellFormat(what, rowH, parts[0], border, 0, "L", false, 0, "")
	d.CellFormat(quantity, rowH, plain(second), border, 0, "R", false, 0, "")
	d.CellFormat(rate, rowH, plain(third), border, 0, "R", false, 0, "")
	d.CellFormat(price, rowH, plain(fourth), border, 1, "R", false, 0, "")
	for _, more := range parts[1:] {
		d.CellFormat(what, rowH, more, "", 1, "L", false, 0, "")
	}
}

// sums writes what is taxed at each rate.
func (d drawing) sums() {
	d.row("B", "B", d.t("taxes", nil), "", d.t("net", nil), d.t("tax", nil))
	for _, t := range d.i.Taxes {
		name := d.t("tax_rate", locale.Args{"rate": d.percent(t.Rate)})
		if t.Exempt != "" {
			name = t.Exempt
		}
		d.row("", "", name, "", d.money(t.Net), d.money(t.Tax))
	}
	d.row("B", "T", d.t("sum", nil), "", d.money(d.i.Total-d.i.Tax), d.money(d.i.Tax))
	d.Ln(5)
}

func (d drawing) closing() {
	switch {
	case d.i.Kind == CreditNote:
		d.say("", 10, d.t("given_back", locale.Args{"amount": d.money(d.i.Total)}))
	case d.i.Paid == d.i.Total && d.i.Means != "":
		d.say("", 10, d.t("paid."+string(d.i.Means), locale.Args{"amount": d.money(d.i.Paid)}))
	default:
		d.say("", 10, d.t("due", locale.Args{"amount": d.money(d.i.Total - d.i.Paid)}))
	}
	for _, note := range d.i.Notes {
		d.say("", 9.5, note)
	}
}

func (d drawing) foot() {
	d.SetY(-margin)
	d.SetFont("go", "", 8)
	d.CellFormat(width, rowH, plain(d.title()+" – "+d.t("page", locale.Args{"n": d.PageNo()})), "", 0, "R", false, 0, "")
}

// plain leaves out what the drawing library cannot bear: it knows the basic plane of Unicode alone.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff || r < ' ' && r != '\n' {
			return -1
		}
		return r
	}, text)
}
