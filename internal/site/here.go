package site

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/place"
	"pignon.coop/internal/web"
)

// here is where a visitor wants to eat, as their browser remembers it. What it says is the visitor's own, so nothing relies on it.
type here struct {
	Label    string  `json:"l"`
	Postcode string  `json:"p,omitempty"`
	City     string  `json:"c,omitempty"`
	Lat      float64 `json:"y"`
	Lng      float64 `json:"x"`
}

const (
	hereCookie = "pignon_here"
	hereLife   = 90 * 24 * time.Hour
)

// Known tells whether the visitor said where.
func (h here) Known() bool { return h.Label != "" }

func (h here) point() geo.Point { return geo.At(h.Lat, h.Lng) }

func hereOf(r *http.Request) (h here) {
	text, err := base64.RawURLEncoding.DecodeString(web.CookieOf(r, hereCookie))
	if err != nil || json.Unmarshal(text, &h) != nil || !geo.Valid(h.Lat, h.Lng) || len(h.Label) > longestText {
		return here{}
	}
	return h
}

func (f *face) keepHere(c *web.Call, h here) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	web.Keep(c.W, web.Cookie{Name: hereCookie, Value: base64.RawURLEncoding.EncodeToString(text), Life: hereLife, Secure: f.secure()})
	return nil
}

func hereAt(hit place.Hit) here {
	h := here{Label: hit.Label(), Postcode: hit.Postcode, City: hit.City}
	h.Lat, h.Lng = hit.Point.Degrees()
	return h
}
