// Package routing answers what a co-op asks about ways through its city: how far, how long, along which line. It has three engines:
// the street graph of the co-op's own map, an OSRM server of the co-op's choice, and the straight line where there is neither.
//
// A Planner stands between the engine and the business. Its answers never fail for want of a road or a server, because a customer's
// order must not; they are then straight lines, marked as estimated. And it keeps the network out of open transactions: see Around.
package routing
