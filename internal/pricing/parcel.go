package pricing

import (
	"fmt"
	"time"

	"pignon.coop/internal/expression"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/money"
)

// Parcel is all that a price may depend on: the delivery, and the time and the map around it.
type Parcel struct {
	Distance    int64 // metres of the way through the stops
	Stops       []Stop
	ItemsTotal  money.Amount // of the goods of a food order
	Supplements []Supplement
	Now         time.Time
	Zone        *time.Location // whose days count; nil is UTC
	Zones       Zones
}

// Stop is one place of the delivery, in its order. What is not known is zero.
type Stop struct {
	Type      string // PICKUP or DROPOFF
	Cancelled bool
	Place     *Place
	Created   time.Time
	After     time.Time
	Before    time.Time
	Doorstep  bool
	Weight    *int64 // grams
	Packages  []Packages
	TimeSlot  string // the path of the slot that the window is a choice of
}

// Place is where a stop is.
type Place struct {
	Name  string
	Point geo.Point
}

// Packages are so many packages of one kind.
type Packages struct {
	Name      string
	Quantity  int64
	MaxVolume int64 // units that one of them takes at most
}

// Supplement is a rule that a person charges by hand, with the quantity that they gave.
type Supplement struct {
	RuleID   int64 `json:"ruleId"`
	Quantity int64 `json:"quantity"`
}

const (
	pickup  = "PICKUP"
	dropoff = "DROPOFF"
)

// Attribute reads what conditions may know of a stop.
func (s *Stop) Attribute(name string) (expression.Value, bool) {
	switch name {
	case "type":
		return s.Type, true
	case "address":
		if s.Place == nil {
			return nil, true
		}
		return s.Place, true
	case "createdAt":
		return written(s.Created), true
	case "after":
		return written(s.After), true
	case "before":
		return written(s.Before), true
	case "doorstep":
		return s.Doorstep, true
	}
	return nil, false
}

// written is an instant as conditions see it, null when it is not known.
func written(t time.Time) expression.Value {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.RFC3339)
}

type load []Packages

// Call answers what conditions may ask of packages.
func (l load) Call(method string, args []expression.Value) (expression.Value, error) {
	if method == "totalVolumeUnits" && len(args) == 0 {
		return l.volume(), nil
	}
	if len(args) != 1 || method != "quantity" && method != "containsAtLeastOne" {
		return nil, fmt.Errorf("packages know quantity(name), containsAtLeastOne(name) and totalVolumeUnits()")
	}
	name, _ := args[0].(string)
	if method == "quantity" {
		return l.quantity(name), nil
	}
	return l.quantity(name) > 0, nil
}

func (l load) quantity(name string) (n int64) {
	for _, p := range l {
		if p.Name == name {
			n += p.Quantity
		}
	}
	return n
}

func (l load) volume() (units int64) {
	for _, p := range l {
		units += p.Quantity * p.MaxVolume
	}
	return units
}

// cargo is what the stops that are not cancelled carry together: packages, and the weight, nil when none has one.
func (p *Parcel) cargo() (all load, weight *int64) {
	for i := range p.Stops {
		s := &p.Stops[i]
		if s.Cancelled {
			continue
		}
		all = append(all, s.Packages...)
		if s.Weight == nil {
			continue
		}
		if weight == nil {
			weight = new(int64)
		}
		*weight += *s.Weight
	}
	return all, weight
}

// ends are the first pick-up and the last drop-off, empty where there is none.
func (p *Parcel) ends() (first, last *Stop) {
	for i := range p.Stops {
		switch s := &p.Stops[i]; {
		case s.Type == pickup && first == nil:
			first = s
		case s.Type == dropoff:
			last = s
		}
	}
	return orEmpty(first), orEmpty(last)
}

func orEmpty(s *Stop) *Stop {
	if s == nil {
		return &Stop{}
	}
	return s
}
