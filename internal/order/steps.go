package order

import (
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Step is one thing that happens to an order, as its customer sees it.
type Step struct {
	Name     string // ordered, accepted, preparing, ready, picked, delivered, collected, refused or cancelled
	Done     bool
	At       span.Instant // when it happened, zero when it did not, or nobody said so
	Expected span.Instant // when it should, zero when nobody knows
}

// Steps lists what happens to the order, in order. One that ended early ends with why.
func (v OrderView) Steps() []Step {
	steps := []Step{
		{Name: "ordered", At: v.When("order:created").CreatedAt},
		{Name: "accepted", At: v.When("order:accepted").CreatedAt},
		{Name: "preparing", At: v.When("order:preparation_started").CreatedAt, Expected: v.PreparationAt},
		{Name: "ready", At: v.When("order:preparation_finished").CreatedAt, Expected: v.PickupAt},
	}
	fulfilled := v.When("order:fulfilled").CreatedAt
	if v.Method == shop.Collection {
		steps = append(steps, Step{Name: "collected", At: fulfilled, Expected: v.PickupAt})
	} else {
		dropped := v.When("order:dropped").CreatedAt
		if dropped.IsZero() {
			dropped = fulfilled
		}
		steps = append(steps, Step{Name: "picked", At: v.When("order:picked").CreatedAt, Expected: v.PickupAt},
			Step{Name: "delivered", At: dropped, Expected: v.DropoffAt})
	}
	reached := v.reached(steps)
	for i := range steps[:reached+1] {
		steps[i].Done = true
	}
	return v.endingEarly(steps, reached)
}

// reached is the last step that was made, as the state says or an event. What was skipped before it counts as done.
func (v OrderView) reached(steps []Step) int {
	reached := -1
	switch v.State {
	case IsNew, IsRefused, IsCancelled:
		reached = 0
	case IsAccepted:
		reached = 1
	case IsStarted:
		reached = 2
	case IsReady:
		reached = 3
	case IsFulfilled:
		reached = len(steps) - 1
	}
	for i := range steps {
		if !steps[i].At.IsZero() {
			reached = max(reached, i)
		}
	}
	return reached
}

func (v OrderView) endingEarly(steps []Step, reached int) []Step {
	for state, name := range map[State]string{IsRefused: "refused", IsCancelled: "cancelled"} {
		if v.State == state {
			return append(steps[:reached+1], Step{Name: name, Done: true, At: v.When("order:" + name).CreatedAt})
		}
	}
	return steps
}
