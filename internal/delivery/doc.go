// Package delivery owns what has to be carried: tasks (one stop each, with an address and a window), their deliveries, groups, history and
// photos. Who carries a task is not its business: that is membership of a task list, in package dispatch, which it only reads.
//
// Tables: deliveries, task_groups, tasks, task_events, task_images. Events: events.go.
package delivery
