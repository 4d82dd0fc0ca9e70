// Package guide turns a way through a street network into what a rider has to do: steps, each a manoeuvre and the stretch after it,
// and says them in French or English.
//
// It knows no map. A Way tells which stretches of street are ridden and what meets at the end of each; Steps decides where something
// has to be said. A bend is silent, and so is going straight on past side streets; a turn, a fork, a roundabout, the end of a street,
// a new name or getting off the bicycle is not. Manoeuvres that follow each other within a few metres become one.
package guide
