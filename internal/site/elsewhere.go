package site

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/social"
	"pignon.coop/internal/web"
)

const (
	tripCookie = "pignon_trip" // of a visitor who is away at a provider
	halfCookie = "pignon_half" // of a visitor who has to show a second factor
	tripLife   = 10 * time.Minute
	halfLife   = 5 * time.Minute
)

// elsewhere is a way to sign in by another's word.
type elsewhere struct{ Label, Link string }

// Elsewhere lists the providers that the co-op set up.
func (p *doorPage) Elsewhere() (list []elsewhere) {
	for _, at := range account.Providers(p.Coop) {
		if at.Web() {
			list = append(list, elsewhere{Label: at.Label, Link: "/login/with/" + at.Name + "?next=" + url.QueryEscape(p.Next)})
		}
	}
	return list
}

func (f *face) provider(c *web.Call) (social.Provider, error) {
	p := account.ProviderOf(f.house.Settings(), c.Path("provider"))
	if !p.Web() {
		return p, fail.New(fail.NotFound, "row.not_found")
	}
	return p, nil
}

// back is our address to which a provider sends the browser.
func (f *face) back(p social.Provider) string {
	return f.house.Origin + "/login/with/" + p.Name + "/back"
}

// goElsewhere sends a visitor to a provider.
func (f *face) goElsewhere(c *web.Call) error {
	p, err := f.provider(c)
	if err != nil {
		return err
	}
	to, trip, err := f.house.Others.Begin(c.R.Context(), p, f.back(p), local(c.Query("next")))
	if err != nil {
		return err
	}
	text, err := json.Marshal(trip)
	if err != nil {
		return err
	}
	web.Keep(c.W, web.Cookie{Name: tripCookie, Value: base64.RawURLEncoding.EncodeToString(text), Life: tripLife, Secure: f.secure()})
	f.redirect(c, to)
	return nil
}

// comeBack lets in whom a provider vouches for.
func (f *face) comeBack(c *web.Call) error {
	p, err := f.provider(c)
	if err != nil {
		return err
	}
	trip := tripOf(c.R)
	web.Forget(c.W, tripCookie)
	person, err := f.house.Others.Finish(c.R.Context(), p, f.back(p), trip, c.R.URL.Query())
	var s account.Session
	if err == nil {
		s, err = f.house.Door.OpenSessionAs(c.R.Context(), account.ElsewhereIn{Person: person, Old: web.CookieOf(c.R, web.SessionCookie), Language: f.house.WordsFor(c.R).Language()})
	}
	if err != nil {
		f.house.Log.Warn("nobody is let in by another's word", "provider", p.Name, "error", err)
		page := f.door(c, "login")
		page.Next = local(trip.Next)
		return f.again(c, page, err)
	}
	return f.letIn(c, s, local(trip.Next))
}

func tripOf(r *http.Request) (trip social.Trip) {
	text, err := base64.RawURLEncoding.DecodeString(web.CookieOf(r, tripCookie))
	if err != nil || json.Unmarshal(text, &trip) != nil {
		return social.Trip{}
	}
	return trip
}

// showCode takes the second factor of a visitor who showed the first.
func (f *face) showCode(c *web.Call) error {
	p := f.door(c, "code")
	s, err := f.house.Door.FinishSession(c.R.Context(), account.FinishIn{Half: web.CookieOf(c.R, halfCookie), Code: c.R.PostFormValue("code"), Address: c.Address()})
	if fail.Has(err, "session.half.unknown") {
		p.Kind = "login"
	}
	if err != nil {
		return f.again(c, p, err)
	}
	web.Forget(c.W, halfCookie)
	return f.letIn(c, s, p.Next)
}
