package road

import (
	"slices"
	"strconv"
	"strings"

	"pignon.coop/road/extract"
)

// verdict is what a place's access tags say.
type verdict uint8

const (
	silent verdict = iota
	allowed
	denied
	onFoot // explicitly to be pushed
)

// verdictOf reads the access keys from the general to the particular. explicit tells that the most particular key decided.
func (p *Profile) verdictOf(tags extract.Tags) (v verdict, explicit bool) {
	for i, key := range p.Access {
		value := tags.Value(key)
		switch {
		case value == "dismount":
			v = onFoot
		case slices.Contains(p.Allowed, value):
			v = allowed
		case slices.Contains(p.Denied, value):
			v = denied
		default:
			continue
		}
		explicit = i == len(p.Access)-1
	}
	return v, explicit
}

// mayWalk tells whether a person on foot may pass; said tells that a tag grants it expressly.
func mayWalk(tags extract.Tags) (ok, said bool) {
	switch foot := tags.Value("foot"); foot {
	case "yes", "designated", "permissive", "official", "destination", "customers":
		return true, true
	case "":
		switch tags.Value("access") {
		case "no", "private", "permit", "agricultural", "forestry", "military":
			return false, false
		}
	default:
		return false, false
	}
	for _, key := range [...]string{"sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"} {
		switch tags.Value(key) {
		case "yes", "both", "left", "right":
			return true, true
		}
	}
	return true, false
}

// speeds gives the speed in km/h along a street and against its drawing direction; 0 where the vehicle may not go.
func (p *Profile) speeds(tags extract.Tags) (forward, backward float64) {
	if slices.Contains(p.Barred, tags.Value("highway")) {
		return 0, 0
	}
	ride := p.capped(p.rideSpeed(tags), tags)
	push := p.pushSpeed(tags)
	withIt, againstIt := p.directions(tags)
	forward, backward = push, push
	if withIt {
		forward = max(ride, push)
	}
	if againstIt {
		backward = max(ride, push)
	}
	return forward, backward
}

// rideSpeed is the speed by class of street, 0 where riding is not permitted.
func (p *Profile) rideSpeed(tags extract.Tags) float64 {
	v, explicit := p.verdictOf(tags)
	switch {
	case v == denied || v == onFoot:
		return 0
	case tags.Value("motorroad") == "yes" && !explicit:
		return 0
	case class(tags) == "ferry":
		if kmh := number(tags.Value(ferrySpeed)); kmh > 0 {
			return kmh
		}
		return p.Ferry
	}
	if kmh, ok := p.Highways[tags.Value("highway")]; ok {
		return kmh
	}
	if v == allowed && explicit && tags.Value("highway") != "steps" {
		return p.Other
	}
	return 0
}

// pushSpeed is the speed on foot, 0 where walking is not permitted or the vehicle cannot be pushed.
func (p *Profile) pushSpeed(tags extract.Tags) float64 {
	ok, said := mayWalk(tags)
	v, _ := p.verdictOf(tags)
	if !ok || p.Walk == 0 {
		return 0
	}
	if kmh, listed := p.Push[class(tags)]; listed {
		return kmh
	}
	if (said || v == onFoot) && class(tags) != "ferry" && tags.Value("motorroad") != "yes" {
		return p.Walk
	}
	return 0
}

func class(tags extract.Tags) string {
	if highway := tags.Value("highway"); highway != "" {
		return highway
	}
	if tags.Value("man_made") == "pier" {
		return "pier"
	}
	if tags.Value("route") == "ferry" {
		return "ferry"
	}
	return "platform"
}

// capped lowers a riding speed to what surface and signs permit.
func (p *Profile) capped(kmh float64, tags extract.Tags) float64 {
	lower := func(limit float64, ok bool) {
		if ok && limit > 0 {
			kmh = min(kmh, limit)
		}
	}
	limit, ok := p.Surfaces[tags.Value("surface")]
	lower(limit, ok)
	limit, ok = p.Smoothness[tags.Value("smoothness")]
	lower(limit, ok)
	limit, ok = p.Tracktypes[tags.Value("tracktype")]
	lower(limit, ok)
	if sign := tags.Value("maxspeed"); sign != "" {
		limit = number(strings.TrimSuffix(sign, " mph"))
		if strings.HasSuffix(sign, " mph") {
			limit *= 1.609344
		}
		lower(limit, true)
	}
	return kmh
}

// number reads a plain positive number; anything else is 0.
func number(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n < 1000) {
		return 0
	}
	return n
}

// directions tells whether one may ride along a street and against its drawing direction.
func (p *Profile) directions(tags extract.Tags) (with, against bool) {
	with, against = true, true
	switch tags.Value("junction") {
	case "roundabout", "circular":
		against = false
	}
	particular := ""
	for _, key := range p.Oneway {
		switch tags.Value(key) {
		case "yes", "true", "1":
			with, against = true, false
		case "-1", "reverse":
			with, against = false, true
		case "no", "false", "0", "reversible", "alternating":
			with, against = true, true
		default:
			continue
		}
		particular = key
	}
	decided := len(p.Oneway) > 1 && particular == p.Oneway[len(p.Oneway)-1]
	if !decided && p.contraflow(tags) {
		return true, true
	}
	return with, against
}

// contraflow tells whether a cycleway lifts a one-way sign.
func (p *Profile) contraflow(tags extract.Tags) bool {
	for _, key := range [...]string{"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"} {
		value := tags.Value(key)
		if slices.Contains(p.Contraflow, value) {
			return true
		}
		oneway := tags.Value(key + ":oneway")
		if len(p.Contraflow) > 0 && value != "" && value != "no" && (oneway == "-1" || oneway == "no") {
			return true
		}
	}
	return false
}

// passage gives the seconds that a tagged junction costs; ok is false where the vehicle cannot pass.
func (p *Profile) passage(tags extract.Tags) (seconds float64, ok bool) {
	if tags.Value("highway") == "traffic_signals" {
		seconds = p.Signal
	}
	barrier := tags.Value("barrier")
	v, _ := p.verdictOf(tags)
	walk, said := mayWalk(tags)
	cost, known := p.Barriers[barrier]
	switch {
	case v == allowed:
		return seconds + cost, true
	case v == onFoot, v == denied && walk && said && p.Walk > 0:
		return seconds + cost + 5, true
	case v == denied:
		return 0, false
	case barrier == "":
		return seconds, true
	}
	return seconds + cost, known && tags.Value("locked") != "yes"
}

// binds tells whether a turn restriction binds the vehicle, and whether it forbids the turn or all others.
func (p *Profile) binds(tags extract.Tags) (only, ok bool) {
	for _, free := range strings.Split(tags.Value("except"), ";") {
		if slices.Contains(p.Exempt, strings.TrimSpace(free)) {
			return false, false
		}
	}
	kind := ""
	for _, key := range p.Restriction {
		if value := tags.Value(key); value != "" {
			kind = value
		}
	}
	switch {
	case strings.HasPrefix(kind, "only_"):
		return true, true
	case strings.HasPrefix(kind, "no_"):
		return false, true
	}
	return false, false
}
