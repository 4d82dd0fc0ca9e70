package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/app"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/outbox"
)

// line is one request of a page of the contract, by one or by each of several, and all that it comes to. What it wants of the answer is JSON: an object's keys, by their
// values, where "…" is anything and null may not be left out; or the whole list. Facts are the new entries of the journal, told is all that left the house.
type line struct {
	as, ask, body string
	status        int
	want          string
	facts, told   string
}

// yard adds to parcels everybody who knocks at the logistics half, and telephones of those who ride and plan.
const yard = `{"settings":{"administrator_email":"coop@example.org"},"rows":[
	{"kind":"user","ref":"cora","username":"cora","email":"cora@example.org","roles":["ROLE_COURIER"]},
	{"kind":"user","ref":"olga","username":"olga","email":"olga@example.org","roles":["ROLE_STORE"],"stores":["@florist"]},
	{"kind":"payment_method","code":"CASH_ON_DELIVERY"},
	{"kind":"push_token","user":"@cal","token":"phone-cal","platform":"android"},{"kind":"push_token","user":"@dan","token":"phone-dan","platform":"ios"},
	{"kind":"api_app","ref":"tasks","name":"tasks","clientId":"tasks","clientSecret":"secret-of-tasks","store":"@bakery"},
	{"kind":"api_app","ref":"tasksAll","name":"tasksAll","clientId":"tasksAll","clientSecret":"secret-of-tasksAll","store":"@florist"},
	{"kind":"api_app","ref":"parcels","name":"parcels","clientId":"parcels","clientSecret":"secret-of-parcels","store":"@bakery"}]}`

// plays makes the requests of a page one after the other, on each of the databases, in a co-op that has these rows too.
func plays(t *testing.T, rows string, lines []line) {
	t.Helper()
	t.Parallel()
	for engine, url := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return dbtest.Postgres(t).URL },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newCoopOn(t, app.Config{Dev: true, DatabaseURL: url(t)})
			w.call("", "POST", "/_dev/reset", json.RawMessage(parcels), 200)
			w.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:00:00+01:00"}, 200)
			for _, more := range []string{yard, rows} {
				w.call("", "POST", "/_dev/seed", json.RawMessage(more), 200)
			}
			for _, name := range []string{"ada", "dan", "cal", "cora", "sue", "olga", "zoe"} {
				w.proofs[name] = w.token("@" + name)
			}
			w.proofs["till"], w.proofs["other"] = "ak_bakery", "ak_florist"
			for name, scope := range map[string]string{"tasks": "tasks", "tasksAll": "tasks:all", "parcels": "deliveries"} {
				w.proofs[name] = w.grant(name, scope)
			}
			w.drain()
			w.heard()
			for n, l := range lines {
				for _, who := range strings.Split(l.as, " ") { // "" is nobody
					w.plays(n, who, l)
				}
			}
			w.wantSound()
		})
	}
}

func (w *town) plays(n int, who string, l line) {
	w.t.Helper()
	before := w.facts("")
	var headers []string
	if strings.HasPrefix(l.ask, "POST /api/tasks/import") || strings.HasSuffix(l.ask, "/import_async") {
		headers = []string{"Content-Type", "text/csv"}
	}
	status, text := w.as(who, l.ask, l.body, headers...)
	w.drain()
	w.drain()
	name := fmt.Sprintf("%d. %s: %s %s", n, who, l.ask, l.body)
	if status != l.status {
		w.t.Errorf("%s: %d, want %d: %s", name, status, l.status, text)
	}
	for _, wrong := range unlike(l.wanted(text), text) {
		w.t.Errorf("%s answers %s", name, wrong)
	}
	var answer any
	_ = json.Unmarshal([]byte(text), &answer) // what is no JSON has no shape
	for _, wrong := range misshapen(answer, "") {
		w.t.Errorf("%s: %s", name, wrong)
	}
	facts, told := strings.TrimSpace(strings.TrimPrefix(w.facts(""), before)), w.heard()
	if facts != l.facts || told != l.told {
		w.t.Errorf("%s comes to\n\"%s\", \"%s\"\nwant\n\"%s\", \"%s\"", name, facts, told, l.facts, l.told)
	}
}

