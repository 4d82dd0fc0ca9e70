package pricing

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"pignon.coop/internal/expression"
)

type function = func([]expression.Value) (expression.Value, error)

// scene is what conditions see while one stop, or the delivery as a whole, is priced.
type scene struct {
	parcel *Parcel
	stop   *Stop // nil: the delivery
}

// functions are those of the language of conditions. They follow the scene as it changes.
func (s *scene) functions() map[string]function {
	return map[string]function{
		"ceil": rounding(math.Ceil), "floor": rounding(math.Floor), "in_zone": s.inZone, "out_zone": s.outZone,
		"diff_days": s.diffDays, "diff_hours": s.diffHours, "time_range_length": s.timeRangeLength,
	}
}

func rounding(f func(float64) float64) function {
	return func(args []expression.Value) (expression.Value, error) {
		x, ok := one(args).(float64)
		if !ok {
			return nil, fmt.Errorf("ceil and floor take one number")
		}
		return f(x), nil
	}
}

func one(args []expression.Value) expression.Value {
	if len(args) != 1 {
		return nil
	}
	return args[0]
}

// inZone is in_zone(address, "name"): false without an address and for a zone that nobody knows.
func (s *scene) inZone(args []expression.Value) (expression.Value, error) {
	place, name, err := placeAndName(args)
	if err != nil || place == nil {
		return false, err
	}
	inside, _ := s.parcel.Zones.within(name, place)
	return inside, nil
}

// outZone is out_zone(address, "name"): false without an address, true for a zone that nobody knows.
func (s *scene) outZone(args []expression.Value) (expression.Value, error) {
	place, name, err := placeAndName(args)
	if err != nil || place == nil {
		return false, err
	}
	inside, _ := s.parcel.Zones.within(name, place)
	return !inside, nil
}

func placeAndName(args []expression.Value) (*Place, string, error) {
	if len(args) == 2 {
		place, isPlace := args[0].(*Place)
		name, isText := args[1].(string)
		if (isPlace || args[0] == nil) && isText {
			return place, name, nil
		}
	}
	return nil, "", fmt.Errorf("in_zone and out_zone take an address and the name of a zone")
}

// diffDays is diff_days(task [, "op n"]): whole days from when the task was made, or now, to the end of its window; 1 when that is less
// than a day but the next date.
func (s *scene) diffDays(args []expression.Value) (expression.Value, error) {
	stop, rest, err := stopAndRest(args, 1)
	if err != nil || s.silent(stop, stop.Before) {
		return otherwise(rest), err
	}
	made := s.made(stop)
	days := math.Trunc(math.Abs(stop.Before.Sub(made).Hours()) / 24)
	if days == 0 && s.day(made) != s.day(stop.Before) {
		days = 1
	}
	return compared(days, rest)
}

// diffHours is diff_hours(task [, "op n"]): hours, with a fraction, from when the task was made, or now, to the end of its window.
func (s *scene) diffHours(args []expression.Value) (expression.Value, error) {
	stop, rest, err := stopAndRest(args, 1)
	if err != nil || s.silent(stop, stop.Before) {
		return otherwise(rest), err
	}
	return compared(math.Abs(stop.Before.Sub(s.made(stop)).Hours()), rest)
}

// timeRangeLength is time_range_length(task, "hours" [, "op n"]): how long the window is.
func (s *scene) timeRangeLength(args []expression.Value) (expression.Value, error) {
	stop, rest, err := stopAndRest(args, 2)
	if err == nil && args[1] != "hours" {
		err = fmt.Errorf("time_range_length counts in \"hours\"")
	}
	if err != nil || s.silent(stop, stop.After, stop.Before) {
		return otherwise(rest), err
	}
	return compared(stop.Before.Sub(stop.After).Hours(), rest)
}

// stopAndRest takes the stop of a time function, its first argument, and the comparison, which may come behind `fixed` arguments.
func stopAndRest(args []expression.Value, fixed int) (*Stop, []expression.Value, error) {
	if len(args) == fixed || len(args) == fixed+1 {
		if stop, ok := args[0].(*Stop); ok {
			return stop, args[fixed:], nil
		}
	}
	return &Stop{}, nil, fmt.Errorf("functions of time take pickup, dropoff or task, and a comparison such as \"< 2\"")
}

// silent tells whether there is nothing to say of a stop: it is not the one that is priced, or a time is missing.
func (s *scene) silent(stop *Stop, times ...time.Time) bool {
	for _, t := range times {
		if t.IsZero() {
			return true
		}
	}
	return s.stop != nil && stop != s.stop
}

func otherwise(comparison []expression.Value) expression.Value {
	if len(comparison) > 0 {
		return false
	}
	return -1.0
}

func (s *scene) made(stop *Stop) time.Time {
	if stop.Created.IsZero() {
		return s.parcel.Now
	}
	return stop.Created
}

func (s *scene) day(t time.Time) string {
	if s.parcel.Zone != nil {
		t = t.In(s.parcel.Zone)
	}
	return t.Format(time.DateOnly)
}

// compared gives n itself, or whether "n op m" holds for a comparison "op m".
func compared(n float64, comparison []expression.Value) (expression.Value, error) {
	if len(comparison) == 0 {
		return n, nil
	}
	text, ok := comparison[0].(string)
	if !ok {
		return nil, fmt.Errorf("a comparison is a text such as \"< 2\"")
	}
	e, err := expression.Parse(strconv.FormatFloat(n, 'f', -1, 64) + " " + text)
	if err != nil {
		return nil, fmt.Errorf("%q is no comparison: %w", text, err)
	}
	return e.True(expression.Env{})
}
