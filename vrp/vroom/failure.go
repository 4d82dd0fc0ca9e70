package vroom

import "fmt"

// Code is what an answer's "code" says.
type Code int

// The codes of VROOM and of its HTTP server.
const (
	OK Code = iota
	Internal
	Input
	Routing
	TooLarge
)

// Failure is a refusal in words for whoever wrote the request.
type Failure struct {
	Code    Code
	Message string
}

func (f *Failure) Error() string { return f.Message }

// tooMany is the refusal of a request that is too large.
func tooMany(what string, n, most int) *Failure {
	return &Failure{TooLarge, fmt.Sprintf("Too many %s (%d) in query, maximum is set to %d", what, n, most)}
}

// wrong is a failure of the input.
func wrong(format string, args ...any) *Failure { return &Failure{Input, fmt.Sprintf(format, args...)} }
