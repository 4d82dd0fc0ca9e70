package order

import "pignon.coop/internal/machine"

// State is where an order stands.
type State string

// The states.
const (
	IsCart      State = "cart"
	IsNew       State = "new" // ordered, not yet seen by the restaurant
	IsAccepted  State = "accepted"
	IsRefused   State = "refused"
	IsStarted   State = "started" // in the kitchen
	IsReady     State = "ready"
	IsFulfilled State = "fulfilled"
	IsCancelled State = "cancelled"
)

// Ended tells whether nobody works for the order any more.
func (s State) Ended() bool { return s == IsRefused || s == IsFulfilled || s == IsCancelled }

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
	return machine.Table[State, Verb]{Noun: "order", Initial: IsCart, Edges: []edge{
		{From: IsCart, Verb: CreateVerb, To: IsNew},
		{From: IsNew, Verb: AcceptVerb, To: IsAccepted},
		{From: IsNew, Verb: RefuseVerb, To: IsRefused},
		{From: IsNew, Verb: DelayVerb, To: IsNew}, {From: IsAccepted, Verb: DelayVerb, To: IsAccepted}, {From: IsStarted, Verb: DelayVerb, To: IsStarted},
		{From: IsReady, Verb: DelayVerb, To: IsReady},
		{From: IsAccepted, Verb: StartVerb, To: IsStarted},
		{From: IsAccepted, Verb: ReadyVerb, To: IsReady}, {From: IsStarted, Verb: ReadyVerb, To: IsReady},
		{From: IsNew, Verb: FulfillVerb, To: IsFulfilled}, {From: IsAccepted, Verb: FulfillVerb, To: IsFulfilled},
		{From: IsStarted, Verb: FulfillVerb, To: IsFulfilled}, {From: IsReady, Verb: FulfillVerb, To: IsFulfilled},
		{From: IsNew, Verb: CancelVerb, To: IsCancelled}, {From: IsAccepted, Verb: CancelVerb, To: IsCancelled},
		{From: IsStarted, Verb: CancelVerb, To: IsCancelled}, {From: IsReady, Verb: CancelVerb, To: IsCancelled},
		{From: IsRefused, Verb: CancelVerb, To: IsCancelled},
		{From: IsCancelled, Verb: RestoreVerb, To: IsAccepted},
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
