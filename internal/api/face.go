package api

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/place"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// House is what the face needs of the co-op it speaks for.
type House struct {
	DB           *db.DB
	Log          *slog.Logger
	Authenticate func(*http.Request) (authz.Actor, error)
	WordsFor     func(*http.Request) *locale.Printer // in the caller's language
	Words        func() *locale.Printer              // in the co-op's, for what is kept
	Observe      func(pattern string, status int, took time.Duration)
	Door         *account.Door
	Settings     func() org.Settings // in force
	Secure       bool                // people reach the server by https
	Zone         func() *time.Location
	Planner      func() *routing.Planner
	Avoids       func() bool // ways keep away from closed streets
	Geocoder     func() place.Geocoder
	Photos       *delivery.Photos
	Pictures     *shop.Pictures
	Positions    *dispatch.Positions
	LiveTokens   LiveTokens
	RealNow      func() time.Time // for what must expire whatever the business clock says
	Checkout     *flow.Checkout
	Fiscal       fiscal.House
	Pace         func(*db.Tx) (shop.Pace, error) // how busy the co-op is; nil: at rest
	Repeats      *web.Repeats                    // nil: requests with a key are served like others
}

type face struct {
	house  House
	huma   huma.API
	access map[string]web.Access // by pattern, of the operations
}

// mounted notes each pattern on its way to a mux, those of the library's own pages too.
type mounted struct {
	*http.ServeMux
	patterns []string
}

// HandleFunc registers a function and notes its pattern.
func (m *mounted) HandleFunc(pattern string, serve func(http.ResponseWriter, *http.Request)) {
	m.patterns = append(m.patterns, pattern)
	m.ServeMux.HandleFunc(pattern, serve)
}

// Mount puts every /v1 endpoint, and /v1/openapi.json, on a mux. It gives the pattern and access of each.
func Mount(mux *http.ServeMux, h House) (endpoints []web.Endpoint) {
	f := &face{house: h, access: map[string]web.Access{}}
	notes := &mounted{ServeMux: mux}
	config := huma.DefaultConfig("Pignon", "1")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/v1/openapi", "", "/v1/schemas"
	config.CreateHooks = nil // no $schema links in the answers
	config.Transformers = append(config.Transformers, f.ownProblems)
	f.huma = humago.New(notes, config)
	f.routes()
	for _, pattern := range notes.patterns {
		access, ours := f.access[pattern]
		if !ours {
			access = web.Public
		}
		endpoints = append(endpoints, web.Endpoint{Pattern: pattern, Access: access})
	}
	return endpoints
}

type (
	actorKey   struct{}
	requestKey struct{}
)

// register adds one operation. Its access is checked before the input is read; serve gets the caller. Errors of the house become
// problem+json in the caller's language.
func register[In, Out any](f *face, access web.Access, op huma.Operation, serve func(context.Context, authz.Actor, *In) (*Out, error)) {
	if access.Check == nil {
		panic("api: " + op.Method + " " + op.Path + " does not declare who may call it")
	}
	if op.OperationID == "" {
		op.OperationID = huma.GenerateOperationID(op.Method, op.Path, new(Out))
	}
	op.Description += "\n\nAccess: " + access.Name
	f.access[op.Method+" "+op.Path] = access
	op.Middlewares = append(huma.Middlewares{f.admit(access)}, op.Middlewares...)
	huma.Register(f.huma, op, func(ctx context.Context, in *In) (*Out, error) {
		who, _ := ctx.Value(actorKey{}).(authz.Actor)
		out, err := serve(ctx, who, in)
		if err != nil {
			r, _ := ctx.Value(requestKey{}).(*http.Request)
			return nil, f.problem(r, who, err)
		}
		return out, nil
	})
}

// phased marks an operation that calls the network between its units of work: see db.Hold.
func phased(op huma.Operation) huma.Operation {
	op.Metadata = map[string]any{"phased": true}
	return op
}

