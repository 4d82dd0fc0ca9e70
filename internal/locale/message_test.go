package locale

import (
	"strings"
	"testing"
)

func printerOf(t testing.TB, lang, message string, missing func(lang, key string)) *Printer {
	t.Helper()
	parts, err := parseMessage(message)
	if err != nil {
		t.Fatalf("%q: %v", message, err)
	}
	catalogue, err := Parse(lang, []byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	catalogue.messages["m"] = parts
	set := &Set{byLanguage: map[string]*Catalogue{lang: catalogue}, languages: []string{lang}}
	return set.Printer(PrinterIn{Language: lang, Currency: "EUR", Missing: missing})
}

func TestMessages(t *testing.T) {
	t.Parallel()
	orders := "{n, plural, =0 {no order} one {# order} other {# orders}}"
	for _, c := range []struct {
		name, lang, message string
		args                Args
		want                string
	}{
		{"plain", "en", "Hello", nil, "Hello"},
		{"value", "en", "Hello {name}!", Args{"name": "Ada"}, "Hello Ada!"},
		{"value with blanks", "en", "Hello { name }!", Args{"name": "Ada"}, "Hello Ada!"},
		{"number", "en", "{n, number} m", Args{"n": 12345}, "12,345 m"},
		{"bare number", "en", "{n}", Args{"n": 1.5}, "1.5"},
		{"french number", "fr", "{n, number}", Args{"n": 1.5}, "1,5"},
		{"exact", "en", orders, Args{"n": 0}, "no order"},
		{"one", "en", orders, Args{"n": 1}, "1 order"},
		{"many", "en", orders, Args{"n": int64(2)}, "2 orders"},
		{"grouped", "en", orders, Args{"n": 2000}, "2,000 orders"},
		{"zero is singular in french", "fr", "{n, plural, one {# tâche} other {# tâches}}", Args{"n": 0}, "0 tâche"},
		{"few in polish", "pl", "{n, plural, one {a} few {b} many {c} other {d}}", Args{"n": 3}, "b"},
		{"huge", "pl", "{n, plural, one {a} few {b} many {c} other {d}}", Args{"n": int64(9_000_000_000_002)}, "b"},
		{"negative", "en", orders, Args{"n": -1}, "-1 order"},
		{"select", "en", "{s, select, up {rises} other {stays}}", Args{"s": "up"}, "rises"},
		{"select other", "en", "{s, select, up {rises} other {stays}}", Args{"s": "down"}, "stays"},
		{"select by number", "en", "{s, select, 0 {none} other {some}}", Args{"s": 0}, "none"},
		{"nested", "en", "{s, select, a {{n, plural, one {# x} other {# y}}} other {}}", Args{"s": "a", "n": 2}, "2 y"},
		{"hash in a select in a plural", "en", "{n, plural, other {{s, select, other {#}}}}", Args{"s": "a", "n": 7}, "7"},
		{"hash outside", "en", "no. # {n}", Args{"n": 1}, "no. # 1"},
		{"apostrophe", "en", "it's {n}", Args{"n": 1}, "it's 1"},
		{"two apostrophes", "en", "it''s", nil, "it's"},
		{"quoted braces", "en", "'{n}' {n}", Args{"n": 1}, "{n} 1"},
		{"apostrophe in a quotation", "en", "'{it''s}'", nil, "{it's}"},
		{"quoted hash", "en", "{n, plural, other {'#'#}}", Args{"n": 4}, "#4"},
		{"missing value", "en", "Hello {name}", nil, "Hello {name}"},
		{"missing count", "en", orders, Args{"n": "many"}, "{n}"},
		{"half a thing", "en", orders, Args{"n": 1.5}, "{n}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := plain(printerOf(t, c.lang, c.message, nil).T("m", c.args)); got != c.want {
				t.Errorf("%q with %v gives %q, want %q", c.message, c.args, got, c.want)
			}
		})
	}
}

// plain writes the spaces that do not break as ordinary ones, so that tests can be read.
func plain(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2212", "-").Replace(s)
}

func TestWrongMessagesSayWhere(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"a } b":                                  "at byte 3: a } closes nothing",
		"{":                                      "must be followed by a name",
		"{a":                                     "{a must be followed by }",
		"{a, date}":                              "only number, plural and select",
		"{a, number":                             "must be followed by }",
		"{a, plural}":                            "a comma and its cases",
		"{a, plural, one {x}}":                   "has no case other",
		"{a, plural, lots {x} other {}}":         "a case is a word",
		"{a, plural, =x {x} other {}}":           "a case is a word",
		"{a, plural, other {x} other {}}":        "the case other twice",
		"{a, select, other {x}":                  "a case is a word",
		"{a, select, other {x":                   "the case other is not closed",
		"{a, select, other x}":                   "must be followed by {",
		strings.Repeat("{a, select, other {", 9): "levels of plural and select",
	} {
		_, err := parseMessage(message)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got error %v, want one that says %q", message, err, want)
		}
	}
}

func TestMissingIsReported(t *testing.T) {
	t.Parallel()
	var told []string
	p := printerOf(t, "en", "{who} rides", func(lang, key string) { told = append(told, lang+" "+key) })
	if got := p.T("no.such.key", nil); got != "no.such.key" {
		t.Errorf("a missing key prints %q", got)
	}
	p.T("m", nil)
	if got, want := strings.Join(told, "; "), "en no.such.key; en m {who}"; got != want {
		t.Errorf("reported %q, want %q", got, want)
	}
}

func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		"Hello {name}", "{n, plural, =0 {a} one {# b} other {c '#' #}}", "{s, select, a {{n, number}} other {''}}", "'{", "}", "{a,plural,other{",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if parts, err := parseMessage(source); err != nil || len(parts) == 0 {
			return
		}
		p := printerOf(t, "fr", source, nil)
		p.T("m", nil)
		args := Args{}
		for _, name := range p.catalogue.Placeholders("m") {
			args[name] = 2
		}
		p.missing = func(_, key string) { t.Errorf("%q: %s is missing although every placeholder was given", source, key) }
		p.T("m", args)
	})
}
