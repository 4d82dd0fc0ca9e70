package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const woopitAsks = `{"orderId":"o-1","referenceNumber":"r-1","quoteId":"QUOTE","retailer":{"store":{"id":"store123"}},
	"picking":{"location":{"addressLine1":"12 Rue Sedaine","postalCode":"75011","city":"Paris","country":"FR"},
		"interval":[{"start":"2026-11-25T08:00:00.000Z","end":"2026-11-25T09:00:00.000Z"}]},
	"delivery":{"location":{"addressLine1":"1 Rue X","addressLine2":"Bat. B","postalCode":"75004","city":"Paris","country":"FR","floor":3,"doorCode":"12A","comment":"sonner fort"},
		"contact":{"firstName":"Ada","lastName":"Lovelace","phone":"+33612345678","email":"ada@example.org"},
		"interval":[{"start":"2026-11-25T10:00:00.000Z","end":"2026-11-25T11:00:00.000Z"}]},
	"packages":[
		{"length":{"value":60,"unit":"cm"},"width":{"value":WIDTH,"unit":"cm"},"height":{"value":HEIGHT,"unit":"cm"},"weight":{"value":WEIGHT,"unit":"kg"},"quantity":2,
			"products":[{"type":"TYPE","label":"x","quantity":1}]},
		{"length":{"value":10.5,"unit":"cm"},"width":{"value":10,"unit":"cm"},"height":{"value":10,"unit":"cm"},"weight":{"value":0.5,"unit":"kg"},"quantity":1,"products":[]}]}`

func woopit(changes ...string) json.RawMessage {
	usual := []string{"WIDTH", "30", "HEIGHT", "40", "WEIGHT", "2.5", "TYPE", "TYPOLOGY_GENERIC"}
	return json.RawMessage(strings.NewReplacer(append(changes, usual...)...).Replace(woopitAsks))
}

// newWoopit is a post whose bakery rides for Woopit, and what Woopit was called with.
func newWoopit(t *testing.T) (*house, map[string]string, *rim) {
	t.Helper()
	h, who := newPost(t)
	r := newRim(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(fmt.Sprintf(`{"settings":{"geocoder_url":%q,"woopit_api_url":%q,"urbantz_api_url":%q,"woopit_api_key":"kw"},"rows":[
		{"kind":"woopit_integration","store":"@bakery","woopitStoreId":"store123","maxWeight":40,"maxWidth":60,"maxHeight":70,"maxLength":160,"productTypes":["TYPOLOGY_GENERIC"]},
		{"kind":"woopit_integration","store":"@florist","woopitStoreId":"dear","name":"Fleurs"}]}`, atlas(t), r.url+"/woopit", r.url+"/urbantz/")), 200)
	return h, who, r
}

// rim is the outer world of partners: it keeps what it is called with.
type rim struct {
	url    string
	mu     sync.Mutex
	calls  []string
	status int
}

func newRim(t *testing.T) *rim {
	t.Helper()
	r := &rim{status: 200}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.calls = append(r.calls, fmt.Sprintf("%s %s key=%s %s", q.Method, q.URL.Path, q.Header.Get("X-Api-Key"), body))
		w.WriteHeader(r.status)
	}))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func (r *rim) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	calls := r.calls
	r.calls = nil
	slices.Sort(calls)
	return calls
}

func (h *house) text(token, ask string, body json.RawMessage) string {
	h.t.Helper()
	status, text := h.answer(token, ask, body)
	return fmt.Sprintf("%d %s", status, text)
}

