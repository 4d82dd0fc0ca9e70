package shift

import "pignon.coop/internal/machine"

// HolidayState is where a request for time off stands.
type HolidayState string

// The states.
const (
	Pending  HolidayState = "pending"
	Approved HolidayState = "approved"
	Rejected HolidayState = "rejected"
)

// HolidayVerb is what is decided of a request.
type HolidayVerb string

// The verbs.
const (
	Approve HolidayVerb = "approve"
	Reject  HolidayVerb = "reject"
)

type holidayEdge = machine.Edge[HolidayState, HolidayVerb]

// HolidayFlow is the state table of requests for time off.
var HolidayFlow = machine.Table[HolidayState, HolidayVerb]{Noun: "holiday_request", Initial: Pending, Edges: []holidayEdge{
	{From: Pending, Verb: Approve, To: Approved},
	{From: Pending, Verb: Reject, To: Rejected},
}}
