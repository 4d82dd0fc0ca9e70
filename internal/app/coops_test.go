package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// run lets the background of a town work, its live hub among others, until the test ends.
func (w *town) run() {
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- w.coop.Run(ctx, func(ctx context.Context) error { close(ready); <-ctx.Done(); return nil })
	}()
	<-ready
	w.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
	})
}

// ear is a web socket to a town's hub.
type ear struct {
	t     *testing.T
	conn  *websocket.Conn
	heard []string
}

func (w *town) listen(token string) *ear {
	w.t.Helper()
	conn, _, err := websocket.Dial(w.t.Context(), strings.Replace(w.server.URL, "http", "ws", 1)+"/centrifugo/connection/websocket", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = conn.CloseNow() })
	e := &ear{t: w.t, conn: conn}
	e.say(`{"connect":{"token":"` + token + `"},"id":1}`)
	return e
}

func (e *ear) say(frame string) {
	e.t.Helper()
	if err := e.conn.Write(e.t.Context(), websocket.MessageText, []byte(frame)); err != nil {
		e.t.Fatal(err)
	}
}

// next is the next thing heard, "" when the server hung up.
func (e *ear) next() string {
	for len(e.heard) == 0 {
		_, frame, err := e.conn.Read(e.t.Context())
		if err != nil {
			return ""
		}
		for line := range strings.Lines(string(frame)) {
			if line = strings.TrimSpace(line); line != "{}" {
				e.heard = append(e.heard, line)
			}
		}
	}
	line := e.heard[0]
	e.heard = e.heard[1:]
	return line
}

func (w *town) liveToken(who string) string {
	w.t.Helper()
	return w.call(w.proofs[who], "GET", "/v1/live", nil, 200)["token"].(string)
}

// TestOthersChannelsStayShut: what somebody may not hear is refused in the same words as what does not exist.
func TestOthersChannelsStayShut(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.run()
	zoe := w.listen(w.liveToken("zoe"))
	if got := zoe.next(); !strings.Contains(got, `"client"`) {
		t.Fatal(got)
	}
	own := 1
	ask := func(channel string) string {
		own++
		zoe.say(w.ids.Replace(fmt.Sprintf(`{"subscribe":{"channel":%q,"recover":true,"offset":1,"epoch":"x"},"id":%d}`, channel, own)))
		return strings.Replace(zoe.next(), fmt.Sprintf(`"id":%d`, own), `"id":0`, 1)
	}
	unknown := ask("pignon_order_events#987654321")
	for _, channel := range []string{
		"pignon_order_events#{zack.order}", "pignon_order_events#{zack.cart}", "pignon_events#zack", "pignon_events#bob", "pignon_events#carl", "pignon_events#*",
		"pignon_events", "$pignon_tracking", "pignon_tracking", "pignon_tracking#carl", "pignon_follow#1", "pignon_follow#{zack.order}", "pignon_courier#carl", "other_events#zoe", "pignon_events#ZOE", "*", "#",
	} {
		if got := ask(channel); got != unknown || !strings.Contains(got, "error") {
			t.Errorf("%s: %s, and of one that does not exist: %s", channel, got, unknown)
		}
	}
	for _, channel := range []string{"pignon_events#zoe", "pignon_order_events#{zoe.order}"} {
		if got := ask(channel); strings.Contains(got, "error") {
			t.Errorf("zoe's own %s: %s", channel, got)
		}
	}
	bob := w.listen(w.liveToken("bob"))
	bob.next()
	for i, channel := range []string{"$pignon_tracking", "pignon_tracking#carl"} { // dispatchers hear where couriers are
		bob.say(fmt.Sprintf(`{"subscribe":{"channel":%q},"id":%d}`, channel, i+2))
		if got := bob.next(); strings.Contains(got, "error") {
			t.Errorf("bob in %s: %s", channel, got)
		}
	}
}

