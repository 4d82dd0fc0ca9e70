// Package cch is a customisable contraction hierarchy of a turn-expanded street graph: an index in two steps, so that new prices need
// no new index.
//
// Build looks at the shape of the network alone. It orders the states by nested dissection and works out every shortcut that any
// prices could need: the Topology, which belongs to a map. Customize puts one profile's prices on it within tens of milliseconds:
// the Metric. Update makes another Metric with some turns at other prices, for works and hazards, within a few. A metric's
// ch.Hierarchy answers questions, by the code of package ch.
//
// Sources: Dibbelt, Strasser, Wagner, "Customizable Contraction Hierarchies", JEA 2016, for the whole; Schild, Sommer, "On Balanced
// Separators in Road Networks", SEA 2015, for the cuts by inertial flow; Buchhold, Wagner, Zeitz, Zündorf, "Customizable Contraction
// Hierarchies with Turn Costs", ATMOS 2020, for cutting edges of the street network instead of nodes of the turn-expanded one, and for
// the order within such a cut. As turns are hardly ever there in both directions, elimination here is directed: a shortcut exists only
// in the direction that turns lead in. On a city that leaves less than half of the arcs and a fifth of the triangles.
package cch
