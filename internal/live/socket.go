package live

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/coder/websocket"
)

const (
	largestFrame = 64 << 10
	// greeting is how long a new socket may take to say its first word.
	greeting = 10 * time.Second
	// silence ends a connection: clients of both dialects make themselves heard every 25 seconds.
	silence = 70 * time.Second
	// patience is what one write may take before the listener counts as too slow, and what a peer gets to answer a close.
	patience = time.Second
)

// Handler serves the web socket address, /centrifugo/connection/websocket for the clients that exist. It refuses pages of other
// hosts (403) and, while the hub does not run, everybody (503).
func (h *Hub) Handler() http.Handler { return http.HandlerFunc(h.serve) }

func (h *Hub) serve(w http.ResponseWriter, r *http.Request) {
	if h.state.Load() != stateRunning {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "live updates are not available at the moment", http.StatusServiceUnavailable)
		return
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"centrifuge-json"}})
	if err != nil {
		h.config.Log.Info("live: refuse a socket", "error", err)
		return
	}
	defer conn.CloseNow()
	conn.SetReadLimit(largestFrame)
	h.converse(r, conn)
}

// converse serves one socket until its end.
func (h *Hub) converse(r *http.Request, conn *websocket.Conn) {
	// The life of the socket is not the request's: it must outlive the end of reading, for the answer to a close.
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	s := &socket{conn: conn, stop: cancel}
	first, ok := s.read(ctx, greeting)
	if !ok {
		return
	}
	s.wire = h.wireFor(first, r.URL.Query().Get("cf_protocol_version"))
	client, closeClient, err := centrifuge.NewClient(r.Context(), h.node, s)
	if err != nil {
		h.config.Log.Error("live: open a connection", "error", err)
		return
	}
	defer closeClient()
	s.client = client.ID()
	for frame := first; ok; frame, ok = s.read(ctx, silence) {
		if !s.wire.receive(client, s, frame) {
			break
		}
	}
	s.drain(ctx, ok)
}

// wire is the way one dialect looks on the line.
type wire interface {
	// receive hands the commands of a frame to the client; false means that no more are wanted.
	receive(client *centrifuge.Client, s *socket, frame []byte) bool
	// encode turns one reply of the library into the bytes to send; none means that the dialect has no word for it.
	encode(client string, reply []byte) ([]byte, error)
	// farewell is the reason to give in the close frame.
	farewell(d centrifuge.Disconnect) string
	pings() centrifuge.PingPongConfig
}

// wireFor chooses the dialect by the first frame: only today's commands are named by a key.
func (h *Hub) wireFor(first []byte, version string) wire {
	if version == "v2" || speaksToday(first) {
		return today{}
	}
	return &legacy{memo: &h.memo}
}

// socket is the library's view of one connection.
type socket struct {
	conn   *websocket.Conn
	wire   wire
	stop   context.CancelFunc
	client string
	closed sync.Once
}

// read returns the next text frame; after false the socket is of no more use for reading.
func (s *socket) read(ctx context.Context, limit time.Duration) ([]byte, bool) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	kind, frame, err := s.conn.Read(ctx)
	return frame, err == nil && kind == websocket.MessageText
}

// drain waits, not for long, until the peer has gone: what the library still has to say, such as why it refused, must leave before
// the socket closes.
func (s *socket) drain(ctx context.Context, open bool) {
	ctx, cancel := context.WithTimeout(ctx, greeting)
	defer cancel()
	for open {
		_, open = s.read(ctx, greeting)
	}
}

// Write sends one reply.
func (s *socket) Write(reply []byte) error { return s.WriteMany(reply) }

// WriteMany sends replies in one frame, one a line.
func (s *socket) WriteMany(replies ...[]byte) error {
	lines := make([][]byte, 0, len(replies))
	for _, reply := range replies {
		line, err := s.wire.encode(s.client, reply)
		if err != nil {
			return err
		}
		if len(line) > 0 {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return s.send(bytes.Join(lines, []byte("\n")))
}

func (s *socket) send(frame []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, frame)
}

// Close ends the socket, with a word of farewell unless the peer has left already.
func (s *socket) Close(d centrifuge.Disconnect) error {
	var err error
	s.closed.Do(func() {
		if d.Code == centrifuge.DisconnectConnectionClosed.Code {
			err = s.conn.CloseNow()
			return
		}
		// A peer that does not answer the close would else keep the line open for seconds.
		impatience := time.AfterFunc(patience, s.stop)
		defer impatience.Stop()
		err = s.conn.Close(websocket.StatusCode(d.Code), s.wire.farewell(d))
	})
	return err
}

// Name is the transport's name in the library's logs and counts.
func (s *socket) Name() string { return "websocket" }

// AcceptProtocol is only a label, which we do not use.
func (s *socket) AcceptProtocol() string { return "" }

// Protocol is JSON for every client.
func (s *socket) Protocol() centrifuge.ProtocolType { return centrifuge.ProtocolTypeJSON }

// ProtocolVersion is the only one that the library speaks; the legacy dialect is translated.
func (s *socket) ProtocolVersion() centrifuge.ProtocolVersion { return centrifuge.ProtocolVersion2 }

// Unidirectional is false: clients send commands.
func (s *socket) Unidirectional() bool { return false }

// Emulation is false: this is a real socket.
func (s *socket) Emulation() bool { return false }

// DisabledPushFlags keeps the library from sending a farewell as a message: ours is in the close frame.
func (s *socket) DisabledPushFlags() uint64 { return centrifuge.PushFlagDisconnect }

// PingPongConfig depends on the dialect.
func (s *socket) PingPongConfig() centrifuge.PingPongConfig { return s.wire.pings() }
