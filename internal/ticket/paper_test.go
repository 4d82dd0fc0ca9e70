package ticket

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"pignon.coop/internal/account"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/locales"
)

func TestPaper(t *testing.T) {
	t.Parallel()
	set, err := locale.Load(locales.Files, "fr")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: time.UTC, Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
	var v order.OrderView
	v.Number, v.Method, v.Total, v.Notes = "A42", shop.Delivery, 2350, "Sans oignon,\n\x1bd merci 🌶"
	v.PickupAt = span.At(time.Date(2026, 11, 24, 12, 15, 0, 0, time.UTC))
	v.Shop = &shop.View{Restaurant: shop.Restaurant{Name: "Chez Ana"}}
	v.Customer = &order.Person{Customer: account.Customer{GivenName: "Zoé"}}
	v.Items = []order.Item{{Quantity: 2, Name: "Œuf mayonnaise de la grand-mère", Adjustments: []order.Adjustment{{Type: order.Modifier, Label: "1 × Crème fraîche épaisse d’Isigny et ciboulette"}}}}
	now := span.At(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC))
	text := write(words, v, false, now).Text()
	for _, want := range []string{"A42\n", "12:15\n", "2 × Œuf\nmayonnaise de la\ngrand-mère\n", "  1 × Crème fraîche épaisse\n  d’Isigny et ciboulette\n", "Sans oignon"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if again := write(words, v, true, now).Text(); !strings.HasPrefix(again, words.T("ticket.again", nil)+"\n") {
		t.Errorf("a second copy begins with %.20q", again)
	}
	raw := write(words, v, false, now).ESCPOS()
	if !bytes.HasPrefix(raw, []byte("\x1b@\x1bt\x10")) || !bytes.HasSuffix(raw, []byte("\x1dVB\x00")) || !bytes.Contains(raw, []byte("2 \xd7 \x8cuf")) || !bytes.Contains(raw, []byte("23,50 \x80")) {
		t.Errorf("%q", raw)
	}
	if bytes.Count(raw, []byte{0x1b}) != 2 || bytes.Contains(raw, []byte("\x1bd")) {
		t.Error("a customer commands the printer")
	}
}

func TestLinesAreNeverTooLongAndLoseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[ a-zé]{0,90}`).Draw(t, "line")
		room := rapid.SampledFrom([]int{Width, Width / 2}).Draw(t, "room")
		if len(line)-len(strings.TrimLeft(line, " ")) >= room {
			return
		}
		parts := wrap(line, room)
		for _, p := range parts {
			if utf8.RuneCountInString(p) > room {
				t.Fatalf("%q is too long", p)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(parts, "")) != bare(line) {
			t.Fatalf("%q became %q", line, parts)
		}
	})
}
