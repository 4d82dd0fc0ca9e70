package vrp

// Reason names the constraint that keeps a task out of a tour.
type Reason uint8

// The reasons. Fits means that nothing does.
const (
	Fits Reason = iota
	Pairing
	Capacity
	TimeWindow
	Shift
	BreakTime
	OnBoard
	Order
	TourDuration
	TourTravel
	TourDistance
	TourStops
	Company
	Price
)

// String says the reason in a few words.
func (r Reason) String() string {
	switch r {
	case Fits:
		return "fits"
	case Pairing:
		return "skills or preferences exclude this vehicle"
	case Capacity:
		return "capacity"
	case TimeWindow:
		return "time window"
	case Shift:
		return "shift"
	case BreakTime:
		return "break"
	case OnBoard:
		return "time on board"
	case Order:
		return "last in, first out"
	case TourDuration:
		return "longest tour"
	case TourTravel:
		return "longest travel time"
	case TourDistance:
		return "longest distance"
	case TourStops:
		return "number of stops"
	case Company:
		return "its group is with another vehicle"
	}
	return "costs more than leaving it out"
}
