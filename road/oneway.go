package road

import (
	"slices"

	"pignon.coop/road/extract"
)

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
