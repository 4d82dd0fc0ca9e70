package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/outbox"
)

// readers adds to parcels: people with telephones, a second owner who reads English, one who is no owner any more and one who is disabled.
const readers = `{"settings":{"administrator_email":"coop@example.org"},"rows":[
	{"kind":"user","username":"liz","email":"liz@example.org","password":"correct horse","roles":["ROLE_STORE"],"stores":["@bakery"]},
	{"kind":"user","username":"old","email":"old@example.org","stores":["@bakery"]},
	{"kind":"user","username":"off","email":"off@example.org","roles":["ROLE_STORE"],"stores":["@bakery"],"enabled":false},
	{"kind":"push_token","user":"@dan","token":"phone-dan","platform":"android"},{"kind":"push_token","user":"@ada","token":"phone-ada","platform":"ios"},
	{"kind":"push_token","user":"@cal","token":"phone-cal","platform":"android"},{"kind":"push_token","user":"@sue","token":"phone-sue","platform":"android"}]}`

// TestPeopleHearOfDeliveries follows a delivery from its order to its end, and looks at all that left the house at each step.
func TestPeopleHearOfDeliveries(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(readers), 200)
	h.logIn("liz", "correct horse", "en-GB,en;q=0.8,fr;q=0.5")
	ask := func(name, method, path, body string, status int) map[string]any {
		t.Helper()
		return h.call(who[name], method, path, json.RawMessage(body), status)
	}
	var mails []outbox.Message
	hears := func(mail, push, live string) {
		t.Helper()
		h.drain()
		h.drain()
		mails = h.coop.Outbox().List(outbox.Mail)
		slices.SortFunc(mails, func(a, b outbox.Message) int { return strings.Compare(a.To[0], b.To[0]) })
		h.told(outbox.Mail, mail)
		h.told(outbox.Push, push)
		lines := h.left(outbox.Live)
		slices.Sort(lines)
		if got := strings.ReplaceAll(strings.Join(slices.Compact(lines), ", "), "pignon_events#", ""); got != live {
			t.Errorf("live: %s\nwant  %s", got, live)
		}
	}
	ask("sue", "POST", "/api/deliveries", `{"store":"/api/stores/1","pickup":{"before":"2026-11-24 13:00"},"dropoff":{"address":"/api/addresses/2","before":"2026-11-24 14:00"}}`, 201)
	h.drain()
	if list := h.coop.Outbox().List(outbox.Push); len(list) != 2 || list[0].Subject != "Nouvelle livraison pour le mardi 24 novembre 2026" || list[0].Body !=
		`{"date":"2026-11-24","date_local":"mardi 24 novembre 2026","delivery_id":"1","event":"{\"name\":\"delivery:created\"}","order_id":"1","order_number":"1","task_ids":"[2,1]","time":"13:00"}` {
		t.Errorf("notice %+v", list)
	}
	hears("coop@example.org delivery.new", "phone-ada delivery:created, phone-dan delivery:created",
		"ada order:created, ada task:created, dan task:created, pignon_follow#1 order:created, pignon_follow#delivery-1 task:created")
	if m := mails[0]; m.Subject != "Nouvelle livraison de Le Fournil, aujourd’hui" || !strings.Contains(m.Body, "À livrer aujourd’hui 13:45–14:00\u00a0: 1 Rue X") {
		t.Errorf("mail %+v", m)
	}
	ask("dan", "PUT", "/api/tasks/1/assign", `{"username":"cal"}`, 200)
	hears("", "phone-cal tasks:changed", "ada task:assigned, ada v2:task_list:updated, cal task_list:updated, cal v2:task_list:updated, dan task:assigned, dan v2:task_list:updated, pignon_follow#delivery-1 task:assigned")
	ask("cal", "PUT", "/api/tasks/2/start", `{}`, 200)
	hears("", "", "ada task:started, dan task:started, pignon_follow#delivery-1 task:started")
	ask("cal", "PUT", "/api/tasks/2/done", `{"notes":"quai <b>3</b>"}`, 200)
	hears("liz@example.org task.done, sue@example.org task.done", "", "ada order:picked, ada task:done, dan task:done, pignon_follow#1 order:picked, pignon_follow#delivery-1 task:done")
	if m := mails[1]; m.To[0] != "sue@example.org" || m.Subject != "Retiré\u00a0: Le Fournil, 12 Rue Sedaine" || !strings.Contains(m.Body, "Note du coursier\u00a0: quai <b>3</b>") ||
		strings.Contains(m.Headers["html"], "<b>") || !strings.Contains(m.Body, "/app/parcels?store=1") {
		t.Errorf("mail %+v", m)
	}
	if m := mails[0]; m.To[0] != "liz@example.org" || m.Subject != "Fetched: Le Fournil, 12 Rue Sedaine" || !strings.Contains(m.Body, "Your parcel was fetched today 11:00.") {
		t.Errorf("mail %+v", m)
	}
	ask("cal", "PUT", "/api/tasks/1/failed", `{"reason":"DAMAGED"}`, 200)
	hears("liz@example.org task.failed, sue@example.org task.failed", "", "ada task:failed, ada task:incident-reported, dan task:failed, dan task:incident-reported, "+
		"pignon_follow#delivery-1 task:failed, pignon_follow#delivery-1 task:incident_reported")
	if m := mails[0]; m.Subject != "Not delivered: 1 Rue X" || !strings.Contains(m.Body, "The reason: Damaged") || strings.Contains(m.Body, "The courier says") {
		t.Errorf("mail %+v", m)
	}
	ask("dan", "PUT", "/api/tasks/1/cancel", `{}`, 200)
	h.drain()
	h.left(outbox.Live)
	h.left(outbox.Push)
	hears("", "", "")
	ask("dan", "PUT", "/api/tasks/1/done", `{}`, 400) // nothing was committed, so nothing is told
	hears("", "", "")
}

