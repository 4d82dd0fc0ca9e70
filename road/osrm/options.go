package osrm

// options are those of all services; each service reads its own.
type options struct {
	// Of all services; the lists have one item for each coordinate, or none.
	bearings      []*direction
	radiuses      []float64 // in metres, negative: not limited here
	hints         []string
	approaches    []approach
	exclude       []string
	snapAny       bool
	hintless      bool // generate_hints=false
	skipWaypoints bool

	// Of those that draw routes.
	alternatives int
	steps        bool
	annotations  annotation
	geometries   geometry
	overview     overview
	straight     continuing
	waypoints    []int
	language     string // of instructions, which are left out without one

	sources, destinations []int // nil: all
	measures              annotation
	fallbackSpeed         float64 // metres per second, 0: none
	fallbackSnapped       bool
	scale                 float64

	number int

	timestamps []int
	gapsIgnore bool
	tidy       bool

	openEnded   bool // roundtrip=false
	firstSource bool
	lastTarget  bool
}

func defaults() options {
	return options{number: 1, scale: 1, measures: durations}
}

// direction is a wanted bearing, in degrees from north by east, and how far to either side of it one may be.
type direction struct{ bearing, spread int }

type approach uint8

const (
	unrestricted approach = iota
	curb
	opposite
)

// annotation is a set of measures.
type annotation uint8

const (
	durations annotation = 1 << iota
	distances
	speeds
	weights
	nodes
	datasources

	allAnnotations = durations | distances | speeds | weights | nodes | datasources
)

type geometry uint8

const (
	polyline5 geometry = iota
	polyline6
	geoJSON
)

type overview uint8

const (
	simplified overview = iota
	full
	without
)

type continuing uint8

const (
	byProfile continuing = iota
	straightOn
	freely
)

// reader reads the value of one option.
type reader func(o *options, s *scanner) bool

// optionOf finds the reader of a service's option; nil where it has none of that name.
func optionOf(service, name string) reader {
	if r := sharedOption(name); r != nil {
		return r
	}
	switch service {
	case "route":
		return firstOf(routeOption(name), drawingOption(name))
	case "table":
		return tableOption(name)
	case "nearest":
		if name == "number" {
			return func(o *options, s *scanner) bool { return s.naturalInto(&o.number) }
		}
	case "match":
		return firstOf(matchOption(name), drawingOption(name))
	case "trip":
		return firstOf(tripOption(name), drawingOption(name))
	}
	return nil
}

func firstOf(a, b reader) reader {
	if a != nil {
		return a
	}
	return b
}

func sharedOption(name string) reader {
	switch name {
	case "bearings":
		return readBearings
	case "radiuses":
		return readRadiuses
	case "hints":
		return readHints
	case "approaches":
		return readApproaches
	case "exclude":
		return readExclude
	case "snapping":
		return func(o *options, s *scanner) bool { return s.choice(&o.snapAny, "any", "default") }
	case "generate_hints":
		return func(o *options, s *scanner) bool { return s.choice(&o.hintless, "false", "true") }
	case "skip_waypoints":
		return func(o *options, s *scanner) bool { return s.truth(&o.skipWaypoints) }
	}
	return nil
}

// choice reads one of two words; the first sets the value.
func (s *scanner) choice(value *bool, set, unset string) bool {
	i, found := s.among(set, unset)
	*value = i == 0
	return found
}

func (s *scanner) naturalInto(value *int) bool {
	n, found := s.natural()
	*value = n
	return found
}

func readBearings(o *options, s *scanner) bool {
	o.bearings = nil
	return s.list(";", func() bool {
		if s.atValueEnd() {
			o.bearings = append(o.bearings, nil)
			return true
		}
		d := &direction{spread: 10}
		o.bearings = append(o.bearings, d)
		if !s.naturalInto(&d.bearing) {
			return false
		}
		return !s.skip(",") || s.naturalInto(&d.spread)
	})
}

func readRadiuses(o *options, s *scanner) bool {
	o.radiuses = nil
	return s.list(";", func() bool {
		radius := -1.0
		if !s.atValueEnd() && !s.skip("unlimited") {
			var found bool
			if radius, found = s.number(); !found || radius < 0 {
				return false
			}
		}
		o.radiuses = append(o.radiuses, radius)
		return true
	})
}

func readHints(o *options, s *scanner) bool {
	o.hints = nil
	return s.list(";", func() bool {
		o.hints = append(o.hints, s.while(func(c byte) bool {
			return letter(c) || digit(c) || c == '-' || c == '_' || c == '='
		}))
		return true
	})
}

func readApproaches(o *options, s *scanner) bool {
	o.approaches = nil
	return s.list(";", func() bool {
		if s.atValueEnd() {
			o.approaches = append(o.approaches, unrestricted)
			return true
		}
		i, found := s.among("unrestricted", "curb", "opposite")
		o.approaches = append(o.approaches, approach(i))
		return found
	})
}

func readExclude(o *options, s *scanner) bool {
	o.exclude = nil
	return s.list(",", func() bool {
		class := s.while(func(c byte) bool { return letter(c) || digit(c) })
		o.exclude = append(o.exclude, class)
		return class != ""
	})
}
