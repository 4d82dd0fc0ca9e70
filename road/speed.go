package road

import (
	"strconv"
	"strings"

	"pignon.coop/road/extract"
)

// capped lowers a speed to what surface, signs and the vehicle permit.
func (p *Profile) capped(kmh float64, r reading) float64 {
	if signed := signedSpeed(r.value("maxspeed")) * p.MaxSpeedShare; signed > 0 {
		switch {
		case p.MaxSpeed == "take" && class(r.tags) != "steps":
			kmh = signed
		case p.MaxSpeed != "ignore":
			kmh = min(kmh, signed)
		}
	}
	kmh = lowest(p.Surfaces, r.tags.Value("surface"), kmh)
	kmh = lowest(p.Smoothness, r.tags.Value("smoothness"), kmh)
	kmh = lowest(p.Tracktypes, r.tags.Value("tracktype"), kmh)
	if p.TopSpeed > 0 {
		kmh = min(kmh, p.TopSpeed)
	}
	return kmh
}

// lowest caps a speed by a table, and by each of several values.
func lowest(caps map[string]float64, values string, kmh float64) float64 {
	for values != "" {
		var value string
		value, values, _ = strings.Cut(values, ";")
		if limit, ok := caps[strings.TrimSpace(value)]; ok {
			kmh = min(kmh, limit)
		}
	}
	return kmh
}

// signedSpeed reads a speed sign in km/h: a number, one of miles, walking pace, or a rule's name such as "FR:urban". 0 is no limit.
func signedSpeed(sign string) float64 {
	if sign == "" {
		return 0
	}
	if miles, ok := strings.CutSuffix(sign, "mph"); ok {
		return numberOf(strings.TrimSpace(miles)) * 1.609344
	}
	if kmh := numberOf(strings.TrimSpace(strings.TrimSuffix(sign, "km/h"))); kmh > 0 {
		return kmh
	}
	_, rule, named := strings.Cut(sign, ":")
	switch {
	case sign == "walk", rule == "walk", rule == "living_street":
		return 7
	case named && strings.HasPrefix(rule, "zone"):
		return numberOf(strings.TrimPrefix(strings.TrimPrefix(rule, "zone"), ":"))
	case rule == "urban":
		return 50
	}
	return 0
}

// numberOf reads a plain positive number; anything else is 0.
func numberOf(s string) float64 {
	if s == "" {
		return 0
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n < 1000) {
		return 0
	}
	return n
}

// fits tells whether the vehicle is narrow enough for the street, and the street not too steep for it.
func (p *Profile) fits(r reading, forward bool) bool {
	if p.Width > 0 {
		for _, key := range [...]string{"maxwidth", "maxwidth:physical", "width"} {
			if metres := numberOf(strings.TrimSuffix(r.value(key), " m")); metres > 0 && metres < p.Width {
				return false
			}
		}
	}
	if p.Steepest == 0 {
		return true
	}
	percent, known := inclineOf(r.tags)
	if !forward {
		percent = -percent
	}
	return !known || percent <= p.Steepest
}

// inclineOf is the slope in percent that is tagged on a street, in drawing direction. "up" and "down" tell no slope.
func inclineOf(tags extract.Tags) (percent float64, ok bool) {
	digits, percentSign := strings.CutSuffix(strings.TrimSpace(tags.Value("incline")), "%")
	if !percentSign {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	return n, err == nil && n >= -100 && n <= 100
}
