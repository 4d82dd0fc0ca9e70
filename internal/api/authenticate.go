package api

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

// Authenticator makes what tells who calls /v1: the holder of a user's token, or of the session's cookie, with the basket of the other
// cookie. origins are the addresses under which people reach the server. A call that changes something and brings no token must come from our
// own pages and say so in X-Pignon, which no form and no other site can.
func Authenticator(door *account.Door, origins ...string) (func(*http.Request) (authz.Actor, error), error) {
	guard := http.NewCrossOriginProtection()
	for _, o := range origins {
		if err := guard.AddTrustedOrigin(o); err != nil {
			return nil, err
		}
	}
	return func(r *http.Request) (authz.Actor, error) {
		if token := web.Bearer(r); token != "" {
			return door.Recognise(r.Context(), account.Proof{Accept: account.AcceptPerson, Bearer: token})
		}
		if err := fromOurPages(guard, r); err != nil {
			return authz.Actor{}, err
		}
		return inBrowser(door, r)
	}, nil
}

func fromOurPages(guard *http.CrossOriginProtection, r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if err := guard.Check(r); err != nil || r.Header.Get("X-Pignon") != "1" {
		return fail.Wrap(err, fail.Forbidden, "request.from_elsewhere")
	}
	return nil
}

// inBrowser: cookies that are worth nothing any more make a stranger, not an error.
func inBrowser(door *account.Door, r *http.Request) (authz.Actor, error) {
	who, err := door.InSession(r.Context(), web.CookieOf(r, web.SessionCookie))
	if err != nil {
		return authz.Actor{}, err
	}
	basket, err := door.Recognise(r.Context(), account.Proof{Accept: account.AcceptAll, Cart: web.CookieOf(r, web.BasketCookie)})
	if err != nil && !fail.Is(err, fail.Unauthenticated) {
		return authz.Actor{}, err
	}
	if !who.Known() {
		return basket, nil
	}
	who.OrderID = basket.OrderID
	return who, nil
}
