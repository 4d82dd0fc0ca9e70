package order

import "pignon.coop/internal/machine"

// State is where an order stands.
type State string

// The states.
const (
	InCart    State = "cart"
	New       State = "new" // ordered, not yet seen by the restaurant
	Accepted  State = "accepted"
	Refused   State = "refused"
	Started   State = "started" // in the kitchen
	Ready     State = "ready"
	Fulfilled State = "fulfilled"
	Cancelled State = "cancelled"
)

// Ended tells whether nobody works for the order any more.
func (s State) Ended() bool { return s == Refused || s == Fulfilled || s == Cancelled }

// Verb is what happens to an order.
type Verb string

// The verbs.
const (
	CreateVerb  Verb = "create"
	AcceptVerb  Verb = "accept"
	RefuseVerb  Verb = "refuse"
	DelayVerb   Verb = "delay"
	StartVerb   Verb = "start_preparing"
	ReadyVerb   Verb = "finish_preparing"
	FulfillVerb Verb = "fulfill"
	CancelVerb  Verb = "cancel"
	RestoreVerb Verb = "restore"
)

type edge = machine.Edge[State, Verb]

// Flow is the state table of orders. What it cannot say: fulfilling a delivery needs its drop-off done, restoring needs that the order had been
// accepted.
func Flow() machine.Table[State, Verb] {
	return machine.Table[State, Verb]{Noun: "order", Initial: InCart, Edges: []edge{
		{From: InCart, Verb: CreateVerb, To: New},
		{From: New, Verb: AcceptVerb, To: Accepted},
		{From: New, Verb: RefuseVerb, To: Refused},
		{From: New, Verb: DelayVerb, To: New}, {From: Accepted, Verb: DelayVerb, To: Accepted}, {From: Started, Verb: DelayVerb, To: Started},
		{From: Ready, Verb: DelayVerb, To: Ready},
		{From: Accepted, Verb: StartVerb, To: Started},
		{From: Accepted, Verb: ReadyVerb, To: Ready}, {From: Started, Verb: ReadyVerb, To: Ready},
		{From: New, Verb: FulfillVerb, To: Fulfilled}, {From: Accepted, Verb: FulfillVerb, To: Fulfilled},
		{From: Started, Verb: FulfillVerb, To: Fulfilled}, {From: Ready, Verb: FulfillVerb, To: Fulfilled},
		{From: New, Verb: CancelVerb, To: Cancelled}, {From: Accepted, Verb: CancelVerb, To: Cancelled},
		{From: Started, Verb: CancelVerb, To: Cancelled}, {From: Ready, Verb: CancelVerb, To: Cancelled},
		{From: Refused, Verb: CancelVerb, To: Cancelled},
		{From: Cancelled, Verb: RestoreVerb, To: Accepted},
	}}
}

// turn moves the order on. An order that is already where the verb leads stays as it is: a double tap does no harm.
func (o *Order) turn(verb Verb) (changed bool, err error) {
	next, err := Flow().Next(o.State, verb)
	if err != nil {
		if leadsTo(verb) == o.State {
			return false, nil
		}
		return false, err
	}
	o.State = next
	return true, nil
}

// leadsTo is the state that a verb leads to, wherever it starts; none for a verb that stays where it is.
func leadsTo(verb Verb) State {
	for _, e := range Flow().Edges {
		if e.Verb == verb && e.From != e.To {
			return e.To
		}
	}
	return ""
}
