package dialect

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/live"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/place"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/social"
	"pignon.coop/internal/web"
	"pignon.coop/internal/zelty"
)

// House is what the dialect needs of the co-op it speaks for.
type House struct {
	DB           *db.DB
	Log          *slog.Logger
	Authenticate func(*http.Request) (authz.Actor, error)
	Words        func() *locale.Printer              // in the co-op's language, zone and currency
	WordsFor     func(*http.Request) *locale.Printer // in the language that a reader of the docs wishes
	RealNow      func() time.Time                    // relative dates in input ("tomorrow 13:00") follow the real clock
	Observe      func(pattern string, status int, took time.Duration)
	Door         *account.Door
	Settings     func() org.Settings // in force
	Geocoder     func() place.Geocoder
	LiveTokens   LiveTokens
	Planner      func() *routing.Planner         // for ways by road; it changes with the settings
	Pace         func(*db.Tx) (shop.Pace, error) // how busy the co-op is
	Photos       *delivery.Photos
	Positions    *dispatch.Positions
	Checkout     *flow.Checkout
	Others       *social.Others // whose word is taken for who somebody is
	Fiscal       fiscal.House
	Till         zelty.Caller
	Dev          bool         // development mode
	Repeats      *web.Repeats // nil: requests with a key are served like others
}

// LiveTokens makes the tokens with which clients connect to the live hub.
type LiveTokens interface {
	ConnectionToken(who live.Subject, expires time.Time) (string, error)
}

type face struct{ house House }

// Mount puts the whole dialect on a mux: every path under /api, and /oauth2/token. It gives what it mounted.
func Mount(mux *http.ServeMux, h House) []web.Endpoint {
	f := &face{house: h}
	return web.Mount(mux, web.Face{
		Name: "dialect", Log: h.Log, Authenticate: h.Authenticate, Refuse: f.refuse, Observe: h.Observe, Repeats: h.Repeats,
	}, append(f.endpoints(), web.Endpoint{Pattern: "/api/", Access: web.Public, Serve: f.unknown(mux)}))
}

// unknown answers paths that lead nowhere with 404, and known paths called with a wrong method with 405.
func (f *face) unknown(mux *http.ServeMux) func(*web.Call) error {
	return func(c *web.Call) error {
		var allowed []string
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			r := c.R.Clone(c.R.Context())
			r.Method = method
			if _, pattern := mux.Handler(r); strings.HasPrefix(pattern, method+" ") {
				allowed = append(allowed, method)
			}
		}
		switch {
		case c.R.Method == http.MethodOptions:
			return nil
		case len(allowed) == 0:
			return fail.New(fail.NotFound, "row.not_found")
		}
		c.W.Header().Set("Allow", strings.Join(allowed, ", "))
		f.answer(c, http.StatusMethodNotAllowed, ldJSON, f.hydraError(fail.New(fail.Invalid, "request.method", "method", c.R.Method)))
		return nil
	}
}

// WithCORS lets web pages of any origin call the dialect with a bearer token, as the contract says; cookies are never sent along.
func WithCORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api") {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
			h.Set("Access-Control-Allow-Headers", "content-type, authorization, x-coopcycle-session, x-player-token, x-attach-to, x-token-action, idempotency-key")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// read runs fn on a snapshot as the caller.
func (f *face) read(c *web.Call, fn func(*db.Tx) error) error {
	return f.house.DB.Read(c.R.Context(), c.Who, fn)
}

// change runs fn in a unit of work as the caller.
func (f *face) change(c *web.Call, fn func(*db.Tx) error) error {
	return f.house.DB.Write(c.R.Context(), c.Who, fn)
}

// at writes an instant in the co-op's zone, null for none.
func (f *face) at(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(f.house.Words().Zone()).Format("2006-01-02T15:04:05-07:00")
}
