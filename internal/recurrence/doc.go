// Package recurrence owns rules by which deliveries come again, and which order was made by which rule for which day: at most one. How tasks and
// orders are made from a template is not its business; package flow and the faces know.
//
// Tables: recurrence_rules, recurrence_runs. Events: events.go.
package recurrence
