// Package fleet owns what couriers ride and where it stands: warehouses, vehicles, trailers, and which of these go together. Who rides what on
// which day is the task list's, in package dispatch.
//
// Tables: warehouses, vehicles, trailers, vehicle_trailers. Events: events.go.
package fleet
