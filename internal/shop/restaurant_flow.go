package shop

import "pignon.coop/internal/machine"

// Verb is what changes a restaurant's state.
type Verb string

// The verbs.
const (
	Hurry Verb = "hurry" // orders take longer from now on
	Calm  Verb = "calm"  // back to the usual pace
	Start Verb = "start" // a pledged restaurant begins to sell
)

// Flow is the state table of restaurants.
func Flow() machine.Table[State, Verb] {
	return machine.Table[State, Verb]{Noun: "restaurant", Initial: Normal, Edges: []machine.Edge[State, Verb]{
		{From: Normal, Verb: Hurry, To: Rush},
		{From: Rush, Verb: Hurry, To: Rush},
		{From: Rush, Verb: Calm, To: Normal},
		{From: Normal, Verb: Calm, To: Normal},
		{From: Pledge, Verb: Start, To: Normal},
	}}
}

func (r *Restaurant) turn(verb Verb) (changed bool, err error) {
	next, err := Flow().Next(r.State, verb)
	changed = next != r.State
	r.State = next
	return changed, err
}
