package osrm

// drawingOption finds the options of every service that draws routes.
func drawingOption(name string) reader {
	switch name {
	case "steps":
		return func(o *options, s *scanner) bool { return s.truth(&o.steps) }
	case "annotations":
		return readAnnotations
	case "geometries":
		return func(o *options, s *scanner) bool {
			i, found := s.among("polyline6", "polyline", "geojson")
			o.geometries = [...]geometry{polyline6, polyline5, geoJSON}[i]
			return found
		}
	case "overview":
		return func(o *options, s *scanner) bool {
			i, found := s.among("simplified", "full", "false")
			o.overview = overview(i)
			return found
		}
	case "continue_straight":
		return func(o *options, s *scanner) bool {
			i, found := s.among("default", "true", "false")
			o.straight = continuing(i)
			return found
		}
	case "language":
		return func(o *options, s *scanner) bool {
			i, found := s.among("fr", "en")
			o.language = [...]string{"fr", "en"}[i]
			return found
		}
	case "waypoints":
		return func(o *options, s *scanner) bool { return s.numbers(&o.waypoints) }
	}
	return nil
}

func readAnnotations(o *options, s *scanner) bool {
	if i, found := s.among("true", "false"); found {
		o.annotations = [...]annotation{allAnnotations, 0}[i]
		return true
	}
	o.annotations = 0
	return s.list(",", func() bool {
		i, found := s.among("duration", "distance", "speed", "weight", "nodes", "datasources")
		o.annotations |= 1 << i
		return found
	})
}

// numbers reads naturals between semicolons.
func (s *scanner) numbers(into *[]int) bool {
	*into = []int{}
	return s.list(";", func() bool {
		n, found := s.natural()
		*into = append(*into, n)
		return found
	})
}

func routeOption(name string) reader {
	if name != "alternatives" {
		return nil
	}
	return func(o *options, s *scanner) bool {
		if i, found := s.among("true", "false"); found {
			o.alternatives = 1 - i
			return true
		}
		return s.naturalInto(&o.alternatives)
	}
}

func tableOption(name string) reader {
	switch name {
	case "sources":
		return func(o *options, s *scanner) bool { return s.indexes(&o.sources) }
	case "destinations":
		return func(o *options, s *scanner) bool { return s.indexes(&o.destinations) }
	case "annotations":
		return readMeasures
	case "fallback_speed":
		return func(o *options, s *scanner) bool { return s.positive(&o.fallbackSpeed) }
	case "fallback_coordinate":
		return func(o *options, s *scanner) bool { return s.choice(&o.fallbackSnapped, "snapped", "input") }
	case "scale_factor":
		return func(o *options, s *scanner) bool { return s.positive(&o.scale) }
	}
	return nil
}

// indexes reads "all" or numbers of coordinates.
func (s *scanner) indexes(into *[]int) bool {
	if s.skip("all") {
		*into = nil
		return true
	}
	return s.numbers(into)
}

func readMeasures(o *options, s *scanner) bool {
	o.measures = 0
	return s.list(",", func() bool {
		i, found := s.among("duration", "distance")
		o.measures |= 1 << i
		return found
	})
}

// positive reads a number; whether it is above zero is for check to say.
func (s *scanner) positive(value *float64) bool {
	n, found := s.number()
	if *value = n; n == 0 {
		*value = -1
	}
	return found
}

func matchOption(name string) reader {
	switch name {
	case "timestamps":
		return func(o *options, s *scanner) bool { return s.numbers(&o.timestamps) }
	case "gaps":
		return func(o *options, s *scanner) bool { return s.choice(&o.gapsIgnore, "ignore", "split") }
	case "tidy":
		return func(o *options, s *scanner) bool { return s.truth(&o.tidy) }
	}
	return nil
}

func tripOption(name string) reader {
	switch name {
	case "roundtrip":
		return func(o *options, s *scanner) bool { return s.choice(&o.openEnded, "false", "true") }
	case "source":
		return func(o *options, s *scanner) bool { return s.choice(&o.firstSource, "first", "any") }
	case "destination":
		return func(o *options, s *scanner) bool { return s.choice(&o.lastTarget, "last", "any") }
	}
	return nil
}
