package site

import (
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"pignon.coop/front"
	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/place"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/social"
	"pignon.coop/internal/web"
)

// House is what the site needs of the co-op it speaks for.
type House struct {
	DB       *db.DB
	Log      *slog.Logger
	Observe  func(pattern string, status int, took time.Duration)
	Door     *account.Door
	WordsFor func(*http.Request) *locale.Printer // in the visitor's language
	Spoken   []string                            // languages of the pages, as two letters
	Settings func() org.Settings                 // in force
	Planner  func() *routing.Planner
	Geocoder func() place.Geocoder
	Blobs    blob.Store
	Map      Map
	Front    fs.FS // the built front end
	Live     Live
	Checkout *flow.Checkout
	Others   *social.Others // whose word is taken for who somebody is
	CardURL  string         // of a payment provider inside the house, "" for the one of the settings
	Origin   string
}

type face struct {
	house House
	pages *template.Template
	entry front.Entry
	guard *http.CrossOriginProtection
	city  *mapFiles
}

// Mount puts the site on a mux: pages, assets, map, address search and pictures. It answers every path that no other face has,
// and gives what it mounted.
func Mount(mux *http.ServeMux, h House) []web.Endpoint {
	f := &face{house: h, pages: parsePages(), guard: http.NewCrossOriginProtection(), city: newMapFiles(h.Map)}
	if err := f.guard.AddTrustedOrigin(h.Origin); err != nil {
		h.Log.Warn("forms are checked against the host of each request alone", "error", err)
	}
	entry, err := front.EntryOf(h.Front, front.SiteEntry)
	if err != nil {
		h.Log.Warn("the pages have no style", "error", err)
	}
	f.entry = entry
	pages := web.Mount(mux, web.Face{
		Name: "site", Log: h.Log, Authenticate: f.visitor, Refuse: f.refuse, Around: f.around, Observe: h.Observe,
	}, f.pageEndpoints())
	files := web.Mount(mux, web.Face{
		Name: "files", Log: h.Log, Authenticate: nobody, Refuse: refuseFile, Observe: h.Observe,
	}, f.fileEndpoints())
	return slices.Concat(pages, files)
}

func nobody(*http.Request) (authz.Actor, error) { return authz.Actor{}, nil }

// refuseFile answers programs rather than people.
func refuseFile(c *web.Call, err error) {
	c.W.Header().Set("Cache-Control", "no-store")
	http.Error(c.W, fail.Of(err).Code, web.Status(err))
}

const basketCookie = "pignon_basket"

// visitor tells who looks at a page: who is signed in, holding the basket of the cookie. Cookies that are worth nothing any more make a
// stranger, not an error.
func (f *face) visitor(r *http.Request) (authz.Actor, error) {
	who, err := f.house.Door.InSession(r.Context(), web.CookieOf(r, web.SessionCookie))
	if err != nil {
		return authz.Actor{}, err
	}
	basket, err := f.house.Door.Recognise(r.Context(), account.Proof{Accept: account.AcceptAll, Cart: web.CookieOf(r, basketCookie)})
	if err != nil {
		if fail.Is(err, fail.Unauthenticated) {
			return who, nil
		}
		return authz.Actor{}, err
	}
	if !who.Known() {
		return basket, nil
	}
	who.OrderID = basket.OrderID
	return who, nil
}

// around refuses forms that other sites send in a visitor's name, remembers a chosen language, and shows a closed door while the co-op
// maintains its house.
func (f *face) around(c *web.Call, next func() error) error {
	if err := f.guard.Check(c.R); err != nil {
		return fail.Wrap(err, fail.Forbidden, "request.from_elsewhere")
	}
	if wish := c.Query("lang"); wish != "" && f.speaks(wish) {
		web.Keep(c.W, web.Cookie{Name: "lang", Value: wish, Life: 365 * 24 * time.Hour, Secure: f.secure()})
	}
	c.W.Header().Set("Cache-Control", "no-store")
	if s := f.house.Settings(); s.Maintenance && !c.Who.Is(authz.Admin) && !strings.HasPrefix(c.R.URL.Path, "/login") {
		p := &maintenancePage{frame: f.frame(c), Text: s.MaintenanceMessage}
		p.NoIndex, p.Narrow = true, true
		return f.show(c, http.StatusServiceUnavailable, p)
	}
	return next()
}

func (f *face) speaks(language string) bool {
	for _, l := range f.house.Spoken {
		if l == language {
			return true
		}
	}
	return false
}

func (f *face) secure() bool { return strings.HasPrefix(f.house.Origin, "https://") }

// refuse words an error as a page.
func (f *face) refuse(c *web.Call, err error) {
	if fail.Is(err, fail.Unauthenticated) && c.R.Method == http.MethodGet {
		f.redirect(c, "/login?next="+template.URLQueryEscaper(c.R.URL.RequestURI()))
		return
	}
	p := &problemPage{frame: f.frame(c), Text: "", Missing: fail.Is(err, fail.NotFound)}
	p.NoIndex, p.Narrow = true, true
	p.Text = p.Problem(err)
	if shown := f.show(c, web.Status(err), p); shown != nil {
		f.house.Log.Error("the error page cannot be shown", "error", errors.Join(shown, err))
		http.Error(c.W, fail.Of(err).Code, web.Status(err))
	}
}

func (f *face) redirect(c *web.Call, path string) {
	http.Redirect(c.W, c.R, path, http.StatusSeeOther)
}

// read runs fn on a snapshot as the visitor.
func (f *face) read(c *web.Call, fn func(*db.Tx) error) error {
	return f.house.DB.Read(c.R.Context(), c.Who, fn)
}

// change runs fn in a unit of work as the visitor.
func (f *face) change(c *web.Call, fn func(*db.Tx) error) error {
	return f.house.DB.Write(c.R.Context(), c.Who, fn)
}

// local gives a path of this site to go on with, "/" for anything else.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	return next
}
