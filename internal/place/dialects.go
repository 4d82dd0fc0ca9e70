package place

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"pignon.coop/internal/geo"
)

var photon = dialect{
	search: func(q question) (string, url.Values) {
		query := url.Values{"q": {q.text}, "limit": {strconv.Itoa(q.Limit)}}
		addPoint(query, q.Near)
		if q.Lang != "" {
			query.Set("lang", q.Lang)
		}
		return "/api", query
	},
	reverse: func(p geo.Point) (string, url.Values) {
		return "/reverse", url.Values{"lat": {degrees(p.Lat)}, "lon": {degrees(p.Lng)}}
	},
	read: func(body []byte) ([]Hit, error) { return readFeatures(body, photonKind) },
}

var ban = dialect{
	search: func(q question) (string, url.Values) {
		query := url.Values{"q": {q.text}, "limit": {strconv.Itoa(q.Limit)}, "autocomplete": {"0"}}
		if q.typing {
			query.Set("autocomplete", "1")
		}
		addPoint(query, q.Near)
		return "/search/", query
	},
	reverse: func(p geo.Point) (string, url.Values) {
		return "/reverse/", url.Values{"lat": {degrees(p.Lat)}, "lon": {degrees(p.Lng)}}
	},
	read: func(body []byte) ([]Hit, error) { return readFeatures(body, banKind) },
}

var nominatim = dialect{
	search: func(q question) (string, url.Values) {
		query := url.Values{"q": {q.text}, "limit": {strconv.Itoa(q.Limit)}, "format": {"jsonv2"}, "addressdetails": {"1"}}
		if !q.Near.IsZero() {
			query.Set("viewbox", viewbox(q.Near))
		}
		if q.Lang != "" {
			query.Set("accept-language", q.Lang)
		}
		return "/search", query
	},
	reverse: func(p geo.Point) (string, url.Values) {
		return "/reverse", url.Values{"lat": {degrees(p.Lat)}, "lon": {degrees(p.Lng)}, "format": {"jsonv2"}, "addressdetails": {"1"}}
	},
	read: readNominatim,
}

func addPoint(query url.Values, p geo.Point) {
	if p.IsZero() {
		return
	}
	query.Set("lat", degrees(p.Lat))
	query.Set("lon", degrees(p.Lng))
}

// viewbox is a quarter of a degree around a point, which Nominatim prefers without insisting.
func viewbox(p geo.Point) string {
	const half = 1_250_000
	return strings.Join([]string{degrees(p.Lng - half), degrees(p.Lat + half), degrees(p.Lng + half), degrees(p.Lat - half)}, ",")
}

// Feature is one place in the GeoJSON that Photon speaks; so do we, to our own screens and to the French base.
type Feature struct {
	Type       string     `json:"type"`
	Geometry   Geometry   `json:"geometry"`
	Properties Properties `json:"properties"`
}

// Geometry is a point: longitude, then latitude, in degrees.
type Geometry struct {
	Type        string    `json:"type"`
	Coordinates []float64 `json:"coordinates"`
}

// Properties are a place's parts. Label is the whole in one line.
type Properties struct {
	Label       string `json:"label,omitempty"`
	Name        string `json:"name,omitempty"`
	HouseNumber string `json:"housenumber,omitempty"`
	Street      string `json:"street,omitempty"`
	Postcode    string `json:"postcode,omitempty"`
	City        string `json:"city,omitempty"`
	CountryCode string `json:"countrycode,omitempty"`
	Type        string `json:"type,omitempty"`
	Class       string `json:"osm_value,omitempty"`
}

// FeatureCollection is a list of places as GeoJSON.
type FeatureCollection struct {
	Type     string    `json:"type"`
	Features []Feature `json:"features"`
}

