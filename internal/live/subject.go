package live

import (
	"fmt"
	"strings"
)

// Kind says what sort of thing a Subject is, so that equal names of different kinds stay strangers.
type Kind string

// Subject is who a connection speaks for.
type Subject struct {
	// Kind is a short lower-case word without a colon.
	Kind Kind
	// Name is what clients see as the token's "sub": a user name, an id.
	Name string
}

// String returns "kind:name", unique among all subjects.
func (s Subject) String() string { return string(s.Kind) + ":" + s.Name }

func (s Subject) check() error {
	if s.Kind == "" || s.Name == "" || strings.Contains(string(s.Kind), ":") {
		return fmt.Errorf("live: subject %q: want a kind without colon and a name", s)
	}
	return nil
}
