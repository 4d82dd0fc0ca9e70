package app_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pignon.coop/internal/outbox"
)

// atlas is a geocoder that finds every street but those that are nowhere.
func atlas(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Query().Get("q"), "Nulle") {
			_, _ = io.WriteString(w, `{"features":[]}`)
			return
		}
		lng := 2.3 + float64(len(r.URL.Query().Get("q")))/1000
		_, _ = fmt.Fprintf(w, `{"features":[{"geometry":{"coordinates":[%f,48.86]},"properties":{"name":"Rue Trouvée","postcode":"75011","city":"Paris","countrycode":"FR"}}]}`, lng)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// sheet sends a table, and gives the answer.
func (h *house) sheet(token, method, path, table string, want int) string {
	h.t.Helper()
	return h.file(token, method, path, "text/csv", table, want)
}

// file sends a file of a type, and gives the answer.
func (h *house) file(token, method, path, kind, table string, want int) string {
	h.t.Helper()
	r, err := http.NewRequest(method, h.server.URL+path, strings.NewReader(table))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := h.server.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != want {
		h.t.Fatalf("%s %s: %d %s (%v)", method, path, answer.StatusCode, text, err)
	}
	return string(text)
}

const table = `pickup.address,pickup.timeslot,dropoff.address,dropoff.timeslot,dropoff.address.name,dropoff.comments,dropoff.tags,dropoff.packages,weight,dropoff.metadata,tour.name
"1 Rue A",2026-11-25 10:00 - 2026-11-25 11:00,"2 Rue Bleue",2026-11-25 12:00 - 13:00,Ida,sonner,Froid Très-Fragile,xl=2,"1,5",a=b c=d,Matin
,2026-11-25 10:00 - 2026-11-25 11:00,"Nulle part",2026-11-25 12:00 - 13:00,,,,,,,Matin
,2026-11-25 10:00 - 2026-11-25 11:00,"4 Rue D",soon,,,,giant=1,heavy,,
`

func TestDeliveriesAreImported(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(fmt.Sprintf(`{"settings":{"geocoder_url":%q}}`, atlas(t))), 200)
	var queue map[string]any
	if err := json.Unmarshal([]byte(h.sheet(who["till"], "POST", "/api/deliveries/import_async", table, 201)), &queue); err != nil || keysOf(queue) != "@context @id @type" || queue["@id"] != "/api/delivery_import_queues/1" {
		t.Fatalf("%v (%v)", queue, err)
	}
	if q := h.call(who["sue"], "GET", "/api/delivery_import_queues/1", nil, 200); row(q["status"], q["errors"]) != "pending|[]" {
		t.Errorf("before: %v", q)
	}
	h.drain()
	q := h.call(who["dan"], "GET", "/api/delivery_import_queues/1", nil, 200)
	if keysOf(q) != "@context @id @type errors status" || row(q["status"], at(q, "errors 0 row"), at(q, "errors 0 errors"), at(q, "errors 1")) !=
		"failed|3|[dropoff.timeslot: Écrivez le créneau ainsi : 2031-05-06 10:00 - 2031-05-06 11:00 dropoff.packages: Colis inconnu, ou sans nombre : giant=1 weight: Ce poids ne se lit pas : heavy]|<nil>" {
		t.Errorf("after: %v", q)
	}
	first := h.call(who["sue"], "GET", "/api/deliveries/1", nil, 200)
	if row(at(first, "dropoff after"), at(first, "dropoff before"), at(first, "dropoff weight"), at(first, "dropoff packages 0 quantity"), at(first, "dropoff address name"), at(first, "dropoff address streetAddress"),
		at(first, "dropoff comments"), at(first, "dropoff metadata a"), at(first, "order total")) != "2026-11-25T12:00:00+01:00|2026-11-25T13:00:00+01:00|1500|2|Ida|2 Rue Bleue|sonner|b|499" {
		t.Errorf("the first: %v", first)
	}
	second := h.call(who["sue"], "GET", "/api/deliveries/3", nil, 200)
	if row(at(second, "pickup address @id"), at(second, "dropoff address streetAddress")) != "/api/addresses/1|INVALID ADDRESS" {
		t.Errorf("the second: %v", second)
	}
	tasks := h.call("", "GET", "/_dev/rows/task", nil, 200)
	if got := row(at(tasks, "rows 0 tags"), at(tasks, "rows 2 tags")); got != "[froid tres-fragile]|[review-needed froid]" {
		t.Errorf("tags %s", got)
	}
	if tours := h.call("", "GET", "/_dev/rows/tour", nil, 200); row(at(tours, "rows 0 name"), at(tours, "rows 0 date"), len(at(tours, "rows 0 tasks").([]any)), at(tours, "rows 1")) != "Matin|2026-11-25|4|<nil>" {
		t.Errorf("tours %v", tours)
	}
	if text := h.sheet(who["sue"], "GET", "/api/delivery_import_queues/1/csv", "", 200); text != table {
		t.Errorf("the table: %s", text)
	}
	if text := h.sheet(who["sue"], "GET", "/api/delivery_import_queues/1/redownload", "", 200); strings.Count(text, "\n") != 2 || !strings.Contains(text, "4 Rue D") {
		t.Errorf("what was wrong: %s", text)
	}
	for _, name := range []string{"zoe", "cal"} {
		h.sheet(who[name], "GET", "/api/delivery_import_queues/1", "", 403)
	}
	for _, name := range []string{"zoe", "cal", "sue", "dan"} {
		h.sheet(who[name], "POST", "/api/deliveries/import_async", table, 403)
	}
	h.sheet(who["till"], "POST", "/api/deliveries/import_async", "pickup.address\n", 400)
	h.drain()
	if all := h.call("", "GET", "/_dev/rows/delivery", nil, 200)["rows"].([]any); len(all) != 2 {
		t.Errorf("made %d", len(all))
	}
}

