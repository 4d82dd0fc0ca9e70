package web

import (
	"net/http"
	"time"
)

// SessionCookie is the name of the cookie that keeps somebody signed in, on the site and on the screens alike.
const SessionCookie = "pignon_session"

// Cookie is a value that a browser keeps for us, out of the reach of scripts and of other sites' forms.
type Cookie struct {
	Name, Value string
	Life        time.Duration
	Secure      bool // the site is reached by https
}

// Keep has the browser keep a cookie for its life from now on, on every page.
func Keep(w http.ResponseWriter, c Cookie) {
	http.SetCookie(w, &http.Cookie{
		Name: c.Name, Value: c.Value, Path: "/", MaxAge: max(1, int(c.Life.Seconds())), Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Forget has the browser drop a cookie.
func Forget(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// CookieOf gives a cookie's value, "" when the request has none.
func CookieOf(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}
