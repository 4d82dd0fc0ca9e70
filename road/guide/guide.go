package guide

import "pignon.coop/road/extract"

// Point is a place in degrees times ten million (E7), WGS 84.
type Point = extract.Point

// Way is a path along streets from one place to another.
type Way struct {
	// Line is the whole path; stretches and steps name their part of it by positions in it.
	Line []Point
	// Nodes are the nodes of the extract at the points of the line, for its two ends those behind and ahead on the street; nil where
	// nobody asked for them.
	Nodes []int64
	// Stretches are ridden one after the other. A way that stands still has one, without length.
	Stretches []Stretch
	// LeftHand says that traffic keeps left.
	LeftHand bool
	// Asked is the place to go to, which may lie beside the street; the zero Point is none.
	Asked Point
}

// Stretch is a piece of street between two junctions, or between a junction and an end of the way.
type Stretch struct {
	Name, Ref string
	Rank      Rank
	Sort      Sort
	Mode      Mode
	Classes   Classes
	Circle    bool   // part of a roundabout
	Signs     *Signs // nil where there are none

	From                    int // position in the way's line where it begins; it ends where the next one begins
	Metres, Seconds, Weight float64

	// Arms are the streets that meet at its end, this one and the next included, at Back and On. The last stretch has none.
	Arms     []Arm
	Back, On int
}

// Arm is a street as seen from a junction.
type Arm struct {
	Name    string
	Bearing int // in which it leaves, in degrees from north by east, 0 to 359
	Rank    Rank
	Circle  bool
	Open    bool // one may go on into it
}

// Rank orders streets by how much they look like the way on; the smaller, the more.
type Rank uint8

// The ranks, from roads between towns to paths.
const (
	Motorway Rank = iota
	Trunk
	Primary
	Secondary
	Tertiary
	Street
	QuietStreet // living streets, pedestrian streets, cycleways
	Lane        // service roads: yards, car parks, driveways
	Track
	Path // footways, steps
)

// Sort is what a street without a name is called by.
type Sort uint8

// The sorts.
const (
	Plain Sort = iota
	CyclePath
	Footpath
	Stairs
	DirtTrack
)

// Mode is how one moves, in the words of routing interfaces.
type Mode string

// The modes.
const (
	Cycling Mode = "cycling"
	Pushing Mode = "pushing bike"
	Ferry   Mode = "ferry"
	Driving Mode = "driving"
	Walking Mode = "walking"
)

// Classes is a set of what a stretch is besides a street.
type Classes uint8

// The classes.
const (
	OnFerry Classes = 1 << iota
	InTunnel
	WithToll
	OnMotorway
)

// Words lists the classes of a set in the words of routing interfaces.
func (c Classes) Words() []string {
	if c == 0 {
		return nil
	}
	var words []string
	for i, word := range [...]string{"ferry", "tunnel", "toll", "motorway"} {
		if c&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return words
}

// Kind is what a manoeuvre is, in the words of routing interfaces.
type Kind string

// The kinds.
const (
	Depart         Kind = "depart"
	Arrive         Kind = "arrive"
	Turn           Kind = "turn"
	NewName        Kind = "new name"
	Continue       Kind = "continue" // a turn that stays on the same street
	Fork           Kind = "fork"
	EndOfRoad      Kind = "end of road"
	Roundabout     Kind = "roundabout"
	Rotary         Kind = "rotary" // a roundabout with a name of its own
	RoundaboutTurn Kind = "roundabout turn"
	ExitRoundabout Kind = "exit roundabout"
	ExitRotary     Kind = "exit rotary"
	Notification   Kind = "notification" // straight on, but in another mode
)

// Modifier is the direction of a manoeuvre, in the words of routing interfaces; "" is none.
type Modifier string

// The modifiers.
const (
	UTurn       Modifier = "uturn"
	SharpRight  Modifier = "sharp right"
	Right       Modifier = "right"
	SlightRight Modifier = "slight right"
	Straight    Modifier = "straight"
	SlightLeft  Modifier = "slight left"
	Left        Modifier = "left"
	SharpLeft   Modifier = "sharp left"
)

// Manoeuvre is what to do at the beginning of a step.
type Manoeuvre struct {
	Kind     Kind
	Modifier Modifier
	At       Point
	// Before and After are the directions in which one comes and goes on, in degrees from north by east; 0 where one does not.
	Before, After int
	// Exit counts the exits of a roundabout, from 1; 0 where there is none to count.
	Exit int
}

// Step is a manoeuvre and the way from it to the next one.
type Step struct {
	Manoeuvre Manoeuvre
	Name, Ref string
	Rotary    string // name of the roundabout
	Pronounce string // how to say that
	Signs     *Signs // on the street that is named; nil where there are none
	Sort      Sort
	Mode      Mode
	Came      Mode // of the way before; "" at the departure
	LeftHand  bool

	From, To                int // positions in the way's line, both included
	Metres, Seconds, Weight float64
	Intersections           []Intersection // that of the manoeuvre first, then those passed
}

// Intersection is a place where streets meet.
type Intersection struct {
	At       Point
	Line     int    // position in the way's line
	Bearings []int  // of the streets, ascending, in degrees from north by east
	Entry    []bool // which of them one may go into
	In, Out  int    // which of them one comes and goes by; -1 is none
	Classes  Classes
	Lanes    []LaneChoice // of the street one comes by, from left to right
}
