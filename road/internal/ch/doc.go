// Package ch is a contraction hierarchy: an index over a directed graph that makes least-weight questions quick.
//
// Contract orders the nodes by importance and, taking them out one after the other, adds shortcuts that keep all distances between
// those that remain (Geisberger, Sanders, Schultes, Delling: "Contraction Hierarchies", WEA 2008; "Exact Routing in Large Road
// Networks Using Contraction Hierarchies", Transportation Science 2012). A way then climbs from both ends to one top, which Query
// finds in tens of microseconds. Tables finds whole matrices with one half of a search per row and per column (Knopp, Sanders,
// Schultes, Schulz, Wagner: "Computing Many-to-Many Shortest Paths Using Highway Hierarchies", ALENEX 2007).
//
// The last part of a climb passes the same few thousand nodes wherever it begins. For these, the crown, the hierarchy holds what a
// search would find (hub labels: Abraham, Delling, Goldberg, Werneck: "Hierarchical Hub Labelings for Shortest Paths", ESA 2012), so
// that a search settles a dozen nodes and joins a few labels.
//
// Of several ways of equal weight Query and Tables choose the same.
//
// The package knows numbers only: what nodes, weights, milliseconds and centimetres stand for is its caller's business.
package ch
