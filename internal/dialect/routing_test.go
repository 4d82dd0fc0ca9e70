package dialect

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/web"
)

// The proxy: plain JSON in the engine's shape, a bounded number of points.
func TestRoutingProxy(t *testing.T) {
	t.Parallel()
	planner := routing.NewPlanner(routing.PlannerIn{})
	f := &face{house: House{Planner: func() *routing.Planner { return planner }}}
	mux := http.NewServeMux()
	web.Mount(mux, web.Face{
		Log: slog.New(slog.DiscardHandler), Authenticate: func(*http.Request) (authz.Actor, error) { return authz.Actor{}, nil },
		Refuse: func(c *web.Call, err error) { http.Error(c.W, fail.Of(err).Code, web.Status(err)) },
	}, f.routingEndpoints())
	for _, c := range []struct {
		path, want string
		status     int
	}{
		{"route/48.85,2.35;48.86,2.36", `"routes"`, 200},
		{"trip/48.85,2.35;48.86,2.36;48.87,2.35", `"trips"`, 200},
		{"route/48.85,2.35", `"routes"`, 200},
		{"route/here;there", "request.place", 400},
		{"route/148.85,2.35", "request.place", 400},
		{"trip/" + strings.Repeat("48.85,2.35;", 26), "routing.points.too_many", 400},
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", "/api/routing/"+c.path, nil))
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.path, w.Code, w.Body)
		}
		if c.status == 200 && (!json.Valid(w.Body.Bytes()) || w.Header().Get("Content-Type") != "application/json") {
			t.Errorf("%s: %s %s", c.path, w.Header().Get("Content-Type"), w.Body)
		}
	}
}
