package vrp

import "math"

// Nowhere stands for a place that does not matter: a tour that ends where its last stop is, or starts where its first one is.
const Nowhere = -1

// Unlimited is the latest instant that a window may name.
const Unlimited = math.MaxInt32 / 4

// Problem says what is to be served, by whom and at what cost.
type Problem struct {
	// Profiles hold the travel tables; a vehicle names one of them.
	Profiles []Profile
	Vehicles []Vehicle
	Jobs     []Job
	// Shipments are fetched at one place and dropped at another by the same vehicle.
	Shipments []Shipment
	// Balance levels the work between vehicles: each tour costs Balance times the square of its duration in hours.
	Balance int64
}

// Profile is a pair of square travel tables over the places of the problem, row by row: from place i to place j at i*Places+j. They
// may be asymmetric.
type Profile struct {
	Places    int
	Durations []int32
	// Distances may be nil when nothing asks for them; durations stand in for them then.
	Distances []int32
	// Costs, if not nil, are what going from place to place costs, whatever PerHour and PerKm of a vehicle say.
	Costs []int32
}

// Window is a span of time, both ends included. The zero value means any time.
type Window struct{ From, To int32 }

// Vehicle is one tour at most.
type Vehicle struct {
	ID      int64
	Profile int
	// Start and End are places, or Nowhere.
	Start, End int
	Shift      Window
	Breaks     []Break
	// Capacity bounds the load in each dimension; nil means no bound.
	Capacity []int32
	Skills   []int
	// Type selects among the times of stops that differ by type of vehicle.
	Type int
	// SpeedPercent divides the durations of the profile: 50 is half as fast. Zero means 100.
	SpeedPercent int
	// The following bounds hold for the whole tour; zero means none. MaxDuration counts from leaving to being back, MaxTravel what
	// is spent on the way.
	MaxDistance, MaxDuration, MaxTravel int32
	MaxStops                            int
	Costs                               Costs
	// Locked is the fixed beginning of the tour: stops that the vehicle makes first and in this order.
	Locked []Ref
}

// Costs of a vehicle. All zero means one per second of travel. A leg costs PerHour and PerKm in proportion, rounded to the nearest
// whole number.
type Costs struct {
	Fixed          int64
	PerHour, PerKm int64
	// PerWorkHour is paid for the whole duration of the tour, with its stops and waits.
	PerWorkHour int64
	// PerTaskHour is paid for set-up and service.
	PerTaskHour int64
}

// Break is a pause that starts inside one of its windows, between two stops. It falls away if the tour is over by the end of the last.
type Break struct {
	// Windows are in order and do not overlap; there is at least one.
	Windows  []Window
	Duration int32
	// MaxLoad bounds what is on board meanwhile, by dimension; nil means no bound. Such a break is taken as soon as it is possible.
	MaxLoad []int32
	// Always asks for the break even if the tour is over before.
	Always bool
}

// last is the latest instant at which the break may start.
func (b *Break) last() int32 { return b.Windows[len(b.Windows)-1].To }

// Stop is a visit to a place.
type Stop struct {
	Place int
	// Windows bound the start of the service; nil means any time. They are in order and do not overlap.
	Windows []Window
	Service int32
	// Setup comes before the service unless the stop before is at the same place.
	Setup int32
	// ByType names the types of vehicle for which service and set-up take another time.
	ByType []TypeTimes
	// Due and LatePerHour make lateness cost instead of forbidding it: each hour of start after Due costs LatePerHour.
	Due         int32
	LatePerHour int64
}

// TypeTimes are how long service and set-up take with vehicles of a type.
type TypeTimes struct {
	Type           int
	Service, Setup int32
}

// Times are how long service and set-up take with vehicles of a type.
func (s *Stop) Times(kind int) (service, setup int32) {
	for _, t := range s.ByType {
		if t.Type == kind {
			return t.Service, t.Setup
		}
	}
	return s.Service, s.Setup
}

// Terms are what jobs and shipments have in common.
type Terms struct {
	ID     int64
	Skills []int
	// Priority orders what is left out if not all can be served: higher stays longer. It goes from 0 to 100.
	Priority int
	// Penalty is the cost of leaving the task out; zero means that no cost of a tour is worth it.
	Penalty int64
	// Group gathers tasks that have to be served by one and the same vehicle; zero means none.
	Group int
	// Only names the vehicles (by index) that may serve the task; nil means all.
	Only []int
	// Never names the vehicles that may not.
	Never []int
	// Wishes are costs (or rewards, negative) for being served by given vehicles.
	Wishes []Wish
}

// Wish is a cost for being served by a vehicle.
type Wish struct {
	Vehicle int
	Cost    int64
}

// Job is one stop. What it delivers is on board from the start of the tour, what it picks up stays on board until its end.
type Job struct {
	Terms
	Stop
	Delivery, Pickup []int32
	// Release is the earliest instant at which a vehicle that serves the job may leave its start.
	Release int32
}

// Shipment is a pick-up and a drop-off. What is fetched at once for several drop-offs is a shipment for each, in one Group and with their
// pick-ups at one place, the time to get ready there being set-up.
type Shipment struct {
	Terms
	Pickup, Drop Stop
	Amount       []int32
	// MaxOnBoard bounds the time between the end of the pick-up and the start of the drop-off; zero means none.
	MaxOnBoard int32
	// LIFO asks that nothing picked up later is still on board at the drop-off.
	LIFO bool
}

// Kind tells what a visit is for.
type Kind uint8

// The kinds of visit.
const (
	JobStop Kind = iota
	PickupStop
	DropStop
	BreakStop
)

// Ref names a stop of a problem: a job, one end of a shipment, or a break of the vehicle, by its index.
type Ref struct {
	Kind  Kind
	Index int
}
