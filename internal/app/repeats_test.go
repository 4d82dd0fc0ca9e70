package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
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

// withoutKeys are routes that answer no repetition from what is kept. Who calls is not looked at, so that a key would be nobody's; or is not known
// any more the second time, and is told so.
var withoutKeys = []string{
	"POST /api/facebook/login", "POST /api/google_sign_in/login", "POST /api/sign_in_with_apple/login", "POST /api/orders/{id}/players",
	"POST /api/zelty/webhook/catalog/{id}", "POST /api/zelty/webhook/{event}", // signed by a till, not by anybody with a log-in
	"DELETE /api/me", "DELETE /v1/sessions", "POST /api/stores/{id}/pod_export", // the last only reads
}

// TestEveryUnsafeRouteTakesAKey walks all routes that change things, on both databases: whatever the answer is, the same key gives it again byte for
// byte and nothing is written; the key with another body is refused.
func TestEveryUnsafeRouteTakesAKey(t *testing.T) {
	t.Parallel()
	onBoth(t, func(w *town) {
		for n, line := range w.coop.Routes() {
			pattern, access, _ := strings.Cut(line, ": ")
			method, path, _ := strings.Cut(pattern, " ")
			ours := strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/v1/")
			if !ours || method == "GET" || path == "" {
				continue
			}
			if got, want := w.repeats(pattern, fmt.Sprintf("route %d", n)), !slices.Contains(withoutKeys, pattern); got != want {
				w.t.Errorf("%s (%s): takes a key: %v, want %v", pattern, access, got, want)
			}
		}
		w.call("", "PUT", "/_dev/clock", map[string]any{"now": time.Now().Add(8 * 24 * time.Hour)}, 200)
		w.call("", "POST", "/_dev/drain", nil, 200)
		var kept int
		if err := w.db.QueryRow("SELECT COUNT(*) FROM answers").Scan(&kept); err != nil || kept != 0 {
			w.t.Errorf("%d answers are kept after a week: %v", kept, err)
		}
	})
}

// repeats asks a route twice under one key as somebody who may, and tells whether the second answer is the first.
func (w *town) repeats(pattern, key string) bool {
	w.t.Helper()
	ask, body, headers := about(pattern), bodyOf(pattern), []string{"Idempotency-Key", key}
	status, first, who := 0, "", ""
	for _, who = range []string{"parcels", "zoe", "carl", "bob"} { // each has a key of that name for themselves
		if status, first = w.as(who, ask, body, headers...); status != 401 && status != 403 && status != 404 {
			break
		}
	}
	done := w.writes()
	again, second := w.as(who, ask, body, headers...)
	other, refused := w.as(who, ask, `{"another":"body"}`, headers...)
	if status >= 500 {
		w.t.Errorf("%s: %s: %d: %s", who, ask, status, first)
	}
	same := again == status && second == first && other == 422 && strings.Contains(refused, "Idempotency-Key") && w.writes() == done
	if status < 400 {
		w.again()
	}
	return same
}
