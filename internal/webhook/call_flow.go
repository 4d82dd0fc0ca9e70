package webhook

import "pignon.coop/internal/machine"

// State is where a call stands.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	GivenUp   State = "given_up"
)

// Verb is what happens to a call.
type Verb string

// The verbs.
const (
	DeliverVerb Verb = "deliver"
	GiveUpVerb  Verb = "give_up"
	ReplayVerb  Verb = "replay"
)

type edge = machine.Edge[State, Verb]

// Flow is the state table of calls.
var Flow = machine.Table[State, Verb]{Noun: "webhook_call", Initial: Waiting, Edges: []edge{
	{From: Waiting, Verb: DeliverVerb, To: Delivered},
	{From: Waiting, Verb: GiveUpVerb, To: GivenUp},
	{From: Delivered, Verb: ReplayVerb, To: Waiting},
	{From: GivenUp, Verb: ReplayVerb, To: Waiting},
}}
