package notify

import (
	"strings"
	"testing"

	"pignon.coop/internal/locale"
	"pignon.coop/locales"
)

// Every letter and notice of the table has its words, and none of those that locked screens show can name a person, a place or a number.
func TestAudienceHasItsWords(t *testing.T) {
	t.Parallel()
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "en", Missing: func(string, string) {}})
	for _, l := range audience() {
		switch l.By {
		case Mail:
			for _, part := range []string{".subject", ".text"} {
				if !words.Has("mail." + l.As + part) {
					t.Errorf("%s to %s: no words mail.%s%s", l.Event, l.To, l.As, part)
				}
			}
		case Push:
			if !words.Has("push." + l.As) {
				t.Errorf("%s to %s: no words push.%s", l.Event, l.To, l.As)
			}
			said := words.T("push."+l.As, locale.Args{"day": "today"})
			if strings.ContainsAny(said, "{}") {
				t.Errorf("push.%s wants more than the day: %s", l.As, said)
			}
		case Live:
			if !strings.Contains(l.As, ":") {
				t.Errorf("%s: the live message %q has no name as clients know them", l.Event, l.As)
			}
		}
	}
}

// Nobody is told the same twice, and nothing stands twice in the table.
func TestAudienceRepeatsNothing(t *testing.T) {
	t.Parallel()
	seen := map[line]bool{}
	for _, l := range audience() {
		if seen[l] {
			t.Errorf("%+v stands twice", l)
		}
		seen[l] = true
		if l.Event == "" || l.To == "" || l.As == "" {
			t.Errorf("%+v is incomplete", l)
		}
	}
}
