package live_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"pignon.coop/internal/live"
)

// clock is a clock that tests step.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(noon.UnixNano())
	return c
}

func (c *clock) now() time.Time        { return time.Unix(0, c.at.Load()) }
func (c *clock) step(by time.Duration) { c.at.Add(int64(by)) }

func (w *world) token(t testing.TB, kind live.Kind, name string, life time.Duration) string {
	t.Helper()
	token, err := w.hub.ConnectionToken(live.Subject{Kind: kind, Name: name}, w.now().Add(life))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// greet is the first command of the legacy dialect.
func greet(token string) string { return `{"params":{"token":"` + token + `","name":"js"},"id":1}` }

// line is a bare web socket to the hub.
type line struct {
	ctx   context.Context
	conn  *websocket.Conn
	heard []string
}

func (w *world) dial(t testing.TB) *line {
	t.Helper()
	conn, _, err := w.knock(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetReadLimit(-1)
	t.Cleanup(func() { conn.CloseNow() })
	return &line{ctx: t.Context(), conn: conn}
}

func (w *world) knock(t testing.TB, header http.Header) (*websocket.Conn, *http.Response, error) {
	return websocket.Dial(t.Context(), w.url, &websocket.DialOptions{HTTPHeader: header})
}

func (l *line) says(t testing.TB, frame string) *line {
	t.Helper()
	if err := l.conn.Write(l.ctx, websocket.MessageText, []byte(frame)); err != nil {
		t.Fatal(err)
	}
	return l
}

// hears checks that the next document contains the text, and returns it; a frame may bring several, one a line.
func (l *line) hears(t testing.TB, text string) string {
	t.Helper()
	if len(l.heard) == 0 {
		_, frame, err := l.conn.Read(l.ctx)
		if err != nil {
			t.Fatal(err)
		}
		l.heard = strings.Split(string(frame), "\n")
	}
	next := l.heard[0]
	l.heard = l.heard[1:]
	if !strings.Contains(next, text) {
		t.Fatalf("heard %s, want %s", next, text)
	}
	return next
}

// hearsClient returns the id in the answer to the greeting.
func (l *line) hearsClient(t testing.TB) string {
	t.Helper()
	var answer struct {
		Result struct{ Client string }
	}
	if err := json.Unmarshal([]byte(l.hears(t, `"client":`)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Result.Client
}

// leaves reads until the server closes and checks its farewell.
func (l *line) leaves(t testing.TB, code websocket.StatusCode, reason string) {
	t.Helper()
	for {
		_, _, err := l.conn.Read(l.ctx)
		if err == nil {
			continue
		}
		var farewell websocket.CloseError
		if !errors.As(err, &farewell) || farewell.Code != code || farewell.Reason != reason {
			t.Fatalf("left with %v, want %d %s", err, code, reason)
		}
		return
	}
}
