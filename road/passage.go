package road

import (
	"slices"
	"strings"

	"pignon.coop/road/extract"
)

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

// bindsAt tells whether a turn restriction binds the vehicle at a time, and whether it forbids the turn or all others.
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
