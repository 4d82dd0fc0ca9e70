package delivery

import "pignon.coop/internal/span"

// Bound is a bound of the window of a delivery's first pick-up or last drop-off.
type Bound string

// The bounds.
const (
	PickupAfter   Bound = "p.after_at"
	PickupBefore  Bound = "p.before_at"
	DropoffAfter  Bound = "o.after_at"
	DropoffBefore Bound = "o.before_at"
)

// Compared tells how a bound is compared with an instant: <, <=, > or >=.
type Compared struct {
	Bound Bound
	Sign  string
	At    span.Instant
}

// StoreQuery selects the deliveries of a store: newest first unless it says otherwise.
type StoreQuery struct {
	StoreID   int64
	Where     []Compared
	Text      string // in the street or name of a drop-off, or the number of its order; empty asks for nothing
	ByDropoff bool   // by the end of the last drop-off's window
	Ascending bool
	Limit     int
	Offset    int
}

// signs are the comparisons that a query may ask for.
var signs = map[string]bool{"<": true, "<=": true, ">": true, ">=": true}
