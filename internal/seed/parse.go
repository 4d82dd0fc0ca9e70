package seed

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
)

// Shapes are the nested shapes by name, each with its fields; `!` of the page is Required here.
var shapes = map[string][]Field{
	"fulfillment": {Req("type", "delivery/collection"), Opt("enabled", "bool"), Opt("openingHours", "hours"), Opt("openingHoursBehavior", "asap/time_slot"),
		Opt("minimumAmount", "money"), Opt("orderingDelayMinutes", "int"), Opt("preOrderingAllowed", "bool"), Opt("rangeDuration", "int")},
	"packages": {Req("package", "@package"), Req("quantity", "int")},
	"item": {Opt("product", "@product"), Opt("variant", "@product_variant"), Opt("quantity", "int"), Opt("options", "json"), Opt("player", "@customer"),
		Opt("name", "text"), Opt("unitPrice", "money"), Opt("adjustments", "[adjustment]")},
	"adjustment": {Req("type", "text"), Req("label", "text"), Req("amount", "money"), Opt("neutral", "bool"), Opt("id", "int")},
	"payment": {Req("method", "text"), Opt("amount", "money"), Opt("state", "text"), Opt("id", "int"), Opt("paymentIntent", "text"),
		Opt("connectedAccount", "text"), Opt("refunds", "json")},
	"supplement": {Req("pricingRule", "@pricing_rule"), Opt("quantity", "int")},
	"rule":       {Req("type", "text"), Opt("configuration", "json")},
	"event":      {Req("name", "text"), Opt("data", "json"), Opt("createdAt", "instant")},
}

var universal = map[string]string{"createdAt": "instant", "updatedAt": "instant", "deletedAt": "instant", "id": "int"}

// parse checks the fields of a row and gives their values.
func (r *run) parse(kind Kind, raw map[string]json.RawMessage) (*Row, error) {
	now := span.At(r.env.Now)
	row := &Row{Env: r.env, CreatedAt: now, UpdatedAt: now, values: map[string]any{}, stamps: map[string]span.Instant{}}
	for _, key := range sortedKeys(raw) {
		if key == "kind" || key == "ref" || key == "update" || strings.HasPrefix(key, "+") {
			if _, known := kind.field(strings.TrimPrefix(key, "+")); strings.HasPrefix(key, "+") && !known {
				return nil, wrong(key, "a %s has no such field", kind.Name)
			}
			continue
		}
		if err := r.parseField(kind, row, key, raw[key]); err != nil {
			return nil, err
		}
	}
	return row, nil
}

func (r *run) parseField(kind Kind, row *Row, key string, raw json.RawMessage) error {
	field, ok := kind.field(key)
	common, isCommon := universal[key]
	switch {
	case !ok && key == "deletedAt" && !kind.Deletes, !ok && !isCommon:
		return wrong(key, "a %s has no such field", kind.Name)
	case !ok:
		field = Opt(key, common)
	}
	v, err := r.value(field.Type, raw)
	if err != nil {
		return wrong(key, "%s", err)
	}
	if ok {
		row.values[key] = v
		return nil
	}
	switch at, _ := v.(span.Instant); key {
	case "createdAt":
		row.CreatedAt, row.UpdatedAt = at, at // updatedAt comes later
		row.stamps["created_at"] = at
	case "updatedAt":
		row.UpdatedAt = at
		row.stamps["updated_at"] = at
	case "deletedAt":
		row.DeletedAt = at
		row.stamps["deleted_at"] = at
	case "id":
		if row.ID, _ = v.(int64); row.ID < 1 {
			return wrong(key, "must be a positive whole number")
		}
	}
	return nil
}

