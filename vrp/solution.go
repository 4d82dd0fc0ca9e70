package vrp

// Solution is a set of tours that obeys the problem.
type Solution struct {
	// Cost is the sum of the tours' costs and of the penalties named by tasks left out; defaults of Penalty are not counted.
	Cost       int64
	Tours      []Tour
	Unassigned []Ref
	// Iterations is how many rounds of ruin and recreate the search has made.
	Iterations int64
}

// Tour is the work of one vehicle.
type Tour struct {
	// Vehicle is an index into Problem.Vehicles.
	Vehicle int
	Visits  []Visit
	// Leave is when the vehicle leaves its start (or begins its first visit), Back when it is at its end.
	Leave, Back int32
	// Travel is time on the way, Distance the length of the way.
	Travel, Distance int32
	Cost             int64
}

// Visit is a stop with its times: service starts at Start, after a wait and the set-up.
type Visit struct {
	Ref
	Arrive, Start, Leave int32
}
