// Package machine holds state tables: which verb leads from which state to which. Each noun of the business has one, as data.
package machine

import (
	"fmt"
	"strings"

	"pignon.coop/internal/fail"
)

// Edge says that a verb leads from one state to another.
type Edge[S, V ~string] struct {
	From S
	Verb V
	To   S
}

// Table is the whole machine of one noun.
type Table[S, V ~string] struct {
	Noun    string
	Initial S
	Edges   []Edge[S, V]
}

// Next gives the state that a verb leads to. A verb that the state does not allow is a Conflict with the code
// `noun.verb.state` and the state in its words.
func (t Table[S, V]) Next(from S, verb V) (S, error) {
	for _, e := range t.Edges {
		if e.From == from && e.Verb == verb {
			return e.To, nil
		}
	}
	return from, fail.New(fail.Conflict, fmt.Sprintf("%s.%s.%s", t.Noun, verb, from), "state", string(from))
}

// May tells whether the verb is allowed in the state.
func (t Table[S, V]) May(from S, verb V) bool {
	_, err := t.Next(from, verb)
	return err == nil
}

// Codes lists every refusal code that Next can give for the table's own states and verbs.
func (t Table[S, V]) Codes() []string {
	states, verbs := t.words()
	var codes []string
	for _, v := range verbs {
		for _, s := range states {
			if !t.May(s, v) {
				codes = append(codes, fmt.Sprintf("%s.%s.%s", t.Noun, v, s))
			}
		}
	}
	return codes
}

// Markdown draws the machine as a table, one row a state, one column a verb, for docs/states.
func (t Table[S, V]) Markdown() string {
	states, verbs := t.words()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nStarts as `%s`.\n\n| state |", t.Noun, t.Initial)
	for _, v := range verbs {
		fmt.Fprintf(&b, " %s |", v)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(verbs)) + "\n")
	for _, s := range states {
		fmt.Fprintf(&b, "| `%s` |", s)
		for _, v := range verbs {
			to := ""
			if next, err := t.Next(s, v); err == nil {
				to = fmt.Sprintf("`%s`", next)
			}
			fmt.Fprintf(&b, " %s |", to)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (t Table[S, V]) words() (states []S, verbs []V) {
	states = append(states, t.Initial)
	for _, e := range t.Edges {
		states = appendNew(appendNew(states, e.From), e.To)
		verbs = appendNew(verbs, e.Verb)
	}
	return states, verbs
}

func appendNew[T comparable](list []T, item T) []T {
	for _, have := range list {
		if have == item {
			return list
		}
	}
	return append(list, item)
}
