package locale_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pignon.coop/internal/locale"
	"pignon.coop/locales"
)

func words(t testing.TB) *locale.Set {
	t.Helper()
	set, err := locale.Load(locales.Files, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func printers(t testing.TB) (en, fr *locale.Printer) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	set := words(t)
	missing := func(lang, key string) { t.Errorf("%s lacks %s", lang, key) }
	return set.Printer(locale.PrinterIn{Language: "en", Zone: paris, Currency: "EUR", Missing: missing}),
		set.Printer(locale.PrinterIn{Language: "fr", Zone: paris, Currency: "EUR", Missing: missing})
}

var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

func TestLanguagesHoldTheSameMessages(t *testing.T) {
	t.Parallel()
	set := words(t)
	first := set.Catalogue("fr")
	for _, lang := range set.Languages() {
		other := set.Catalogue(lang)
		for _, key := range first.Keys() {
			if !slices.Contains(other.Keys(), key) {
				t.Errorf("%s.json lacks %s, which fr.json has", lang, key)
				continue
			}
			if want, got := first.Placeholders(key), other.Placeholders(key); !slices.Equal(want, got) {
				t.Errorf("%s: fr wants %v, %s wants %v", key, want, lang, got)
			}
		}
		for _, key := range other.Keys() {
			if !slices.Contains(first.Keys(), key) {
				t.Errorf("fr.json lacks %s, which %s.json has", key, lang)
			}
		}
	}
}

func TestCataloguesAreTypeset(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`(?m)^  "([^"]*)"`)
	rules := []struct{ lang, wrong, why string }{
		{"", `'`, "use the typographic apostrophe ’"},
		{"", `\.\.\.`, "use the ellipsis …"},
		{"", `  \S.*: .*  `, "two spaces in a row"},
		{"fr", `[ \x{202f}][:;!?»]|« `, "the space before : ; ! ? » and after « does not break (U+00A0)"},
		{"fr", `\p{L}[;!?]`, "a space that does not break stands before ; ! ?"},
	}
	for _, lang := range words(t).Languages() {
		source, err := locales.Files.ReadFile(lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(source), "\n") {
			for _, rule := range rules {
				if (rule.lang == "" || rule.lang == lang) && regexp.MustCompile(rule.wrong).MatchString(line) {
					t.Errorf("%s.json %s: %s", lang, key.FindString(line), rule.why)
				}
			}
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	set := words(t)
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{nil, "fr"},
		{[]string{""}, "fr"},
		{[]string{"en-GB,en;q=0.8"}, "en"},
		{[]string{"de-DE,de;q=0.9,en;q=0.5"}, "en"},
		{[]string{"de"}, "fr"},
		{[]string{"fr-CA"}, "fr"},
		{[]string{"en", "fr"}, "en"},
		{[]string{"", "en"}, "en"},
		{[]string{"***;;q=x", "en"}, "en"},
		{[]string{strings.Repeat("a,", 9000), "en"}, "en"},
	} {
		if got := set.Match(c.wishes...); got != c.want {
			t.Errorf("wishes %.40q give %s, want %s", c.wishes, got, c.want)
		}
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	en, fr := printers(t)
	now := time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)
	at := func(days, hour, minute int) time.Time {
		return time.Date(2026, 11, 24+days, hour, minute, 0, 0, fr.Zone())
	}
	for _, c := range []struct{ name, got, want string }{
		{"clock", en.Clock(now), "12:00"},
		{"today", en.Day(at(0, 23, 59), now), "today"},
		{"tomorrow", fr.Day(at(1, 0, 0), now), "demain"},
		{"yesterday", en.Day(at(-1, 0, 0), now), "yesterday"},
		{"day", en.Day(at(3, 9, 0), now), "Friday 27 November"},
		{"french day", fr.Day(at(7, 9, 0), now), "mardi 1er décembre"},
		{"other year", fr.Day(at(60, 9, 0), now), "samedi 23 janvier 2027"},
		{"date", en.Date(now), "Tuesday 24 November 2026"},
		{"moment", fr.Moment(at(0, 19, 30), now), "aujourd’hui 19:30"},
		{"span", en.Span(at(0, 19, 30), at(0, 20, 0), now), "today 19:30–20:00"},
		{"french span", fr.Span(at(1, 19, 30), at(1, 20, 0), now), "demain 19:30–20:00"},
		{"span over midnight", en.Span(at(0, 23, 30), at(1, 0, 30), now), "today 23:30 – tomorrow 00:30"},
	} {
		if got := spaces.Replace(c.got); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheDayOfTheClockChangeIsOneDay(t *testing.T) {
	t.Parallel()
	en, _ := printers(t)
	before := time.Date(2026, 10, 24, 23, 30, 0, 0, en.Zone())
	if got := en.Day(before.Add(25*time.Hour), before); got != "tomorrow" {
		t.Errorf("25 hours later on the long day is %q, want tomorrow", got)
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	en, fr := printers(t)
	for _, c := range []struct{ name, got, want string }{
		{"money", en.Money(1250), "€12.50"},
		{"french money", fr.Money(123456), "1 234,56 €"},
		{"negative", fr.Money(-50), "-0,50 €"},
		{"no minor unit", en.MoneyIn(1250, "JPY"), "¥1,250"},
		{"metres", en.Distance(347), "350 m"},
		{"almost a kilometre", en.Distance(996), "1 km"},
		{"kilometres", fr.Distance(2449), "2,4 km"},
		{"almost ten", en.Distance(9949), "9.9 km"},
		{"far", en.Distance(12499), "12 km"},
		{"minutes", en.Duration(25*time.Minute + 29*time.Second), "25 min"},
		{"an instant", en.Duration(time.Second), "1 min"},
		{"hours", fr.Duration(65 * time.Minute), "1 h 05"},
		{"number", fr.Number(1234567), "1 234 567"},
		{"count", fr.T("task.count", locale.Args{"n": 0}), "Aucune tâche"},
	} {
		if got := spaces.Replace(c.got); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestUnknownCurrencyAndLanguage(t *testing.T) {
	t.Parallel()
	p := words(t).Printer(locale.PrinterIn{Language: "xx", Currency: "???"})
	if p.Language() != "fr" || p.Money(5) != "5 ???" {
		t.Errorf("got %s and %q, want the fallback and the bare number", p.Language(), p.Money(5))
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, source, want string }{
		"no fallback": {"en.json", `{}`, "no catalogue fr.json"},
		"not a tag":   {"f_!.json", `{}`, "not a language tag"},
		"not flat":    {"fr.json", `{"a":{"b":"c"}}`, "flat JSON object"},
		"bad message": {"fr.json", `{"a.b":"{"}`, "catalogue fr, message a.b: at byte 2"},
	} {
		_, err := locale.Load(fstest.MapFS{c.file: {Data: []byte(c.source)}}, "fr")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error that says %q", name, err, c.want)
		}
	}
}
