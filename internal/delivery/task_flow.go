package delivery

import "pignon.coop/internal/machine"

// Status is where a task stands.
type Status string

// The statuses.
const (
	Todo      Status = "TODO"
	Doing     Status = "DOING"
	Done      Status = "DONE"
	Failed    Status = "FAILED"
	Cancelled Status = "CANCELLED"
)

// Completed tells whether somebody was there, with or without success.
func (s Status) Completed() bool { return s == Done || s == Failed }

// Open tells whether the task still has to be ridden to.
func (s Status) Open() bool { return s == Todo || s == Doing }

// Verb is what can happen to a task.
type Verb string

// The verbs.
const (
	Start      Verb = "start"
	Complete   Verb = "done"
	Fail       Verb = "fail"
	Cancel     Verb = "cancel"
	Restore    Verb = "restore"
	Reschedule Verb = "reschedule"
)

type edge = machine.Edge[Status, Verb]

// Flow is the state table of a task.
var Flow = machine.Table[Status, Verb]{
	Noun:    "task",
	Initial: Todo,
	Edges: []edge{
		{From: Todo, Verb: Start, To: Doing},
		{From: Todo, Verb: Complete, To: Done}, {From: Doing, Verb: Complete, To: Done},
		{From: Todo, Verb: Fail, To: Failed}, {From: Doing, Verb: Fail, To: Failed},
		{From: Todo, Verb: Cancel, To: Cancelled}, {From: Doing, Verb: Cancel, To: Cancelled}, {From: Done, Verb: Cancel, To: Cancelled},
		{From: Failed, Verb: Cancel, To: Cancelled},
		{From: Todo, Verb: Restore, To: Todo}, {From: Doing, Verb: Restore, To: Todo}, {From: Done, Verb: Restore, To: Todo},
		{From: Failed, Verb: Restore, To: Todo}, {From: Cancelled, Verb: Restore, To: Todo},
		{From: Todo, Verb: Reschedule, To: Todo}, {From: Doing, Verb: Reschedule, To: Todo}, {From: Done, Verb: Reschedule, To: Todo},
		{From: Failed, Verb: Reschedule, To: Todo}, {From: Cancelled, Verb: Reschedule, To: Todo},
	},
}
