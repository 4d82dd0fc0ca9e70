// Package web turns use cases into HTTP. A face (our own /v1, the /api dialect, the site) lists its endpoints, says how it tells who is
// asking and how it words errors; everything they have in common stands here.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
)

// Access says who may call an endpoint at all, before any object is looked at. Rules about objects are the use case's.
type Access struct {
	Name  string // as the access matrix shows it
	Check func(authz.Actor) error
}

// Public lets everybody in.
var Public = Access{Name: "public", Check: func(authz.Actor) error { return nil }}

// Known lets in whoever proved to be somebody: person, integration or guest with a basket.
var Known = Access{Name: "known", Check: func(a authz.Actor) error {
	if !a.Known() {
		return fail.New(fail.Unauthenticated, "auth.required")
	}
	return nil
}}

// Needs lets in who has one of the roles.
func Needs(roles ...authz.Role) Access {
	name := ""
	for _, r := range roles {
		name += " " + string(r)
	}
	return Access{Name: name[1:], Check: func(a authz.Actor) (err error) {
		for _, r := range roles {
			if err = a.Must(r); err == nil {
				return nil
			}
		}
		return err
	}}
}

// Endpoint is one line of a face's list. An endpoint without Access fails at start.
type Endpoint struct {
	Pattern string // net/http pattern, "PUT /api/tasks/{id}/done"
	Access  Access
	Limit   Limit // how many bytes a body may have, and how often one caller may call
	Phased  bool  // it calls the network between its units of work, so that they cannot be one: see db.Hold
	Reads   bool  // it changes nothing, whatever its method: its answers are not kept for those who repeat themselves
	Serve   func(*Call) error
}

// Limit bounds an endpoint. The zero Limit means bodies up to 1 MiB and no own rate limit.
type Limit struct {
	Body int64
	Rate *Rate
}

const defaultBody = 1 << 20

// Face is one way to speak to the co-op.
type Face struct {
	Name         string
	Log          *slog.Logger
	Authenticate func(*http.Request) (authz.Actor, error)
	Refuse       func(*Call, error)              // words an error for the caller; it must write the answer
	Around       func(*Call, func() error) error // nil, or what is done about each call that may be made
	Repeats      *Repeats                        // nil, or what makes requests with a key safe to repeat
	Observe      func(pattern string, status int, took time.Duration)
}

// Mount puts a face's endpoints on a mux and gives them back, for the list of who may call what. It panics on an endpoint that does not
// declare its access, so that no such program starts.
func Mount(mux *http.ServeMux, face Face, endpoints []Endpoint) []Endpoint {
	for _, e := range endpoints {
		if e.Access.Check == nil || e.Serve == nil {
			panic("web: " + e.Pattern + " does not declare who may call it")
		}
		mux.Handle(e.Pattern, handler{face, e})
	}
	return endpoints
}

type handler struct {
	face     Face
	endpoint Endpoint
}

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	limit := h.endpoint.Limit.Body
	if limit == 0 {
		limit = defaultBody
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	out := &watched{ResponseWriter: w}
	c := &Call{W: out, R: r}
	defer func() {
		if p := recover(); p != nil {
			h.refuse(c, out, errors.Join(errPanic, asError(p)))
		}
		if h.face.Observe != nil {
			h.face.Observe(h.endpoint.Pattern, out.status, time.Since(start))
		}
	}()
	if err := h.serve(c); err != nil {
		h.refuse(c, out, err)
	}
}

func (h handler) serve(c *Call) (err error) {
	if c.Who, err = h.face.Authenticate(c.R); err != nil {
		return err
	}
	if err := h.endpoint.Access.Check(c.Who); err != nil {
		return err
	}
	if err := h.endpoint.Limit.Rate.take(c); err != nil {
		return err
	}
	if h.face.Repeats != nil && !h.endpoint.Reads && Wants(c.R, c.Who) {
		return h.face.Repeats.Once(Ask{W: c.W, R: c.R, Who: c.Who, Phased: h.endpoint.Phased, Serve: h.answer(c.Who)})
	}
	return h.call(c)
}

// answer serves a call whole, refusals too.
func (h handler) answer(who authz.Actor) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		out := &watched{ResponseWriter: w}
		c := &Call{W: out, R: r, Who: who}
		if err := h.call(c); err != nil {
			h.refuse(c, out, err)
		}
	}
}

func (h handler) call(c *Call) error {
	if h.face.Around != nil {
		return h.face.Around(c, func() error { return h.endpoint.Serve(c) })
	}
	return h.endpoint.Serve(c)
}

var errPanic = errors.New("panic")

func asError(p any) error {
	if err, ok := p.(error); ok {
		return err
	}
	return fail.New(fail.Internal, "internal", "panic", p)
}

func (h handler) refuse(c *Call, out *watched, err error) {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		err = fail.Wrap(err, fail.Invalid, "request.too_large", "limit", tooBig.Limit)
	}
	e := fail.Of(err)
	if e.Kind == fail.Internal || e.Kind == fail.Unavailable {
		h.face.Log.Error("request failed", "face", h.face.Name, "route", h.endpoint.Pattern, "actor", c.Who.Name(), "request", RequestID(c.R.Context()), "error", err)
	}
	if out.status == 0 {
		h.face.Refuse(c, err)
	}
}

// Status gives the HTTP status of an error's kind.
func Status(err error) int {
	e := fail.Of(err)
	switch e.Code {
	case "request.too_large":
		return http.StatusRequestEntityTooLarge
	case "request.media_type":
		return http.StatusUnsupportedMediaType
	case keyReused:
		return http.StatusUnprocessableEntity
	case "database.full":
		return http.StatusInsufficientStorage
	}
	return [...]int{
		fail.Internal: http.StatusInternalServerError, fail.Invalid: http.StatusBadRequest, fail.Unauthenticated: http.StatusUnauthorized,
		fail.Forbidden: http.StatusForbidden, fail.NotFound: http.StatusNotFound, fail.Conflict: http.StatusConflict,
		fail.Stale: http.StatusConflict, fail.Throttled: http.StatusTooManyRequests, fail.Unavailable: http.StatusServiceUnavailable,
	}[e.Kind]
}

type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

type requestID struct{}

// WithRequestID gives each request an id: the caller's X-Request-ID when it sends a plain one, a random one otherwise, echoed in the answer.
func WithRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-ID")
		if !plain(id) {
			id = uuid.NewString()
		}
		w.Header().Set("X-Request-ID", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestID{}, id)))
	})
}

// RequestID is the id of the request that a context belongs to, "" outside one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestID{}).(string)
	return id
}

func plain(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, c := range id {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// ParseID reads a positive id from a path or query. What is none does not exist: NotFound.
func ParseID(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id <= 0 {
		return 0, fail.New(fail.NotFound, "row.not_found")
	}
	return id, nil
}
