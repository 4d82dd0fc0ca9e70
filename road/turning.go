package road

import (
	"math"

	"pignon.coop/road/extract"
)

// turnAngle is where a bend becomes a turn, in degrees.
const turnAngle = 40

// turnSeconds is what a turn at a crossing costs by its angle in degrees: 0 straight on, 90 right, -90 left.
func (p *Profile) turnSeconds(angle float64) float64 {
	seconds := p.Turn * math.Pow(angle/90, 2)
	bias := max(p.TurnBias, leastPart)
	if p.isAcross(angle) {
		seconds *= bias
		if math.Abs(angle) > turnAngle {
			seconds += p.Across
		}
		return seconds
	}
	return seconds / bias
}

// isAcross tells whether a turn leads across the other direction's traffic.
func (p *Profile) isAcross(angle float64) bool {
	return (angle < 0) != (p.DriveOn == "left") && angle != 0
}

// crossingOf is what crossing a street costs those who come from a lesser one: the weight of its traffic, so to speak.
func (p *Profile) crossingOf(tags extract.Tags) float64 { return p.Crossing[class(tags)] }

// yieldSeconds is what one waits at a crossing without lights. own is crossingOf the street one comes by, heaviest the largest of all
// others there; the angle is that of turnSeconds. Who turns towards the near side has one direction's traffic to wait for only.
func (p *Profile) yieldSeconds(own, heaviest, angle float64) float64 {
	switch {
	case heaviest <= own:
		return 0
	case math.Abs(angle) > turnAngle && !p.isAcross(angle):
		return heaviest / 2
	}
	return heaviest
}

// hasLights tells whether lights at a junction say who waits: those of the street, or those of a crossing over it.
func hasLights(tags extract.Tags) bool {
	return tags.Value("highway") == "traffic_signals" || tags.Value("crossing") == "traffic_signals"
}
