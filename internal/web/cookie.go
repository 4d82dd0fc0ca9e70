package web

import (
	"net/http"
	"time"
)

// SessionCookie is the name of the cookie that keeps somebody signed in, on the site and on the screens alike.
const SessionCookie = "pignon_session"

// BasketCookie is the name of the cookie that keeps the token of the basket that somebody fills.
const BasketCookie = "pignon_basket"

// Cookie is a value that a browser keeps for us, out of the reach of scripts and of other sites' forms.
type Cookie struct {
	Name, Value string
	Life        time.Duration
	Secure      bool // the site is reached by https
}

// Set is the cookie as an answer carries it, on every page. Without a life the browser drops it.
func (c Cookie) Set() http.Cookie {
	age := int(c.Life.Seconds())
	if age <= 0 {
		age = -1
	}
	return http.Cookie{Name: c.Name, Value: c.Value, Path: "/", MaxAge: age, Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Keep has the browser keep a cookie for its life from now on, on every page.
func Keep(w http.ResponseWriter, c Cookie) {
	set := c.Set()
	http.SetCookie(w, &set)
}

// Forget has the browser drop a cookie.
func Forget(w http.ResponseWriter, name string) { Keep(w, Cookie{Name: name}) }

// CookieOf gives a cookie's value, "" when the request has none.
func CookieOf(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}
