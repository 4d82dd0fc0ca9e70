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
	Prices Prices
	// Hold bounds the pick-ups that a courier carries at once; zero means no bound.
	Hold int
	// OneShop asks that what a courier carries at once is of one place, and all fetched before the first drop.
	OneShop bool
}

// Never is an instant that does not come.
const Never = math.MaxInt32

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
	// Setup passes after arrival and before the service may start, at a pick-up not again if the courier has just fetched something there.
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
	// Place and Free are where and when they can start for something new; -1 is a place that nobody knows.
	Place, Free int
	// Off is the last instant at which they fetch anything new.
	Off int
	// Promised are stops that they have accepted, in their order.
	Promised []int
	// Hoped are stops that the last plan gave them: the search starts there.
	Hoped []int
	// Given are the tasks that they have had so far, Fair as many as would have been an even share.
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
	// Level is for each task that a courier has over their fair share.
	Level float64
	// Left is for each task that finds no place.
	Left float64
	// Broken is for each unit of time by which a limit is passed. It is dear: only what was accepted may break one.
	Broken float64
}

// Plan is what to do.
type Plan struct {
	// Rides are the stops of each courier, promised ones among them.
	Rides []Ride
	// Left are the tasks, by index, that found no place.
	Left []int
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
