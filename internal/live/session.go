package live

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/centrifugal/centrifuge"
)

// session is what the hub knows of a connection: for whom, and by a token of what age (microseconds).
type session struct {
	subject Subject
	issued  int64
}

type sessionKey struct{}

func sessionOf(ctx context.Context) session {
	s, _ := ctx.Value(sessionKey{}).(session)
	return s
}

func (h *Hub) onConnecting(ctx context.Context, e centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	s, expires, err := h.connection(e.Token)
	if err != nil {
		h.tally.rejected.Add(1)
		return centrifuge.ConnectReply{}, connectionRefusal(err)
	}
	if !h.config.Admit(ctx, s.subject) {
		h.tally.rejected.Add(1)
		return centrifuge.ConnectReply{}, centrifuge.DisconnectPermissionDenied
	}
	return centrifuge.ConnectReply{
		Context:           context.WithValue(ctx, sessionKey{}, s),
		Credentials:       &centrifuge.Credentials{UserID: s.subject.String(), ExpireAt: h.wall(expires)},
		ClientSideRefresh: true,
	}, nil
}

// connectionRefusal tells a client with an expired token to fetch another, and any other to go away.
func connectionRefusal(err error) error {
	if errors.Is(err, errTokenExpired) {
		return centrifuge.ErrorTokenExpired
	}
	return centrifuge.DisconnectInvalidToken
}

func (h *Hub) onConnect(client *centrifuge.Client) {
	h.tally.connected.Add(1)
	client.OnSubscribe(func(e centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
		done(h.onSubscribe(client, e))
	})
	client.OnRefresh(func(e centrifuge.RefreshEvent, done centrifuge.RefreshCallback) {
		done(h.onRefresh(client, e))
	})
	client.OnSubRefresh(func(e centrifuge.SubRefreshEvent, done centrifuge.SubRefreshCallback) {
		done(h.onSubRefresh(client, e))
	})
	// The library holds a lock of the client while it calls; unsubscribing needs it.
	client.OnAlive(func() { go h.recheck(client) })
	client.OnDisconnect(h.onDisconnect)
	// A Disconnect between the check of the token and this moment did not see the connection yet.
	if h.revoked.covers(sessionOf(client.Context())) {
		client.Disconnect(centrifuge.DisconnectForceReconnect)
	}
}

func (h *Hub) onDisconnect(e centrifuge.DisconnectEvent) {
	switch e.Code {
	case centrifuge.DisconnectConnectionClosed.Code:
		return
	case centrifuge.DisconnectSlow.Code, centrifuge.DisconnectWriteError.Code:
		h.tally.slow.Add(1)
	}
	h.tally.cut.Add(1)
}

func (h *Hub) onSubscribe(client *centrifuge.Client, e centrifuge.SubscribeEvent) (centrifuge.SubscribeReply, error) {
	reply := centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{EnableRecovery: true, EnablePositioning: true}}
	if strings.HasPrefix(e.Channel, privateMark) && e.Token != "" {
		expires, err := h.subscription(e.Token, e.Channel, client.ID())
		if err != nil {
			h.tally.denied.Add(1)
			return reply, subscriptionRefusal(err)
		}
		reply.Options.ExpireAt, reply.ClientSideRefresh = h.wall(expires), true
	}
	if !h.allowed(client.Context(), sessionOf(client.Context()).subject, e.Channel) {
		h.tally.denied.Add(1)
		return reply, centrifuge.ErrorPermissionDenied
	}
	return reply, nil
}

func subscriptionRefusal(err error) error {
	if errors.Is(err, errTokenExpired) {
		return centrifuge.ErrorTokenExpired
	}
	return centrifuge.ErrorPermissionDenied
}

func (h *Hub) onRefresh(client *centrifuge.Client, e centrifuge.RefreshEvent) (centrifuge.RefreshReply, error) {
	s, expires, err := h.connection(e.Token)
	if err != nil {
		return centrifuge.RefreshReply{}, connectionRefusal(err)
	}
	if s.subject != sessionOf(client.Context()).subject {
		return centrifuge.RefreshReply{}, centrifuge.DisconnectInvalidToken
	}
	go h.recheck(client)
	return centrifuge.RefreshReply{ExpireAt: h.wall(expires)}, nil
}

func (h *Hub) onSubRefresh(client *centrifuge.Client, e centrifuge.SubRefreshEvent) (centrifuge.SubRefreshReply, error) {
	expires, err := h.subscription(e.Token, e.Channel, client.ID())
	if err != nil {
		return centrifuge.SubRefreshReply{}, subscriptionRefusal(err)
	}
	if !h.allowed(client.Context(), sessionOf(client.Context()).subject, e.Channel) {
		return centrifuge.SubRefreshReply{}, centrifuge.ErrorPermissionDenied
	}
	return centrifuge.SubRefreshReply{ExpireAt: h.wall(expires)}, nil
}

// recheck ends what the client of a connection may no longer have.
func (h *Hub) recheck(client *centrifuge.Client) {
	ctx := client.Context()
	who := sessionOf(ctx).subject
	if ctx.Err() != nil {
		return
	}
	if !h.config.Admit(ctx, who) {
		client.Disconnect(centrifuge.DisconnectPermissionDenied)
		return
	}
	for _, channel := range client.Channels() {
		if !h.allowed(ctx, who, channel) {
			h.tally.denied.Add(1)
			client.Unsubscribe(channel)
		}
	}
}

// wall turns an instant of the configured clock into the seconds of the machine's clock, which is the one that the library's timers
// follow; the two differ when the configured one is stepped by hand.
func (h *Hub) wall(t time.Time) int64 {
	return time.Now().Add(t.Sub(h.config.Now())).Unix()
}
