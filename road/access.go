package road

import (
	"slices"
	"strconv"
	"strings"

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

// speeds gives the speed in km/h along a street and against its drawing direction at no particular time; 0 where the vehicle may not
// go.
func (p *Profile) speeds(tags extract.Tags) (forward, backward float64) {
	w := p.costOf(tags, When{})
	return w.Forward.Kmh, w.Backward.Kmh
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
	case r.tags.Value("motorroad") == "yes" && !opened && !slices.Contains(p.Access, "motor_vehicle"):
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

func isRoundabout(tags extract.Tags) bool {
	junction := tags.Value("junction")
	return junction == "roundabout" || junction == "circular"
}

// directions tells whether one may ride along a street and against its drawing direction.
func (p *Profile) directions(r reading) (with, against bool) {
	with, against = true, true
	if isRoundabout(r.tags) && slices.Contains(p.Oneway, "oneway") {
		against = false
	}
	particular := ""
	for _, key := range p.Oneway {
		switch r.value(key) {
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
	if !decided && p.contraflow(r) {
		return true, true
	}
	return with, against
}

// contraflow tells whether a cycleway, or a low speed where the law says so, lifts a one-way sign.
func (p *Profile) contraflow(r reading) bool {
	for _, key := range [...]string{"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"} {
		value := r.tags.Value(key)
		if value == "" {
			continue
		}
		if slices.Contains(p.Contraflow, value) {
			return true
		}
		oneway := r.tags.Value(key + ":oneway")
		if len(p.Contraflow) > 0 && value != "no" && (oneway == "-1" || oneway == "no") {
			return true
		}
	}
	signed := signedSpeed(r.value("maxspeed"))
	return signed > 0 && signed <= p.ContraflowBelow && !isRoundabout(r.tags)
}

// passage gives the seconds that a tagged junction costs at no particular time; ok is false where the vehicle cannot pass.
func (p *Profile) passage(tags extract.Tags) (seconds float64, ok bool) {
	return p.passageAt(tags, When{})
}

// passageAt gives the seconds that a tagged junction costs at a time.
func (p *Profile) passageAt(tags extract.Tags, at When) (seconds float64, ok bool) {
	plain, _ := plainTags(tags)
	r := reading{tags: tags, at: at, plain: plain}
	switch {
	case tags.Value("highway") == "traffic_signals":
		seconds = p.Signal
	case hasLights(tags):
		seconds = p.SignalCrossing
	}
	kerb := tags.Value("kerb")
	if slices.Contains(p.BarredKerbs, kerb) || !p.fitsGap(tags) {
		return 0, false
	}
	seconds += p.Kerbs[kerb]
	if tags.Value("highway") == "crossing" { // its access tags are about those who cross the street
		return seconds, true
	}
	cost, ok := p.barrier(r)
	return seconds + cost, ok
}

// fitsGap tells whether the vehicle is narrow enough to pass between bollards and the like.
func (p *Profile) fitsGap(tags extract.Tags) bool {
	for _, key := range [...]string{"maxwidth:physical", "maxwidth", "opening"} {
		if metres := numberOf(strings.TrimSuffix(tags.Value(key), " m")); metres > 0 && metres < p.Width {
			return false
		}
	}
	return true
}

// barrier gives the seconds that a barrier with its access tags costs.
func (p *Profile) barrier(r reading) (seconds float64, ok bool) {
	kind := r.tags.Value("barrier")
	walk, said := mayWalk(r)
	v := p.rule(r).verdict
	seconds, known := p.Barriers[kind]
	if !known {
		seconds, known = p.Barriers["*"]
	}
	switch {
	case kind == "":
		seconds = 0
	case slices.Contains(p.BarredBarriers, kind):
		known = false
	}
	switch {
	case v == allowed:
		return seconds, true
	case v == onFoot, v == denied && walk && said && p.Walk > 0 && p.PushDenied:
		return seconds + 5, true
	case v == denied:
		return 0, false
	case kind == "":
		return 0, true
	}
	return seconds, known && r.tags.Value("locked") != "yes"
}

// binds tells whether a turn restriction binds the vehicle at no particular time, and whether it forbids the turn or all others.
func (p *Profile) binds(tags extract.Tags) (only, ok bool) { return p.bindsAt(tags, When{}) }

// bindsAt tells the same at a time.
func (p *Profile) bindsAt(tags extract.Tags, at When) (only, ok bool) {
	for _, free := range strings.Split(tags.Value("except"), ";") {
		if slices.Contains(p.Exempt, strings.TrimSpace(free)) {
			return false, false
		}
	}
	plain, _ := plainTags(tags)
	r := reading{tags: tags, at: at, plain: plain}
	kind := ""
	for _, key := range p.Restriction {
		if value := r.value(key); value != "" {
			kind = value
		}
	}
	if hours := oldHours(tags); hours != "" && !hoursHold(hours, at) {
		return false, false
	}
	switch {
	case strings.HasPrefix(kind, "only_"):
		return true, true
	case strings.HasPrefix(kind, "no_"):
		return false, true
	}
	return false, false
}

// oldHours turns the old tags for the times of a restriction into opening hours.
func oldHours(tags extract.Tags) string {
	var words []string
	if from, to := tags.Value("day_on"), tags.Value("day_off"); len(from) >= 2 && len(to) >= 2 {
		words = append(words, from[:2]+"-"+to[:2])
	}
	if from, to := tags.Value("hour_on"), tags.Value("hour_off"); from != "" && to != "" {
		words = append(words, from+"-"+to)
	}
	return strings.Join(words, " ")
}