// value reads one value of a type; null gives nil.
func (r *run) value(kind string, raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	if inner, ok := strings.CutPrefix(kind, "["); ok {
		return r.listValue(strings.TrimSuffix(inner, "]"), raw)
	}
	if fields, ok := shapes[kind]; ok {
		return r.shape(kind, fields, raw)
	}
	if strings.HasPrefix(kind, "@") {
		return r.relation(kind, raw)
	}
	switch kind {
	case "json":
		return slices.Clone(raw), nil
	case "int", "money":
		return number[int64](raw, "a whole number")
	case "number":
		return number[float64](raw, "a number")
	case "bool":
		return number[bool](raw, "true or false")
	case "range":
		return r.rangeValue(raw)
	case "geo":
		return geoValue(raw)
	case "hours":
		return r.hours(raw)
	}
	return r.words(kind, raw)
}

// words reads what is written as a text.
func (r *run) words(kind string, raw json.RawMessage) (any, error) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		if n := json.Number(""); kind == "text" && json.Unmarshal(raw, &n) == nil {
			return n.String(), nil // a price may be written as a number
		}
		return nil, fmt.Errorf("must be a text, not %s", raw)
	}
	switch kind {
	case "text":
		return s, nil
	case "phone":
		return phone(s, r.env.Country)
	case "instant":
		return r.instant(s)
	case "day":
		_, err := span.ParseDay(s)
		return s, err
	case "time":
		if _, err := time.Parse("15:04", s); err != nil {
			return nil, fmt.Errorf("%q is no time of day: write it as 13:45", s)
		}
		return s, nil
	}
	if choices := strings.Split(kind, "/"); !slices.Contains(choices, s) {
		return nil, fmt.Errorf("%q is none of %s", s, strings.Join(choices, ", "))
	}
	return s, nil
}

func number[T any](raw json.RawMessage, what string) (any, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, fmt.Errorf("must be %s, not %s", what, raw)
	}
	return v, nil
}

func (r *run) listValue(kind string, raw json.RawMessage) (any, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, fmt.Errorf("must be a list, not %s", raw)
	}
	list := []any{}
	for _, item := range items {
		v, err := r.value(kind, item)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// hours reads opening hours, whose lines must be readable.
func (r *run) hours(raw json.RawMessage) (any, error) {
	list, err := r.listValue("text", raw)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, line := range list.([]any) {
		text, _ := line.(string) // null is no line
		lines = append(lines, text)
	}
	_, err = span.ParseHours(lines)
	return list, err
}

func (r *run) shape(name string, fields []Field, raw json.RawMessage) (any, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, fmt.Errorf("must be an object, not %s", raw)
	}
	kind := Kind{Name: name, Fields: fields}
	row := Row{Env: r.env, values: map[string]any{}}
	for _, key := range sortedKeys(members) {
		field, ok := kind.field(key)
		if !ok {
			return nil, fmt.Errorf("%s has no field %s", name, key)
		}
		v, err := r.value(field.Type, members[key])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		row.values[key] = v
	}
	for _, f := range fields {
		if f.Required && !row.Has(f.Name) {
			return nil, fmt.Errorf("%s: %s is required", name, f.Name)
		}
	}
	return row, nil
}

func (r *run) relation(kind string, raw json.RawMessage) (any, error) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return nil, fmt.Errorf("must be a relation such as \"@name\", not %s", raw)
	}
	var kinds []string
	for _, k := range strings.Split(kind, "|") {
		kinds = append(kinds, strings.TrimPrefix(k, "@"))
	}
	if !slices.ContainsFunc(kinds, func(k string) bool { _, ok := r.loader.kinds[k]; return ok }) {
		return nil, fmt.Errorf("there is no kind %q yet, so that nothing leads to one: leave it null", strings.Join(kinds, " or "))
	}
	name, id, err := r.lookup(s, kinds)
	return Place{name, id}, err
}

func (r *run) find(relation string, kinds []string) (int64, error) {
	_, id, err := r.lookup(relation, kinds)
	return id, err
}

