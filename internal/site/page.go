package site

import (
	"bytes"
	"embed"
	"html/template"
	"net/url"
	"time"

	"pignon.coop/front"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

//go:embed pages/*.html
var pageFiles embed.FS

// parsePages reads the one set of templates. A page is the template of its name; what stands around it is in frame.html.
func parsePages() *template.Template {
	return template.Must(template.New("pages").ParseFS(pageFiles, "pages/*.html"))
}

// page is what a template shows.
type page interface{ template() string }

// frame is what stands around every page, and prints words, money and times for it.
type frame struct {
	words    *locale.Printer
	now      time.Time
	Title    string
	Coop     org.Settings
	Entry    front.Entry
	SignedIn bool
	Basket   bool   // there is one, perhaps empty
	Here     here   // where the visitor wants to eat
	Path     string // of this page, for links back
	Spoken   []string
	NoIndex  bool
	Narrow   bool
	Reload   int // seconds after which a browser without scripts asks again; 0 never
}

func (f *face) frame(c *web.Call) frame {
	return frame{
		words: f.house.WordsFor(c.R), now: f.house.DB.Now(), Coop: f.house.Settings(), Entry: f.entry, SignedIn: c.Who.Kind == authz.Person,
		Basket: c.Who.OrderID != 0, Here: hereOf(c.R), Path: c.R.URL.Path, Spoken: f.house.Spoken,
	}
}

// show answers with a page. It is rendered whole before a byte is sent, so that a fault gives an error page and not half a page.
func (f *face) show(c *web.Call, status int, p page) error {
	var b bytes.Buffer
	if err := f.pages.ExecuteTemplate(&b, p.template(), p); err != nil {
		return err
	}
	h := c.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Language, Cookie")
	c.W.WriteHeader(status)
	_, _ = c.W.Write(b.Bytes()) // an error means that the visitor went away
	return nil
}

// Lang is the language of the page.
func (f frame) Lang() string { return f.words.Language() }

// T prints words; pairs are the names and values that they want.
func (f frame) T(key string, pairs ...any) string {
	args := locale.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			args[name] = pairs[i+1]
		}
	}
	return f.words.T(key, args)
}

// Money prints an amount.
func (f frame) Money(a money.Amount) string { return f.words.Money(int64(a)) }

// Moment prints when something is: "today 19:30".
func (f frame) Moment(i span.Instant) string { return f.words.Moment(i.Time, f.now) }

// Clock prints the time of day.
func (f frame) Clock(i span.Instant) string { return f.words.Clock(i.Time) }

// Date prints the day.
func (f frame) Date(i span.Instant) string { return f.words.Date(i.Time) }

// Span prints a window: "today 19:30–20:00".
func (f frame) Span(r span.Range) string { return f.words.Span(r.From.Time, r.To.Time, f.now) }

// Soon prints a window that is near: of today's only the hours.
func (f frame) Soon(r span.Range) string {
	zone := f.words.Zone()
	if span.DayOf(r.From.Time, zone) == span.DayOf(f.now, zone) {
		return f.Clock(r.From) + "–" + f.Clock(r.To)
	}
	return f.Span(r)
}

// Problem says what an error means, by its code or else by its kind.
func (f frame) Problem(err error) string {
	e := fail.Of(err)
	if key := "error." + e.Code; f.words.Has(key) && e.Kind != fail.Internal {
		return f.words.T(key, f.readable(e.Args))
	}
	return f.words.T("error.kind."+e.Kind.String(), nil)
}

// readable prints amounts among the values of a sentence.
func (f frame) readable(args map[string]any) locale.Args {
	out := locale.Args{}
	for name, v := range args {
		if a, ok := v.(money.Amount); ok {
			v = f.Money(a)
		}
		out[name] = v
	}
	return out
}

// Wrong gives the sentence about a field, "" when it is right. An error without fields is a sentence about the form: ask with "".
func (f frame) Wrong(err error, path string) string {
	if err == nil {
		return ""
	}
	e := fail.Of(err)
	if len(e.Fields) == 0 {
		if path == "" {
			return f.Problem(err)
		}
		return ""
	}
	for _, field := range e.Fields {
		if field.Path == path {
			return f.Problem(&fail.Error{Kind: fail.Invalid, Code: field.Code, Args: field.Args})
		}
	}
	return ""
}

// InLanguage is this page's address in another language.
func (f frame) InLanguage(language string) string {
	return f.Path + "?lang=" + url.QueryEscape(language)
}

// NameOf is a language in its own words.
func (f frame) NameOf(language string) string { return f.words.T("site.language."+language, nil) }

// problemPage says that something went wrong.
type problemPage struct {
	frame
	Text    string
	Missing bool // there is nothing at this address
}

func (*problemPage) template() string { return "problem" }

// maintenancePage is the closed door. Text is the co-op's own, if it wrote one.
type maintenancePage struct {
	frame
	Text string
}

func (*maintenancePage) template() string { return "maintenance" }

// unknown answers every path that nobody has.
func (f *face) unknown(*web.Call) error { return fail.New(fail.NotFound, "row.not_found") }
