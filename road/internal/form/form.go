package form

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Field is one key of an object.
type Field struct {
	Key   string
	Holds string // what may stand there, in words
	About string // what it means
	Read  Reader
}

// Reader takes a value, or tells what is wrong with it.
type Reader func(v Value) []error

// Fill reads an object's fields, and complains about those that are unknown. A field that is null counts as not said.
func Fill(fields []Field, object Value) []error {
	if object.Kind != Object {
		return object.Should("an object")
	}
	var problems []error
	for _, key := range object.Keys {
		v := object.fields[key]
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
		switch {
		case i < 0:
			problems = append(problems, v.Unknown("key", key, keysOf(fields)))
		case v.Kind != Nothing:
			problems = append(problems, fields[i].Read(v)...)
		}
	}
	return problems
}

func keysOf(fields []Field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.Key
	}
	return keys
}

// Unknown complains about a word that is not one of the known ones.
func (v Value) Unknown(what, word string, known []string) error {
	return fmt.Errorf("line %d: %s: there is no such %s; %s", v.Line, v.Path, what, nearest(word, known))
}

// Should complains that something else should stand there.
func (v Value) Should(allowed string) []error {
	return []error{fmt.Errorf("line %d: %s: %s, should be %s", v.Line, v.Path, v.shown(), allowed)}
}

// shown is the value as it is quoted in complaints.
func (v Value) shown() string {
	switch v.Kind {
	case Text:
		return strconv.Quote(v.Text)
	case Number:
		return strconv.FormatFloat(v.Number, 'g', -1, 64)
	case YesOrNo:
		return strconv.FormatBool(v.Yes)
	}
	return string(v.Kind)
}

// nearest says which of the known words was probably meant.
func nearest(word string, known []string) string {
	closest := slices.MinFunc(known, func(a, b string) int { return cmp.Compare(edits(word, a), edits(word, b)) })
	if edits(word, closest) <= 2 {
		return fmt.Sprintf("did you mean %q?", closest)
	}
	return "allowed: " + strings.Join(slices.Sorted(slices.Values(known)), ", ")
}

// edits counts the letters that must be put in, taken out or changed to turn one word into another.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := before
			if a[i] != b[j] {
				step++
			}
			before = row[j+1]
			row[j+1] = min(step, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}

// TextTo reads a text that is not empty.
func TextTo(to *string) Reader {
	return func(v Value) []error {
		if v.Kind != Text || v.Text == "" {
			return v.Should("a text")
		}
		*to = v.Text
		return nil
	}
}

// ChoiceTo reads one of a few words.
func ChoiceTo(to *string, allowed ...string) Reader {
	return func(v Value) []error {
		if v.Kind != Text || !slices.Contains(allowed, v.Text) {
			return v.Should("one of " + strings.Join(allowed, ", "))
		}
		*to = v.Text
		return nil
	}
}

// YesTo reads true or false.
func YesTo(to *bool) Reader {
	return func(v Value) []error {
		if v.Kind != YesOrNo {
			return v.Should("true or false")
		}
		*to = v.Yes
		return nil
	}
}

// NumberTo reads a number in a range.
func NumberTo(to *float64, low, high float64) Reader {
	return func(v Value) []error {
		if v.Kind != Number || !(v.Number >= low && v.Number <= high) {
			return v.Should(fmt.Sprintf("a number from %v to %v", low, high))
		}
		*to = v.Number
		return nil
	}
}

// ListTo reads a list of texts in the place of what was there; where there are known texts, it takes no others.
func ListTo(to *[]string, known []string) Reader {
	return func(v Value) []error {
		if v.Kind != List {
			return v.Should("a list of texts")
		}
		var problems []error
		list := make([]string, 0, len(v.Items))
		for _, item := range v.Items {
			switch {
			case item.Kind != Text || item.Text == "":
				problems = append(problems, item.Should("a text")...)
			case known != nil && !slices.Contains(known, item.Text):
				problems = append(problems, item.Unknown("value", item.Text, known))
			}
			list = append(list, item.Text)
		}
		*to = list
		return problems
	}
}

// Table is a table of numbers by word. Known words, where there are any, exclude others.
type Table struct {
	Known     []string
	Numbers   bool // the words are numbers, too
	Low, High float64
}

// To reads entries into what was there; null takes an entry out.
func (t Table) To(to *map[string]float64) Reader {
	return func(v Value) []error {
		merged := copied(*to)
		problems := v.Entries(func(key string, item Value) []error {
			if t.Known != nil && !slices.Contains(t.Known, key) {
				return []error{item.Unknown("value", key, t.Known)}
			}
			if _, err := strconv.ParseFloat(key, 64); t.Numbers && err != nil {
				return []error{fmt.Errorf("line %d: %s: the keys of this table are numbers, such as \"50\"", item.Line, item.Path)}
			}
			if item.Kind == Nothing {
				delete(merged, key)
				return nil
			}
			var n float64
			wrong := NumberTo(&n, t.Low, t.High)(item)
			merged[key] = n
			return wrong
		})
		*to = merged
		return problems
	}
}

// TablesTo reads tables of the same kind by known words into what was there; null takes a whole table out.
func TablesTo(to *map[string]map[string]float64, tables map[string]Table) Reader {
	return func(v Value) []error {
		merged := copied(*to)
		problems := v.Entries(func(key string, item Value) []error {
			t, ok := tables[key]
			if !ok {
				return []error{item.Unknown("key", key, slices.Collect(maps.Keys(tables)))}
			}
			if item.Kind == Nothing {
				delete(merged, key)
				return nil
			}
			entries := merged[key]
			wrong := t.To(&entries)(item)
			merged[key] = entries
			return wrong
		})
		*to = merged
		return problems
	}
}

// Entries calls read for each field of an object and gathers what is wrong.
func (v Value) Entries(read func(key string, item Value) []error) []error {
	if v.Kind != Object {
		return v.Should("an object")
	}
	var problems []error
	for _, key := range v.Keys {
		problems = append(problems, read(key, v.fields[key])...)
	}
	return problems
}

// copied is a copy that can be written to.
func copied[T any](m map[string]T) map[string]T {
	if m == nil {
		return make(map[string]T)
	}
	return maps.Clone(m)
}
