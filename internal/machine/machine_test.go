package machine_test

import (
	"strings"
	"testing"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/machine"
)

type (
	state string
	verb  string
)

var door = machine.Table[state, verb]{Noun: "door", Initial: "shut", Edges: []machine.Edge[state, verb]{
	{From: "shut", Verb: "open", To: "open"}, {From: "open", Verb: "shut", To: "shut"}, {From: "shut", Verb: "lock", To: "locked"},
}}

func TestVerbs(t *testing.T) {
	t.Parallel()
	if to, err := door.Next("shut", "lock"); err != nil || to != "locked" {
		t.Fatalf("got %s, %v", to, err)
	}
	_, err := door.Next("locked", "open")
	if !fail.Is(err, fail.Conflict) || !fail.Has(err, "door.open.locked") {
		t.Fatalf("got %v", err)
	}
}

func TestDrawing(t *testing.T) {
	t.Parallel()
	if !strings.Contains(door.Markdown(), "| `shut` | `open` |  | `locked` |") {
		t.Fatalf("got\n%s", door.Markdown())
	}
	if len(door.Codes()) != 6 {
		t.Fatalf("refusals %v", door.Codes())
	}
}
