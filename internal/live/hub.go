package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	// historyMemory is how long a channel without messages keeps its place in the count; after that, listeners who come back are
	// told to read afresh.
	historyMemory = time.Hour
	// expiryGrace is what a client gets after its token's end to send a new one.
	expiryGrace       = 2 * time.Second
	shutdownPatience  = 10 * time.Second
	socketsPerSubject = 256
)

// Hub is the live side of one co-operative. Make it with New; all methods are safe for concurrent use.
type Hub struct {
	config  Config
	node    *centrifuge.Node
	state   atomic.Int32
	ready   chan struct{}
	revoked revoked
	memo    memo
	tally   tally
}

const (
	stateNew int32 = iota
	stateStarting
	stateRunning
	stateStopped
)

// New returns a Hub that serves nobody until Run.
func New(config Config) (*Hub, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	h := &Hub{config: config.withDefaults(), ready: make(chan struct{})}
	node, err := centrifuge.New(centrifuge.Config{
		Name:                       "live",
		Version:                    "1",
		LogLevel:                   centrifuge.LogLevelInfo,
		LogHandler:                 h.log,
		HistoryMetaTTL:             max(historyMemory, 2*h.config.HistoryTTL),
		ClientExpiredCloseDelay:    expiryGrace,
		ClientExpiredSubCloseDelay: expiryGrace,
		UserConnectionLimit:        socketsPerSubject,
		// A registry of its own: the library would else count into the process's global one.
		Metrics: centrifuge.MetricsConfig{RegistererGatherer: prometheus.NewRegistry(), ChannelNamespaceCacheSize: -1},
	})
	if err != nil {
		return nil, fmt.Errorf("live: %w", err)
	}
	h.node = node
	node.OnConnecting(h.onConnecting)
	node.OnConnect(h.onConnect)
	return h, nil
}

// Run serves until the context ends, then tells every listener to come back later, closes the sockets and returns. A Hub runs once.
func (h *Hub) Run(ctx context.Context) error {
	if !h.state.CompareAndSwap(stateNew, stateStarting) {
		return errors.New("live: the hub has been run before")
	}
	if err := h.node.Run(); err != nil {
		return fmt.Errorf("live: start: %w", err)
	}
	h.state.Store(stateRunning)
	close(h.ready)
	<-ctx.Done()
	h.state.Store(stateStopped)
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownPatience)
	defer cancel()
	if err := h.node.Shutdown(patience); err != nil {
		return fmt.Errorf("live: stop: %w", err)
	}
	return nil
}

// Ready is closed once Run serves.
func (h *Hub) Ready() <-chan struct{} { return h.ready }

// Publish sends data, anything that encoding/json accepts, to those who listen to the channel now or come back to it soon. It never
// waits for a listener. While the hub does not run, nobody can listen and the message is dropped. The error tells of data that is
// not JSON.
func (h *Hub) Publish(channel string, data any) error {
	return h.Broadcast([]string{channel}, data)
}

// Broadcast publishes the same data on several channels; it is encoded once.
func (h *Hub) Broadcast(channels []string, data any) error {
	encoded, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("live: encode a message for %q: %w", channels, err)
	}
	var errs []error
	for _, channel := range channels {
		errs = append(errs, h.publish(channel, encoded))
	}
	return errors.Join(errs...)
}

func (h *Hub) publish(channel string, data json.RawMessage) error {
	if h.config.Record != nil {
		h.config.Record(channel, data)
	}
	if h.state.Load() != stateRunning {
		return nil
	}
	h.tally.published.Add(1)
	history := centrifuge.WithHistory(h.config.HistorySize, h.config.HistoryTTL)
	if _, err := h.node.Publish(channel, data, history); err != nil {
		return fmt.Errorf("live: publish on %q: %w", channel, err)
	}
	return nil
}

// Disconnect closes every stream of the subject within two seconds and refuses the tokens it holds: its clients are asked for a
// new one, so whoever issues tokens decides whether they come back. Call it when an account, session or link is revoked. What it
// remembers is lost when the process ends; Admit is for lasting refusals.
func (h *Hub) Disconnect(who Subject) error {
	h.revoked.add(who, h.config.Now())
	if err := h.node.Disconnect(who.String(), centrifuge.WithCustomDisconnect(centrifuge.DisconnectForceReconnect)); err != nil {
		return fmt.Errorf("live: disconnect %s: %w", who, err)
	}
	return nil
}

// Recheck asks Admit and Authorise again about every stream of the subject and ends those no longer allowed. Call it when a role
// or an assignment ends.
func (h *Hub) Recheck(who Subject) {
	for _, client := range h.node.Hub().UserConnections(who.String()) {
		h.recheck(client)
	}
}

func (h *Hub) log(entry centrifuge.LogEntry) {
	level := slog.LevelInfo
	switch entry.Level {
	case centrifuge.LogLevelWarn:
		level = slog.LevelWarn
	case centrifuge.LogLevelError:
		level = slog.LevelError
	}
	attrs := make([]slog.Attr, 0, len(entry.Fields))
	for key, value := range entry.Fields {
		attrs = append(attrs, slog.Any(key, value))
	}
	h.config.Log.LogAttrs(context.Background(), level, "live: "+entry.Message, attrs...)
}