// TestTwoCoopsInOneProcess: one process holds several co-ops, each with its own database, settings, clock, map and live hub. Whoever is
// somebody in one is nobody in the other.
func TestTwoCoopsInOneProcess(t *testing.T) {
	t.Parallel()
	x, y := newTown(t), newTown(t)
	for w, settings := range map[*town]map[string]any{
		x: {"brand_name": "Ixes", "namespace": "ixes", "timezone": "Europe/Paris"}, y: {"brand_name": "Ypsilons", "namespace": "ypsilons", "timezone": "Asia/Tokyo"},
	} {
		w.call("", "POST", "/_dev/seed", map[string]any{"settings": settings}, 200)
	}
	x.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{{"kind": "api_app", "name": "own", "type": "api_key", "apiKey": "ak_" + strings.Repeat("2", 40)}}}, 200)
	x.proofs["key"] = "ak_" + strings.Repeat("2", 40)

	if a, b := x.coop.Settings(), y.coop.Settings(); a.BrandName != "Ixes" || b.BrandName != "Ypsilons" || a.Timezone == b.Timezone {
		t.Errorf("settings %v, %v", a, b)
	}
	if x.coop.City() == y.coop.City() || x.coop.Planner() == y.coop.Planner() || x.coop.DB() == y.coop.DB() {
		t.Error("two co-ops share a part")
	}
	x.strangersIn(y)
	x.run()
	y.run()
	if got := y.listen(x.liveToken("zoe")).next(); strings.Contains(got, `"client"`) {
		t.Errorf("the other hub lets zoe in: %s", got)
	}
	x.hearsOnlyItself(y)

	x.call("", "PUT", "/_dev/clock", map[string]any{"now": "2031-05-06T10:00:00Z"}, 200)
	if at := y.call("", "GET", "/_dev/clock", nil, 200); at["frozen"] != false || strings.HasPrefix(at["now"].(string), "2031") {
		t.Errorf("the other clock %v", at)
	}
	before := x.rows("user", "order", "task", "restaurant")
	y.call("", "POST", "/_dev/reset", nil, 200)
	if x.rows("user", "order", "task", "restaurant") != before || y.rows("order") != "[]" {
		t.Error("wiping one co-op reached the other")
	}
	if status, _ := x.as("zoe", "GET /api/me", ""); status != 200 {
		t.Errorf("zoe after the other was wiped: %d", status)
	}
}

// strangersIn shows each proof of one co-op to another.
func (w *town) strangersIn(other *town) {
	before := other.writes()
	for who, token := range w.proofs {
		ask := "GET /api/orders/{zoe.order}"
		for _, headers := range [][]string{
			nil, {"X-Forwarded-Host", strings.TrimPrefix(w.server.URL, "http://")}, {"X-CoopCycle-Session", "Bearer " + w.proofs["guest"]}, {"Forwarded", "host=" + w.server.URL},
		} {
			status, text := other.as("nobody", ask, "", append([]string{"Authorization", "Bearer " + token}, headers...)...)
			if status != 401 || sings(text) {
				w.t.Errorf("%s of one co-op in the other: %d: %s", who, status, text)
			}
		}
		if status, text := other.as("nobody", "PUT /api/orders/{zoe.order}/accept", `{}`, "Authorization", "Bearer "+token); status != 401 {
			w.t.Errorf("%s of one co-op accepts in the other: %d: %s", who, status, text)
		}
	}
	cookie := w.session("zoe", "correct horse")
	for _, c := range []string{cookie, "pignon_basket=" + w.proofs["guest"]} {
		if status, text := other.as("nobody", "GET /v1/orders/{zoe.order}", "", "Cookie", c); status != 401 {
			w.t.Errorf("a cookie of one co-op in the other: %d: %s", status, text)
		}
	}
	if other.writes() != before {
		w.t.Error("a stranger's call was written down")
	}
}

// hearsOnlyItself lets the same thing happen in both co-ops, one after the other.
func (w *town) hearsOnlyItself(other *town) {
	ears := map[*town]*ear{}
	for _, at := range []*town{w, other} {
		e := at.listen(at.liveToken("zoe"))
		e.say(`{"subscribe":{"channel":"` + at.coop.Settings().Namespace + `_events#zoe"},"id":2}`)
		for _, want := range []string{`"client"`, `"subscribe"`} {
			if got := e.next(); !strings.Contains(got, want) {
				w.t.Fatal(got)
			}
		}
		ears[at] = e
	}
	for _, c := range []struct {
		at          *town
		verb, event string
	}{{w, "accept", "order:accepted"}, {other, "refuse", "order:refused"}} {
		if status, text := c.at.as("ada", "PUT /api/orders/{zoe.order}/"+c.verb, `{"reason":"x"}`); status != 200 {
			w.t.Fatalf("%d: %s", status, text)
		}
		if got := ears[c.at].next(); !strings.Contains(got, c.event) || !strings.Contains(got, c.at.coop.Settings().Namespace+"_events#zoe") {
			w.t.Errorf("heard %s, want %s", got, c.event)
		}
	}
}