// Features writes hits in Photon's shape, with our one-line label added.
func Features(hits []Hit) FeatureCollection {
	out := FeatureCollection{Type: "FeatureCollection", Features: make([]Feature, 0, len(hits))}
	for _, h := range hits {
		lat, lng := h.Point.Degrees()
		out.Features = append(out.Features, Feature{
			Type:     "Feature",
			Geometry: Geometry{Type: "Point", Coordinates: []float64{lng, lat}},
			Properties: Properties{
				Label: h.Label(), Name: h.Name, HouseNumber: h.HouseNumber, Street: h.Street, Postcode: h.Postcode, City: h.City,
				CountryCode: h.Country, Type: string(h.Kind), Class: h.Class,
			},
		})
	}
	return out
}

func readFeatures(body []byte, finish func(*Hit, string)) ([]Hit, error) {
	var answer FeatureCollection
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("read the geocoder's answer: %w", err)
	}
	var hits []Hit
	for _, f := range answer.Features {
		c, p := f.Geometry.Coordinates, f.Properties
		if len(c) < 2 || !geo.Valid(c[1], c[0]) {
			continue
		}
		h := Hit{
			Name: p.Name, HouseNumber: p.HouseNumber, Street: p.Street, Postcode: p.Postcode, City: p.City,
			Country: strings.ToUpper(p.CountryCode), Class: p.Class, Point: geo.At(c[1], c[0]),
		}
		finish(&h, p.Type)
		hits = append(hits, h)
	}
	return hits, nil
}

func photonKind(h *Hit, kind string) {
	switch {
	case kind == "street":
		h.Kind = Street
	case h.HouseNumber != "" && h.Name == "":
		h.Kind = House
	case kind == "house" || kind == "other":
		h.Kind = Other
	default:
		h.Kind = Locality
	}
}

// banKind undoes that the French base repeats number and street in the name.
func banKind(h *Hit, kind string) {
	h.Country = "FR"
	switch kind {
	case "housenumber":
		h.Kind, h.Name = House, ""
	case "street":
		h.Kind = Street
	default:
		h.Kind = Locality
	}
}

// nominatimPlace is one answer of Nominatim, as far as we read it.
type nominatimPlace struct {
	Lat, Lon, Name, Category, Type string
	Address                        struct {
		HouseNumber string `json:"house_number"`
		CountryCode string `json:"country_code"`
		Road, Postcode, City, Town, Village,
		Municipality string
	}
}

// readNominatim reads a search's list or a reverse's single place; one that says "error" is no place.
func readNominatim(body []byte) ([]Hit, error) {
	var list []nominatimPlace
	if err := json.Unmarshal(body, &list); err != nil {
		var one nominatimPlace
		if err := json.Unmarshal(body, &one); err != nil {
			return nil, fmt.Errorf("read the geocoder's answer: %w", err)
		}
		list = append(list, one)
	}
	var hits []Hit
	for _, p := range list {
		lat, err1 := strconv.ParseFloat(p.Lat, 64)
		lng, err2 := strconv.ParseFloat(p.Lon, 64)
		if err1 == nil && err2 == nil && geo.Valid(lat, lng) {
			hits = append(hits, p.hit(geo.At(lat, lng)))
		}
	}
	return hits, nil
}

func (p nominatimPlace) hit(at geo.Point) Hit {
	a := p.Address
	h := Hit{
		Name: p.Name, HouseNumber: a.HouseNumber, Street: a.Road, Postcode: a.Postcode, Country: strings.ToUpper(a.CountryCode),
		Class: p.Type, Point: at, Kind: Other,
	}
	for _, city := range []string{a.Municipality, a.Village, a.Town, a.City} {
		if city != "" {
			h.City = city
		}
	}
	switch {
	case p.Category == "highway":
		h.Kind, h.Street = Street, ""
	case p.Category == "place" && a.HouseNumber == "" || p.Category == "boundary":
		h.Kind = Locality
	case p.Name == "" && a.HouseNumber != "":
		h.Kind = House
	}
	return h
}
