package web_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

func serve(t *testing.T, e web.Endpoint, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	mux := http.NewServeMux()
	web.Mount(mux, web.Face{
		Name: "test", Log: slog.New(slog.DiscardHandler),
		Authenticate: func(r *http.Request) (authz.Actor, error) {
			if web.Bearer(r) == "ada" {
				return authz.Actor{Kind: authz.Person, UserID: 1}, nil
			}
			return authz.Actor{}, nil
		},
		Refuse: func(c *web.Call, err error) { http.Error(c.W, fail.Of(err).Code, web.Status(err)) },
	}, []web.Endpoint{e})
	w := httptest.NewRecorder()
	web.WithRequestID(mux).ServeHTTP(w, r)
	return w
}

func TestAccessAndErrors(t *testing.T) {
	t.Parallel()
	echo := func(c *web.Call) error {
		var in struct{ N int }
		if err := c.Decode(&in); err != nil {
			return err
		}
		return c.JSON(200, "application/json", in)
	}
	for _, c := range []struct {
		name, token, body string
		endpoint          web.Endpoint
		status            int
		want              string
	}{
		{"in", "ada", `{"N":3}`, web.Endpoint{Access: web.Known, Serve: echo}, 200, `{"N":3}`},
		{"who", "", `{"N":3}`, web.Endpoint{Access: web.Known, Serve: echo}, 401, "auth.required"},
		{"role", "ada", `{}`, web.Endpoint{Access: web.Needs(authz.Admin), Serve: echo}, 403, "auth.forbidden"},
		{"not json", "ada", `{`, web.Endpoint{Access: web.Known, Serve: echo}, 400, "request.not_json"},
		{"too big", "ada", `{"N":1` + strings.Repeat(" ", 100) + `}`, web.Endpoint{Access: web.Known, Limit: web.Limit{Body: 50}, Serve: echo}, 413, "request.too_large"},
		{"panic", "ada", ``, web.Endpoint{Access: web.Known, Serve: func(*web.Call) error { panic("oh") }}, 500, "internal"},
		{"foreign", "ada", ``, web.Endpoint{Access: web.Known, Serve: func(*web.Call) error { return errors.New("secret") }}, 500, "internal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.endpoint.Pattern = "POST /x"
			r := httptest.NewRequest("POST", "/x", strings.NewReader(c.body))
			r.Header.Set("Authorization", "Bearer "+c.token)
			w := serve(t, c.endpoint, r)
			if w.Code != c.status || strings.TrimSpace(w.Body.String()) != c.want {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if w.Header().Get("X-Request-ID") == "" {
				t.Error("no request id")
			}
		})
	}
}

func TestUndeclaredAccessDoesNotStart(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("an endpoint without access was mounted")
		}
	}()
	web.Mount(http.NewServeMux(), web.Face{}, []web.Endpoint{{Pattern: "GET /x", Serve: func(*web.Call) error { return nil }}})
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	limit := &web.Rate{Every: time.Hour, Burst: 2}
	e := web.Endpoint{Pattern: "GET /x", Access: web.Public, Limit: web.Limit{Rate: limit}, Serve: func(c *web.Call) error { return c.JSON(200, "application/json", 1) }}
	var codes []int
	for range 3 {
		codes = append(codes, serve(t, e, httptest.NewRequest("GET", "/x", nil)).Code)
	}
	if codes[1] != 200 || codes[2] != 429 {
		t.Errorf("got %v", codes)
	}
}
