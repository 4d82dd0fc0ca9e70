package ticket

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Width is how many letters of the usual size stand in a line: printers of 58 mm.
const Width = 32

// row is a line of a ticket.
type row struct {
	text string
	big  bool // twice as wide and high
}

// Paper is a ticket, ready to be printed.
type Paper struct{ rows []row }

// write makes the ticket of an order for one shop: of a hub's order its own lines alone.
func write(words *locale.Printer, v order.OrderView, again bool, now span.Instant) (p Paper) {
	t := func(key string, args locale.Args) string { return words.T("ticket."+key, args) }
	if again {
		p.add(true, t("again", nil))
	}
	p.add(true, string(v.Number))
	if v.Shop != nil {
		p.add(false, v.Shop.Name)
	}
	way := "collection"
	if v.Method == shop.Delivery {
		way = "delivery"
	}
	p.add(false, t(way, nil))
	if !v.PickupAt.IsZero() {
		p.add(true, words.Clock(v.PickupAt.Time))
		p.add(false, words.Day(v.PickupAt.Time, now.Time))
	}
	if v.Customer != nil {
		p.add(false, string(v.Customer.GivenName))
	}
	p.rule()
	for _, item := range v.Items {
		p.add(true, words.Number(item.Quantity)+" × "+label(words, item.Name))
		for _, a := range item.Adjustments {
			if a.Type == order.Modifier {
				p.add(false, "  "+label(words, a.Label))
			}
		}
	}
	p.rule()
	if v.Notes != "" {
		p.add(false, t("notes", locale.Args{"notes": string(v.Notes)}))
	}
	if v.ReusablePackaging {
		p.add(false, t("boxes", locale.Args{"n": v.Boxes}))
	}
	p.add(false, t("total", locale.Args{"amount": words.Money(int64(v.Total))}))
	return p
}

func label(words *locale.Printer, text string) string {
	if words.Has(text) {
		return words.T(text, nil)
	}
	return text
}

func (p *Paper) rule() { p.rows = append(p.rows, row{text: strings.Repeat("-", Width)}) }

// add adds text in as many lines as it needs, cut between words where that is possible.
func (p *Paper) add(big bool, text string) {
	room := Width
	if big {
		room /= 2
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", ""), "\n") {
		for _, part := range wrap(line, room) {
			p.rows = append(p.rows, row{part, big})
		}
	}
}

// wrap cuts a line into parts of so many letters at most. What a line is set in by stays before its parts.
func wrap(line string, room int) (parts []string) {
	inset := line[:len(line)-len(strings.TrimLeft(line, " "))]
	now := inset
	for word := range strings.FieldsSeq(line) {
		for {
			gap := " "
			if now == inset {
				gap = ""
			}
			if free := room - utf8.RuneCountInString(now+gap); utf8.RuneCountInString(word) > free {
				if now == inset { // a word longer than a line
					runes := []rune(word)
					parts, word = append(parts, now+string(runes[:free])), string(runes[free:])
					continue
				}
				parts, now = append(parts, now), inset
				continue
			}
			now += gap + word
			break
		}
	}
	if strings.TrimSpace(now) != "" {
		parts = append(parts, now)
	}
	return parts
}

// Text is the ticket as text.
func (p Paper) Text() string {
	var b strings.Builder
	for _, r := range p.rows {
		b.WriteString(r.text + "\n")
	}
	return b.String()
}

// ESCPOS is the ticket in the language of thermal printers: reset, the letters of western Europe (page 16), a size for each line, feed and cut. What
// these letters have not comes out as a question mark; nothing that was typed is taken for a command.
func (p Paper) ESCPOS() []byte {
	var b bytes.Buffer
	b.WriteString("\x1b@\x1bt\x10")
	letters := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder())
	for _, r := range p.rows {
		size := byte(0)
		if r.big {
			size = 0x11
		}
		text, err := letters.String(strings.Map(printable, r.text))
		if err != nil {
			text = "?"
		}
		b.Write([]byte{0x1d, '!', size})
		b.WriteString(strings.ReplaceAll(text, "\x1a", "?") + "\n")
	}
	b.WriteString("\x1d!\x00\n\n\n\x1dVB\x00")
	return b.Bytes()
}

// printable drops commands, and writes what the letters lack and French has as the nearest that they have.
func printable(r rune) rune {
	switch {
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return -1
	case r == '\u202f':
		return '\u00a0'
	}
	return r
}
