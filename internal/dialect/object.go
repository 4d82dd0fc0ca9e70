package dialect

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Object is a JSON object whose keys keep their order.
type Object struct{ pairs []pair }

type pair struct {
	key   string
	value any
}

// Obj makes an Object of key, value, key, value…
func Obj(pairs ...any) *Object {
	o := &Object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		o.pairs = append(o.pairs, pair{pairs[i].(string), pairs[i+1]})
	}
	return o
}

// Set gives a key its value, in place when the object has it, at the end otherwise.
func (o *Object) Set(key string, value any) *Object {
	for i := range o.pairs {
		if o.pairs[i].key == key {
			o.pairs[i].value = value
			return o
		}
	}
	o.pairs = append(o.pairs, pair{key, value})
	return o
}

// Before puts a key first.
func (o *Object) Before(key string, value any) *Object {
	o.pairs = append([]pair{{key, value}}, o.pairs...)
	return o
}

// At gives the value of a key, nil when there is none.
func (o *Object) At(key string) any {
	for _, p := range o.pairs {
		if p.key == key {
			return p.value
		}
	}
	return nil
}

// Only gives a new object with just these keys, in this order, of those that the object has.
func (o *Object) Only(keys ...string) *Object {
	only := &Object{}
	for _, k := range keys {
		for _, p := range o.pairs {
			if p.key == k {
				only.pairs = append(only.pairs, p)
			}
		}
	}
	return only
}

// MarshalJSON writes the object in the order of its keys.
func (o *Object) MarshalJSON() ([]byte, error) {
	if o == nil {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o.pairs {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := encode(p.key)
		if err != nil {
			return nil, err
		}
		value, err := encode(p.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode leaves &, < and > as they are: the answers are JSON, never HTML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// plain turns a JSON-LD document into the plain JSON of the same properties: no @context, @id, @type; a collection becomes its bare list.
func plain(document []byte) ([]byte, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return encode(stripped(v))
}

func stripped(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if list, ok := v["hydra:member"]; ok {
			return stripped(list)
		}
		for key, value := range v {
			if strings.HasPrefix(key, "@") {
				delete(v, key)
				continue
			}
			v[key] = stripped(value)
		}
	case []any:
		for i := range v {
			v[i] = stripped(v[i])
		}
	}
	return v
}
