package dialect

import (
	"encoding/json"
	"io"
	"mime"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// body is a request's JSON object, key by key, so that absent, null and given can be told apart.
type body map[string]json.RawMessage

// bodyOf reads a JSON object. An empty body counts as an empty object when lenient.
func bodyOf(c *web.Call, lenient bool) (body, error) {
	if err := acceptable(c.R.Header.Get("Content-Type")); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(c.R.Body)
	if err != nil {
		return nil, err
	}
	if lenient && len(strings.TrimSpace(string(raw))) == 0 {
		return body{}, nil
	}
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	return b, nil
}

func acceptable(contentType string) error {
	if contentType == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(contentType)
	switch {
	case err == nil && (kind == "application/json" || kind == "application/ld+json" || kind == "application/merge-patch+json"):
		return nil
	}
	return fail.New(fail.Invalid, "request.media_type", "type", contentType)
}

// has tells whether the key was sent, be it with null.
func (b body) has(key string) bool { _, ok := b[key]; return ok }

// isNull tells whether the key was sent with null.
func (b body) isNull(key string) bool { return string(b[key]) == "null" }

// into reads a key's value; absent or null leaves dst alone. A wrong type is Invalid.
func (b body) into(key string, dst any) error {
	raw, ok := b[key]
	if !ok || string(raw) == "null" {
		return nil
	}
	if err := json.Unmarshal(raw, dst); err != nil {
		return fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", key)
	}
	return nil
}

// text reads a text, "" when absent or null.
func (b body) text(key string) (s string, err error) { return s, b.into(key, &s) }

// relation reads a relation to a resource of a collection: an IRI, or an object with @id. Absent or null gives 0; a text that is no such
// IRI is refused.
func (b body) relation(key, collection string) (int64, error) {
	raw, ok := b[key]
	if !ok || string(raw) == "null" {
		return 0, nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		var o struct {
			ID string `json:"@id"`
		}
		if err := json.Unmarshal(raw, &o); err != nil {
			return 0, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", key)
		}
		text = o.ID
	}
	id := idOf(collection, text)
	if id == 0 {
		return 0, itemNotFound(text)
	}
	return id, nil
}

// relations reads a list of IRIs.
func (b body) relations(key, collection string) ([]int64, error) {
	var texts []string
	if err := b.into(key, &texts); err != nil {
		return nil, err
	}
	var ids []int64
	for _, t := range texts {
		id := idOf(collection, t)
		if id == 0 {
			return nil, itemNotFound(t)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"}

// moment reads a date and time as the contract's clients write it: with an offset it is exact, without it is local time of the co-op; also
// "tomorrow 13:00", "monday 10:00", "+2 hours", which count from the real clock.
func (f *face) moment(s string) (span.Instant, error) {
	zone := f.house.Words().Zone()
	s = strings.TrimSpace(s)
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return span.At(t), nil
		}
	}
	if t, ok := relative(strings.ToLower(s), f.house.RealNow().In(zone)); ok {
		return span.At(t), nil
	}
	return span.Instant{}, fail.New(fail.Invalid, "request.date", "value", s)
}

var (
	offsetWords = regexp.MustCompile(`^([+-]\s*\d+)\s*(min|mins|minute|minutes|hour|hours|day|days|week|weeks)$`)
	dayWords    = regexp.MustCompile(`^(?:(next)\s+)?(now|today|midnight|noon|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?)?$`)
)

// relative reads the phrases of PHP's date language that clients send.
func relative(s string, now time.Time) (time.Time, bool) {
	if m := offsetWords.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(strings.ReplaceAll(m[1], " ", ""))
		return shifted(now, n, m[2]), err == nil
	}
	m := dayWords.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	if m[2] == "now" {
		return now, true
	}
	hour, minute, second := atoi(m[3]), atoi(m[4]), atoi(m[5])
	if m[2] == "noon" {
		hour = 12
	}
	return time.Date(now.Year(), now.Month(), now.Day()+daysTo(m[2], m[1] == "next", now), hour, minute, second, 0, now.Location()), true
}

func shifted(now time.Time, n int, unit string) time.Time {
	switch unit[0] {
	case 'm':
		return now.Add(time.Duration(n) * time.Minute)
	case 'h':
		return now.Add(time.Duration(n) * time.Hour)
	case 'w':
		n *= 7
	}
	return now.AddDate(0, 0, n)
}

func daysTo(word string, next bool, now time.Time) int {
	switch word {
	case "tomorrow":
		return 1
	case "yesterday":
		return -1
	}
	for d := range time.Weekday(7) {
		if strings.ToLower(d.String()) == word {
			days := (int(d) - int(now.Weekday()) + 7) % 7
			if days == 0 && next {
				days = 7
			}
			return days
		}
	}
	return 0
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // the pattern lets only digits through
	return n
}

// window reads a time range: a list of two moments, "2031-05-06 13:00-14:00" in local time, or "start/end". null gives the zero range.
func (f *face) window(raw json.RawMessage) (span.Range, error) {
	var two []string
	var one string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return span.Range{}, nil
	case json.Unmarshal(raw, &two) == nil && len(two) == 2:
	case json.Unmarshal(raw, &one) == nil:
		two = halves(one)
	}
	if len(two) != 2 {
		return span.Range{}, fail.New(fail.Invalid, "request.date", "value", string(raw))
	}
	from, err := f.moment(two[0])
	if err != nil {
		return span.Range{}, err
	}
	to, err := f.moment(two[1])
	return span.Range{From: from, To: to}, err
}

var sameDay = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2}) (\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$`)

func halves(s string) []string {
	if m := sameDay.FindStringSubmatch(s); m != nil {
		return []string{m[1] + " " + m[2], m[1] + " " + m[3]}
	}
	return strings.Split(s, "/")
}
