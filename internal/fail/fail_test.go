package fail_test

import (
	"errors"
	"fmt"
	"testing"

	"pignon.coop/internal/fail"
)

func TestOfFindsTheErrorInAChain(t *testing.T) {
	t.Parallel()
	inner := fail.New(fail.Conflict, "task.done.cancelled", "id", 4)
	err := fmt.Errorf("complete: %w", inner)
	if got := fail.Of(err); got.Code != "task.done.cancelled" || got.Args["id"] != 4 {
		t.Fatalf("got %+v", got)
	}
	if !fail.Is(err, fail.Conflict) || fail.Is(err, fail.Invalid) || fail.Is(nil, fail.Internal) {
		t.Fatal("kinds are mixed up")
	}
}

func TestForeignErrorsAreInternal(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk on fire")
	e := fail.Of(cause)
	if e.Kind != fail.Internal || !errors.Is(e, cause) {
		t.Fatalf("got %+v", e)
	}
}

func TestFieldsAddUp(t *testing.T) {
	t.Parallel()
	var e *fail.Error
	if e.Or() != nil {
		t.Fatal("no field, but an error")
	}
	e = e.Add("email", "email.invalid").Add("name", "value.blank")
	if len(e.Fields) != 2 || !fail.Has(e.Or(), "value.blank") || e.Kind != fail.Invalid {
		t.Fatalf("got %v", e)
	}
}
