package vroom

import (
	"bytes"
	"encoding/json"
)

// Answer is what is sent back. Its keys are VROOM's, and reason.
type Answer struct {
	Code       Code     `json:"code"`
	Error      string   `json:"error,omitempty"`
	Summary    *Summary `json:"summary,omitempty"`
	Unassigned *[]Left  `json:"unassigned,omitempty"`
	Routes     *[]Route `json:"routes,omitempty"`
}

// Totals are what routes and the whole answer are summed up to. Times are in seconds, distances in metres.
type Totals struct {
	Cost        int64   `json:"cost"`
	Delivery    []int64 `json:"delivery,omitempty"`
	Amount      []int64 `json:"amount,omitempty"` // delivery, for clients of long ago
	Pickup      []int64 `json:"pickup,omitempty"`
	Setup       int64   `json:"setup"`
	Service     int64   `json:"service"`
	Duration    int64   `json:"duration"` // on the way
	WaitingTime int64   `json:"waiting_time"`
	Priority    int64   `json:"priority"`
	Distance    *int64  `json:"distance,omitempty"`
}

// Summary is the whole answer in numbers.
type Summary struct {
	Totals
	Routes         int            `json:"routes"`
	Unassigned     int            `json:"unassigned"`
	Violations     []Violation    `json:"violations"`
	ComputingTimes ComputingTimes `json:"computing_times"`
}

// ComputingTimes are in milliseconds.
type ComputingTimes struct {
	Loading int64  `json:"loading"`
	Solving int64  `json:"solving"`
	Routing *int64 `json:"routing,omitempty"`
}

// Place is where a step is; keys that the request did not name are missing.
type Place struct {
	Location      []float64 `json:"location,omitempty"`
	LocationIndex *uint32   `json:"location_index,omitempty"`
}

// Left is a task that found no place.
type Left struct {
	ID   uint64 `json:"id"`
	Type string `json:"type"`
	Place
	Description *string `json:"description,omitempty"`
	Reason      string  `json:"reason,omitempty"`
}

// Route is the work of one vehicle.
type Route struct {
	in      *vehicleIn
	Vehicle uint64 `json:"vehicle"`
	Totals
	Steps       []Step      `json:"steps"`
	Violations  []Violation `json:"violations"`
	Description *string     `json:"description,omitempty"`
	Geometry    string      `json:"geometry,omitempty"`
}

// Step is a start, an end, a task or a break. Duration and Distance are those of the way so far; Load is what is on board after it.
type Step struct {
	Type string `json:"type"`
	Place
	ID          *uint64     `json:"id,omitempty"`
	Setup       int64       `json:"setup"`
	Service     int64       `json:"service"`
	WaitingTime int64       `json:"waiting_time"`
	Job         *uint64     `json:"job,omitempty"` // the id of a job, for clients of long ago
	Load        []int64     `json:"load,omitempty"`
	Arrival     uint64      `json:"arrival"`
	Duration    int64       `json:"duration"`
	Distance    *int64      `json:"distance,omitempty"`
	Violations  []Violation `json:"violations"`
	Description *string     `json:"description,omitempty"`
}

// Violation is a constraint that a given plan breaks.
type Violation struct {
	Cause    string `json:"cause"`
	Duration int64  `json:"duration,omitempty"`
}

// JSON is the answer as it is sent.
func (a *Answer) JSON() []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(a); err != nil { // a number that JSON has no word for
		return []byte(`{"code":1,"error":"the answer cannot be written"}` + "\n")
	}
	return out.Bytes()
}

// add counts another's totals in.
func (t *Totals) add(o *Totals) {
	t.Cost += o.Cost
	t.Setup += o.Setup
	t.Service += o.Service
	t.Duration += o.Duration
	t.WaitingTime += o.WaitingTime
	t.Priority += o.Priority
	for d := range o.Delivery {
		t.Delivery[d] += o.Delivery[d]
		t.Pickup[d] += o.Pickup[d]
	}
	if t.Distance != nil && o.Distance != nil {
		*t.Distance += *o.Distance
	}
}
