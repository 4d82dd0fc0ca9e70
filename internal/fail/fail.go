// Package fail is the vocabulary of everything that can go wrong: a kind that decides what a caller can do about it, a stable
// code that names it in the API, in the catalogues and in the tests, and the cause for the log. Words for people are not here:
// they live in the catalogues, under "error." + code.
package fail

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what the caller can do about an error.
type Kind uint8

// The kinds, from the caller's fault to ours.
const (
	Internal        Kind = iota // our fault; nothing the caller can do
	Invalid                     // the input is wrong; Fields says where
	Unauthenticated             // who are you?
	Forbidden                   // you may see it, but not do that
	NotFound                    // it does not exist, or is not yours to see
	Conflict                    // the thing is in a state that does not allow it
	Stale                       // somebody changed it meanwhile; load again
	Throttled                   // too often; wait
	Unavailable                 // a part we need is down or full; try again later
)

var kindNames = [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "stale", "throttled", "unavailable"}

// String gives the kind's name, as logs and metrics show it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Field is one wrong value of an input: where it stands (`items.0.quantity`) and why it is refused.
type Field struct {
	Path string
	Code string
	Args map[string]any
}

// Error is what use cases return. Code is API code, translation key and test expectation at once.
type Error struct {
	Kind   Kind
	Code   string
	Args   map[string]any // values for the catalogue's sentence
	Fields []Field
	Cause  error // for the log only, never shown
}

// New makes an error of a kind with its stable code (`task.done.not_started`) and, in pairs, the values of its sentence.
func New(kind Kind, code string, pairs ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args(pairs)}
}

// Wrap makes an error that remembers its cause for the log.
func Wrap(cause error, kind Kind, code string, pairs ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args(pairs), Cause: cause}
}

// At makes an Invalid error about one field of the input.
func At(path, code string, pairs ...any) *Error {
	return &Error{Kind: Invalid, Code: "input.invalid", Fields: []Field{{Path: path, Code: code, Args: args(pairs)}}}
}

// Add appends another wrong field and returns the error, so that one answer can name them all. A nil receiver starts one.
func (e *Error) Add(path, code string, pairs ...any) *Error {
	if e == nil {
		return At(path, code, pairs...)
	}
	e.Fields = append(e.Fields, Field{Path: path, Code: code, Args: args(pairs)})
	return e
}

// Or returns the error as an error value, nil when nothing was added to it.
func (e *Error) Or() error {
	if e == nil {
		return nil
	}
	return e
}

// Error gives the line for the log.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)", e.Code, e.Kind)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " %s: %s", f.Path, f.Code)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Of finds the Error in a chain; an error of another type becomes Internal with the code "internal".
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(err, Internal, "internal")
}

// Is tells whether err is of this kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err).Kind == kind }

// Has tells whether err carries this code, itself or in one of its fields.
func Has(err error, code string) bool {
	if err == nil {
		return false
	}
	e := Of(err)
	if e.Code == code {
		return true
	}
	for _, f := range e.Fields {
		if f.Code == code {
			return true
		}
	}
	return false
}

func args(pairs []any) map[string]any {
	if len(pairs) == 0 {
		return nil
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m
}

// Under names the wrong fields of an error by where the thing stands that has them: `before` under `tasks[2]` is `tasks[2].before`.
func Under(place string, err error) error {
	if err == nil || len(Of(err).Fields) == 0 {
		return err
	}
	moved := *Of(err)
	moved.Fields = nil
	for _, f := range Of(err).Fields {
		f.Path = place + "." + f.Path
		moved.Fields = append(moved.Fields, f)
	}
	return &moved
}
