package site

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"pignon.coop/internal/basemap"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/web"
)

// Map is the co-op's map as browsers draw it. Tiles is nil where there is no map file. StyleURL, when set, is the style of an outside map
// that is shown instead.
type Map struct {
	Tiles    *basemap.Tiles
	Build    string // changes with the map file, in characters that may stand in a URL
	StyleURL string
}

// mapFiles is the map with what is drawn once and kept.
type mapFiles struct {
	Map
	glyphs  func() (*basemap.Glyphs, error)
	sprites [3]func() (sprite, error)
}

type sprite struct{ picture, index []byte }

func newMapFiles(m Map) *mapFiles {
	files := &mapFiles{Map: m, glyphs: sync.OnceValues(basemap.NewGlyphs)}
	for scale := 1; scale <= 2; scale++ {
		files.sprites[scale] = sync.OnceValues(func() (s sprite, err error) {
			s.picture, s.index, err = basemap.Sprite(scale)
			return s, err
		})
	}
	return files
}

// style tells browsers how the map looks: GET /map/style.json?lang=fr&theme=dark.
func (f *face) style(c *web.Call) error {
	if url := f.city.StyleURL; url != "" {
		http.Redirect(c.W, c.R, url, http.StatusFound)
		return nil
	}
	in := basemap.StyleIn{BaseURL: origin(c.R) + "/map", Lang: f.house.WordsFor(c.R).Language(), Dark: c.Query("theme") == "dark", Version: f.city.Build}
	if f.city.Tiles == nil {
		return answerEmptyStyle(c, in.Dark)
	}
	in.Low, in.High = f.city.Tiles.Bounds()
	style, err := basemap.Style(in)
	if err != nil {
		return err
	}
	serveBytes(c, file{name: "style.json", content: style, cache: askAgain})
	return nil
}

// answerEmptyStyle is for a co-op without a map: a plain ground on which markers can stand.
func answerEmptyStyle(c *web.Call, dark bool) error {
	ground := "#eeeae2"
	if dark {
		ground = "#23211d"
	}
	style, err := json.Marshal(map[string]any{
		"version": 8, "sources": map[string]any{}, "layers": []any{map[string]any{"id": "ground", "type": "background", "paint": map[string]any{"background-color": ground}}},
	})
	serveBytes(c, file{name: "style.json", content: style, cache: askAgain})
	return err
}

// origin is the scheme and host that the caller used.
func origin(r *http.Request) string {
	if r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// tile serves a vector tile. Its address carries the map's build, so that browsers may keep it; one without is asked for again.
func (f *face) tile(c *web.Call) error {
	z, x, y, err := tileOf(c)
	if err != nil || f.city.Tiles == nil {
		return fail.New(fail.NotFound, "row.not_found")
	}
	h := c.W.Header()
	h.Set("Cache-Control", askAgain)
	if f.city.Build != "" && c.Query("v") == f.city.Build {
		h.Set("Cache-Control", forEver)
	}
	gz, ok := f.city.Tiles.Tile(z, x, y)
	if !ok {
		c.W.WriteHeader(http.StatusNoContent)
		return nil
	}
	h.Set("Content-Type", "application/vnd.mapbox-vector-tile")
	return serveZipped(c, gz)
}

func tileOf(c *web.Call) (z, x, y int, err error) {
	row, ok := strings.CutSuffix(c.Path("y"), ".pbf")
	if !ok {
		return 0, 0, 0, strconv.ErrSyntax
	}
	if z, err = strconv.Atoi(c.Path("z")); err != nil {
		return
	}
	if x, err = strconv.Atoi(c.Path("x")); err != nil {
		return
	}
	y, err = strconv.Atoi(row)
	return
}

// serveZipped passes on what is compressed already, unpacked for the few who cannot.
func serveZipped(c *web.Call, gz []byte) error {
	h := c.W.Header()
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(c.R.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(gz)))
		_, _ = c.W.Write(gz) // an error means that the caller went away
		return nil
	}
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return err
	}
	_, err = io.Copy(c.W, r)
	return err
}

// glyphRange serves 256 letters of a font: GET /map/glyphs/Go%20Regular/0-255.pbf.
func (f *face) glyphRange(c *web.Call) error {
	glyphs, err := f.city.glyphs()
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(c.Path("range"), "-")
	start, err := strconv.Atoi(first)
	if err != nil {
		return fail.New(fail.NotFound, "row.not_found")
	}
	pbf, ok := glyphs.Range(c.Path("stack"), start)
	if !ok {
		return fail.New(fail.NotFound, "row.not_found")
	}
	c.W.Header().Set("Content-Type", "application/x-protobuf")
	serveBytes(c, file{name: "glyphs", content: pbf, cache: "public, max-age=604800"})
	return nil
}

func (f *face) sprite(scale int, picture bool) func(*web.Call) error {
	return func(c *web.Call) error {
		s, err := f.city.sprites[scale]()
		if err != nil {
			return err
		}
		if picture {
			serveBytes(c, file{name: "sprite.png", content: s.picture, cache: askAgain})
		} else {
			serveBytes(c, file{name: "sprite.json", content: s.index, cache: askAgain})
		}
		return nil
	}
}

// pointOf reads lat and lng of a query.
func pointOf(lat, lng string) (geo.Point, bool) {
	a, errA := strconv.ParseFloat(lat, 64)
	b, errB := strconv.ParseFloat(lng, 64)
	if errA != nil || errB != nil || !geo.Valid(a, b) {
		return geo.Point{}, false
	}
	return geo.At(a, b), true
}
