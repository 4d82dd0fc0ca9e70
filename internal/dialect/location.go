package dialect

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) locationEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "POST /api/me/location", Access: web.Needs(authz.User), Serve: f.addLocation}}
}

// addLocation takes in where the caller was. What may not be kept is left out without a word: phones would send it for ever. The old phone
// app knows no duty, so where a courier was last is kept whenever it says so, though it is shown to nobody while they do not work.
func (f *face) addLocation(c *web.Call) error {
	raw, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	var points []struct {
		Latitude  *float64        `json:"latitude"`
		Longitude *float64        `json:"longitude"`
		Time      json.RawMessage `json:"time"`
	}
	if len(strings.TrimSpace(string(raw))) > 0 {
		if err := json.Unmarshal(raw, &points); err != nil {
			return fail.Wrap(err, fail.Invalid, "request.not_json")
		}
	}
	var fixes []dispatch.Fix
	for _, p := range points {
		if at := timeOf(p.Time); p.Latitude != nil && p.Longitude != nil && !at.IsZero() {
			fixes = append(fixes, dispatch.Fix{Lat: *p.Latitude, Lng: *p.Longitude, At: at})
		}
	}
	if _, err := f.house.Positions.Take(c.R.Context(), c.Who, fixes); err != nil {
		return err
	}
	if last, ok := latest(fixes, f.house.RealNow().Add(phoneAhead)); ok {
		if err := f.change(c, func(tx *db.Tx) error { return dispatch.PlacePhone(tx, last) }); err != nil {
			return err
		}
	}
	return f.plainJSON(c, http.StatusOK, []any{})
}

const phoneAhead = time.Minute // how far a phone's clock may be early

// latest gives the last fix by time. Those of the future do not count: they would stand in the way of all that follow.
func latest(fixes []dispatch.Fix, now time.Time) (last dispatch.Fix, ok bool) {
	for _, x := range fixes {
		if !x.At.After(now) && (!ok || !x.At.Before(last.At.Time)) {
			last, ok = x, true
		}
	}
	return last, ok
}

// timeOf reads milliseconds since 1970 or ISO 8601; what is neither gives the zero instant.
func timeOf(raw json.RawMessage) span.Instant {
	var ms float64
	if json.Unmarshal(raw, &ms) == nil {
		return span.At(time.UnixMilli(int64(ms)))
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return span.Instant{}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return span.At(t)
		}
	}
	return span.Instant{}
}
