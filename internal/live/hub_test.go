package live_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/live"
)

func TestNewRefusesHalfAConfig(t *testing.T) {
	t.Parallel()
	w := &world{now: time.Now}
	for name, spoil := range map[string]func(*live.Config){
		"no clock":         func(c *live.Config) { c.Now = nil },
		"no log":           func(c *live.Config) { c.Log = nil },
		"no namespace":     func(c *live.Config) { c.Namespace = nil },
		"no authorise":     func(c *live.Config) { c.Authorise = nil },
		"short secret":     func(c *live.Config) { c.Secret = c.Secret[:31] },
		"negative history": func(c *live.Config) { c.HistorySize = -1 },
	} {
		config := w.config()
		spoil(&config)
		if _, err := live.New(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHubRunsOnce(t *testing.T) {
	t.Parallel()
	w := &world{now: time.Now}
	hub, err := live.New(w.config())
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	hub.Handler().ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	if answer.Code != http.StatusServiceUnavailable {
		t.Errorf("before Run: status %d", answer.Code)
	}
	if err := hub.Publish("coop_board", 1); err != nil {
		t.Errorf("before Run: publish: %v", err)
	}
	ada := live.Subject{Kind: user, Name: "ada"}
	hub.Recheck(ada)
	if err := hub.Disconnect(ada); err != nil {
		t.Errorf("before Run: disconnect: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := hub.Run(ctx); err != nil {
		t.Error(err)
	}
	if err := hub.Disconnect(ada); err != nil {
		t.Errorf("after Run: disconnect: %v", err)
	}
	if got := hub.Counts(); got != (live.Counts{}) {
		t.Errorf("counts %+v", got)
	}
	if err := hub.Run(ctx); err == nil {
		t.Error("ran twice")
	}
	if got := w.sent.list; !slices.Equal(got, []string{"coop_board 1"}) {
		t.Errorf("recorded %q", got)
	}
}

func TestStoppingTellsListenersToComeBack(t *testing.T) {
	t.Parallel()
	w := &world{now: time.Now}
	hub, err := live.New(w.config())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	<-hub.Ready()
	w.hub, w.server = hub, httptest.NewServer(hub.Handler())
	t.Cleanup(w.server.Close)
	w.url = "ws" + strings.TrimPrefix(w.server.URL, "http")
	ada := w.dial(t).says(t, greet(w.token(t, user, "ada", time.Hour)))
	ada.hears(t, `"client":`)
	cancel()
	ada.leaves(t, 3001, `{"reason":"shutdown","reconnect":true}`)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	for _, c := range []struct {
		origin string
		status int
	}{
		{"", http.StatusSwitchingProtocols},
		{w.server.URL, http.StatusSwitchingProtocols},
		{"https://evil.example", http.StatusForbidden},
		{"null", http.StatusForbidden},
	} {
		header := http.Header{}
		if c.origin != "" {
			header.Set("Origin", c.origin)
		}
		conn, answer, _ := w.knock(t, header)
		if conn != nil {
			conn.CloseNow()
		}
		if answer == nil || answer.StatusCode != c.status {
			t.Errorf("origin %q: %+v, want status %d", c.origin, answer, c.status)
		}
	}
}

func TestBothDialectsOnOneAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	token := w.token(t, user, "ada", time.Hour)
	legacy, today := w.dial(t), w.dial(t)
	legacy.says(t, greet(token)+"\n"+`{"method":1,"params":{"channel":"coop_events#ada"},"id":2}`)
	legacy.hears(t, `{"id":1,"result":{"client":"`)
	legacy.hears(t, `{"id":2,"result":{"recoverable":true,"epoch":"`)
	today.says(t, `{"connect":{"token":"`+token+`"},"id":1}`+"\n"+`{"subscribe":{"channel":"coop_events#ada"},"id":2}`)
	today.hears(t, `{"id":1,"connect":{"client":"`)
	today.hears(t, `{"id":2,"subscribe":{"recoverable":true`)
	err := w.hub.Publish("coop_events#ada", live.Event{Name: "task:done", Data: map[string]int{"id": 7}})
	if err != nil {
		t.Fatal(err)
	}
	const event = `{"event":{"name":"task:done","data":{"id":7}}}`
	legacy.hears(t, `{"result":{"channel":"coop_events#ada","data":{"data":`+event+`,"offset":1}}}`)
	today.hears(t, `{"push":{"channel":"coop_events#ada","pub":{"data":`+event+`,"offset":1}}}`)
	legacy.says(t, `{"method":7,"id":3}`).hears(t, `{"id":3,"result":{}}`)
	legacy.says(t, `{"method":2,"params":{"channel":"coop_events#ada"},"id":4}`).hears(t, `{"id":4,"result":{}}`)
	legacy.says(t, `{"method":9,"params":{"data":{}},"id":5}`).hears(t, `{"id":5,"error":{"code":108,"message":"not available"}}`)
	if got := w.hub.Counts(); got.Open != 2 || got.Channels != 1 || got.Connected != 2 || got.Published != 1 {
		t.Errorf("counts %+v", got)
	}
}

func TestNonsenseIsSentAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	const bad = `{"reason":"bad request","reconnect":false}`
	for name, frame := range map[string]string{
		"not JSON":       "hello",
		"empty":          " ",
		"a list":         "[1]",
		"no id":          `{"params":{}}`,
		"wrong types":    `{"params":{"token":7},"id":1}`,
		"no greeting":    `{"method":1,"params":{"channel":"coop_events#ada"},"id":1}`,
		"many commands":  strings.Repeat(`{"method":7,"id":1}`, 300),
		"negative id":    `{"id":-1}`,
		"a pong of old":  `{}`,
		"a huge method":  `{"method":99999999999,"id":1}`,
		"half a command": `{"params":{"token":"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.dial(t).says(t, frame).leaves(t, 3501, bad)
		})
	}
	t.Run("too large", func(t *testing.T) {
		t.Parallel()
		l := w.dial(t).says(t, greet(strings.Repeat("x", 70<<10)))
		if _, _, err := l.conn.Read(l.ctx); err == nil {
			t.Error("a frame of 70 KiB was read")
		}
	})
}

func TestTheBarredDoNotComeIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	ada := live.Subject{Kind: user, Name: "ada"}
	token := w.token(t, ada.Kind, ada.Name, time.Hour)
	open := w.dial(t).says(t, greet(token))
	open.hears(t, `"client":`)
	w.barred.Store(ada, true)
	w.dial(t).says(t, greet(token)).leaves(t, 3507, `{"reason":"permission denied","reconnect":false}`)
	w.hub.Recheck(ada)
	open.leaves(t, 3507, `{"reason":"permission denied","reconnect":false}`)
}

func TestRefreshAsksAboutChannelsAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	token := w.token(t, user, "ada", time.Hour)
	ada := w.dial(t).says(t, greet(token)+"\n"+`{"method":1,"params":{"channel":"coop_room#ada"},"id":2}`)
	ada.hears(t, `"client":`)
	ada.hears(t, `{"id":2,"result":{"recoverable":true`)
	w.dismissed.Store(live.Subject{Kind: user, Name: "ada"}, true)
	ada.says(t, `{"method":10,"params":{"token":"`+token+`"},"id":3}`)
	heard := ada.hears(t, "") + ada.hears(t, "")
	for _, want := range []string{`{"id":3,"result":`, `{"result":{"type":3,"channel":"coop_room#ada","data":{}}}`} {
		if !strings.Contains(heard, want) {
			t.Errorf("heard %s, want %s", heard, want)
		}
	}
}

func TestBroadcastEncodesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	if err := w.hub.Broadcast([]string{"coop_a", "coop_b"}, json.RawMessage(`{ "n" : 1 }`)); err != nil {
		t.Fatal(err)
	}
	if got := w.sent.list; !slices.Equal(got, []string{`coop_a {"n":1}`, `coop_b {"n":1}`}) {
		t.Errorf("recorded %q", got)
	}
	if err := w.hub.Publish("coop_a", func() {}); err == nil {
		t.Error("a function was published")
	}
	if err := w.hub.Publish("coop_a", json.RawMessage(`{`)); err == nil {
		t.Error("half a document was published")
	}
}

func TestSlowListenerIsCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	ada := w.dial(t).says(t, greet(w.token(t, user, "ada", time.Hour))+"\n"+`{"method":1,"params":{"channel":"coop_events#ada"},"id":2}`)
	ada.hears(t, `"client":`)
	ada.hears(t, `"recoverable":true`)
	// Nobody reads on: the kernel's buffers fill, then the queue.
	data := strings.Repeat("x", 256<<10)
	for w.hub.Counts().Slow == 0 {
		if err := w.hub.Publish("coop_events#ada", data); err != nil {
			t.Fatal(err)
		}
	}
}

func TestChannelNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	for _, c := range []struct{ stem, name, channel string }{
		{"events", "ada", "coop_events#ada"},
		{"order_events", "42", "coop_order_events#42"},
		{"tracking", "", "coop_tracking"},
		{"$tracking", "", "$coop_tracking"},
		{"events", "a#b", "coop_events#a#b"},
	} {
		if got := w.hub.Channel(c.stem, c.name); got != c.channel {
			t.Errorf("Channel(%q, %q) = %q, want %q", c.stem, c.name, got, c.channel)
		}
		if stem, name, ok := w.hub.Split(c.channel); !ok || stem != c.stem || name != c.name {
			t.Errorf("Split(%q) = %q, %q, %v", c.channel, stem, name, ok)
		}
	}
	for _, channel := range []string{"", "coop", "coop_", "coops_events#ada", "$", "$$coop_events#ada", "#coop_events"} {
		if _, _, ok := w.hub.Split(channel); ok {
			t.Errorf("Split(%q) is ok", channel)
		}
	}
}

func TestOthersChannelsAreRefusedAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	ada := w.dial(t).says(t, greet(w.token(t, user, "42", time.Hour)))
	ada.hears(t, `"client":`)
	for _, channel := range []string{
		"coop_events#eve", "coop_events", "coop_events#", "coop_events#42,eve", "coop_events#*", "coop_events#42#", "$coop_events#42",
		"coop_order_events#42", "coop_room#eve", "coop_unknown", "other_events#42", "events#42", "*",
	} {
		params, err := json.Marshal(map[string]any{"channel": channel, "recover": true, "offset": 3, "epoch": "abcd"})
		if err != nil {
			t.Fatal(err)
		}
		ada.says(t, `{"method":1,"params":`+string(params)+`,"id":2}`)
		ada.hears(t, `{"id":2,"error":{"code":103,"message":"permission denied"}}`)
	}
	if got := w.hub.Counts().Denied; got != 13 {
		t.Errorf("%d denied", got)
	}
}
