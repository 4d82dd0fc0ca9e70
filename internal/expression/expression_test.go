package expression_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pignon.coop/internal/expression"
)

type boxes map[string]int

func (b boxes) Call(method string, args []expression.Value) (expression.Value, error) {
	if method != "quantity" || len(args) != 1 {
		return nil, fmt.Errorf("boxes have no %s", method)
	}
	return b[fmt.Sprint(args[0])], nil
}

func env() expression.Env {
	return expression.Env{
		Names: map[string]expression.Value{
			"distance": int64(2500), "weight": nil, "vehicle": "bike", "packages": boxes{"XL": 2},
			"order":   expression.Record{"itemsTotal": 2000},
			"dropoff": expression.Record{"address": expression.Record{"zone": "centre"}, "doorstep": false},
		},
		Functions: map[string]func([]expression.Value) (expression.Value, error){
			"in_zone": func(args []expression.Value) (expression.Value, error) {
				if len(args) != 2 {
					return nil, errors.New("in_zone takes an address and a name")
				}
				address, _ := args[0].(expression.Record)
				return address["zone"] == args[1], nil
			},
		},
	}
}

func TestEval(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		want any
	}{
		{"distance < 3000", true},
		{"distance<2500", false},
		{"distance <= 2500 and vehicle == 'bike'", true},
		{"distance > 3000 or distance < 1000", false},
		{"distance > 3000 || vehicle == \"bike\" && !false", true},
		{"1 + 2 * 3", 7.0},
		{"(1 + 2) * 3", 9.0},
		{"2 ** 3 ** 2", 512.0},
		{"-2 ** 2", 4.0},
		{"10 - 3 - 2", 5.0},
		{"7 % 4", 3.0},
		{"1 / 4", 0.25},
		{"'a' ~ 1 ~ 1.5", "a11.5"},
		{"2000 in 1..3000", true},
		{"2999.5 in 0..3000", false},
		{"3.0 in 0..3", true},
		{"0 in 3..-3", true},
		{"weight in 0..5", true},
		{"distance not in 0..2500", false},
		{"'a' in ['a', 'b']", true},
		{"4 in []", false},
		{"weight < 2000", true},
		{"weight > 0", false},
		{"weight == 0", true},
		{"weight == null", true},
		{"weight === 0", false},
		{"'10' == 10", true},
		{"'abc' == 0", false},
		{"'abc' < 'abd'", true},
		{"1 === 1", true},
		{"true != false", true},
		{"not (distance in 0..100)", true},
		{"not distance == 1", false}, // not binds more tightly than ==: (not 2500) == 1
		{"order.itemsTotal in 2000..5000", true},
		{"in_zone(dropoff.address, \"centre\")", true},
		{"packages.quantity(\"XL\") * 2", 4.0},
		{"dropoff.doorstep ? 1 : 2", 2.0},
		{"0 ?: 3", 3.0},
		{"true ? 1", 1.0},
		{"vehicle starts with 'bi' and vehicle ends with 'ke' and vehicle contains 'ik'", true},
		{"vehicle matches '/^B/i'", true},
		{"'it\\'s'", "it's"},
		{"false and nothing", false}, // the right side is not looked at
		{"order", expression.Record{"itemsTotal": 2000}},
		{"'order' == 'in'", false},
	} {
		e, err := expression.Parse(row.text)
		if err != nil {
			t.Errorf("%s: %v", row.text, err)
			continue
		}
		if got, err := e.Eval(env()); err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s = %v (%v), want %v", row.text, got, err, row.want)
		}
	}
}

func TestTrue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"0": false, "'0'": false, "''": false, "[]": false, "null": false, "'a'": true, "[0]": true, "0.1": true, "order": true} {
		e, err := expression.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.True(env()); got != want || err != nil || e.String() != text {
			t.Errorf("%s is %v (%v)", text, got, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, at := range map[string]int{
		"": 0, "distance <": 10, "distance < 3000)": 15, "a b": 2, "'open": 0, "a.": 2, "a.'b'": 2, "f(1": 3, "f(1,": 4, "[1 2]": 3, "1 ..": 4, "$": 0, "a = b": 2, "x not y": 2,
	} {
		_, err := expression.Parse(text)
		var wrong *expression.SyntaxError
		if !errors.As(err, &wrong) || wrong.At != at {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, at := range map[string]int{
		strings.Repeat("(", 100) + "1" + strings.Repeat(")", 100): 60, strings.Repeat("1+", 400) + "1": 201, strings.Repeat("1", 3000): 2000,
		strings.Repeat("-", 500) + "1": 60, "[" + strings.Repeat("1,", 300) + "1]": 402,
	} {
		_, err := expression.Parse(text)
		var wrong *expression.SyntaxError
		if !errors.As(err, &wrong) || wrong.At != at || wrong.Limit == "" {
			t.Errorf("%.20q… : %v", text, err)
		}
	}
}

func TestEvalRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"nothing", "order.nothing", "nothing()", "1 / 0", "1 % 0.5", "'a' + 1", "1 in 2", "packages.weigh()", "vehicle.x", "vehicle matches 'x'", "vehicle matches '/' ~ 'x/'", "vehicle matches vehicle", "vehicle matches '/(/'", "vehicle matches '/" + strings.Repeat("a{1000}", 9) + "/'", "-'a'", "'a'..2", "order.itemsTotal()"} {
		e, err := expression.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if v, err := e.Eval(env()); err == nil {
			t.Errorf("%s = %v", text, v)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"distance < 3000", "a.b(1, [2]) in 1..2 ? x : 'y'", "not -1 ** 2 ~ \"\\\"\"", "weight matches '/a/'"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := expression.Parse(text)
		if err != nil {
			return
		}
		v1, err1 := e.Eval(env())
		v2, err2 := e.Eval(env())
		if (err1 == nil) != (err2 == nil) || fmt.Sprint(v1) != fmt.Sprint(v2) {
			t.Errorf("%q has two meanings: %v %v, %v %v", text, v1, err1, v2, err2)
		}
	})
}

func TestSaw(t *testing.T) {
	t.Parallel()
	e, err := expression.Parse("weight > 5 or (packages.quantity('XL') * 2 < order.itemsTotal) and distance > 1")
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	with := env()
	with.Saw = func(part string, v expression.Value) { seen = append(seen, fmt.Sprint(part, "=", v)) }
	second := e.Part(e.Root().Kids[1].Kids[0])
	if second.String() != "packages.quantity('XL') * 2 < order.itemsTotal" {
		t.Errorf("the part is %q", second)
	}
	if ok, err := second.True(with); !ok || err != nil {
		t.Errorf("the part is %v (%v)", ok, err)
	}
	want := "[packages=map[XL:2] packages.quantity('XL')=2 order=map[itemsTotal:2000] order.itemsTotal=2000]"
	if got := fmt.Sprint(seen); got != want {
		t.Errorf("it read %s, not %s", got, want)
	}
}
