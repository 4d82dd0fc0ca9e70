package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/live"
	"pignon.coop/internal/notify"
	"pignon.coop/internal/web"
)

// Live is what a screen needs to hear what happens.
type Live struct {
	Token   string `json:"token" doc:"For the connection; ask again when it has expired"`
	Path    string `json:"path" doc:"Of the web socket on this server"`
	Channel string `json:"channel" doc:"The caller's own"`
	Places  string `json:"places,omitempty" doc:"Where couriers' positions are told, to dispatchers: {user, coords {lat, lng}, ts in seconds}"`
}

// LiveTokens makes the tokens with which screens connect to the live hub.
type LiveTokens interface {
	ConnectionToken(who live.Subject, expires time.Time) (string, error)
	Channel(stem, name string) string
}

const liveTokenLife = time.Hour

type liveOut struct{ Body Live }

func (f *face) liveRoutes() {
	register(f, web.Needs(authz.User), huma.Operation{Method: "GET", Path: "/v1/live", Summary: "How to hear what happens"}, f.live)
}

func (f *face) live(_ context.Context, who authz.Actor, _ *struct{}) (*liveOut, error) {
	token, err := f.house.LiveTokens.ConnectionToken(live.Subject{Kind: "user", Name: who.Username}, f.house.RealNow().Add(liveTokenLife))
	hub := f.house.LiveTokens
	out := Live{Token: token, Path: "/centrifugo/connection/websocket", Channel: hub.Channel("events", who.Username)}
	if who.Is(authz.Dispatcher) {
		out.Places = notify.Places(hub)
	}
	return &liveOut{out}, err
}
