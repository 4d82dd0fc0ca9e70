package dialect

import (
	"net/http"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/live"
	"pignon.coop/internal/web"
)

func (f *face) centrifugoEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/centrifugo/token", Access: web.Needs(authz.User), Serve: f.liveToken},
		{Pattern: "POST /api/centrifugo/token/refresh", Access: web.Needs(authz.User), Serve: f.liveTokenAgain},
	}
}

const liveTokenLife = time.Hour

func (f *face) userLiveToken(c *web.Call) (string, error) {
	return f.house.LiveTokens.ConnectionToken(live.Subject{Kind: "user", Name: c.Who.Username}, f.house.RealNow().Add(liveTokenLife))
}

func (f *face) liveToken(c *web.Call) error {
	token, err := f.userLiveToken(c)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Centrifugo", Obj("@id", "/api/centrifugo/token", "@type", "Centrifugo", "token", token,
		"namespace", f.house.Settings().Namespace))
}

func (f *face) liveTokenAgain(c *web.Call) error {
	token, err := f.userLiveToken(c)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Centrifugo", Obj("@id", "/api/centrifugo/token", "@type", "Centrifugo", "token", token))
}