// admit finds out who calls and whether they may, and counts the answer.
func (f *face) admit(access web.Access) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		start := time.Now()
		r, w := humago.Unwrap(c)
		who, err := f.house.Authenticate(r)
		if err == nil {
			err = access.Check(who)
		}
		if err == nil {
			err = bound(w, r, c.Operation().MaxBodyBytes)
		}
		status := 0
		switch {
		case err == nil && f.house.Repeats != nil && web.Wants(r, who):
			status, err = f.once(c, who, next)
		case err == nil:
			next(known(c, who, r))
			status = c.Status()
		}
		if err != nil {
			p := f.problem(r, who, err)
			status = p.Status
			c.SetStatus(p.Status)
			c.SetHeader("Content-Type", "application/problem+json")
			_ = f.huma.Marshal(c.BodyWriter(), "application/json", p)
		}
		if f.house.Observe != nil {
			f.house.Observe(c.Operation().Method+" "+c.Operation().Path, status, time.Since(start))
		}
	}
}

func known(c huma.Context, who authz.Actor, r *http.Request) huma.Context {
	return huma.WithValue(huma.WithValue(c, actorKey{}, who), requestKey{}, r)
}

// once serves a request with a key. An error means that nothing was answered.
func (f *face) once(c huma.Context, who authz.Actor, next func(huma.Context)) (status int, err error) {
	r, w := humago.Unwrap(c)
	_, phased := c.Operation().Metadata["phased"]
	status = http.StatusOK // of an answer that was given before
	err = f.house.Repeats.Once(web.Ask{W: w, R: r, Who: who, Phased: phased, Serve: func(w http.ResponseWriter, r *http.Request) {
		inner := humago.NewContext(c.Operation(), r, w)
		next(known(inner, who, r))
		status = inner.Status()
	}})
	return status, err
}

// bound keeps a caller from sending more than an operation reads; forms with files have no other limit.
func bound(w http.ResponseWriter, r *http.Request, most int64) error {
	if most <= 0 {
		return nil
	}
	if r.ContentLength > most {
		return fail.New(fail.Invalid, "request.too_large", "limit", most)
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	return nil
}

// Problem is an error as RFC 9457 has it: Code is stable, Detail is for people, in the caller's language.
type Problem struct {
	Type    string         `json:"type"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Code    string         `json:"code" doc:"Stable; the same in every language"`
	Detail  string         `json:"detail"`
	Args    map[string]any `json:"args,omitempty" doc:"The values in the sentence"`
	Fields  []FieldProblem `json:"fields,omitempty"`
	Request string         `json:"request,omitempty" doc:"Quote it when you ask for help"`
}

// FieldProblem is one wrong value of the input.
type FieldProblem struct {
	Path   string `json:"path"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Error gives the sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType marks the answer as a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func (f *face) problem(r *http.Request, who authz.Actor, err error) *Problem {
	e := fail.Of(err)
	words := f.house.WordsFor(r)
	p := &Problem{Type: "about:blank", Status: web.Status(err), Code: e.Code, Args: e.Args, Request: web.RequestID(r.Context())}
	p.Title = http.StatusText(p.Status)
	p.Detail = words.T("error."+e.Code, locale.Args(e.Args))
	for _, field := range e.Fields {
		p.Fields = append(p.Fields, FieldProblem{Path: field.Path, Code: field.Code, Detail: words.T("error."+field.Code, locale.Args(field.Args))})
	}
	if e.Kind == fail.Internal || e.Kind == fail.Unavailable {
		f.house.Log.Error("request failed", "face", "v1", "path", r.URL.Path, "actor", who.Name(), "request", p.Request, "error", err)
	}
	return p
}

// ownProblems turns what the schema refuses into our shape.
func (f *face) ownProblems(c huma.Context, status string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	r, _ := humago.Unwrap(c)
	words := f.house.WordsFor(r)
	code := "input.invalid"
	if n, err := strconv.Atoi(status); err == nil && n != http.StatusUnprocessableEntity && n != http.StatusBadRequest {
		code = "request." + status
	}
	p := &Problem{Type: "about:blank", Title: m.Title, Status: m.Status, Code: code, Detail: words.T("error."+code, nil), Request: web.RequestID(r.Context())}
	for _, e := range m.Errors {
		p.Fields = append(p.Fields, FieldProblem{Path: e.Location, Code: "value.invalid", Detail: e.Message})
	}
	return p, nil
}

// read runs fn on a snapshot as the caller.
func (f *face) read(ctx context.Context, who authz.Actor, fn func(*db.Tx) error) error {
	return f.house.DB.Read(ctx, who, fn)
}

// change runs fn in a unit of work as the caller.
func (f *face) change(ctx context.Context, who authz.Actor, fn func(*db.Tx) error) error {
	return f.house.DB.Write(ctx, who, fn)
}
