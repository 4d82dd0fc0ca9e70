package guide

import (
	"strconv"
	"strings"
)

// english says steps in English.
type english struct{}

func (english) depart(s Step) string {
	way := [...]string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}[compass(s.Manoeuvre.After)]
	switch {
	case s.Mode == Ferry:
		return english{}.ferry(s)
	case s.Mode == Pushing:
		return "Push your bike " + way + english{}.where(s, " along ")
	}
	return "Set off " + way + english{}.where(s, " along ")
}

func (english) arrive(s Step) string {
	switch s.Manoeuvre.Modifier {
	case Left:
		return "You are there: on the left"
	case Right:
		return "You are there: on the right"
	case Straight:
		return "You are there: straight ahead"
	}
	return "You are there"
}

func (e english) turn(s Step) string {
	m := s.Manoeuvre
	switch {
	case s.Mode == Ferry:
		return e.ferry(s)
	case m.Kind == Notification:
		return e.change(s)
	case m.Modifier == UTurn && m.Kind != Roundabout && m.Kind != Rotary:
		return "Turn round" + e.where(s, " and go back along ")
	}
	sentence := e.riding(s)
	switch {
	case s.Mode == Pushing:
		return sentence + ", on foot"
	case s.Mode == Cycling && s.Came == Pushing:
		return sentence + ", and get on again"
	}
	return sentence
}

func (e english) riding(s Step) string {
	m := s.Manoeuvre
	switch m.Kind {
	case NewName:
		if m.Modifier == Straight {
			return "Go on" + e.where(s, " along ")
		}
		return e.bend(m.Modifier) + e.where(s, " along ")
	case Continue:
		return e.bend(m.Modifier) + e.where(s, " to stay on ")
	case Fork:
		return e.keep(m.Modifier) + e.where(s, " onto ")
	case EndOfRoad:
		return "At the end of the street, " + lower(e.bend(m.Modifier)) + e.where(s, " into ")
	case RoundaboutTurn:
		return "At the little roundabout, " + lower(e.bend(m.Modifier)) + e.where(s, " into ")
	case Roundabout, Rotary:
		return e.roundabout(s)
	case ExitRoundabout, ExitRotary:
		return "Leave the roundabout" + e.where(s, " into ")
	}
	return e.bend(m.Modifier) + e.where(s, " into ")
}

func (e english) roundabout(s Step) string {
	at := "At the roundabout"
	if s.Rotary != "" {
		at = "At " + s.Rotary
	}
	if s.Manoeuvre.Exit == 0 {
		return at + ", ride in"
	}
	return at + ", take the " + e.ordinal(s.Manoeuvre.Exit) + " exit" + e.where(s, " into ")
}

// where names the street after a preposition, if it can be named.
func (english) where(s Step, preposition string) string {
	if name := called(s); name != "" {
		return preposition + name
	}
	if preposition == " into " {
		preposition = " onto "
	}
	switch s.Sort {
	case CyclePath:
		return preposition + "the cycle path"
	case Footpath:
		return preposition + "the footpath"
	case Stairs:
		return preposition + "the steps"
	case DirtTrack:
		return preposition + "the track"
	}
	return ""
}

func (english) ferry(s Step) string {
	if name := called(s); name != "" {
		return "Take the ferry, " + name
	}
	return "Take the ferry"
}

// change is going straight on in another mode.
func (e english) change(s Step) string {
	switch s.Mode {
	case Pushing:
		return "Get off and push" + e.where(s, " along ")
	case Cycling:
		return "Get on again" + e.where(s, " along ")
	}
	return "Go on" + e.where(s, " along ")
}

func (english) bend(m Modifier) string {
	switch m {
	case UTurn:
		return "Turn round"
	case SharpRight:
		return "Turn sharp right"
	case Right:
		return "Turn right"
	case SlightRight:
		return "Bear right"
	case SlightLeft:
		return "Bear left"
	case Left:
		return "Turn left"
	case SharpLeft:
		return "Turn sharp left"
	}
	return "Go straight on"
}

func (english) keep(m Modifier) string {
	switch {
	case strings.HasSuffix(string(m), "right"):
		return "Keep right"
	case strings.HasSuffix(string(m), "left"):
		return "Keep left"
	}
	return "Keep straight on"
}

func (english) ordinal(n int) string {
	words := [...]string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n) + "th"
}

func (english) ahead(length, sentence string) string { return "In " + length + ", " + lower(sentence) }
func (english) now(sentence string) string           { return "Now " + lower(sentence) }

func (english) metres(count int) string { return strconv.Itoa(count) + noBreak + "metres" }

func (english) kilometres(tenths int) string {
	if tenths == 10 {
		return "1" + noBreak + "kilometre"
	}
	return decimal(tenths, ".") + noBreak + "kilometres"
}

// noBreak is the space that keeps a number and its unit on one line.
const noBreak = "\u00a0"

// lower begins a sentence with a small letter, to go on with it inside another.
func lower(sentence string) string {
	if sentence == "" {
		return ""
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
}
