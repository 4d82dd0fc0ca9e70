package site

import (
	"strings"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/place"
	"pignon.coop/internal/web"
)

const (
	mostHits    = 8
	longestText = 200
)

// geocode proposes addresses to somebody who is typing: GET /search/geocode?q=, in Photon's shape.
func (f *face) geocode(c *web.Call) error {
	text := strings.TrimSpace(c.Query("q"))
	if len(text) > longestText {
		return fail.At("q", "value.too_long", "limit", longestText)
	}
	var hits []place.Hit
	if text != "" {
		found, err := f.house.Geocoder().Autocomplete(c.R.Context(), text, f.searchOptions(c, mostHits))
		if err != nil {
			return err
		}
		hits = found
	}
	return c.JSON(200, "application/geo+json", place.Features(hits))
}

func (f *face) searchOptions(c *web.Call, limit int) place.Options {
	o := place.Options{Limit: limit, Lang: f.house.WordsFor(c.R).Language(), Near: f.house.Settings().Centre()}
	if near, ok := pointOf(c.Query("lat"), c.Query("lng")); ok {
		o.Near = near
	}
	return o
}

// reverse says what stands at a point: GET /search/reverse?lat=&lng=, a collection of one or none.
func (f *face) reverse(c *web.Call) error {
	at, ok := pointOf(c.Query("lat"), c.Query("lng"))
	if !ok {
		return fail.At("lat", "value.invalid")
	}
	hit, known, err := f.house.Geocoder().Reverse(c.R.Context(), at)
	if err != nil {
		return err
	}
	var hits []place.Hit
	if known {
		hits = append(hits, hit)
	}
	return c.JSON(200, "application/geo+json", place.Features(hits))
}
