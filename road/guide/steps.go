package guide

import "slices"

// cut is where a step begins.
type cut struct {
	at       int // stretch
	kind     Kind
	modifier Modifier
	before   int // bearings
	after    int
	exit     int
	rotary   string
	named    int // stretch whose name the step has
}

// Steps says what there is to do on a way: the first step departs, the last one, without length, arrives.
func Steps(w Way) []Step {
	if len(w.Stretches) == 0 || len(w.Line) == 0 {
		return nil
	}
	cuts := w.collapse(w.cuts())
	steps := make([]Step, 0, len(cuts)+1)
	for i, c := range cuts {
		end := len(w.Stretches)
		if i+1 < len(cuts) {
			end = cuts[i+1].at
		}
		steps = append(steps, w.step(c, end))
	}
	return append(steps, w.arrival())
}

// cuts goes through the junctions.
func (w *Way) cuts() []cut {
	cuts := []cut{{kind: Depart, after: leaving(w.lineOf(0))}}
	for i := 0; i+1 < len(w.Stretches); i++ {
		if !w.Stretches[i].Circle && w.Stretches[i+1].Circle {
			var circle []cut
			circle, i = w.circle(i)
			cuts = append(cuts, circle...)
			continue
		}
		j := w.junction(i)
		if w.Stretches[i].Circle && w.Stretches[i+1].Circle {
			continue
		}
		kind, modifier, ok := j.decide()
		if w.Stretches[i].Circle {
			kind, modifier, ok = ExitRoundabout, modifierOf(j.angle), true // of one in which the way begins
		}
		if ok {
			cuts = append(cuts, cut{at: i + 1, named: i + 1, kind: kind, modifier: modifier, before: j.inward(), after: j.on().Bearing})
		}
	}
	return cuts
}

// lineOf is a stretch's part of the line.
func (w *Way) lineOf(i int) []Point {
	return w.Line[w.Stretches[i].From : w.end(i)+1]
}

func (w *Way) end(i int) int {
	if i+1 < len(w.Stretches) {
		return w.Stretches[i+1].From
	}
	return len(w.Line) - 1
}

// step makes the step from a cut to the stretch where the next one begins.
func (w *Way) step(c cut, end int) Step {
	first, named := &w.Stretches[c.at], &w.Stretches[c.named]
	s := Step{
		Manoeuvre: Manoeuvre{Kind: c.kind, Modifier: c.modifier, At: w.Line[first.From], Before: c.before, After: c.after, Exit: c.exit},
		Name:      named.Name, Ref: named.Ref, Sort: named.Sort, Rotary: c.rotary, Mode: first.Mode, LeftHand: w.LeftHand,
		From: first.From, To: w.end(end - 1), Signs: named.Signs,
	}
	if c.rotary != "" {
		s.Pronounce = w.pronounced(c)
	}
	if c.at > 0 {
		s.Came = w.Stretches[c.at-1].Mode
	}
	s.Intersections = make([]Intersection, 0, end-c.at)
	if c.kind == Depart {
		s.Intersections = append(s.Intersections, Intersection{
			At: w.Line[first.From], Line: first.From, Bearings: []int{c.after}, Entry: []bool{true}, In: -1, Classes: first.Classes,
		})
	} else {
		s.Intersections = append(s.Intersections, w.intersection(c.at-1))
	}
	for i := c.at; i < end; i++ {
		stretch := &w.Stretches[i]
		s.Metres += stretch.Metres
		s.Seconds += stretch.Seconds
		s.Weight += stretch.Weight
		if i+1 < end && len(stretch.Arms) > 2 {
			s.Intersections = append(s.Intersections, w.intersection(i))
		}
	}
	return s
}

// pronounced is how to say the name of the roundabout that a cut enters or leaves; "" where nobody wrote it down.
func (w *Way) pronounced(c cut) string {
	circle := &w.Stretches[c.at]
	if c.kind == ExitRotary {
		circle = &w.Stretches[c.at-1]
	}
	if circle.Signs == nil {
		return ""
	}
	return circle.Signs.Pronunciation
}

// intersection describes the end of a stretch.
func (w *Way) intersection(i int) Intersection {
	stretch := &w.Stretches[i]
	order := make([]int, len(stretch.Arms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return stretch.Arms[a].Bearing - stretch.Arms[b].Bearing })
	at := w.Stretches[i+1].From
	x := Intersection{At: w.Line[at], Line: at, Bearings: make([]int, len(order)), Entry: make([]bool, len(order))}
	x.Classes = w.Stretches[i+1].Classes
	x.Lanes = stretch.lanesAt(w.junction(i).angle)
	for position, arm := range order {
		x.Bearings[position], x.Entry[position] = stretch.Arms[arm].Bearing, stretch.Arms[arm].Open
		if arm == stretch.Back {
			x.In = position
		}
		if arm == stretch.On {
			x.Out = position
		}
	}
	return x
}

// arrival is the last step.
func (w *Way) arrival() Step {
	last := &w.Stretches[len(w.Stretches)-1]
	end := len(w.Line) - 1
	inward := arriving(w.lineOf(len(w.Stretches) - 1))
	return Step{
		Manoeuvre: Manoeuvre{Kind: Arrive, Modifier: w.side(inward), At: w.Line[end], Before: inward},
		Name:      last.Name, Ref: last.Ref, Signs: last.Signs, Sort: last.Sort, Mode: last.Mode, LeftHand: w.LeftHand, From: end, To: end,
		Intersections: []Intersection{{
			At: w.Line[end], Line: end, Bearings: []int{normal(inward + 180)}, Entry: []bool{true}, Out: -1, Classes: last.Classes,
		}},
	}
}

// side tells on which side of the street the place lies that was asked for; "" where it is on the street.
func (w *Way) side(inward int) Modifier {
	end := w.Line[len(w.Line)-1]
	if w.Asked == (Point{}) || metresBetween(end, w.Asked) < 2 {
		return ""
	}
	switch d := deviation(inward, bearing(end, w.Asked)); {
	case d >= 20 && d <= 160:
		return Right
	case d <= -20 && d >= -160:
		return Left
	}
	return Straight
}
