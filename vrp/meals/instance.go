package meals

import "math"

// Instance is one day of a city.
type Instance struct {
	Rules       Rules
	Restaurants []Place
	Orders      []Order
	Couriers    []Courier
}

// Rules are the numbers of an instance. Services are minutes, half of which pass before the meal changes hands.
type Rules struct {
	MetresPerMinute             float64
	PickupService, DropService  int
	Target, Maximum             int // click-to-door, minutes
	PayPerOrder, GuaranteedHour float64
}

// Place is a point in metres.
type Place struct{ X, Y float64 }

// Order is placed at an instant, at a restaurant by index, and ready at another.
type Order struct {
	ID            string
	Door          Place
	Placed, Ready int
	Restaurant    int
}

// Courier works from On to Off and starts at a place.
type Courier struct {
	ID      string
	Start   Place
	On, Off int
}

// Ride is how long the way between two places takes, in whole minutes.
func (r Rules) Ride(from, to Place) int {
	return int(math.Ceil(math.Hypot(from.X-to.X, from.Y-to.Y) / r.MetresPerMinute))
}

// reach is the half of a service that passes before the meal changes hands, leave the other half.
func reach(service int) int { return service / 2 }
func leave(service int) int { return service - service/2 }
