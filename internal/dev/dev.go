// Package dev is the development mode's face, /_dev: it puts a co-op into a known state, holds its clock, waits for its background work and
// shows what left the house. It is mounted by `pignon serve --dev` alone, on loopback alone, and refuses calls from web pages.
package dev

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/outbox"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/web"
)

// House is what the face needs of the co-op.
type House struct {
	DB     *db.DB
	Loader *seed.Loader
	Clock  *Clock
	Outbox *outbox.Recorder
	// Drain runs relay and jobs until nothing is due.
	Drain func(context.Context) (events, jobs int, err error)
	// Pause stops relay, jobs and caches around a reset and gives what starts them again.
	Pause func() (resume func())
	// Refresh drops what was cached of the data after it was changed behind the house's back.
	Refresh   func(context.Context) error
	UserToken func(ctx context.Context, userID int64) (string, error)
	CartToken func(orderID int64, expires time.Time) (string, error)
	// Planner finds ways as the co-op does when its routing_url is this one.
	Planner func(routingURL string) *routing.Planner
	// RoutingURL is the one in force.
	RoutingURL func() string
	Words      func() *locale.Printer
}

type face struct{ House }

// Mount puts /_dev on a mux and gives what it mounted.
func Mount(mux *http.ServeMux, h House, f web.Face) []web.Endpoint {
	d := face{h}
	h.Loader.Words = d.words
	f.Name = "dev"
	f.Authenticate = func(r *http.Request) (authz.Actor, error) { return authz.System(), refusePages(r) }
	f.Refuse = d.refuse
	return web.Mount(mux, f, []web.Endpoint{
		{Pattern: "POST /_dev/reset", Access: web.Public, Limit: large, Serve: d.reset},
		{Pattern: "POST /_dev/seed", Access: web.Public, Limit: large, Serve: d.seed},
		{Pattern: "GET /_dev/kinds", Access: web.Public, Serve: d.kinds},
		{Pattern: "GET /_dev/rows/{kind}", Access: web.Public, Serve: d.rows},
		{Pattern: "PUT /_dev/clock", Access: web.Public, Serve: d.setClock},
		{Pattern: "GET /_dev/clock", Access: web.Public, Serve: d.clock},
		{Pattern: "POST /_dev/drain", Access: web.Public, Serve: d.drain},
		{Pattern: "POST /_dev/token", Access: web.Public, Serve: d.token},
		{Pattern: "GET /_dev/outbox", Access: web.Public, Serve: d.outbox},
		{Pattern: "DELETE /_dev/outbox", Access: web.Public, Serve: d.clearOutbox},
	})
}

var large = web.Limit{Body: 64 << 20}

// refusePages keeps web pages away: browsers name their origin.
func refusePages(r *http.Request) error {
	if r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return fail.New(fail.Forbidden, "dev.from_page")
	}
	return nil
}

// refuse answers what the page of the seed document says: a wrong call is 400, its sentence in "error".
func (d face) refuse(c *web.Call, err error) {
	var refusal *seed.Refusal
	if errors.As(err, &refusal) {
		_ = c.JSON(http.StatusBadRequest, "application/json", refusal)
		return
	}
	status := web.Status(err)
	if status == http.StatusConflict {
		status = http.StatusBadRequest
	}
	message, field := d.sentence(fail.Of(err))
	_ = c.JSON(status, "application/json", map[string]any{"error": message, "row": -1, "kind": "", "ref": "", "field": field})
}

// sentence words an error, and names the field that it is about.
func (d face) sentence(e *fail.Error) (message, field string) {
	if e.Code == "internal" && e.Cause != nil {
		return e.Cause.Error(), ""
	}
	code, args := e.Code, e.Args
	if len(e.Fields) > 0 {
		code, args, field = e.Fields[0].Code, e.Fields[0].Args, e.Fields[0].Path
	}
	if sentence, ok := d.words(code, args); ok {
		return sentence, field
	}
	return e.Error(), field
}

// words gives the catalogue's sentence for an error's code.
func (d face) words(code string, args map[string]any) (string, bool) {
	words := d.Words()
	if key := "error." + code; words.Has(key) {
		return words.T(key, args), true
	}
	return "", false
}

func document(c *web.Call) (seed.Document, error) {
	var doc seed.Document
	if c.R.ContentLength == 0 {
		return doc, nil
	}
	if err := c.Decode(&doc); err != nil {
		return doc, &seed.Refusal{Message: "the document is not JSON of the right shape: " + fail.Of(err).Cause.Error(), Row: -1}
	}
	return doc, nil
}

