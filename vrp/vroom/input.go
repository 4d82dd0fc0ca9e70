package vroom

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// request is the input as its JSON has it. Keys that VROOM does not know are ignored, as VROOM does.
type request struct {
	jobs      []*jobIn
	shipments []*shipmentIn
	vehicles  []*vehicleIn
	matrices  map[string]matricesIn
	options   Wishes
}

// Wishes are the options that a request may carry for itself, by the letters of VROOM's command line.
type Wishes struct {
	Geometry bool     `json:"g"`
	Plan     bool     `json:"c"`
	Threads  *int     `json:"t"`
	Explore  *int     `json:"x"`
	Limit    *float64 `json:"l"` // seconds
}

type outline struct {
	Jobs      []json.RawMessage     `json:"jobs"`
	Shipments []json.RawMessage     `json:"shipments"`
	Vehicles  []json.RawMessage     `json:"vehicles"`
	Matrices  map[string]matricesIn `json:"matrices"`
	Matrix    json.RawMessage       `json:"matrix"` // durations of the profile "car", in files of long ago
	Options   Wishes                `json:"options"`
}

type matricesIn struct {
	Durations json.RawMessage `json:"durations"`
	Distances json.RawMessage `json:"distances"`
	Costs     json.RawMessage `json:"costs"`
}

// stopIn is what jobs and both ends of shipments have in common.
type stopIn struct {
	ID             *uint64           `json:"id"`
	Description    *string           `json:"description"`
	Location       []float64         `json:"location"`
	LocationIndex  *uint32           `json:"location_index"`
	Setup          uint32            `json:"setup"`
	Service        uint32            `json:"service"`
	SetupPerType   map[string]uint32 `json:"setup_per_type"`
	ServicePerType map[string]uint32 `json:"service_per_type"`
	TimeWindows    [][]uint64        `json:"time_windows"`
}

type jobIn struct {
	stopIn
	Delivery []uint32 `json:"delivery"`
	Amount   []uint32 `json:"amount"` // delivery, in files of long ago
	Pickup   []uint32 `json:"pickup"`
	Skills   []uint32 `json:"skills"`
	Priority uint32   `json:"priority"`
}

type shipmentIn struct {
	Pickup   *stopIn  `json:"pickup"`
	Delivery *stopIn  `json:"delivery"`
	Amount   []uint32 `json:"amount"`
	Skills   []uint32 `json:"skills"`
	Priority uint32   `json:"priority"`
}

type vehicleIn struct {
	ID            *uint64   `json:"id"`
	Profile       *string   `json:"profile"`
	Description   *string   `json:"description"`
	Start         []float64 `json:"start"`
	StartIndex    *uint32   `json:"start_index"`
	End           []float64 `json:"end"`
	EndIndex      *uint32   `json:"end_index"`
	Capacity      []uint32  `json:"capacity"`
	Costs         costsIn   `json:"costs"`
	Skills        []uint32  `json:"skills"`
	Type          *string   `json:"type"`
	TimeWindow    []uint64  `json:"time_window"`
	Breaks        []breakIn `json:"breaks"`
	SpeedFactor   *float64  `json:"speed_factor"`
	MaxTasks      *uint32   `json:"max_tasks"`
	MaxTravelTime *uint32   `json:"max_travel_time"`
	MaxDistance   *uint32   `json:"max_distance"`
	Steps         []stepIn  `json:"steps"`
}

// profile is the vehicle's, VROOM's default if it names none.
func (v *vehicleIn) profile() string {
	if v.Profile == nil {
		return "car"
	}
	return *v.Profile
}

type costsIn struct {
	Fixed       uint32  `json:"fixed"`
	PerHour     *uint32 `json:"per_hour"`
	PerKm       uint32  `json:"per_km"`
	PerTaskHour uint32  `json:"per_task_hour"`
}

type breakIn struct {
	ID          *uint64    `json:"id"`
	TimeWindows [][]uint64 `json:"time_windows"`
	Service     uint32     `json:"service"`
	Description *string    `json:"description"`
	MaxLoad     []uint32   `json:"max_load"`
}

type stepIn struct {
	Type          string  `json:"type"`
	ID            *uint64 `json:"id"`
	ServiceAt     *uint64 `json:"service_at"`
	ServiceAfter  *uint64 `json:"service_after"`
	ServiceBefore *uint64 `json:"service_before"`
}

