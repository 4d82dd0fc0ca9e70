package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reason says why an invariant is not looked at here.
type reason struct{ id, why string }

// unchecked lists the invariants that hold by the database's own rules, that only a test can see, or that are about what a co-op cannot do yet.
func unchecked() []reason {
	return []reason{
		{"I15", "nobody is paid out"},
		{"I26", "recurrence_runs has rule and day as PRIMARY KEY, and the order is UNIQUE in it"},
		{"I33", "a delivery has no state of its own: screens derive it from its tasks, by a function of its own tests"},
		{"I35", "what somebody was allowed at an earlier moment is not kept; giving a task to somebody who is no courier is refused"},
		{"I36", "only a client knows what it was answered; tests compare"},
		{"I37", "courier_reports.report_id is the PRIMARY KEY"},
		{"I50", "only a client knows what it was shown; tests compare"},
		{"I51", "reports, answers to requests with a key, calls to the payment provider and its events have that key as PRIMARY KEY or UNIQUE"},
		{"I52", "a job that is done leaves no trace"},
		{"I54", "a database holds one co-op"},
		{"I58", "only a client knows what it was shown; tests compare"},
		{"I60", "there are no marketing messages"},
		{"I69", "SQLite compares indexes with tables under I68; a PostgreSQL server does so itself"},
		{"I70", "addresses are searched in the map, everything else in the database itself"},
		{"I71", "a restored copy is checked by running this check on it"},
		{"I72", "a database that may lose what it acknowledged is refused when it is opened"},
	}
}

// Markdown lists every invariant for docs/invariants.md: what is checked, and why the others are not.
func Markdown() string {
	said := map[string][]string{}
	for _, i := range all() {
		said[i.id] = append(said[i.id], i.words)
	}
	for _, s := range []statement{wholeFile, sameBytes, noneLost, noneUnused, providersTruth} {
		said[s.id] = append(said[s.id], s.words)
	}
	for _, r := range unchecked() {
		said[r.id] = append(said[r.id], "*Not checked: "+r.why+".*")
	}
	var b strings.Builder
	b.WriteString("# Invariants\n\nWhat must hold in a co-op's data. `pignon check` looks at them and names what breaks them; a test breaks each one and sees it found.\n\n")
	b.WriteString("| id | what must hold |\n|---|---|\n")
	for _, id := range slices.Sorted(maps.Keys(said)) {
		for _, words := range said[id] {
			fmt.Fprintf(&b, "| %s | %s |\n", id, strings.ToUpper(words[:1])+words[1:])
		}
	}
	return b.String()
}
