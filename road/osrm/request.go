package osrm

import (
	"fmt"
	"math"
	"slices"

	"pignon.coop/road"
)

// request is what a URL asks for.
type request struct {
	service string
	profile string
	format  string
	points  []road.Point
	tile    tileNumber
	options options
}

// tileNumber names a tile of a web map.
type tileNumber struct{ x, y, zoom int }

// parse reads the decoded path and query of a URL.
func parse(target string) (*request, *failure) {
	s := &scanner{text: target}
	r := &request{format: "json", options: defaults()}
	version, wellFormed := r.readHead(s)
	switch {
	case !wellFormed:
		return nil, s.malformed()
	case !slices.Contains([]string{"route", "table", "nearest", "match", "trip", "tile"}, r.service):
		return nil, &failure{invalidService, "Service " + r.service + " not found!"}
	case version != 1:
		return nil, &failure{invalidVersion, fmt.Sprintf("Service %s not found for version v%d!", r.service, version)}
	}
	if !r.readQuery(s) || !r.readFormat(s) || !r.readOptions(s) || !s.done() {
		return nil, &failure{invalidQuery, fmt.Sprintf("Query string malformed close to position %d", s.at)}
	}
	if f := r.check(); f != nil {
		return nil, f
	}
	return r, nil
}

// malformed says where the address could not be read, with the three characters on either side.
func (s *scanner) malformed() *failure {
	around := s.text[max(0, s.at-3):min(len(s.text), s.at+3)]
	return &failure{invalidURL, fmt.Sprintf("URL string malformed close to position %d: %q", s.at, around)}
}

// readHead reads "/service/v1/profile/".
func (r *request) readHead(s *scanner) (version int, wellFormed bool) {
	word := func(c byte) bool { return letter(c) || digit(c) || c == '-' || c == '_' }
	profile := func(c byte) bool { return word(c) || c == '.' || c == '~' || c == ':' }
	if !s.skip("/") {
		return 0, false
	}
	if r.service = s.while(word); r.service == "" || !s.skip("/v") {
		return 0, false
	}
	version, found := s.natural()
	if !found || !s.skip("/") {
		return 0, false
	}
	r.profile = s.while(profile)
	return version, r.profile != "" && s.skip("/") && !s.done()
}

func (r *request) readQuery(s *scanner) bool {
	switch {
	case r.service == "tile":
		return r.readTile(s)
	case s.skip("polyline("):
		return r.readPolyline(s, fiveDecimals)
	case s.skip("polyline6("):
		return r.readPolyline(s, sixDecimals)
	}
	return s.list(";", func() bool {
		lng, found := s.number()
		if !found || !s.skip(",") {
			return false
		}
		lat, found := s.number()
		r.points = append(r.points, pointOf(lat, lng))
		return found
	})
}

// outside stands for coordinates that are not on the globe.
const outside = math.MaxInt32

// pointOf keeps six decimals, as the interface does.
func pointOf(lat, lng float64) road.Point {
	if !(math.Abs(lat) <= 90 && math.Abs(lng) <= 180) {
		return road.Point{Lat: outside, Lng: outside}
	}
	return road.Point{Lat: 10 * int32(math.Round(lat*1e6)), Lng: 10 * int32(math.Round(lng*1e6))}
}

func (r *request) readPolyline(s *scanner, unit int64) bool {
	text := s.while(polylineByte)
	line, sound := decodePolyline(text, unit)
	r.points = line
	return sound && s.skip(")")
}

func (r *request) readTile(s *scanner) bool {
	r.format = "mvt"
	if !s.skip("tile(") {
		return false
	}
	for i, v := range []*int{&r.tile.x, &r.tile.y, &r.tile.zoom} {
		if i > 0 && !s.skip(",") {
			return false
		}
		n, found := s.natural()
		if !found {
			return false
		}
		*v = n
	}
	return s.skip(")")
}

func (r *request) readFormat(s *scanner) bool {
	if s.done() || s.text[s.at] == '?' {
		return true
	}
	formats := []string{".json", ".flatbuffers"}
	if r.service == "tile" {
		formats = []string{".mvt"}
	}
	i, found := s.among(formats...)
	if found {
		r.format = formats[i][1:]
	}
	return found
}

// readOptions reads "?name=value&name=value".
func (r *request) readOptions(s *scanner) bool {
	if s.done() {
		return true
	}
	if !s.skip("?") {
		return false
	}
	return s.list("&", func() bool {
		start := s.at
		name := s.while(func(c byte) bool { return letter(c) || c == '_' })
		read := optionOf(r.service, name)
		if read == nil || !s.skip("=") {
			s.at = start
			return false
		}
		return read(&r.options, s)
	})
}
