package place

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
)

var rivoli = Hit{
	HouseNumber: "48", Street: "Rue de Rivoli", Postcode: "75004", City: "Paris", Country: "FR", Kind: House, Point: geo.At(48.8567, 2.3553),
}

// outside is a geocoder that gives one answer and remembers what it was asked.
type outside struct {
	*httptest.Server
	asked string
}

func answering(t *testing.T, status int, body string) *outside {
	t.Helper()
	o := &outside{}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.asked = r.URL.String()
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(o.Close)
	return o
}

const (
	photonAnswer = `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[2.3553,48.8567]},
		"properties":{"housenumber":"48","street":"Rue de Rivoli","postcode":"75004","city":"Paris","countrycode":"FR","type":"house","osm_id":1}}]}`
	banAnswer = `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[2.3553,48.8567]},
		"properties":{"label":"48 Rue de Rivoli 75004 Paris","type":"housenumber","name":"48 Rue de Rivoli","housenumber":"48","street":"Rue de Rivoli","postcode":"75004","city":"Paris","score":0.97}}]}`
	nominatimAnswer = `[{"lat":"48.8567","lon":"2.3553","category":"place","type":"","name":"",
		"address":{"house_number":"48","road":"Rue de Rivoli","city":"Paris","postcode":"75004","country_code":"fr"}}]`
)

func TestServices(t *testing.T) {
	t.Parallel()
	o := Options{Near: geo.At(48.85, 2.35), Lang: "fr"}
	for dialect, c := range map[Dialect]struct{ body, search, typing, reverse string }{
		Photon: {
			photonAnswer, "/api?lang=fr&lat=48.850000&limit=1&lon=2.350000&q=48+rue+de+rivoli",
			"/api?lang=fr&lat=48.850000&limit=5&lon=2.350000&q=48+rue+de+rivoli", "/reverse?lat=48.856700&lon=2.355300",
		},
		BAN: {
			banAnswer, "/search/?autocomplete=0&lat=48.850000&limit=1&lon=2.350000&q=48+rue+de+rivoli",
			"/search/?autocomplete=1&lat=48.850000&limit=5&lon=2.350000&q=48+rue+de+rivoli", "/reverse/?lat=48.856700&lon=2.355300",
		},
		Nominatim: {
			nominatimAnswer,
			"/search?accept-language=fr&addressdetails=1&format=jsonv2&limit=1&q=48+rue+de+rivoli&viewbox=2.225000%2C48.975000%2C2.475000%2C48.725000",
			"/search?accept-language=fr&addressdetails=1&format=jsonv2&limit=5&q=48+rue+de+rivoli&viewbox=2.225000%2C48.975000%2C2.475000%2C48.725000",
			"/reverse?addressdetails=1&format=jsonv2&lat=48.856700&lon=2.355300",
		},
	} {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			server := answering(t, http.StatusOK, c.body)
			var g Geocoder = Service{Dialect: dialect, URL: server.URL + "/"}
			expect := func(hit Hit, ok bool, err error, asked string) {
				t.Helper()
				if err != nil || !ok || hit != rivoli || server.asked != asked {
					t.Errorf("asked %s (want %s): %v %v\n%s", server.asked, asked, ok, err, cmp.Diff(rivoli, hit))
				}
			}
			hit, ok, err := g.Geocode(context.Background(), "48 rue de rivoli", o)
			expect(hit, ok, err, c.search)
			hits, err := g.Autocomplete(context.Background(), "48 rue de rivoli", o)
			expect(append(hits, Hit{})[0], len(hits) == 1, err, c.typing)
			hit, ok, err = g.Reverse(context.Background(), rivoli.Point)
			expect(hit, ok, err, c.reverse)
		})
	}
}

func TestServicesThatDoNotHelp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dialect Dialect
		status  int
		body    string
		kind    fail.Kind // Internal: no error, just nothing found
	}{
		"no feature":          {Photon, 200, `{"type":"FeatureCollection","features":[]}`, fail.Internal},
		"no feature at all":   {Photon, 200, `{}`, fail.Internal},
		"impossible place":    {Photon, 200, `{"features":[{"geometry":{"coordinates":[2,480]}},{"geometry":{}}]}`, fail.Internal},
		"nothing there":       {Nominatim, 200, `{"error":"Unable to geocode"}`, fail.Internal},
		"server error":        {Photon, 503, `{}`, fail.Unavailable},
		"not JSON":            {Photon, 200, `<html>`, fail.Unavailable},
		"JSON of other shape": {BAN, 200, `[1]`, fail.Unavailable},
		"unknown dialect":     {"elvish", 200, `{}`, fail.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := Service{Dialect: c.dialect, URL: answering(t, c.status, c.body).URL}
			_, ok, err := g.Geocode(context.Background(), "somewhere", Options{})
			_, okBack, errBack := g.Reverse(context.Background(), rivoli.Point)
			wantError := c.kind != fail.Internal
			if ok || okBack || (err != nil) != wantError || (errBack != nil) != wantError || wantError && !fail.Is(err, c.kind) {
				t.Errorf("found %v %v, errors %v, %v", ok, okBack, err, errBack)
			}
		})
	}
}

func TestUnreachableService(t *testing.T) {
	t.Parallel()
	server := answering(t, 200, photonAnswer)
	server.Close()
	_, err := Service{URL: server.URL}.Autocomplete(context.Background(), "rivoli", Options{})
	if !fail.Is(err, fail.Unavailable) {
		t.Errorf("want an error of kind unavailable, have %v", err)
	}
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	have, err := json.Marshal(Features([]Hit{rivoli}))
	want := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[2.3553,48.8567]},"properties":` +
		`{"label":"48 Rue de Rivoli, 75004 Paris","housenumber":"48","street":"Rue de Rivoli","postcode":"75004","city":"Paris","countrycode":"FR","type":"house"}}]}`
	if err != nil || string(have) != want {
		t.Errorf("%v\n%s", err, cmp.Diff(want, string(have)))
	}
	if have, _ := json.Marshal(Features(nil)); string(have) != `{"type":"FeatureCollection","features":[]}` {
		t.Errorf("no hits give %s", have)
	}
}
