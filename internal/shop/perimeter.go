package shop

import (
	"fmt"

	"pignon.coop/internal/expression"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
)

// Way is what a perimeter looks at: how far an address is from the restaurant by road, and where it lies.
type Way struct {
	Distance float64 // metres by road
	Dropoff  geo.Point
	// InZone tells whether the drop-off lies in the zone of a name; known is false when there is no such zone. nil: there are no zones.
	InZone func(name string, p geo.Point) (inside, known bool)
}

// Delivers tells whether an address at the end of this way lies in the restaurant's perimeter. A perimeter that cannot be read holds nobody.
func (r Restaurant) Delivers(w Way) bool { return inPerimeter(r.Perimeter, w) }

func inPerimeter(perimeter string, w Way) bool {
	e, err := expression.Parse(perimeter)
	if err != nil {
		return false
	}
	inside, err := e.True(w.env())
	return err == nil && inside
}

// checkPerimeter refuses a text that is no perimeter, with the words of the first thing wrong in it.
func checkPerimeter(text string) error {
	e, err := expression.Parse(text)
	if err == nil {
		_, err = e.Eval(Way{}.env())
	}
	if err != nil {
		return fail.At("deliveryPerimeterExpression", "restaurant.perimeter.unreadable", "why", err.Error())
	}
	return nil
}

func (w Way) env() expression.Env {
	zone := func(otherwise, wanted bool) func([]expression.Value) (expression.Value, error) {
		return func(args []expression.Value) (expression.Value, error) {
			if len(args) != 2 {
				return nil, fmt.Errorf("in_zone and out_zone take an address and the name of a zone")
			}
			p, ok := args[0].(geo.Point)
			name, _ := args[1].(string)
			if !ok {
				return false, nil
			}
			if w.InZone == nil {
				return otherwise, nil
			}
			inside, known := w.InZone(name, p)
			if !known {
				return otherwise, nil
			}
			return inside == wanted, nil
		}
	}
	return expression.Env{
		Names: map[string]expression.Value{
			"distance": w.Distance,
			"dropoff":  expression.Record{"address": w.Dropoff},
		},
		Functions: map[string]func([]expression.Value) (expression.Value, error){"in_zone": zone(false, true), "out_zone": zone(true, false)},
	}
}
