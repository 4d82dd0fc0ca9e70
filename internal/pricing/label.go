package pricing

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pignon.coop/internal/expression"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
)

// Label is what customers read of a rule: its name, or what its condition and its price say in the words of the printer's language. Halves
// that are too elaborate for words are shown as they are written.
func (r Rule) Label(words *locale.Printer) string {
	if r.Name != "" {
		return string(r.Name)
	}
	condition, price := r.Expression, r.Price
	if e, err := expression.Parse(r.Expression); err == nil {
		if text, ok := (describer{words}).condition(e.Root()); ok {
			condition = text
		}
	}
	if e, err := expression.Parse(r.Price); err == nil {
		if text, ok := (describer{words}).price(e); ok {
			price = text
		}
	}
	return capital(condition + " - " + price)
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// describer puts parts of rules into words; ok is false for what it has no words for.
type describer struct{ words *locale.Printer }

func (d describer) say(key string, args locale.Args) string {
	return d.words.T("pricing.label."+key, args)
}

func (d describer) condition(n expression.Node) (string, bool) {
	var parts []string
	for _, part := range conjuncts(n) {
		text, ok := d.part(part)
		if !ok {
			return "", false
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", "), true
}

func (d describer) part(n expression.Node) (string, bool) {
	switch n.Op {
	case "call":
		return d.call(n)
	case "method":
		name, ok := textOf(last(n.Kids))
		return d.say("package", locale.Args{"name": name}), ok && n.Name == "containsAtLeastOne" && len(n.Kids) == 2
	case "==":
		return d.equal(n)
	case "<", ">", "in":
		m, ok := d.measureOf(n.Kids[0])
		if !ok {
			return "", false
		}
		return m.compared(d, n)
	}
	return "", false
}

func (d describer) equal(n expression.Node) (string, bool) {
	value, ok := textOf(n.Kids[1])
	if pathOf(n.Kids[0]) == "task.type" {
		switch value {
		case pickup, dropoff:
			return d.say("rate."+strings.ToLower(value), nil), ok
		}
	}
	return value, ok
}

func (d describer) call(n expression.Node) (string, bool) {
	if len(n.Kids) < 2 {
		return "", false
	}
	if n.Name == "in_zone" || n.Name == "out_zone" {
		name, ok := textOf(n.Kids[1])
		side, rest, _ := strings.Cut(pathOf(n.Kids[0]), ".")
		return d.say(n.Name, locale.Args{"side": side, "zone": name}), ok && rest == "address"
	}
	text, ok := textOf(last(n.Kids))
	m, known := d.measureOf(n)
	if !ok || !known {
		return "", false
	}
	comparison, err := expression.Parse("x " + text) // the function's own comparison, "< 12"
	if err != nil || len(comparison.Root().Kids) != 2 {
		return "", false
	}
	return m.compared(d, comparison.Root())
}

// measure is something that conditions compare with numbers.
type measure struct {
	prefix string
	unit   func(n float64) string // with its unit
	bare   bool                   // but not when it is compared with one number
}

func (d describer) measureOf(n expression.Node) (measure, bool) {
	switch path := pathOf(n); {
	case path == "distance":
		return measure{unit: kilo("km")}, true
	case path == "weight":
		return measure{unit: kilo("kg")}, true
	case path == "packages.totalVolumeUnits":
		return measure{prefix: d.say("volume", nil) + " ", unit: d.volume, bare: true}, true
	case path == "order.itemsTotal":
		return measure{prefix: d.say("items_total", nil) + " ", unit: plain}, true
	case n.Op == "call" && len(n.Kids) > 0 && timeUnits[n.Name] != "":
		stop := d.say("stop", locale.Args{"stop": pathOf(n.Kids[0])})
		unit := func(v float64) string {
			return d.say(timeUnits[n.Name], locale.Args{"n": plain(v), "count": int64(math.Abs(v))})
		}
		return measure{prefix: d.say(n.Name, locale.Args{"stop": stop}) + " ", unit: unit}, true
	}
	return measure{}, false
}

// timeUnits are the words for what the functions of time count in.
var timeUnits = map[string]string{"diff_hours": "hours", "diff_days": "days", "time_range_length": "hours"}

func (m measure) compared(d describer, n expression.Node) (string, bool) {
	if n.Op == "in" {
		bounds := n.Kids[1]
		if bounds.Op != ".." {
			return "", false
		}
		from, ok1 := numberOf(bounds.Kids[0])
		to, ok2 := numberOf(bounds.Kids[1])
		return m.prefix + d.say("between", locale.Args{"from": m.unit(from), "to": m.unit(to)}), ok1 && ok2
	}
	key := map[string]string{"<": "less", ">": "more"}[n.Op]
	value, ok := numberOf(n.Kids[1])
	if key == "" || !ok {
		return "", false
	}
	shown := m.unit(value)
	if m.bare {
		shown = plain(value)
	}
	return m.prefix + d.say(key, locale.Args{"value": shown}), true
}

// price puts a price expression into words.
func (d describer) price(e *expression.Expression) (string, bool) {
	n := e.Root()
	if v, ok := whole(n); ok {
		return d.money(v), true
	}
	numbers := make([]float64, len(n.Kids))
	for i, kid := range n.Kids {
		numbers[i], _ = numberOf(kid)
	}
	switch c := chargeOf(e); c.kind {
	case rangeCharge:
		return d.priceRange(pathOf(n.Kids[0]), numbers)
	case packageCharge:
		name, ok := textOf(n.Kids[1])
		discounted := len(numbers) > 3 && numbers[3] != 0
		return d.say("per", locale.Args{"price": d.money(numbers[2]), "unit": name}), ok && !discounted
	case percentCharge:
		return fmt.Sprintf("%+g%%", (numbers[0]-10000)/100), true
	}
	return "", false
}

func (d describer) priceRange(of string, numbers []float64) (string, bool) {
	unit := map[string]func(float64) string{"distance": kilo("km"), "weight": kilo("kg"), "packages.totalVolumeUnits": d.volume}[of]
	if unit == nil {
		return "", false
	}
	text := d.say("per", locale.Args{"price": d.money(numbers[1]), "unit": unit(numbers[2])})
	if numbers[3] != 0 {
		text = d.say("above", locale.Args{"threshold": unit(numbers[3])}) + " - " + text
	}
	return text, true
}

func (d describer) money(minor float64) string { return d.words.Tag(money.Amount(minor)) }

func (d describer) volume(n float64) string { return d.say("volume_units", locale.Args{"n": plain(n)}) }

func kilo(unit string) func(float64) string {
	return func(n float64) string { return strconv.FormatFloat(n/1000, 'f', 2, 64) + " " + unit }
}

func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// pathOf writes names and attributes, and methods without arguments, as they stand in rules; "" for anything else.
func pathOf(n expression.Node) string {
	switch {
	case n.Op == "name":
		return n.Name
	case n.Op == "attribute", n.Op == "method" && len(n.Kids) == 1:
		return pathOf(n.Kids[0]) + "." + n.Name
	}
	return ""
}

func textOf(n expression.Node) (string, bool) {
	text, ok := n.Value.(string)
	return text, ok && n.Op == "const"
}

func numberOf(n expression.Node) (float64, bool) {
	if n.Op == "unary -" {
		v, ok := numberOf(n.Kids[0])
		return -v, ok
	}
	v, ok := n.Value.(float64)
	return v, ok && n.Op == "const"
}

func last(list []expression.Node) expression.Node { return list[len(list)-1] }
