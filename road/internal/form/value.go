// Package form reads files that people write: JSON whose keys are all known beforehand. Complaints name the line, the key, what stands
// there and what may stand there; all of them are made at once.
package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Value is a piece of JSON that knows where it stands.
type Value struct {
	Line   int
	Path   string // its key, with those of the objects around it
	Kind   Kind
	Text   string
	Number float64
	Yes    bool
	Items  []Value
	Keys   []string // of the fields, in the file's order
	fields map[string]Value
}

// Field gives an object's field; ok is false when there is none.
func (v Value) Field(key string) (field Value, ok bool) {
	field, ok = v.fields[key]
	return field, ok
}

// Kind is the kind of a value, in words.
type Kind string

// The kinds of values.
const (
	Nothing Kind = "null"
	Text    Kind = "a text"
	Number  Kind = "a number"
	YesOrNo Kind = "true or false"
	List    Kind = "a list"
	Object  Kind = "an object"
)

const (
	deepest   = 4
	wrongJSON = "line %d: this is not JSON: %w"
)

type parser struct {
	data    []byte
	decoder *json.Decoder
	offset  int64 // how far lines have been counted
	lines   int
}

// Parse reads a whole JSON text whose root is an object.
func Parse(data []byte) (Value, error) {
	p := &parser{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	root, err := p.value("", 0)
	if err != nil {
		return Value{}, err
	}
	if root.Kind != Object {
		return Value{}, errors.New(`line 1: the file is an object: it begins with "{"`)
	}
	if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
		return Value{}, fmt.Errorf("line %d: something follows after the end", p.line())
	}
	return root, nil
}

// line is the number of the line that the decoder has come to.
func (p *parser) line() int {
	now := p.decoder.InputOffset()
	p.lines += bytes.Count(p.data[p.offset:now], []byte("\n"))
	p.offset = now
	return p.lines + 1
}

func (p *parser) value(path string, depth int) (Value, error) {
	token, err := p.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return Value{}, fmt.Errorf(wrongJSON, p.line(), err)
	}
	v := Value{Line: p.line(), Path: path}
	if depth > deepest {
		return Value{}, fmt.Errorf("line %d: %s: nothing lies this deep", v.Line, path)
	}
	switch t := token.(type) {
	case string:
		v.Kind, v.Text = Text, t
	case float64:
		v.Kind, v.Number = Number, t
	case bool:
		v.Kind, v.Yes = YesOrNo, t
	case json.Delim:
		if t == '[' {
			return p.list(v, depth)
		}
		return p.object(v, depth)
	default:
		v.Kind = Nothing
	}
	return v, nil
}

func (p *parser) list(v Value, depth int) (Value, error) {
	v.Kind = List
	for p.decoder.More() {
		item, err := p.value(fmt.Sprintf("%s[%d]", v.Path, len(v.Items)), depth+1)
		if err != nil {
			return Value{}, err
		}
		v.Items = append(v.Items, item)
	}
	return v, p.end()
}

func (p *parser) object(v Value, depth int) (Value, error) {
	v.Kind, v.fields = Object, make(map[string]Value)
	for p.decoder.More() {
		key, err := p.value("", depth+1)
		if err != nil {
			return Value{}, err
		}
		path := strings.TrimPrefix(v.Path+"."+key.Text, ".")
		field, err := p.value(path, depth+1)
		if err != nil {
			return Value{}, err
		}
		if _, twice := v.fields[key.Text]; twice {
			return Value{}, fmt.Errorf("line %d: %s: said twice", key.Line, path)
		}
		v.Keys = append(v.Keys, key.Text)
		v.fields[key.Text] = field
	}
	return v, p.end()
}

func (p *parser) end() error {
	if _, err := p.decoder.Token(); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return fmt.Errorf(wrongJSON, p.line(), err)
	}
	return nil
}
