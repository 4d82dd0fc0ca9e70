package org

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Text is a text that may be missing: empty is NULL in the database and null in JSON.
type Text string

// Readable tells whether a text can be kept: what is no UTF-8, or holds a zero byte, cannot on every engine.
func Readable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// Value gives what the database keeps.
func (t Text) Value() (driver.Value, error) {
	if t == "" {
		return nil, nil
	}
	return string(t), nil
}

// Scan reads what the database keeps.
func (t *Text) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = ""
	case string:
		*t = Text(v)
	case []byte:
		*t = Text(v)
	default:
		return fmt.Errorf("a text column holds %T", src)
	}
	return nil
}

// MarshalJSON writes a string, or null.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// Or gives the text, or another one when it is empty.
func (t Text) Or(other string) string {
	if t == "" {
		return other
	}
	return string(t)
}
