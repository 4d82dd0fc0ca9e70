package road

import (
	"slices"

	"pignon.coop/road/extract"
)

// wayCost is what a street costs a vehicle in both directions, for its tags at a time. Timed tells that another time may say otherwise.
type wayCost struct {
	Forward, Backward lane
	Timed             bool
}

// lane is one direction of a street.
type lane struct {
	Kmh    float64 // 0 where the vehicle may not go
	Factor float64 // weight is time times this
	Mode   Mode
}

// Mode is how one moves along a street.
type Mode uint8

// The modes.
const (
	Closed  Mode = iota // not at all
	Riding              // as the profile's vehicle goes; for pedestrians this is walking
	Pushing             // on foot, with the vehicle
	Sailing             // on a ferry
)

// costOf works out what a street costs. The same tags, profile and time give the same answer, so it can be kept; where Timed is not
// set, any time gives it.
func (p *Profile) costOf(tags extract.Tags, at When) wayCost {
	plain, timed := plainTags(tags)
	w := wayCost{Timed: timed || p.Factors["lit"] != nil && tags.Has("lit")}
	if slices.Contains(p.Barred, tags.Value("highway")) {
		return w
	}
	r := reading{tags: tags, at: at, plain: plain}
	with, against := p.directions(r)
	r.suffix = ":forward"
	there := p.means(r)
	r.suffix = ":backward"
	back := there
	if !plain || isRoundabout(tags) || tags.Has("incline") || p.beside(tags, true) != p.beside(tags, false) {
		back = p.means(r)
	}
	w.Forward, w.Backward = there.lane(with), back.lane(against)
	return w
}

// means are the two ways of going along a street in one direction.
type means struct{ ride, push lane }

// lane is the quicker of the means; permitted tells that the direction may be ridden.
func (m means) lane(permitted bool) lane {
	if !permitted || m.push.Kmh > m.ride.Kmh {
		return m.push
	}
	return m.ride
}

// means works out one direction.
func (p *Profile) means(r reading) means {
	forward := r.suffix == ":forward"
	if !p.fits(r, forward) {
		return means{}
	}
	verdict := p.rule(r)
	return means{ride: p.ride(r, verdict, p.beside(r.tags, forward)), push: p.push(r, verdict, forward)}
}

// ride is riding on the street in one direction.
func (p *Profile) ride(r reading, v ruling, beside string) lane {
	kmh := p.rideSpeed(r, v, beside)
	switch {
	case kmh == 0:
		return lane{}
	case class(r.tags) == "ferry":
		return lane{Kmh: kmh, Factor: v.price * p.modeFactor("ferry"), Mode: Sailing}
	}
	if kmh = p.capped(kmh, r); kmh == 0 {
		return lane{}
	}
	return lane{Kmh: kmh, Factor: v.price * p.comfort(r, beside), Mode: Riding}
}

func (p *Profile) modeFactor(mode string) float64 {
	if factor, ok := p.Factors["mode"][mode]; ok {
		return factor
	}
	return 1
}

// verdict is what a place's access tags say.
type verdict uint8

const (
	silent verdict = iota
	allowed
	denied
	onFoot // explicitly to be pushed
)

// ruling is a verdict with the key that gave it, and the price of a permission for few.
type ruling struct {
	verdict verdict
	key     string
	price   float64
}

// rule reads the access keys from the general to the particular.
func (p *Profile) rule(r reading) ruling {
	last := ruling{price: 1}
	for _, key := range p.Access {
		value := r.value(key)
		price, few := p.Restricted[value]
		switch {
		case value == "":
		case value == "dismount":
			last = ruling{onFoot, key, 1}
		case few:
			last = ruling{allowed, key, price}
		case slices.Contains(p.Allowed, value):
			last = ruling{allowed, key, 1}
		case slices.Contains(p.Denied, value):
			last = ruling{denied, key, 1}
		}
	}
	return last
}

// rideSpeed is the speed by class of street before caps, 0 where riding is not permitted.
func (p *Profile) rideSpeed(r reading, v ruling, beside string) float64 {
	class := class(r.tags)
	opened := v.verdict == allowed && slices.Contains(p.Opens, v.key)
	switch {
	case v.verdict == denied || v.verdict == onFoot:
		return 0
	case r.tags.Value("motorroad") == "yes" && !opened && !slices.Contains(p.Access, "motorcar"):
		return 0
	case class == "ferry":
		return p.sail(r.tags)
	case class == "steps" && p.Highways["steps"] == 0:
		return 0
	case slices.Contains(p.Cycleways, beside):
		return max(p.Highways["cycleway"], p.Highways[class])
	}
	if kmh, ok := p.Highways[class]; ok {
		return kmh
	}
	if opened {
		return p.Other
	}
	return 0
}

// sail is a ferry's speed: by its timetable, if that is known.
func (p *Profile) sail(tags extract.Tags) float64 {
	if kmh := numberOf(tags.Value(ferrySpeed)); kmh > 0 && p.Ferry > 0 {
		return kmh
	}
	return p.Ferry
}

// mayWalk tells whether a person on foot may pass; said tells that a tag grants it expressly.
func mayWalk(r reading) (ok, said bool) {
	switch foot := r.value("foot"); foot {
	case "yes", "designated", "permissive", "official", "destination", "customers":
		return true, true
	case "":
		switch r.value("access") {
		case "no", "private", "permit", "agricultural", "forestry", "military":
			return false, false
		}
	default:
		return false, false
	}
	for _, key := range [...]string{"sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"} {
		switch r.tags.Value(key) {
		case "yes", "both", "left", "right":
			return true, true
		}
	}
	return true, false
}

// push is going on foot beside the vehicle. Round a roundabout's carriageway one goes one way only, on foot too.
func (p *Profile) push(r reading, v ruling, forward bool) lane {
	if p.Walk == 0 || v.verdict == denied && !p.PushDenied {
		return lane{}
	}
	ok, said := mayWalk(r)
	if !ok {
		return lane{}
	}
	class := class(r.tags)
	kmh, listed := p.Push[class]
	if class == "steps" {
		kmh = p.pushOnSteps(r, kmh)
	}
	_, carriageway := p.Highways[class]
	switch {
	case !forward && carriageway && isRoundabout(r.tags):
		kmh = 0
	case listed:
	case (said || v.verdict == onFoot) && class != "ferry" && r.tags.Value("motorroad") != "yes":
		kmh = p.Walk
	}
	if kmh = p.capped(kmh, r); kmh == 0 {
		return lane{}
	}
	if slices.Contains(p.Access, "foot") {
		return lane{Kmh: kmh, Factor: p.comfort(r, ""), Mode: Riding}
	}
	return lane{Kmh: kmh, Factor: p.modeFactor("push"), Mode: Pushing}
}

// pushOnSteps is quicker where there is a ramp, and not possible where the steps move.
func (p *Profile) pushOnSteps(r reading, kmh float64) float64 {
	if moving := r.tags.Value("conveying"); moving != "" && moving != "no" {
		return 0
	}
	for _, key := range [...]string{"ramp:bicycle", "ramp:stroller", "ramp"} {
		if r.tags.Value(key) == "yes" {
			return max(kmh, p.Push["ramp"])
		}
	}
	return kmh
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
