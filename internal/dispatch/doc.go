// Package dispatch owns who carries what and in which order: task lists (the plan of one courier for one day), tours, couriers' duties and
// positions, and the reports from their phones. An assignment is membership of a list and is stored nowhere else; every change of lists goes
// through a draft (draft.go), which keeps them dense, exclusive, versioned and undoable.
//
// It never moves a task from one status to another: that is package delivery.
//
// Tables: tours, tour_tasks, task_lists, task_list_items, dispatch_edits, courier_reports, duties, positions, position_trail,
// phone_places.
package dispatch
