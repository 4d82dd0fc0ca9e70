package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestEveryDeedTwiceUnderOneKey: "`Idempotency-Key` on every unsafe endpoint … same key+same body → same status and byte-same body", in both
// faces, and nothing is written the second time. Under the key of another body nothing happens at all.
func TestEveryDeedTwiceUnderOneKey(t *testing.T) {
	t.Parallel()
	for name, deeds := range map[string][]deed{"orders": orderDeeds, "carts": cartDeeds, "shops": shopDeeds, "people": peopleDeeds, "tasks": taskDeeds} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t)
			for n, d := range deeds {
				if !strings.HasPrefix(d.ask, "GET ") {
					w.twice(d, strings.Fields(d.may)[0], fmt.Sprintf("deed %d", n))
				}
			}
		})
	}
}

func (w *town) twice(d deed, who, key string) {
	w.t.Helper()
	headers := []string{"Idempotency-Key", key}
	asker := who
	if slices.Contains(guests, who) && strings.Contains(d.ask, " /v1/") {
		headers, asker = append(headers, "Cookie", "pignon_basket="+w.proofs[who]), "nobody"
	}
	started := w.writes()
	status, first := w.as(asker, d.ask, d.body, headers...)
	if slices.Contains([]int{401, 403, 404, 422, 429}, status) || status >= 500 || strings.Contains(first, "request.key") {
		w.t.Errorf("%s: %s: %d: %s", who, d.ask, status, first)
	}
	done := w.writes()
	again, second := w.as(asker, d.ask, d.body, headers...)
	if again != status || second != first {
		w.t.Errorf("%s: %s: %d %s, and again %d %s", who, d.ask, status, first, again, second)
	}
	if other, text := w.as(asker, d.ask, `{"another":"body"}`, headers...); other != 422 || !strings.Contains(text, "Idempotency-Key") {
		w.t.Errorf("%s: %s with another body: %d %s", who, d.ask, other, text)
	}
	if w.writes() != done {
		w.t.Errorf("%s: %s: the second time something was written", who, d.ask)
	}
	if done == started {
		w.t.Errorf("%s: %s: the answer was not kept", who, d.ask)
	}
	w.again()
}