// logIn signs in as the phone app does, from a telephone in a language.
func (h *house) logIn(name, password, language string) {
	h.t.Helper()
	r, err := http.NewRequest("POST", h.server.URL+"/api/login_check", strings.NewReader(url.Values{"_username": {name}, "_password": {password}}.Encode()))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", language)
	answer, err := h.server.Client().Do(r)
	if err != nil || answer.StatusCode != 200 {
		h.t.Fatalf("log in: %v %v", answer, err)
	}
	_ = answer.Body.Close()
}

// TestImportsAreQuiet: neither mails nor notices tell of the deliveries of a table, of which whoever sent it knows.
func TestImportsAreQuiet(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(readers), 200)
	h.call("", "POST", "/_dev/seed", json.RawMessage(fmt.Sprintf(`{"settings":{"geocoder_url":%q}}`, atlas(t))), 200)
	h.sheet(who["till"], "POST", "/api/deliveries/import_async", table, 201)
	h.drain()
	h.told(outbox.Mail, "")
	h.told(outbox.Push, "")
}

// TestLiveTasksHideContacts changes a task that ended long ago: its courier hears of it without whom to call, dispatchers with it.
func TestLiveTasksHideContacts(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	ask := func(name, method, path, body string, status int) {
		t.Helper()
		h.call(who[name], method, path, json.RawMessage(body), status)
	}
	ask("dan", "POST", "/api/tasks", `{"address":{"streetAddress":"1 Rue X","geo":{"latitude":48.85,"longitude":2.35},"contactName":"Zoé","telephone":"+33612345678","description":"code 12"},"before":"2026-11-24 12:00"}`, 201)
	ask("dan", "PUT", "/api/tasks/1/assign", `{"username":"cal"}`, 200)
	ask("cal", "PUT", "/api/tasks/1/done", `{}`, 200)
	tells := func(now, comments, want string) {
		t.Helper()
		h.call("", "PUT", "/_dev/clock", map[string]any{"now": now}, 200)
		h.drain()
		h.left(outbox.Live)
		ask("dan", "PUT", "/api/tasks/1", `{"comments":"`+comments+`"}`, 200)
		h.drain()
		var got []string
		for _, m := range h.coop.Outbox().List(outbox.Live) {
			if m.Name == "task:updated" {
				got = append(got, fmt.Sprint(m.To, " ", strings.Contains(m.Body, "code 12") || strings.Contains(m.Body, "Zoé") || strings.Contains(m.Body, "+33612345678")))
			}
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: told %v, want %s", now, got, want)
		}
	}
	tells("2026-11-24T12:30:00+01:00", "a", "[pignon_events#ada] true, [pignon_events#cal] true, [pignon_events#dan] true")
	tells("2026-11-24T14:00:00+01:00", "b", "[pignon_events#ada] true, [pignon_events#cal] false, [pignon_events#dan] true")
}
