// Package dialect answers CoopCycle's HTTP contract under /api to the letter, for the phone app, plug-ins and integrations that exist. It only
// translates between that JSON and the use cases: it holds no rule, no query and no state. One file per resource; routes.go lists them.
package dialect
