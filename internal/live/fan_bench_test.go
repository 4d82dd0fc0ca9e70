package live_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// BenchmarkFanOut sends one message of 4 KiB to two hundred listeners and waits until all have it.
func BenchmarkFanOut(b *testing.B) {
	for dialect, greeting := range map[string]string{
		"legacy": `{"params":{"token":"TOKEN"},"id":1}` + "\n" + `{"method":1,"params":{"channel":"coop_events#ada"},"id":2}`,
		"today":  `{"connect":{"token":"TOKEN"},"id":1}` + "\n" + `{"subscribe":{"channel":"coop_events#ada"},"id":2}`,
	} {
		b.Run(dialect, func(b *testing.B) {
			w := newWorld(b, time.Now)
			var heard sync.WaitGroup
			for range 200 {
				l := w.dial(b).says(b, strings.Replace(greeting, "TOKEN", w.token(b, user, "ada", time.Hour), 1))
				l.hears(b, `"client":`)
				l.hears(b, `"recoverable":true`)
				go l.count(&heard)
			}
			message := strings.Repeat("x", 4<<10)
			for b.Loop() {
				heard.Add(200)
				if err := w.hub.Publish("coop_events#ada", message); err != nil {
					b.Fatal(err)
				}
				heard.Wait()
			}
		})
	}
}

// count marks each message done until the line ends.
func (l *line) count(heard *sync.WaitGroup) {
	for {
		kind, _, err := l.conn.Read(l.ctx)
		if err != nil || kind != websocket.MessageText {
			return
		}
		heard.Done()
	}
}