// read parses a request and tells what cannot be understood: which task or vehicle, which key.
func read(body []byte) (*request, error) {
	var in outline
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&in); err != nil {
		return nil, wrong("the input %s", explained(err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, wrong("the input goes on after its last brace, at byte %d", decoder.InputOffset())
	}
	if in.Jobs == nil && in.Shipments == nil {
		return nil, wrong("the input has neither jobs nor shipments: give at least one of the two lists")
	}
	if len(in.Vehicles) == 0 {
		return nil, wrong("the input has no vehicles: give a list of at least one")
	}
	r := &request{matrices: in.Matrices, options: in.Options}
	if r.matrices == nil && in.Matrix != nil {
		r.matrices = map[string]matricesIn{"car": {Durations: in.Matrix}}
	}
	var err error
	if r.jobs, err = readAll[jobIn]("job", in.Jobs); err != nil {
		return nil, err
	}
	if r.shipments, err = readAll[shipmentIn]("shipment", in.Shipments); err != nil {
		return nil, err
	}
	if r.vehicles, err = readAll[vehicleIn]("vehicle", in.Vehicles); err != nil {
		return nil, err
	}
	return r, r.checkNames()
}

// readAll parses the items of a list.
func readAll[T any](kind string, list []json.RawMessage) ([]*T, error) {
	out := make([]*T, len(list))
	for i, raw := range list {
		if err := json.Unmarshal(raw, &out[i]); err != nil {
			return nil, wrong("%s %s", nameOf(kind, i, raw), explained(err))
		}
		if out[i] == nil {
			return nil, wrong("%s number %d of the list is null", kind, i)
		}
	}
	return out, nil
}

// nameOf names an item that cannot be read by its id, or by its number in the list if it has none.
func nameOf(kind string, i int, raw json.RawMessage) string {
	var named struct{ ID json.Number }
	if json.Unmarshal(raw, &named) == nil && named.ID != "" {
		return kind + " " + string(named.ID)
	}
	return fmt.Sprintf("%s number %d of the list", kind, i)
}

// explained says what the parser found wrong.
func explained(err error) string {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return "is no JSON: " + err.Error()
	}
	key := mismatch.Field[strings.LastIndexByte(mismatch.Field, ' ')+1:]
	if key == "" {
		return fmt.Sprintf("is a JSON %s and cannot be read", mismatch.Value)
	}
	return fmt.Sprintf("has a %s under %q: %s is wanted", mismatch.Value, strings.TrimPrefix(key, "stopIn."), wanted(mismatch.Type.String()))
}

// wanted says in JSON's words what a Go type stands for.
func wanted(kind string) string {
	switch {
	case strings.HasPrefix(kind, "[]"):
		return "an array"
	case strings.HasPrefix(kind, "uint"):
		return "a whole number from 0 to 2^" + strings.TrimPrefix(kind, "uint") + "-1"
	case kind == "float64" || kind == "int":
		return "a number"
	case kind == "bool":
		return "true or false"
	case kind == "string":
		return "a string"
	}
	return "an object"
}

// checkNames makes sure that everything has an id, and none twice.
func (r *request) checkNames() error {
	jobs, pickups, deliveries := names{"job", nil}, names{"pickup of a shipment, with the id", nil}, names{"delivery of a shipment, with the id", nil}
	for i, j := range r.jobs {
		if err := jobs.add(j.ID, i); err != nil {
			return err
		}
	}
	for i, s := range r.shipments {
		if s.Pickup == nil || s.Delivery == nil {
			return wrong("shipment number %d of the list needs both a pickup and a delivery", i)
		}
		if err := first(pickups.add(s.Pickup.ID, i), deliveries.add(s.Delivery.ID, i)); err != nil {
			return err
		}
	}
	for i, v := range r.vehicles {
		if v.ID == nil {
			return wrong("vehicle number %d of the list has no id", i)
		}
		breaks := names{"vehicle " + number(v.ID) + ": break", nil}
		for k := range v.Breaks {
			if err := breaks.add(v.Breaks[k].ID, k); err != nil {
				return err
			}
		}
	}
	return nil
}

// names are the ids of one kind.
type names struct {
	kind string
	seen map[uint64]bool
}

func (n *names) add(id *uint64, i int) error {
	if id == nil {
		return wrong("%s: number %d of the list has no id", n.kind, i)
	}
	if n.seen[*id] {
		return wrong("%s %d comes twice", n.kind, *id)
	}
	if n.seen == nil {
		n.seen = map[uint64]bool{}
	}
	n.seen[*id] = true
	return nil
}

func number(id *uint64) string { return strconv.FormatUint(*id, 10) }

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