// wanted is what the line wants, or what the contract says of every refusal of that kind.
func (l line) wanted(got string) string {
	if l.want != "" {
		return l.want
	}
	const full = `{"@context":"/api/contexts/Error","@type":"hydra:Error","hydra:title":"An error occurred","hydra:description":"Full authentication is required to access this resource.","trace":[]}`
	switch l.status {
	case 401:
		if got == full { // where integrations may knock too
			return full
		}
		return `{"code":401,"message":"…"}`
	case 403:
		return `{"@context":"/api/contexts/Error","@type":"hydra:Error","hydra:title":"An error occurred","hydra:description":"Access Denied.","trace":[]}`
	case 404:
		return `{"@context":"/api/contexts/Error","@type":"hydra:Error","hydra:title":"An error occurred","hydra:description":"Not Found","trace":[]}`
	}
	return "{}"
}

// unlike says in what an answer is not what is wanted of it.
func unlike(want, text string) (wrong []string) {
	var keys map[string]any
	if json.Unmarshal([]byte(want), &keys) != nil {
		if want != text && !(json.Valid([]byte(want)) && agrees(parsed(json.RawMessage(want)), parsed(json.RawMessage(text)))) {
			return []string{text + ", want " + want}
		}
		return nil
	}
	answer, _ := parsed(json.RawMessage(text)).(map[string]any)
	for key, value := range keys {
		if got, there := answer[key]; !there || !agrees(value, got) {
			found, _ := json.Marshal(got)
			wanted, _ := json.Marshal(value)
			wrong = append(wrong, fmt.Sprintf("%s: %s, want %s", key, found, wanted))
		}
	}
	return wrong
}

// facts are the names of the journal's entries.
func (w *town) facts(names string) string {
	w.t.Helper()
	rows, err := w.db.Query("SELECT name FROM journal ORDER BY seq")
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			w.t.Fatal(err)
		}
		names += " " + name
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return names
}

// heard writes down what left the house since it was asked last: channel, name and whom it reached, "staff" for ada and dan.
func (w *town) heard() string {
	people := strings.NewReplacer("pignon_events#", "", "@example.org", "")
	var all []string
	for _, channel := range []outbox.Channel{outbox.Live, outbox.Mail, outbox.Push, outbox.SMS, outbox.Webhook} {
		by := map[string][]string{}
		for _, m := range w.coop.Outbox().List(channel) {
			for _, to := range m.To {
				by[m.Name] = append(by[m.Name], people.Replace(to))
			}
		}
		w.coop.Outbox().Clear(channel)
		for _, name := range slices.Sorted(maps.Keys(by)) {
			to := slices.Compact(slices.Sorted(slices.Values(by[name])))
			all = append(all, fmt.Sprintf("%s %s %s", channel, name, strings.Replace(strings.Join(to, ","), "ada,dan", "staff", 1)))
		}
	}
	return strings.Join(all, "; ")
}

// misshapen names the parts of an answer that have not exactly the keys that the contract gives their type where they stand.
func misshapen(v any, under string) (wrong []string) {
	switch v := v.(type) {
	case []any:
		for _, member := range v {
			wrong = append(wrong, misshapen(member, under)...)
		}
	case map[string]any:
		kind, _ := v["@type"].(string)
		if shapes, there := shapesOfTheContract[kind]; there && shapes == nil {
			return nil
		}
		if kind != "" {
			wrong = append(wrong, misfit(v, under, kind)...)
		}
		switch kind {
		case "":
			kind = under
		case "hydra:Collection":
			kind = strings.TrimPrefix(fmt.Sprint(v["@context"]), "/api/contexts/")
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key != "template" && key != "@context" { // a template is what the client sent
				wrong = append(wrong, misshapen(v[key], kind)...)
			}
		}
	}
	return wrong
}

func misfit(o map[string]any, under, kind string) []string {
	shapes, there := shapesOfTheContract[under+">"+kind]
	if !there {
		shapes, there = shapesOfTheContract[kind]
	}
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(o)), func(k string) bool { return k == "@type" || k == "@context" })
	got := strings.Join(keys, " ")
	if there && !slices.Contains(shapes, got) {
		return []string{fmt.Sprintf("a %s under %q has the keys\n%s\nwant\n%s", kind, under, got, strings.Join(shapes, "\nor\n"))}
	}
	if !there {
		return []string{fmt.Sprintf("no shape of a %s under %q: %s", kind, under, got)}
	}
	return nil
}
