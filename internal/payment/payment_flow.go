package payment

import (
	"slices"

	"pignon.coop/internal/machine"
)

// State is where a payment stands.
type State string

// The states, as the API spells them.
const (
	IsCart              State = "cart" // of a basket
	IsNew               State = "new"  // of an order, to be paid
	IsAuthorized        State = "authorized"
	IsProcessing        State = "processing"
	IsCompleted         State = "completed"
	IsFailed            State = "failed" // refused, or another payment took its place
	IsCancelled         State = "cancelled"
	IsVoid              State = "void"
	IsRefunded          State = "refunded"
	IsRefundedPartially State = "refunded_partially"
)

// Open tells whether it is still to be paid.
func (s State) Open() bool { return s == IsCart || s == IsNew }

// Taken tells whether the money was taken, be it given back later.
func (s State) Taken() bool {
	return s == IsCompleted || s == IsRefunded || s == IsRefundedPartially
}

// Good tells whether the order may be made for it.
func (s State) Good() bool { return s == IsAuthorized || s.Taken() }

// known tells whether there is such a state.
func (s State) known() bool {
	return slices.Contains([]State{IsCart, IsNew, IsAuthorized, IsProcessing, IsCompleted, IsFailed, IsCancelled, IsVoid, IsRefunded, IsRefundedPartially}, s)
}

// Over tells that no money is wanted by this payment.
func (s State) Over() bool { return s == IsFailed || s == IsCancelled || s == IsVoid }

// Verb is what happens to a payment.
type Verb string

// The verbs.
const (
	CreateVerb    Verb = "create"
	AuthorizeVerb Verb = "authorize"
	ProcessVerb   Verb = "process"
	CompleteVerb  Verb = "complete"
	FailVerb      Verb = "fail"
	CancelVerb    Verb = "cancel"
	VoidVerb      Verb = "void"
	RefundVerb    Verb = "refund"
	PartlyVerb    Verb = "refund_partially"
	RestoreVerb   Verb = "restore"
)

type edge = machine.Edge[State, Verb]

// Flow is the state table of payments. Restoring is for means without a provider: what a provider let go must be paid anew.
var Flow = machine.Table[State, Verb]{Noun: "payment", Initial: IsCart, Edges: []edge{
	{From: IsCart, Verb: CreateVerb, To: IsNew},
	{From: IsCart, Verb: AuthorizeVerb, To: IsAuthorized}, {From: IsNew, Verb: AuthorizeVerb, To: IsAuthorized},
	{From: IsNew, Verb: ProcessVerb, To: IsProcessing},
	{From: IsNew, Verb: CompleteVerb, To: IsCompleted}, {From: IsAuthorized, Verb: CompleteVerb, To: IsCompleted},
	{From: IsProcessing, Verb: CompleteVerb, To: IsCompleted},
	{From: IsCart, Verb: FailVerb, To: IsFailed}, {From: IsNew, Verb: FailVerb, To: IsFailed}, {From: IsAuthorized, Verb: FailVerb, To: IsFailed},
	{From: IsProcessing, Verb: FailVerb, To: IsFailed},
	{From: IsCart, Verb: CancelVerb, To: IsCancelled}, {From: IsNew, Verb: CancelVerb, To: IsCancelled},
	{From: IsAuthorized, Verb: CancelVerb, To: IsCancelled},
	{From: IsNew, Verb: VoidVerb, To: IsVoid}, {From: IsProcessing, Verb: VoidVerb, To: IsVoid},
	{From: IsCompleted, Verb: RefundVerb, To: IsRefunded}, {From: IsRefundedPartially, Verb: RefundVerb, To: IsRefunded},
	{From: IsCompleted, Verb: PartlyVerb, To: IsRefundedPartially}, {From: IsRefundedPartially, Verb: PartlyVerb, To: IsRefundedPartially},
	{From: IsCancelled, Verb: RestoreVerb, To: IsAuthorized},
}}
