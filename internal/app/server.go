package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"pignon.coop/internal/api"
	"pignon.coop/internal/dev"
	"pignon.coop/internal/dialect"
	"pignon.coop/internal/site"
	"pignon.coop/internal/web"
)

// Handler serves everything of the co-op under one origin.
func (c *Coop) Handler() http.Handler {
	mux := http.NewServeMux()
	c.mount(mux)
	trusted, _ := c.config.trustedProxies() // Check read them before
	return web.WithClientAddress(trusted, web.WithRequestID(withSafety(c.config.TileURL != "", dialect.WithCORS(gzhttp.GzipHandler(mux)))))
}

// Routes lists every route that the co-op serves and who may call it at all, a line each, sorted.
func (c *Coop) Routes() (lines []string) {
	for _, e := range c.mount(http.NewServeMux()) {
		lines = append(lines, e.Pattern+": "+e.Access.Name)
	}
	slices.Sort(lines)
	return lines
}

func (c *Coop) mount(mux *http.ServeMux) []web.Endpoint {
	list := slices.Concat(dialect.Mount(mux, c.dialectHouse()), api.Mount(mux, c.apiHouse()), site.Mount(mux, c.siteHouse()))
	own := func(pattern, access string, serve http.Handler) {
		mux.Handle(pattern, serve)
		list = append(list, web.Endpoint{Pattern: pattern, Access: web.Access{Name: access}})
	}
	own("GET /centrifugo/connection/websocket", "by token", c.hub.Handler())
	own("GET /healthz", web.Public.Name, http.HandlerFunc(c.health))
	own("GET /metrics", "loopback", onlyLoopback(promhttp.HandlerFor(c.metrics.registry, promhttp.HandlerOpts{})))
	if c.provider != nil {
		own("/_stripe/", web.Public.Name, http.StripPrefix("/_stripe", c.provider))
	}
	if c.config.Dev {
		list = append(list, dev.Mount(mux, c.devHouse(), web.Face{Log: c.log, Observe: c.metrics.observe})...)
	}
	return list
}

// Listen takes an address, or says what to do when another program has it.
func Listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		err = fmt.Errorf("another program listens on %s already: stop it, or choose another address with --addr", addr)
	}
	return listener, err
}

// Serve listens on the configured address until the context ends, then lets requests in hand finish. ready hears the address.
func (c *Coop) Serve(ctx context.Context, ready func(addr string)) error {
	listener, err := Listen(c.config.Addr)
	if err != nil {
		return err
	}
	c.config.Addr = listener.Addr().String() // the port may have been left to the system
	if c.config.FakeCards {
		if err := c.takeTestCards(ctx); err != nil {
			return err
		}
	}
	server := &http.Server{
		Handler: c.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	return c.Run(ctx, func(ctx context.Context) error {
		failed := make(chan error, 1)
		go func() { failed <- server.Serve(listener) }()
		ready(listener.Addr().String())
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
		}
		finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.config.StopTimeout)
		defer cancel()
		if err := server.Shutdown(finish); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return server.Close()
	})
}

// withSafety sets what browsers need to be told: nothing from elsewhere runs, frames, or is guessed. An outside map may bring its tiles,
// letters and icons from several places, so pages then fetch from any that is encrypted.
func withSafety(outsideMap bool, next http.Handler) http.Handler {
	fetch := "img-src 'self' data: blob:; connect-src 'self' https://api.stripe.com; "
	if outsideMap {
		fetch = "img-src 'self' data: blob: https:; connect-src 'self' https:; "
	}
	policy := "default-src 'self'; script-src 'self' https://js.stripe.com; frame-src https://js.stripe.com https://hooks.stripe.com; " +
		"style-src 'self' 'unsafe-inline'; " + fetch + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(self), camera=(self)")
		next.ServeHTTP(w, r)
	})
}

func onlyLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || !loopback(host) || r.Header.Get("X-Forwarded-For") != "" {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// health answers 200 while the database does.
func (c *Coop) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "application/json")
	if err := c.db.Ping(ctx); err != nil {
		c.log.Error("health", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"status":"database down"}`))
		return
	}
	_, _ = w.Write([]byte(`{"status":"ok"}`))
}
