package seed

import (
	"encoding/json"
	"slices"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Row is a checked row of a document. The getters give the zero value for a field that was not written or is null.
type Row struct {
	ID        int64
	CreatedAt span.Instant
	UpdatedAt span.Instant
	DeletedAt span.Instant
	Env       Env
	values    map[string]any
	stamps    map[string]span.Instant // the times that were written, by column
}

// Geo is a place as degrees, exactly as they were written.
type Geo struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Point is the place in E7 degrees.
func (g Geo) Point() geo.Point { return geo.At(g.Latitude, g.Longitude) }

// Has tells whether the field was written, be it with null.
func (r Row) Has(field string) bool { _, ok := r.values[field]; return ok }

// HasAny tells whether one of the fields was written.
func (r Row) HasAny(fields ...string) bool { return slices.ContainsFunc(fields, r.Has) }

// Text gives a text, day, time, phone or word.
func (r Row) Text(field string) string { return as[string](r, field) }

// MaybeText gives a text, nil when not written or null.
func (r Row) MaybeText(field string) *string { return maybe[string](r, field) }

// Int gives a whole number.
func (r Row) Int(field string) int64 { return as[int64](r, field) }

// MaybeInt gives a whole number, nil when not written or null.
func (r Row) MaybeInt(field string) *int64 { return maybe[int64](r, field) }

// IntOr gives a whole number, or otherwise.
func (r Row) IntOr(field string, otherwise int64) int64 {
	if v := r.MaybeInt(field); v != nil {
		return *v
	}
	return otherwise
}

// Money gives an amount.
func (r Row) Money(field string) money.Amount { return money.Amount(as[int64](r, field)) }

// MaybeNumber gives a number, nil when not written or null.
func (r Row) MaybeNumber(field string) *float64 { return maybe[float64](r, field) }

// Number gives a number.
func (r Row) Number(field string) float64 { return as[float64](r, field) }

// MaybeBool gives a yes or no, nil when not written or null.
func (r Row) MaybeBool(field string) *bool { return maybe[bool](r, field) }

// Bool gives a boolean, or otherwise.
func (r Row) Bool(field string, otherwise bool) bool {
	if v := maybe[bool](r, field); v != nil {
		return *v
	}
	return otherwise
}

// TextOr gives a text, or otherwise.
func (r Row) TextOr(field, otherwise string) string {
	if v := r.MaybeText(field); v != nil {
		return *v
	}
	return otherwise
}

// Instant gives an instant.
func (r Row) Instant(field string) span.Instant { return as[span.Instant](r, field) }

// Range gives a time range.
func (r Row) Range(field string) span.Range { return as[span.Range](r, field) }

// Geo gives a place.
func (r Row) Geo(field string) Geo { return as[Geo](r, field) }

// Ref gives the id that a relation leads to, 0 for none.
func (r Row) Ref(field string) int64 { return as[Place](r, field).ID }

// MaybeRef gives the id that a relation leads to, nil for none.
func (r Row) MaybeRef(field string) *int64 {
	if p := maybe[Place](r, field); p != nil {
		return &p.ID
	}
	return nil
}

// Place gives kind and id of a relation that may lead to several kinds.
func (r Row) Place(field string) Place { return as[Place](r, field) }

// Refs gives the ids of a list of relations.
func (r Row) Refs(field string) []int64 {
	ids := []int64{}
	for _, p := range r.Places(field) {
		ids = append(ids, p.ID)
	}
	return ids
}

// Places gives kinds and ids of a list of relations.
func (r Row) Places(field string) []Place { return listOf[Place](r, field) }

// Texts gives a list of texts.
func (r Row) Texts(field string) []string { return listOf[string](r, field) }

// JSON gives the raw value of a json field or a nested shape, relations in it unresolved; nil for none.
func (r Row) JSON(field string) json.RawMessage { return as[json.RawMessage](r, field) }

// Shapes gives a list of nested rows.
func (r Row) Shapes(field string) []Row {
	list := []Row{}
	for _, v := range as[[]any](r, field) {
		list = append(list, v.(Row))
	}
	return list
}

func as[T any](r Row, field string) T {
	v, _ := r.values[field].(T)
	return v
}

func maybe[T any](r Row, field string) *T {
	if v, ok := r.values[field].(T); ok {
		return &v
	}
	return nil
}

func listOf[T any](r Row, field string) []T {
	list := []T{}
	for _, v := range as[[]any](r, field) {
		if item, ok := v.(T); ok {
			list = append(list, item)
		}
	}
	return list
}
