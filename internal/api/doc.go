// Package api is our own JSON under /v1, for our screens and for new integrators: snapshots with versions, `can` lists that say what the
// caller may do now, problem+json errors with stable codes, and an OpenAPI document made from the code. It only translates between JSON and
// the use cases. One file per resource; routes.go lists them.
package api
