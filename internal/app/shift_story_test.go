package app_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/outbox"
)

// TestPeopleHearOfTheirShifts: who is put on a shift is woken, the whole team is written to when the week is published, and a free place wakes
// who waited for it.
func TestPeopleHearOfTheirShifts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.call("", "POST", "/_dev/reset", json.RawMessage(`{"rows":[
		{"kind":"shift_activity","slug":"delivery","label":"Livraison"},
		{"kind":"user","ref":"dan","username":"dan","email":"dan@example.org","roles":["ROLE_DISPATCHER"]},
		{"kind":"user","ref":"cal","username":"cal","email":"cal@example.org","roles":["ROLE_COURIER"]},
		{"kind":"user","ref":"bea","username":"bea","email":"bea@example.org","roles":["ROLE_COURIER"]},
		{"kind":"user","username":"gone","email":"gone@example.org","roles":["ROLE_COURIER"],"enabled":false},
		{"kind":"user","username":"zoe","email":"zoe@example.org"},
		{"kind":"api_app","name":"till","type":"api_key","apiKey":"ak_till"}]}`), 200)
	dan, cal, bea := h.token("@dan"), h.token("@cal"), h.token("@bea")
	for name, token := range map[string]string{"dan": dan, "cal": cal, "bea": bea} {
		h.call(token, "POST", "/api/me/remote_push_tokens", map[string]any{"platform": "ios", "token": "phone-" + name}, 201)
	}
	hears := func(channel outbox.Channel, want string) {
		t.Helper()
		h.drain()
		var got []string
		for _, m := range h.coop.Outbox().List(channel) {
			got = append(got, strings.Join(m.To, ",")+": "+m.Subject)
		}
		h.coop.Outbox().Clear(channel)
		slices.Sort(got)
		if s := strings.Join(got, "\n"); s != want {
			t.Errorf("heard %q, want %q", s, want)
		}
	}
	h.call(dan, "POST", "/api/shifts", json.RawMessage(`{"activity":"delivery","startsAt":"2031-05-06T11:00","endsAt":"2031-05-06T15:00","users":["/api/users/2"]}`), 201)
	hears(outbox.Push, "phone-cal: Vous avez un service le mardi 6 mai 2031")
	hears(outbox.Mail, "")
	h.call(dan, "POST", "/api/shifts/publish_week", map[string]any{"week": "2031-05-05"}, 204)
	h.call(bea, "PUT", "/api/shifts/1/apply", map[string]any{}, 200)
	hears(outbox.Push, "")
	week := "@example.org: Le planning de la semaine du lundi 5 mai 2031"
	hears(outbox.Mail, "bea"+week+"\ncal"+week+"\ndan"+week)
	h.call(cal, "PUT", "/api/shifts/1/unapply", map[string]any{}, 200)
	hears(outbox.Push, "phone-bea: Une place s’est libérée le mardi 6 mai 2031\u00a0: le service est pour vous")
	for _, ask := range []string{"GET /api/shifts", "GET /api/me/shifts", "GET /api/skills", "GET /api/shift_settings", "GET /api/employee_profiles"} {
		method, path, _ := strings.Cut(ask, " ")
		if got := h.status("ak_till", method, path, ""); got != 401 {
			t.Errorf("%s by an integration: %d", ask, got)
		}
	}
}
