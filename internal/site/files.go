package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"pignon.coop/front"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

const (
	forEver  = "public, max-age=31536000, immutable"
	askAgain = "no-cache"
)

func (f *face) fileEndpoints() []web.Endpoint {
	var list []web.Endpoint
	for pattern, serve := range map[string]func(*web.Call) error{
		"GET " + front.AssetPrefix + "{name...}": f.frontFile,
		"GET /app":                               f.frontPage(front.AppPage),
		"GET /app/":                              f.frontPage(front.AppPage),
		"GET /courier":                           goTo("/courier/"),
		"GET /courier/":                          f.frontPage(front.CourierPage),
		"GET /" + front.CourierWorker:            f.courierWorker,
		"GET /favicon.ico":                       goTo(front.AssetPrefix + "icon.svg"),
		"GET /robots.txt":                        f.robots,
		"GET /map/style.json":                    f.style,
		"GET /map/tiles/{z}/{x}/{y}":             f.tile,
		"GET /map/glyphs/{stack}/{range}":        f.glyphRange,
		"GET /map/sprite.json":                   f.sprite(1, false),
		"GET /map/sprite.png":                    f.sprite(1, true),
		"GET /map/sprite@2x.json":                f.sprite(2, false),
		"GET /map/sprite@2x.png":                 f.sprite(2, true),
		"GET /media/{folder}/{name}":             f.media,
	} {
		list = append(list, web.Endpoint{Pattern: pattern, Access: web.Public, Serve: serve})
	}
	searches := web.Limit{Rate: &web.Rate{Every: 200 * time.Millisecond, Burst: 40}}
	return append(list,
		web.Endpoint{Pattern: "GET /search/geocode", Access: web.Public, Limit: searches, Serve: f.geocode},
		web.Endpoint{Pattern: "GET /search/reverse", Access: web.Public, Limit: searches, Serve: f.reverse},
	)
}

func goTo(path string) func(*web.Call) error {
	return func(c *web.Call) error {
		http.Redirect(c.W, c.R, path, http.StatusFound)
		return nil
	}
}

// frontFile serves a file of the front end. Names under assets/ tell their content.
func (f *face) frontFile(c *web.Call) error {
	name := c.Path("name")
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return fail.New(fail.NotFound, "row.not_found")
	}
	cache := askAgain
	if strings.HasPrefix(name, "assets/") {
		cache = forEver
	}
	return f.serveFront(c, name, cache)
}

// frontPage serves one page of the front end for every path below its root: the page knows its own ways.
func (f *face) frontPage(name string) func(*web.Call) error {
	return func(c *web.Call) error { return f.serveFront(c, name, askAgain) }
}

// courierWorker may control every path below /courier/, and must be asked for anew each time.
func (f *face) courierWorker(c *web.Call) error {
	c.W.Header().Set("Service-Worker-Allowed", "/courier/")
	return f.serveFront(c, front.CourierWorker, askAgain)
}

func (f *face) serveFront(c *web.Call, name, cache string) error {
	content, err := fs.ReadFile(f.house.Front, name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid), err != nil && !fs.ValidPath(name):
		return fail.New(fail.NotFound, "row.not_found")
	case err != nil:
		return fail.New(fail.NotFound, "row.not_found") // a folder
	}
	serveBytes(c, file{name: name, content: content, cache: cache})
	return nil
}

// file is what a browser gets, with the type that its name tells.
type file struct {
	name    string
	content []byte
	cache   string
}

var types = map[string]string{
	".webmanifest": "application/manifest+json", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json", ".woff2": "font/woff2",
}

func serveBytes(c *web.Call, f file) {
	h := c.W.Header()
	if t := types[path.Ext(f.name)]; t != "" {
		h.Set("Content-Type", t)
	}
	h.Set("Cache-Control", f.cache)
	if f.cache != forEver {
		sum := sha256.Sum256(f.content)
		h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	}
	http.ServeContent(c.W, c.R, f.name, time.Time{}, bytes.NewReader(f.content))
}

// robots keeps machines out of what belongs to one person.
func (f *face) robots(c *web.Call) error {
	text := "User-agent: *\nDisallow: /order/\nDisallow: /basket\nDisallow: /checkout\nDisallow: /account\nDisallow: /app/\nDisallow: /courier/\n"
	serveBytes(c, file{name: "robots.txt", content: []byte(text), cache: askAgain})
	return nil
}