func (d face) reset(c *web.Call) error {
	doc, err := document(c)
	if err != nil {
		return err
	}
	resume := d.Pause()
	defer resume()
	frozen := d.Clock.state()
	d.Clock.Run()
	places, err := d.load(c, doc, true)
	if err != nil {
		d.Clock.restore(frozen)
		return err
	}
	d.Outbox.Reset()
	return c.JSON(http.StatusOK, "application/json", places)
}

func (d face) seed(c *web.Call) error {
	doc, err := document(c)
	if err != nil {
		return err
	}
	places, err := d.load(c, doc, false)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, "application/json", places)
}

// load loads a document, along the ways of the router that is in force once it is loaded.
func (d face) load(c *web.Call, doc seed.Document, wipe bool) (places map[string]seed.Place, err error) {
	url, given := doc.RoutingURL()
	if !given && !wipe {
		url = d.RoutingURL()
	}
	err = d.Planner(url).Around(c.R.Context(), func(legs *routing.Legs) error {
		return d.DB.Write(c.R.Context(), c.Who, func(tx *db.Tx) error {
			if wipe {
				if err := tx.Wipe("signing_keys"); err != nil {
					return err
				}
			}
			places, err = d.Loader.LoadAlong(tx, legs, doc)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return places, d.Refresh(c.R.Context())
}

func (d face) kinds(c *web.Call) error {
	all := map[string]any{}
	for _, name := range d.Loader.Kinds() {
		kind, _ := d.Loader.Kind(name)
		fields := map[string]any{}
		for _, f := range kind.Fields {
			fields[f.Name] = map[string]any{"type": strings.ReplaceAll(f.Type, "|", " or "), "required": f.Required}
		}
		all[name] = map[string]any{"fields": fields}
	}
	return c.JSON(http.StatusOK, "application/json", all)
}

func (d face) rows(c *web.Call) error {
	kind, ok := d.Loader.Kind(c.Path("kind"))
	if !ok {
		return fail.New(fail.NotFound, "dev.kind.unknown", "kind", c.Path("kind"))
	}
	var rows []map[string]any
	err := d.DB.Read(c.R.Context(), c.Who, func(tx *db.Tx) (err error) {
		rows, err = kind.Rows(tx)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, "application/json", map[string]any{"rows": rows})
}

func (d face) setClock(c *web.Call) error {
	var in struct {
		Now    *string `json:"now"`
		Tokens bool    `json:"tokens"`
	}
	if err := c.Decode(&in); err != nil {
		return err
	}
	if in.Now == nil {
		d.Clock.Run()
		return d.clock(c)
	}
	at, err := time.Parse(time.RFC3339Nano, *in.Now)
	if err != nil {
		return fail.Wrap(err, fail.Invalid, "dev.clock.not_rfc3339")
	}
	d.Clock.Freeze(at, in.Tokens)
	return d.clock(c)
}

func (d face) clock(c *web.Call) error {
	return c.JSON(http.StatusOK, "application/json", map[string]any{"now": d.Clock.Now().Format(time.RFC3339Nano), "frozen": d.Clock.Frozen()})
}

func (d face) drain(c *web.Call) error {
	events, jobs, err := d.Drain(c.R.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, "application/json", map[string]int{"events": events, "jobs": jobs})
}

func (d face) token(c *web.Call) error {
	var in struct {
		User, Cart string
		ExpiresAt  *time.Time
	}
	if err := c.Decode(&in); err != nil {
		return err
	}
	token, err := "", error(nil)
	switch {
	case in.User != "":
		var id int64
		if id, err = d.follow(c, in.User, "user"); err == nil {
			token, err = d.UserToken(c.R.Context(), id)
		}
	case in.Cart != "":
		var id int64
		if id, err = d.follow(c, in.Cart, "order"); err == nil {
			expires := d.Clock.Tokens().Add(24 * time.Hour)
			if in.ExpiresAt != nil {
				expires = *in.ExpiresAt
			}
			token, err = d.CartToken(id, expires)
		}
	default:
		err = fail.At("user", "value.missing")
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, "application/json", map[string]string{"token": token})
}

func (d face) follow(c *web.Call, relation, kind string) (id int64, err error) {
	err = d.DB.Read(c.R.Context(), c.Who, func(tx *db.Tx) error {
		id, err = d.Loader.Find(tx, relation, kind)
		return err
	})
	return id, err
}

func (d face) outbox(c *web.Call) error {
	return c.JSON(http.StatusOK, "application/json", map[string]any{"messages": d.Outbox.List(outbox.Channel(c.Query("channel")))})
}

func (d face) clearOutbox(c *web.Call) error {
	d.Outbox.Clear(outbox.Channel(c.Query("channel")))
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}
