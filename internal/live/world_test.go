package live_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"pignon.coop/internal/live"
)

const (
	user   live.Kind = "user"
	parcel live.Kind = "order"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// world is a running hub of the co-op "coop" behind a server. Anybody may listen to "tracking" and, until dismissed, to "room#name".
type world struct {
	hub               *live.Hub
	url               string
	server            *httptest.Server
	now               func() time.Time
	sent              published
	barred, dismissed sync.Map
}

func newWorld(t testing.TB, now func() time.Time) *world {
	t.Helper()
	w := &world{now: now}
	hub, err := live.New(w.config())
	if err != nil {
		t.Fatal(err)
	}
	w.hub = hub
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	<-hub.Ready()
	w.server = httptest.NewServer(hub.Handler())
	w.url = "ws" + strings.TrimPrefix(w.server.URL, "http") + "/centrifugo/connection/websocket"
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		w.server.Close()
	})
	return w
}

func (w *world) config() live.Config {
	return live.Config{
		Now:       w.now,
		Log:       slog.New(slog.DiscardHandler),
		Secret:    []byte("0123456789abcdef0123456789abcdef"),
		Namespace: func() string { return "coop" },
		Owned:     map[string]live.Kind{"events": user, "order_events": parcel},
		Authorise: func(_ context.Context, who live.Subject, channel string) bool {
			_, dismissed := w.dismissed.Load(who)
			return channel == "$coop_tracking" || channel == "coop_room#"+who.Name && !dismissed
		},
		Admit: func(_ context.Context, who live.Subject) bool {
			_, barred := w.barred.Load(who)
			return !barred
		},
		Record: w.sent.record,
	}
}
