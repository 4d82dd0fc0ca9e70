// Package incident owns what went wrong with tasks: incidents with their comments, photos, suggestions of what to change, and what was decided. What
// a decision does to a task, a delivery or an order is done by those, in package flow.
//
// Tables: incidents, incident_events, incident_images. Events: events.go.
package incident
