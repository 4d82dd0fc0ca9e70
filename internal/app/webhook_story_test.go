package app_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pignon.coop/internal/hook"
	"pignon.coop/internal/outbox"
)

// TestIntegrationsHearOfTheirDeliveries plays a parcel of the bakery from the till's own order on. The florist's till hears nothing.
func TestIntegrationsHearOfTheirDeliveries(t *testing.T) {
	t.Parallel()
	h, who := newPost(t)
	h.call("", "POST", "/_dev/seed", json.RawMessage(`{"rows":[
		{"kind":"api_app","name":"bakery","clientId":"b","clientSecret":"s","store":"@store:1"},
		{"kind":"api_app","name":"florist","clientId":"f","clientSecret":"s","store":"@store:2"}]}`), 200)
	bakery, florist := h.grant("b", "s"), h.grant("f", "s")
	secrets := map[string]string{}
	for _, event := range []string{"delivery.assigned", "delivery.started", "delivery.picked", "delivery.in_transit", "delivery.completed", "delivery.failed"} {
		body := map[string]any{"event": event, "url": "https://till.example.org/" + event}
		made := h.call(bakery, "POST", "/api/webhooks", body, 201)
		if got := keysOf(made); got != "@context @id @type event secret url" {
			t.Errorf("created %s", got)
		}
		secrets[event] = made["secret"].(string)
		h.call(florist, "POST", "/api/webhooks", body, 201)
	}
	h.sent(bakery, `"before":"2026-11-25 13:00"`)
	dispatcher, courier := who["dan"], who["cal"]
	const dropoff, pickup = "/api/tasks/1", "/api/tasks/2"
	hears := func(want string) {
		t.Helper()
		h.drain()
		var got []string
		for _, m := range h.coop.Outbox().List(outbox.Webhook) {
			got = append(got, m.Name)
			if want := `{"data":{"object":"/api/deliveries/1","event":"` + m.Name + `"}}`; m.Body != want || m.Headers["X-Coopcycle-Signature"] != hook.SignBody(secrets[m.Name], []byte(want)) {
				t.Errorf("%s: %s %v", m.Name, m.Body, m.Headers)
			}
		}
		h.coop.Outbox().Clear(outbox.Webhook)
		if s := strings.Join(got, " "); s != want {
			t.Errorf("heard %q, want %q", s, want)
		}
	}
	hears("")
	h.call(dispatcher, "PUT", dropoff+"/assign", map[string]any{"username": "cal"}, 200)
	hears("delivery.assigned")
	for _, step := range []struct {
		ask, want string
	}{
		{pickup + "/start", "delivery.started"}, {pickup + "/done", "delivery.picked"},
		{dropoff + "/start", "delivery.in_transit"}, {dropoff + "/done", "delivery.completed"},
	} {
		h.call(courier, "PUT", step.ask, map[string]any{}, 200)
		hears(step.want)
	}
	h.call(who["sue"], "POST", "/api/deliveries", json.RawMessage(`{"store":"/api/stores/1","dropoff":{"address":"/api/addresses/2","before":"2026-11-25 14:00"}}`), 201)
	h.call(dispatcher, "PUT", "/api/tasks/3/assign", map[string]any{"username": "cal"}, 200)
	h.drain()
	h.coop.Outbox().Clear(outbox.Webhook)
	h.call(courier, "PUT", "/api/tasks/4/failed", map[string]any{"reason": "x"}, 200)
	h.drain()
	if list := h.coop.Outbox().List(outbox.Webhook); len(list) != 1 || list[0].Name != "delivery.failed" || !strings.Contains(list[0].Body, "/api/deliveries/2") {
		t.Errorf("heard %v", list)
	}
	h.tendsWebhooks(who)
	h.wantSound()
}

func (h *house) grant(id, secret string, scopes ...string) string {
	h.t.Helper()
	answer, err := h.server.Client().PostForm(h.server.URL+"/oauth2/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}, "scope": scopes})
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	var grant struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&grant); err != nil || grant.Token == "" {
		h.t.Fatalf("no token: %v", err)
	}
	return grant.Token
}

// tendsWebhooks : the owner of the store looks at the calls and changes the secret; the contract's endpoints are for the client alone.
func (h *house) tendsWebhooks(who map[string]string) {
	h.t.Helper()
	for ask, want := range map[string]string{
		"GET /v1/apps/3/webhooks":           "ada sue",
		"GET /v1/webhooks/1/calls":          "ada sue",
		"POST /v1/webhooks/1/rotate-secret": "ada sue",
		"POST /v1/webhooks/1/resume":        "ada sue",
		"GET /api/webhooks/1":               "",
		"DELETE /api/webhooks/1":            "",
		"POST /api/webhooks":                "",
	} {
		method, path, _ := strings.Cut(ask, " ")
		for _, name := range []string{"ada", "sue", "dan", "cal", "zoe"} {
			status := 403
			if strings.Contains(" "+want+" ", " "+name+" ") {
				status = 200
			}
			if got := h.status(who[name], method, path, ""); got != status && !(got == 400 && path == "/api/webhooks") {
				h.t.Errorf("%s by %s: %d, want %d", ask, name, got, status)
			}
		}
	}
	if got := h.status(who["till"], "POST", "/api/webhooks", `{"event":"order.created","url":"https://example.org/"}`); got != 403 {
		h.t.Errorf("created with a key: %d", got)
	}
	calls := h.call(who["sue"], "GET", "/v1/webhooks/1/calls", nil, 200)["calls"]
	if len(calls.([]any)) != 2 || keysOf(calls) != "canReplay createdAt dueAt endedAt event id message object sequence state status tries" || at(calls, "0 state") != "delivered" {
		h.t.Errorf("calls %v", calls)
	}
	id := strconv.FormatFloat(at(calls, "0 id").(float64), 'f', -1, 64)
	h.call(who["sue"], "POST", "/v1/webhook-calls/"+id+"/replay", nil, 200)
	h.drain()
	for _, m := range h.coop.Outbox().List(outbox.Webhook) {
		if len(strings.Fields(m.Headers["Webhook-Signature"])) == 2 && m.Headers["Webhook-Id"] == at(calls, "0 message") {
			return
		}
	}
	h.t.Error("the replayed call is not signed with both secrets")
}
