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

// crossingOf is what crossing a street costs those who come from a lesser one: the weight of its traffic, so to speak. Who turns
// towards the near side has one direction of it to wait for only.
func (p *Profile) crossingOf(tags extract.Tags) wait {
	seconds := p.Crossing[class(tags)]
	return wait{milliseconds(seconds), milliseconds(seconds / 2)}
}

// isNear tells whether an angle is that of a turn towards the near side.
func (p *Profile) isNear(angle float64) bool {
	return math.Abs(angle) > turnAngle && !p.isAcross(angle)
}

// hasLights tells whether lights at a junction say who waits: those of the street, or those of a crossing over it.
func hasLights(tags extract.Tags) bool {
	return tags.Value("highway") == "traffic_signals" || tags.Value("crossing") == "traffic_signals"
}
