package guide

import "strings"

// Signs are what riders read on a street.
type Signs struct {
	Lanes         []Arrows // at its end, from left to right
	Destinations  string   // "D 12: Lyon, Vienne"
	Exits         string   // their numbers
	Pronunciation string   // of the street's name
}

// Arrows are where the arrows on a lane point.
type Arrows []Modifier

// NoArrow stands for a lane that points nowhere.
const NoArrow Modifier = "none"

// arrows are the words of maps for where a lane leads.
var arrows = map[string]Modifier{
	"reverse": UTurn, "sharp_left": SharpLeft, "left": Left, "slight_left": SlightLeft, "through": Straight,
	"slight_right": SlightRight, "right": Right, "sharp_right": SharpRight,
}

// mostLanes bounds what is believed.
const mostLanes = 16

// ReadLanes reads lanes as OpenStreetMap writes them ("left|through;right|none"); nil where no lane points anywhere.
func ReadLanes(text string) []Arrows {
	parts := strings.Split(text, "|")
	if len(parts) > mostLanes {
		return nil
	}
	var lanes []Arrows
	pointed := false
	for _, part := range parts {
		var lane Arrows
		for word := range strings.SplitSeq(part, ";") {
			if arrow, known := arrows[strings.TrimSpace(word)]; known {
				lane, pointed = append(lane, arrow), true
			}
		}
		if lane == nil {
			lane = Arrows{NoArrow}
		}
		lanes = append(lanes, lane)
	}
	if !pointed {
		return nil
	}
	return lanes
}

// LaneChoice is a lane at an intersection, and whether it leads where the way goes.
type LaneChoice struct {
	Arrows Arrows
	Valid  bool
}

// lanesAt are the lanes by which a stretch comes to a change of direction. Those are taken that point nearest to it; where none does,
// the arrows are about another junction, and there are none.
func (s *Stretch) lanesAt(angle int) []LaneChoice {
	if s.Signs == nil || len(s.Signs.Lanes) == 0 {
		return nil
	}
	choices := make([]LaneChoice, len(s.Signs.Lanes))
	offs, least := make([]int, len(choices)), 180
	for i, lane := range s.Signs.Lanes {
		offs[i] = lane.off(angle)
		least = min(least, offs[i])
	}
	if least > farOff {
		return nil
	}
	for i, lane := range s.Signs.Lanes {
		choices[i] = LaneChoice{Arrows: lane, Valid: offs[i] == least}
	}
	return choices
}

// farOff is how far beside a lane's arrow nobody would go on, in degrees.
const farOff = 60

// off is how far a change of direction is from where a lane points, in degrees.
func (l Arrows) off(angle int) int {
	least := 180
	for _, arrow := range l {
		least = min(least, size(deviation(pointing[arrow], angle)))
	}
	return least
}

var pointing = map[Modifier]int{
	UTurn: 180, SharpLeft: -135, Left: -90, SlightLeft: -45, Straight: 0, NoArrow: 0, SlightRight: 45, Right: 90, SharpRight: 135,
}
