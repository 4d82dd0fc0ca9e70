package osrm

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"pignon.coop/road"
	"pignon.coop/road/guide"
)

// Config says what is served, and how much one request may ask for.
type Config struct {
	// Routers answer for the profiles of that name. A request for a profile that is not there is answered by Default, since clients
	// tend to ask for "driving" without minding.
	Routers map[string]*road.Router
	Default string
	Limits  Limits
}

// Limits bound requests, each by its number of coordinates or results.
type Limits struct {
	Route, Table, Match, Trip, Nearest, Alternatives int
}

// DefaultLimits are those that clients expect of a public server.
func DefaultLimits() Limits {
	return Limits{Route: 500, Table: 100, Match: 100, Trip: 100, Nearest: 100, Alternatives: 3}
}

// Server answers requests. It is an http.Handler, safe for concurrent use.
type Server struct {
	config Config
	spare  sync.Pool // of *drawing, for their memory
	leavingOut
}

// New makes a server. It fails where there is no router for the default profile.
func New(c Config) (*Server, error) {
	if c.Routers[c.Default] == nil {
		return nil, errors.New("no router for the profile " + strconv.Quote(c.Default) + " that is to answer by default")
	}
	s := &Server{config: c}
	s.spare.New = func() any { return &drawing{} }
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET")
	h.Set("Access-Control-Allow-Headers", "X-Requested-With, Content-Type")
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		h.Set("Allow", "GET, HEAD, OPTIONS")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	d := s.spare.Get().(*drawing)
	defer s.spare.Put(d)
	d.reset()
	h.Set("Content-Type", "application/json; charset=UTF-8")
	if f := s.answer(r, d); f != nil {
		d.reset()
		d.failure(f)
		h.Set("Content-Length", strconv.Itoa(len(d.b)))
		w.WriteHeader(http.StatusBadRequest)
	} else if d.tile {
		h.Set("Content-Type", "application/x-protobuf")
	}
	h.Set("Content-Length", strconv.Itoa(len(d.b)))
	_, _ = w.Write(d.b) // whoever asked has gone where this fails
}

// answer reads a request and writes its answer.
func (s *Server) answer(r *http.Request, d *drawing) *failure {
	raw := r.URL.EscapedPath()
	if r.URL.RawQuery != "" || r.URL.ForceQuery {
		raw += "?" + r.URL.RawQuery
	}
	target, err := url.PathUnescape(raw)
	if err != nil {
		return &failure{invalidURL, "The percent signs of the URL do not stand before two hexadecimal digits."}
	}
	query, f := parse(target)
	if f != nil {
		return f
	}
	router, f := s.routerFor(r.Context(), query)
	if f != nil {
		return f
	}
	return s.answering(r.Context(), query, d, router).answer()
}

// answering is the work on one request.
type answering struct {
	*drawing
	ctx    context.Context
	router *road.Router
	limits *Limits
	query  *request
	stops  []road.Stop
}

func (s *Server) answering(ctx context.Context, query *request, d *drawing, router *road.Router) *answering {
	d.options = &query.options
	d.weightName = "duration"
	if profile := router.Metric().Profile(); len(profile.Factors) > 0 {
		d.weightName = "cyclability"
	}
	if language := query.options.language; language != "" {
		d.speaker, _ = guide.NewSpeaker(language) // the languages that options admit are spoken
	}
	return &answering{drawing: d, ctx: ctx, router: router, limits: &s.config.Limits, query: query}
}

func (a *answering) answer() *failure {
	switch a.query.service {
	case "route":
		return a.answerRoute()
	case "table":
		return a.answerTable()
	case "nearest":
		return a.answerNearest()
	case "match":
		return a.answerMatch()
	case "trip":
		return a.answerTrip()
	}
	return a.answerTile()
}

// failed turns an error of the router into an answer.
func failed(err error) *failure {
	if errors.Is(err, road.ErrNoRoute) {
		return &failure{noRoute, "Impossible route between points"}
	}
	return &failure{noSegment, err.Error()}
}

func (d *drawing) reset() {
	d.b, d.tile, d.speaker = d.b[:0], false, guide.Speaker{}
	if cap(d.b) > largestKept {
		d.b, d.parts = nil, nil
	}
}

// largestKept bounds the memory that is used again, in bytes.
const largestKept = 16 << 20

func (d *drawing) failure(f *failure) {
	d.open('{')
	d.text("code", string(f.code))
	d.text("message", f.message)
	d.shut('}')
}

// begin opens an answer.
func (d *drawing) begin() {
	d.open('{')
	d.text("code", string(ok))
}
