package guide

import (
	"fmt"
	"math"
	"strconv"
)

// Speaker says steps in a language. It is safe for concurrent use.
type Speaker struct{ tongue tongue }

// tongue is a language: sentences for manoeuvres, and words for lengths.
type tongue interface {
	depart(Step) string
	arrive(Step) string
	turn(Step) string // also of the kinds that it does not know
	ahead(length, sentence string) string
	now(sentence string) string
	metres(count int) string
	kilometres(tenths int) string
}

// NewSpeaker makes a speaker of French ("fr") or English ("en").
func NewSpeaker(language string) (Speaker, error) {
	switch language {
	case "fr":
		return Speaker{french{}}, nil
	case "en":
		return Speaker{english{}}, nil
	}
	return Speaker{}, fmt.Errorf("no instructions in the language %q: choose fr or en", language)
}

// Say tells what to do, as a sentence without a full stop: "Turn left into Rue Mercière".
func (s Speaker) Say(step Step) string {
	switch step.Manoeuvre.Kind {
	case Depart:
		return s.tongue.depart(step)
	case Arrive:
		return s.tongue.arrive(step)
	}
	return s.tongue.turn(step)
}

// Ahead tells what to do so many metres ahead: "In 150 metres, turn left into Rue Mercière".
func (s Speaker) Ahead(step Step, metres float64) string {
	if metres < 25 {
		return s.tongue.now(s.Say(step))
	}
	return s.tongue.ahead(s.Length(metres), s.Say(step))
}

// Length says a length as precisely as a rider can tell it: tens of metres up to 100, then fifties, then tenths of kilometres and,
// from 10 km, whole ones.
func (s Speaker) Length(metres float64) string {
	switch {
	case !(metres >= 5):
		return s.tongue.metres(0)
	case metres < 95:
		return s.tongue.metres(10 * nearest(metres/10))
	case metres < 975:
		return s.tongue.metres(50 * nearest(metres/50))
	case metres < 9950:
		return s.tongue.kilometres(nearest(metres / 100))
	}
	return s.tongue.kilometres(10 * nearest(min(metres, 1e8)/1000))
}

func nearest(v float64) int { return int(math.Round(v)) }

// decimal writes tenths with a language's decimal sign.
func decimal(tenths int, sign string) string {
	if tenths%10 == 0 {
		return strconv.Itoa(tenths / 10)
	}
	return strconv.Itoa(tenths/10) + sign + strconv.Itoa(tenths%10)
}

// called is what people call a street: its name, else its number.
func called(s Step) string {
	if s.Name != "" {
		return s.Name
	}
	return s.Ref
}

// compass is the nearest of eight directions, from north by east.
func compass(bearing int) int { return (normal(bearing) + 22) / 45 % 8 }