// lookup follows "@name" or "@kind:id" to a row of one of the kinds.
func (r *run) lookup(relation string, kinds []string) (string, int64, error) {
	name, ok := strings.CutPrefix(relation, "@")
	if !ok {
		return "", 0, fmt.Errorf("%q is no relation: write \"@name\" or \"@kind:id\"", relation)
	}
	place := Place{}
	if kind, number, isID := strings.Cut(name, ":"); isID {
		id, err := strconv.ParseInt(number, 10, 64)
		k, known := r.loader.kinds[kind]
		if err != nil || !known {
			return "", 0, fmt.Errorf("%s leads nowhere", relation)
		}
		if there, err := exists(r.tx, k.Table, id); err != nil || !there {
			return "", 0, fmt.Errorf("there is no %s %d", kind, id)
		}
		place = Place{kind, id}
	} else {
		var err error
		if place, ok = r.named[name]; !ok {
			place, ok, err = loadRef(r.tx, name)
		}
		if err != nil || !ok {
			return "", 0, fmt.Errorf("no row is named %s", relation)
		}
	}
	if !slices.Contains(kinds, place.Kind) {
		return "", 0, fmt.Errorf("%s is a %s, not a %s", relation, place.Kind, strings.Join(kinds, " or "))
	}
	return place.Kind, place.ID, nil
}

func (r *run) rangeValue(raw json.RawMessage) (any, error) {
	var ends []string
	if err := json.Unmarshal(raw, &ends); err != nil || len(ends) != 2 {
		return nil, fmt.Errorf("must be two instants, not %s", raw)
	}
	from, err := r.instant(ends[0])
	if err != nil {
		return nil, err
	}
	to, err := r.instant(ends[1])
	return span.Range{From: from, To: to}, err
}

func geoValue(raw json.RawMessage) (any, error) {
	var g Geo
	if err := json.Unmarshal(raw, &g); err != nil || !geo.Valid(g.Latitude, g.Longitude) {
		return nil, fmt.Errorf("must be a place such as {\"latitude\": 48.85, \"longitude\": 2.35}, not %s", raw)
	}
	return g, nil
}

var (
	dayWord = regexp.MustCompile(`^(today|tomorrow|yesterday)(?: (\d{1,2}):(\d{2}))?$`)
	offset  = regexp.MustCompile(`^([+-]\d+)([mhd])$`)
)

func (r *run) instant(s string) (span.Instant, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, r.env.Zone); err == nil {
			return span.At(t), nil
		}
	}
	now := r.env.Now.In(r.env.Zone)
	if m := dayWord.FindStringSubmatch(s); m != nil {
		days := map[string]int{"tomorrow": 1, "yesterday": -1}[m[1]]
		hour, _ := strconv.Atoi(m[2]) // the pattern lets only digits, or nothing, through
		minute, _ := strconv.Atoi(m[3])
		return span.At(time.Date(now.Year(), now.Month(), now.Day()+days, hour, minute, 0, 0, r.env.Zone)), nil
	}
	if m := offset.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[1])
		unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[2]]
		return span.At(r.env.Now.Add(time.Duration(n) * unit)), err
	}
	return span.Instant{}, fmt.Errorf("%q is no instant: write 2031-05-06T13:45:00+02:00, 2031-05-06 13:45, tomorrow 09:30 or +90m", s)
}

func phone(s, country string) (any, error) {
	n, err := phonenumbers.Parse(s, strings.ToUpper(country))
	if err != nil {
		return nil, fmt.Errorf("%q is no phone number", s)
	}
	return phonenumbers.Format(n, phonenumbers.E164), nil
}

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// sentenceOf words an error of a kind's own code, and names its field.
func (l *Loader) sentenceOf(err error) (field, sentence string) {
	e := fail.Of(err)
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal.Field, strings.TrimPrefix(refusal.Message, refusal.Field+": ")
	case len(e.Fields) > 0:
		return e.Fields[0].Path, l.worded(e.Fields[0].Code, e.Fields[0].Args)
	case e.Code == "internal" && e.Cause != nil:
		return "", e.Cause.Error()
	}
	return "", l.worded(e.Code, e.Args)
}

func (l *Loader) worded(code string, args map[string]any) string {
	if l.Words != nil {
		if sentence, ok := l.Words(code, args); ok {
			return sentence
		}
	}
	return "is refused (" + code + ")"
}