func TestWoopitIsOfferedAPrice(t *testing.T) {
	t.Parallel()
	h, who, _ := newWoopit(t)
	quoted := regexp.MustCompile(`^201 \[\{"quoteId":"[0-9A-Za-z]{12}","price":\{"taxExcludedAmount":4.16,"taxIncludedAmount":4.99,"taxAmount":0.83,"currency":"EUR"\},"vehicleType":"VEHICLE_TYPE_BIKE"\}\]$`)
	for _, key := range []string{"till", "other"} { // the key's store need not be the one that rides
		if got := h.text(who[key], "POST /api/woopit/quotes", woopit()); !quoted.MatchString(got) {
			t.Errorf("%s: %s", key, got)
		}
	}
	const no = `202 {"reasons":["%s"],"comment":"%s"}`
	for name, c := range map[string]struct {
		body json.RawMessage
		want string
	}{
		"store":   {woopit("store123", "store456"), `202 {"reasons":["REFUSED_EXCEPTION"],"comment":"The store with ID \"store456\" does not exist"}`},
		"weight":  {woopit("WEIGHT", "40.1"), `202 {"reasons":["REFUSED_TOO_HEAVY"]}`},
		"width":   {woopit("WIDTH", "60.01", "HEIGHT", "71"), fmt.Sprintf(no, "REFUSED_TOO_LARGE", "The size of one or more packages exceeds our acceptance limit of 60.00 cm")},
		"height":  {woopit("HEIGHT", "71"), fmt.Sprintf(no, "REFUSED_TOO_LARGE", "The size of one or more packages exceeds our acceptance limit of 70.00 cm")},
		"length":  {woopit(`"value":60`, `"value":161`), fmt.Sprintf(no, "REFUSED_TOO_LARGE", "The size of one or more packages exceeds our acceptance limit of 160.00 cm")},
		"product": {woopit("TYPE", "TYPOLOGY_FROZEN"), fmt.Sprintf(no, "REFUSED_EXCEPTION", "No availability of product type TYPOLOGY_FROZEN")},
		"price":   {woopit("store123", "dear"), `400 {"reasons":["REFUSED_EXCEPTION"],"comment":"Price could not be calculated"}`},
	} {
		if got := h.text(who["till"], "POST /api/woopit/quotes", c.body); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[{"kind":"store","update":"@bakery","checkExpression":"distance < 10"}]}`), 200)
	const area = `202 {"reasons":["REFUSED_AREA"],"comment":"The collection address is in an area that is not covered by our teams"}`
	for key, body := range map[string]json.RawMessage{"other": woopit(), "till": woopit("store123", "dear")} { // of either store
		if got := h.text(who[key], "POST /api/woopit/quotes", body); got != area {
			t.Errorf("area, %s: %s", key, got)
		}
	}
	for name, want := range map[string]int{"": 401, "ada": 403, "dan": 403, "sue": 403, "zoe": 403} {
		if got := h.status(who[name], "POST", "/api/woopit/quotes", string(woopit())); got != want {
			t.Errorf("quotes by %q: %d", name, got)
		}
	}
	if got := h.status(who["till"], "GET", "/api/woopit/quotes", ""); got != 404 {
		t.Errorf("GET quotes: %d", got)
	}
	for body, want := range map[string]int{`[]`: 400, `{`: 400, `{"retailer":{"store":{"id":"store123"}}}`: 400} {
		if got := h.status(who["till"], "POST", "/api/woopit/quotes", body); got != want {
			t.Errorf("%s: %d", body, got)
		}
	}
	h.wantSound()
}

// TestWoopitOrdersChangesAndTakesBack plays a delivery of Woopit's, and what it hears of it.
func TestWoopitOrdersChangesAndTakesBack(t *testing.T) {
	t.Parallel()
	h, who, rim := newWoopit(t)
	quote := func() string {
		_, text := h.answer(who["till"], "POST /api/woopit/quotes", woopit())
		return regexp.MustCompile(`"quoteId":"(\w+)"`).FindStringSubmatch(string(text))[1]
	}
	first := quote()
	for name, c := range map[string]struct {
		body json.RawMessage
		want string
	}{
		"store": {woopit("store123", "store456"), `202 {"reasons":["REFUSED_EXCEPTION"],"comment":"The store with ID store456 does not exist"}`},
		"heavy": {woopit("QUOTE", first, "WEIGHT", "41"), `202 {"reasons":["REFUSED_TOO_HEAVY"]}`},
		"quote": {woopit("QUOTE", "nothing"), `202 {"reasons":["REFUSED_EXCEPTION"],"comment":"The quote does not exist"}`},
	} {
		if got := h.text(who["till"], "POST /api/woopit/deliveries", c.body); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	made := h.text(who["till"], "POST /api/woopit/deliveries", woopit("QUOTE", first))
	if again := h.text(who["till"], "POST /api/woopit/deliveries", woopit("QUOTE", first)); again != made {
		t.Errorf("asked again: %s\nfirst %s", again, made)
	}
	shape := regexp.MustCompile(`^201 \{"deliveryId":"(\w{12})","parcels":\[\{"id":"pkg_\d+"\},\{"id":"pkg_\d+"\}\],"labels":\[(\{"id":"lbl_\w+","type":"url","mode":"pdf","value":"(http://[^"]+/tasks/label\?[^"]+)","parcelId":"pkg_\d+"\},?){3}\]\}$`)
	parts := shape.FindStringSubmatch(made)
	if parts == nil {
		t.Fatalf("made %s", made)
	}
	path := strings.ReplaceAll(parts[3], `\u0026`, "&")
	if got := h.status("", "GET", path[strings.Index(path, "/tasks"):], ""); got != 200 {
		t.Errorf("label %s: %d", path, got)
	}
	d := h.call(who["dan"], "GET", "/api/deliveries/1", nil, 200)
	if got := row(at(d, "dropoff address description"), at(d, "dropoff address contactName"), at(d, "dropoff address telephone"), at(d, "dropoff before"), at(d, "pickup comments"), d["order"]); got !=
		"Bat. B | Floor 3 | Door code 12A | sonner fort|Ada Lovelace|+33612345678|2026-11-25T12:00:00+01:00|2 × 30cm x 40cm x 60cm, 2.5kg\n1 × 10cm x 10cm x 10.5cm, 0.5kg\n|<nil>" {
		t.Errorf("delivery %q", got)
	}
	rows := h.call("", "GET", "/_dev/rows/package", nil, 200)["rows"].([]any)
	last := rows[len(rows)-2].(map[string]any)
	if got := row(last["name"], last["shortCode"], last["color"], last["averageVolumeUnits"], last["maxVolumeUnits"], last["averageWeight"]); got != "30cm x 40cm x 60cm, 2.5kg|30|#ffffff|1|1|2500" {
		t.Errorf("package %s", got)
	}
	if got := row(at(h.call("", "GET", "/_dev/rows/delivery_quote", nil, 200), "rows 0 state"), len(h.call("", "GET", "/_dev/rows/order", nil, 200)["rows"].([]any))); got != "confirmed|0" {
		t.Errorf("quote and orders %s", got)
	}
	change := `{"picking":{"interval":[{"start":"2026-11-25T08:30:00Z","end":"2026-11-25T09:30:00Z"}]},"delivery":{"address":{"addressLine1":"1 Rue X","postalCode":"75004","city":"Paris","floor":"4"},
		"contact":{"firstName":"Grace","lastName":"Hopper","phone":"+33612345679"}},"packages":[{"length":{"value":1,"unit":"cm"},"width":{"value":1,"unit":"cm"},"height":{"value":1,"unit":"cm"},"weight":{"value":1,"unit":"kg"},"quantity":4}]}`
	mine := "/api/woopit/deliveries/" + parts[1]
	for key, want := range map[string]int{"": 401, "ada": 403, "other": 404, "till": 204} {
		if got := h.status(who[key], "PATCH", mine, change); got != want {
			t.Errorf("PATCH by %q: %d, want %d", key, got, want)
		}
	}
	if got := h.status(who["till"], "PATCH", "/api/woopit/deliveries/nothing", change); got != 404 {
		t.Errorf("PATCH of nothing: %d", got)
	}
	d = h.call(who["dan"], "GET", "/api/deliveries/1", nil, 200)
	if got := row(at(d, "pickup before"), at(d, "dropoff address description"), at(d, "dropoff address contactName"), at(d, "dropoff address telephone"), len(at(d, "dropoff packages").([]any))); got !=
		"2026-11-25T10:30:00+01:00|Floor 4|Grace Hopper|+33612345679|3" {
		t.Errorf("changed %q", got)
	}
	h.hearWoopit(who, rim, parts[1])
	if got := h.status(who["till"], "DELETE", mine, ""); got != 403 {
		t.Errorf("DELETE of what a courier has: %d", got)
	}
	second := shape.FindStringSubmatch(h.text(who["till"], "POST /api/woopit/deliveries", woopit("QUOTE", quote())))
	for _, c := range []struct {
		key  string
		want int
	}{{"", 401}, {"sue", 403}, {"other", 404}, {"till", 204}} {
		if got := h.status(who[c.key], "DELETE", "/api/woopit/deliveries/"+second[1], ""); got != c.want {
			t.Errorf("DELETE by %q: %d", c.key, got)
		}
	}
	if s := at(h.call(who["dan"], "GET", "/api/tasks/3", nil, 200), "status"); s != "CANCELLED" {
		t.Errorf("after DELETE %v", s)
	}
	h.wantSound()
}

// hearWoopit lets a courier ride the first delivery, and looks at what Woopit was told.
func (h *house) hearWoopit(who map[string]string, rim *rim, id string) {
	h.t.Helper()
	h.call("", "POST", "/_dev/drain", nil, 200)
	if got := rim.take(); len(got) != 0 {
		h.t.Errorf("told before anything happened: %v", got)
	}
	h.call(who["dan"], "PUT", "/api/tasks/2/assign", map[string]any{"username": "cal"}, 200)
	for _, verb := range []string{"/api/tasks/2/start", "/api/tasks/2/done", "/api/tasks/1/start"} {
		h.call(who["cal"], "PUT", verb, map[string]any{}, 200)
	}
	rim.status = 500
	h.call(who["cal"], "PUT", "/api/tasks/1/failed", map[string]any{}, 200)
	h.call("", "POST", "/_dev/drain", nil, 200)
	var want []string
	for _, status := range []string{"DELIVERY_IN_PROGRESS", "DELIVERY_KO", "DELIVERY_PICK_UP_OK", "DELIVERY_PICK_UP_STARTED", "DELIVERY_TEAM_ASSIGNED"} {
		want = append(want, "PUT /woopit/deliveries/"+id+`/status key=kw {"comment":"N/A","date":"2026-11-24T11:00:00+01:00","status":"`+status+`"}`)
	}
	if got := rim.take(); !slices.Equal(got, want) {
		h.t.Errorf("Woopit heard\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestUrbantzHears plays what Urbantz is told of a delivery that it announced; a try that fails is made again.
func TestUrbantzHears(t *testing.T) {
	t.Parallel()
	h, who, rim := newWoopit(t)
	h.call(who["till"], "POST", "/api/urbantz/webhook/tasks_announced", json.RawMessage(announced), 200)
	h.call("", "POST", "/_dev/drain", nil, 200)
	link := regexp.MustCompile(`^POST /urbantz/carrier/external/task/id/ref-1 key= \{"extTrackId":"(dlv_\w{32})"\}$`).FindStringSubmatch(strings.Join(rim.take(), "\n"))
	if link == nil {
		t.Fatal("Urbantz was not told our id")
	}
	h.call(who["dan"], "PUT", "/api/tasks/1/assign", map[string]any{"username": "cal"}, 200)
	for _, verb := range []string{"/api/tasks/2/start", "/api/tasks/2/done", "/api/tasks/1/start", "/api/tasks/1/done"} {
		h.call(who["cal"], "PUT", verb, map[string]any{}, 200)
	}
	h.call("", "POST", "/_dev/drain", nil, 200)
	heard := strings.ReplaceAll(strings.Join(rim.take(), "\n"), link[1], "ID")
	heard = regexp.MustCompile(`"http[^"]+/pub/d/\w+"`).ReplaceAllString(heard, "PAGE")
	const when = `"updateType":"total","updatedTime":"2026-11-24T11:00:00+01:00"}`
	if want := `POST /urbantz/carrier/external/task/ID/assign key= {"arrived":{"total":1},"metadata":{"Ext_Tracking_Page":PAGE},` + when + `
POST /urbantz/carrier/external/task/ID/complete key= {"delivered":{"total":1},` + when + `
POST /urbantz/carrier/external/task/ID/start key= {"departed":{"total":1},"metadata":{"Ext_Tracking_Page":PAGE},` + when; heard != want {
		t.Errorf("Urbantz heard\n%s\nwant\n%s", heard, want)
	}
	h.wantSound()
}
