package expression

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// interval is a..b: the whole numbers from a to b, both included, in either order.
type interval struct{ low, high float64 }

func newInterval(a, b Value) (Value, error) {
	x, err := numeric(a)
	if err != nil {
		return nil, err
	}
	y, err := numeric(b)
	return interval{math.Trunc(min(x, y)), math.Trunc(max(x, y))}, err
}

// normal brings what callers give to the few kinds that expressions know.
func normal(v Value) Value {
	switch x := v.(type) {
	case int:
		return float64(x)
	case int64:
		return float64(x)
	case *int64:
		if x == nil {
			return nil
		}
		return float64(*x)
	case *string:
		if x == nil {
			return nil
		}
		return *x
	}
	return v
}

func truth(v Value) bool {
	switch x := v.(type) {
	case nil:
		return false
	case bool:
		return x
	case float64:
		return x != 0
	case string:
		return x != "" && x != "0"
	case []Value:
		return len(x) > 0
	}
	return true
}

func numeric(v Value) (float64, error) {
	switch x := v.(type) {
	case nil:
		return 0, nil
	case bool:
		if x {
			return 1, nil
		}
		return 0, nil
	case float64:
		return x, nil
	case string:
		if f, ok := asNumber(x); ok {
			return f, nil
		}
	}
	return 0, fmt.Errorf("%s is no number", kindOf(v))
}

func asNumber(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// compare orders two values as PHP does: with null and booleans by truth (null and text: as text), numbers and numeric texts by size,
// other texts by letters. What cannot be compared is neither smaller, equal nor larger: NaN.
func compare(a, b Value) float64 {
	_, aText := a.(string)
	_, bText := b.(string)
	switch {
	case a == nil && bText, b == nil && aText:
		return float64(strings.Compare(written(a), written(b)))
	case a == nil || b == nil || isBool(a) || isBool(b):
		return byTruth(a) - byTruth(b)
	}
	x, err1 := numeric(a)
	y, err2 := numeric(b)
	if err1 == nil && err2 == nil {
		if math.IsNaN(x) || math.IsNaN(y) {
			return math.NaN()
		}
		return float64(cmp.Compare(x, y))
	}
	if scalar(a) && scalar(b) {
		return float64(strings.Compare(written(a), written(b)))
	}
	return math.NaN()
}

func holds(op string, order float64) bool {
	switch op {
	case "<":
		return order < 0
	case ">":
		return order > 0
	case "<=":
		return order <= 0
	}
	return order >= 0
}

func isBool(v Value) bool { _, ok := v.(bool); return ok }

func byTruth(v Value) float64 {
	if truth(v) {
		return 1
	}
	return 0
}

func scalar(v Value) bool {
	switch v.(type) {
	case string, float64:
		return true
	}
	return false
}

func loose(a, b Value) bool {
	if order := compare(a, b); !math.IsNaN(order) {
		return order == 0
	}
	return reflect.DeepEqual(a, b)
}

func strict(a, b Value) bool { return reflect.DeepEqual(a, b) }

func contained(v, in Value) (bool, error) {
	switch list := in.(type) {
	case []Value:
		for _, item := range list {
			if loose(v, item) {
				return true, nil
			}
		}
		return false, nil
	case interval:
		x, err := numeric(v)
		return err == nil && x == math.Trunc(x) && x >= list.low && x <= list.high, nil
	}
	return false, fmt.Errorf("%s is no list", kindOf(in))
}

func written(v Value) string {
	switch x := v.(type) {
	case nil:
		return ""
	case bool:
		if x {
			return "1"
		}
		return ""
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case string:
		return x
	}
	return kindOf(v)
}

func kindOf(v Value) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "true or false"
	case float64:
		return "a number"
	case string:
		return "a text"
	case []Value, interval:
		return "a list"
	}
	return "an object"
}
