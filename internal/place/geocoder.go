package place

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
)

// Geocoder turns addresses into points and back: the co-op's own map, or an outside service. A service that cannot be reached
// gives an error of kind Unavailable; an address that it does not know gives ok = false.
type Geocoder interface {
	// Geocode finds the one place that a whole address means.
	Geocode(ctx context.Context, text string, o Options) (h Hit, ok bool, err error)
	// Autocomplete proposes places to somebody who is still typing.
	Autocomplete(ctx context.Context, text string, o Options) ([]Hit, error)
	// Reverse says what stands at a point.
	Reverse(ctx context.Context, p geo.Point) (h Hit, ok bool, err error)
}

// Local is the Geocoder that asks the co-op's own map. Without an Index it knows no address.
type Local struct{ Index *Index }

// Geocode implements Geocoder; its error is nil.
func (l Local) Geocode(_ context.Context, text string, o Options) (Hit, bool, error) {
	if l.Index == nil {
		return Hit{}, false, nil
	}
	h, ok := l.Index.Find(text, o)
	return h, ok, nil
}

// Autocomplete implements Geocoder; its error is nil.
func (l Local) Autocomplete(_ context.Context, text string, o Options) ([]Hit, error) {
	if l.Index == nil {
		return nil, nil
	}
	return l.Index.Autocomplete(text, o), nil
}

// Reverse implements Geocoder; its error is nil.
func (l Local) Reverse(_ context.Context, p geo.Point) (Hit, bool, error) {
	if l.Index == nil {
		return Hit{}, false, nil
	}
	h, ok := l.Index.Reverse(p)
	return h, ok, nil
}

// Dialect names the way an outside service talks.
type Dialect string

// The dialects of outside geocoders.
const (
	Photon    Dialect = "photon"
	Nominatim Dialect = "nominatim"
	BAN       Dialect = "ban" // the French national address base (addok)
)

// Service asks an outside geocoder. URL is the service's address without the paths of its dialect; a nil Client means the
// standard one. A question takes at most three seconds.
type Service struct {
	Dialect Dialect
	URL     string
	Client  *http.Client
}

const (
	patience   = 3 * time.Second
	answerSize = 1 << 20
	userAgent  = "Pignon (https://pignon.coop)"
)

// dialect is what differs between services.
type dialect struct {
	search  func(q question) (path string, query url.Values)
	reverse func(p geo.Point) (path string, query url.Values)
	read    func(body []byte) ([]Hit, error)
}

// question is what a service is asked for.
type question struct {
	text   string
	typing bool // the last word may be unfinished
	Options
}

func (s Service) dialect() (dialect, error) {
	switch s.Dialect {
	case Photon, "":
		return photon, nil
	case Nominatim:
		return nominatim, nil
	case BAN:
		return ban, nil
	}
	return dialect{}, fail.New(fail.Invalid, "geocoder.dialect.unknown", "dialect", string(s.Dialect))
}

// Geocode implements Geocoder.
func (s Service) Geocode(ctx context.Context, text string, o Options) (Hit, bool, error) {
	o.Limit = 1
	hits, err := s.find(ctx, question{text, false, o})
	return first(hits, err)
}

// Autocomplete implements Geocoder.
func (s Service) Autocomplete(ctx context.Context, text string, o Options) ([]Hit, error) {
	if o.Limit <= 0 {
		o.Limit = 5
	}
	return s.find(ctx, question{text, true, o})
}

// Reverse implements Geocoder.
func (s Service) Reverse(ctx context.Context, p geo.Point) (Hit, bool, error) {
	d, err := s.dialect()
	if err != nil {
		return Hit{}, false, err
	}
	hits, err := s.ask(ctx, d, target(d.reverse(p)))
	return first(hits, err)
}

func first(hits []Hit, err error) (Hit, bool, error) {
	if err != nil || len(hits) == 0 {
		return Hit{}, false, err
	}
	return hits[0], true, nil
}

func (s Service) find(ctx context.Context, q question) ([]Hit, error) {
	d, err := s.dialect()
	if err != nil || strings.TrimSpace(q.text) == "" {
		return nil, err
	}
	hits, err := s.ask(ctx, d, target(d.search(q)))
	return hits[:min(len(hits), q.Limit)], err
}

func target(path string, query url.Values) string { return path + "?" + query.Encode() }

func (s Service) ask(ctx context.Context, d dialect, target string) ([]Hit, error) {
	body, err := s.fetch(ctx, strings.TrimSuffix(s.URL, "/")+target)
	if err != nil {
		return nil, fail.Wrap(err, fail.Unavailable, "geocoder.service.unreachable")
	}
	hits, err := d.read(body)
	if err != nil {
		return nil, fail.Wrap(err, fail.Unavailable, "geocoder.service.unreadable")
	}
	return hits, nil
}

func (s Service) fetch(ctx context.Context, address string) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("the geocoder's address cannot be used: %w", err)
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "application/json")
	client := s.Client
	if client == nil {
		client = http.DefaultClient
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask the geocoder: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the geocoder answered %s", answer.Status)
	}
	var body json.RawMessage
	err = json.NewDecoder(http.MaxBytesReader(nil, answer.Body, answerSize)).Decode(&body)
	return body, err
}

func degrees(n int32) string {
	return strings.TrimSuffix(fmt.Sprintf("%.6f", float64(n)/1e7), ".000000")
}
