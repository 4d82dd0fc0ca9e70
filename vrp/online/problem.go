package online

import "math"

// Problem is what is open at an instant. Instants and times are whole numbers of any one unit; prices are per that unit.
type Problem struct {
	Now      int
	Stops    []Stop
	Couriers []Courier
	Tasks    []Task
	// Travel is the riding time between two places.
	Travel func(from, to int) int
	// Far is how far a place is from where work is likely to come up, as a riding time; nil when nothing is known.
	Far    func(place int) float64
	Prices Prices
	// Hold bounds the pick-ups that a courier carries at once; zero means no bound.
	Hold int
	// OneShop asks that what a courier carries at once is of one place, and all fetched before the first drop.
	OneShop bool
}

// Never is an instant that does not come.
const Never = math.MaxInt32

// Unknown is a place that nobody knows.
const Unknown = -1

// Kind tells what a stop does to the load.
type Kind uint8

// The kinds of stop. A Visit moves nothing that the plan knows of.
const (
	Visit Kind = iota
	Pickup
	Drop
)

// Stop is one visit to a place.
type Stop struct {
	Place int
	Kind  Kind
	// Setup passes after arrival and before the service may start. A courier who has just fetched something at the place fetches more
	// without another Setup, and within the same Service.
	Setup, Service int
	// After is when the service may start at the soonest: a meal is ready, a window opens.
	After int
	// Wish is the instant from which each unit of time costs Prices.Eager, Due that from which it costs Prices.Late; Never for none.
	Wish, Due int
	// Limit is the last instant at which the service may start.
	Limit int
	// From is the pick-up, by index, of what is dropped here, and -1 when there is none; OnBoard is how long it may ride for nothing.
	From, OnBoard int
	// Tour ties neighbours of the same number, if it is not zero: nothing goes between them.
	Tour int64
}

// Courier rides after what they are doing now.
type Courier struct {
	// Place and Free are where and when they can start for something new.
	Place, Free int
	// Off is the last instant at which they fetch anything.
	Off int
	// Promised are stops that they have accepted, in their order. A drop without its pick-up among them is on board.
	Promised []int
	// Hoped are stops that the last plan gave them: the search starts there.
	Hoped []int
	// Given are the tasks that they have had so far, Fair as many as are an even share.
	Given, Fair float64
}

// Task is one or more stops that one courier makes in this order.
type Task struct {
	Stops []int
	// Only is the courier, by index, who may do it; -1 for any.
	Only int
}

// Prices weigh what is bad about a plan, per unit of time unless said otherwise.
type Prices struct {
	Eager, Late, Cool, Ride, Wait float64
	// Busy is for the time until a courier is free again, Far for the Far of the place where they are then.
	Busy, Far float64
	// Level is for each task that a courier has over their even share.
	Level float64
	// Left is for each task that finds no place; it is more than any place may cost.
	Left float64
	// Broken is for each unit of time by which a limit is passed. It is more than all the rest: only what was promised may break one.
	Broken float64
}

// Plan is what to do.
type Plan struct {
	// Rides are by courier, with the stops that were promised among them.
	Rides []Ride
	// Left are the tasks that found no place, with what stands against them.
	Left []Left
	// Whys tell of each task that has one why it is there, by task.
	Whys []Why
	Cost float64
}

// Ride is the work of one courier in order.
type Ride struct {
	Visits []Visited
	Cost   float64
}

// Visited is a stop with its times. Leave is the last instant to set out for it without being later than Start.
type Visited struct {
	Stop                 int
	Leave, Arrive, Start int
}
