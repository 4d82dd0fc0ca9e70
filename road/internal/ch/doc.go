// Package ch is a contraction hierarchy: an index over a directed graph that makes least-weight questions quick.
//
// Contract orders the nodes by importance and, taking them out one after the other, adds shortcuts that keep all distances between
// those that remain (Geisberger, Sanders, Schultes, Delling: "Contraction Hierarchies", WEA 2008; "Exact Routing in Large Road
// Networks Using Contraction Hierarchies", Transportation Science 2012). A way then climbs from both ends to one top, which Query
// finds in tens of microseconds. Tables finds whole matrices with one half of a search per row and per column (Knopp, Sanders,
// Schultes, Schulz, Wagner: "Computing Many-to-Many Shortest Paths Using Highway Hierarchies", ALENEX 2007).
//
// The package knows numbers only: what nodes, weights, milliseconds and centimetres stand for is its caller's business.
package ch