func TestStoresPeopleTryAndStartImports(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(fmt.Sprintf(`{"settings":{"geocoder_url":%q}}`, atlas(t))), 200)
	read := func(text string) (o map[string]any) {
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatal(err)
		}
		return o
	}
	tried := read(h.sheet(who["sue"], "POST", "/v1/stores/1/imports/try?filename=noel.csv", table, 200))
	if row(tried["id"], tried["status"], at(tried, "rows 0 total"), at(tried, "rows 0 errors"), at(tried, "rows 1 errors"), len(at(tried, "rows 2 errors").([]any))) !=
		"0|tried|499|[]|[dropoff.address: Cette adresse est introuvable : Nulle part]|3" {
		t.Errorf("tried: %v", tried)
	}
	if got := h.call("", "GET", "/_dev/rows/delivery", nil, 200)["rows"].([]any); len(got) != 0 {
		t.Errorf("a try made %v", got)
	}
	started := read(h.sheet(who["sue"], "POST", "/v1/stores/1/imports?filename=noel.csv", table, 201))
	if row(started["id"], started["status"], started["filename"], started["size"], tried["size"]) != "1|pending|noel.csv|3|3" {
		t.Errorf("started: %v", started)
	}
	h.drain()
	done := read(h.sheet(who["sue"], "GET", "/v1/imports/1", "", 200))
	if row(done["status"], at(done, "rows 0 deliveryId"), at(done, "rows 1 deliveryId"), at(done, "rows 1 errors")) != "failed|1|<nil>|[dropoff.address: Cette adresse est introuvable : Nulle part]" {
		t.Errorf("done: %v", done)
	}
	if list := read(h.sheet(who["dan"], "GET", "/v1/stores/1/imports", "", 200)); row(at(list, "imports 0 filename")) != "noel.csv" {
		t.Errorf("listed: %v", list)
	}
	if text := h.sheet(who["sue"], "GET", "/v1/imports/1/wrong-rows", "", 200); strings.Count(text, "\n") != 3 || !strings.Contains(text, "Nulle part") || !strings.Contains(text, "4 Rue D") {
		t.Errorf("what was wrong: %s", text)
	}
	for _, name := range []string{"zoe", "cal"} {
		h.sheet(who[name], "GET", "/v1/imports/1/wrong-rows", "", 404)
		h.sheet(who[name], "POST", "/v1/stores/1/imports/try", table, 404)
		h.sheet(who[name], "POST", "/v1/stores/1/imports", table, 404)
		h.sheet(who[name], "GET", "/v1/imports/1", "", 404)
		h.sheet(who[name], "GET", "/v1/stores/1/imports", "", 404)
	}
}

func TestWorkbooksAreImported(t *testing.T) {
	t.Parallel()
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	h, who := newRound(t)
	book := excelize.NewFile()
	records, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for n, record := range records {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", n+1), &record); err != nil {
			t.Fatal(err)
		}
	}
	file, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	h.left(outbox.Live)
	h.file(who["till"], "POST", "/api/deliveries/import_async", kind, file.String(), 201)
	h.drain()
	if q := h.call(who["dan"], "GET", "/api/delivery_import_queues/1", nil, 200); row(q["status"], at(q, "errors 0 row"), at(q, "errors 1")) != "failed|3|<nil>" {
		t.Errorf("after: %v", q)
	}
	if left := strings.Join(h.left(outbox.Live), "\n"); strings.Count(left, "pignon_events#ada delivery_import:updated") != 3 || strings.Contains(left, "#dan delivery_import") {
		t.Errorf("heard %s", left)
	}
	if text := h.sheet(who["sue"], "GET", "/api/delivery_import_queues/1/csv", "", 200); strings.Count(text, "\n") != 4 || !strings.Contains(text, "4 Rue D") {
		t.Errorf("as CSV: %s", text)
	}
	for _, wrong := range []string{"PK\x03\x04", file.String()[:200]} {
		h.file(who["till"], "POST", "/api/deliveries/import_async", kind, wrong, 400)
	}
	h.file(who["till"], "POST", "/api/deliveries/import_async", "application/pdf", table, 415)
	h.file(who["sue"], "POST", "/v1/stores/1/imports/try", kind, file.String(), 200)
	h.file(who["sue"], "POST", "/v1/stores/1/imports", kind, file.String(), 201)
	h.file(who["ada"], "POST", "/api/tasks/import_async", kind, file.String(), 201)
}
