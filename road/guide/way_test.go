package guide

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// tell makes a way from lines, each a stretch of 100 m towards the north unless it says otherwise, after the turn that led into it:
//
//	Rue A | 50 m          a stretch, and its length; also walk, ferry, circle, lane, path, primary
//	> 90                  a turn of 90° to the right
//	> -90 | 0 Rue B, 90   … with other arms: the angle and the name; "!" before the angle: not to be entered
func tell(t *testing.T, lines ...string) Way {
	t.Helper()
	w := Way{Line: []Point{{Lat: 1, Lng: 1}}}
	heading := 0
	for _, line := range lines {
		head, tail, _ := strings.Cut(line, " | ")
		if turn, ok := strings.CutPrefix(head, "> "); ok {
			heading = w.turn(t, heading, turn, tail)
			continue
		}
		w.ride(t, heading, head, tail)
	}
	for i := range w.Stretches[:len(w.Stretches)-1] {
		on := &w.Stretches[i].Arms[w.Stretches[i].On]
		on.Name, on.Rank, on.Circle = w.Stretches[i+1].Name, w.Stretches[i+1].Rank, w.Stretches[i+1].Circle
	}
	return w
}

func (w *Way) turn(t *testing.T, heading int, turn, others string) int {
	t.Helper()
	last := &w.Stretches[len(w.Stretches)-1]
	angle := whole(t, turn)
	last.Arms = []Arm{{Bearing: normal(heading + 180), Name: last.Name, Rank: last.Rank, Circle: last.Circle, Open: true}}
	if last.On = 0; angle != 180 {
		last.On = 1
		last.Arms = append(last.Arms, Arm{Bearing: normal(heading + angle), Open: true})
	}
	for _, arm := range strings.Split(others, ", ") {
		if arm == "" {
			continue
		}
		where, name, _ := strings.Cut(arm, " ")
		where, closed := strings.CutPrefix(where, "!")
		a := Arm{Bearing: normal(heading + whole(t, where)), Name: name, Rank: Street, Open: !closed}
		if word, ok := strings.CutPrefix(name, "*"); ok {
			a.Name = ""
			a.Rank, a.Circle = rankOf(word), word == "circle"
		}
		last.Arms = append(last.Arms, a)
	}
	return heading + angle
}

func rankOf(word string) Rank {
	switch word {
	case "primary":
		return Primary
	case "lane":
		return Lane
	case "path":
		return Path
	}
	return Street
}

func (w *Way) ride(t *testing.T, heading int, name, more string) {
	t.Helper()
	s := Stretch{Name: strings.Trim(name, "- "), Mode: Cycling, Rank: Street, Metres: 100, From: len(w.Line) - 1}
	for _, word := range strings.Fields(more) {
		switch word {
		case "m":
		case "walk":
			s.Mode = Pushing
		case "ferry":
			s.Mode, s.Classes = Ferry, OnFerry
		case "circle":
			s.Circle = true
		case "lane", "path", "primary":
			s.Rank = rankOf(word)
		default:
			s.Metres = float64(whole(t, word))
		}
	}
	s.Seconds = s.Metres / 5
	from, angle := w.Line[len(w.Line)-1], float64(heading)*math.Pi/180
	w.Line = append(w.Line, Point{
		Lat: from.Lat + int32(math.Round(s.Metres*math.Cos(angle)/metresPerE7)), Lng: from.Lng + int32(math.Round(s.Metres*math.Sin(angle)/metresPerE7)),
	})
	w.Stretches = append(w.Stretches, s)
}

func whole(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// told is what the steps between departure and arrival say, in short.
func told(steps []Step) string {
	var parts []string
	for _, s := range steps[1 : len(steps)-1] {
		part := string(s.Manoeuvre.Kind)
		if s.Manoeuvre.Modifier != "" {
			part += " " + string(s.Manoeuvre.Modifier)
		}
		if s.Manoeuvre.Exit != 0 {
			part += " " + fmt.Sprint(s.Manoeuvre.Exit)
		}
		if s.Name != "" {
			part += ": " + s.Name
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}
