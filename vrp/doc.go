// Package vrp plans tours: which vehicle serves which task, in which order and when. It minimises the cost of the tours, after having
// served as much as possible, under the constraints that a Problem states.
//
// Solve is a pure function of the problem, the options and the seed: it reads no clock and no environment, and gives the same answer
// for the same seed and number of iterations. A limit in seconds needs a clock given by the caller. Check tests a solution against its
// problem by a code path that shares nothing with the search.
//
// Units: times are whole seconds and distances whole metres, or any other whole unit used throughout. Costs are whole numbers of the
// caller's own small unit (cents, thousandths).
package vrp
