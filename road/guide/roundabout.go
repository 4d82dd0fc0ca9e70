package guide

import "math"

// circle says how to pass the roundabout that the stretch after i is part of. It returns the last of its stretches too.
func (w *Way) circle(i int) ([]cut, int) {
	last := i + 1
	for last+1 < len(w.Stretches) && w.Stretches[last+1].Circle {
		last++
	}
	enter := w.junction(i)
	entry := cut{at: i + 1, named: i + 1, kind: Roundabout, before: enter.inward(), after: enter.on().Bearing, modifier: modifierOf(enter.angle)}
	if last+1 == len(w.Stretches) {
		return []cut{entry}, last
	}
	leave := w.junction(last)
	entry.named = last + 1
	entry.exit = w.exits(i+1, last)
	entry.modifier = modifierOf(deviation(enter.inward(), leave.on().Bearing))
	exit := cut{at: last + 1, named: last + 1, kind: ExitRoundabout, before: leave.inward(), after: leave.on().Bearing, exit: entry.exit, modifier: entry.modifier}
	switch name := w.Stretches[i+1].Name; {
	case name != "" && name != w.Stretches[i].Name && name != w.Stretches[last+1].Name:
		entry.kind, exit.kind = Rotary, ExitRotary
		entry.rotary, exit.rotary = name, name
	case w.radius(i+1, last) < smallRadius:
		entry.kind = RoundaboutTurn
		return []cut{entry}, last
	}
	return []cut{entry, exit}, last
}

// exits counts the exits passed in a roundabout, the one taken included.
func (w *Way) exits(first, last int) int {
	count := 0
	for i := first; i < last; i++ {
		for arm := range w.junction(i).others {
			if arm.Open && !arm.Circle {
				count++
			}
		}
	}
	return count + 1
}

// smallRadius, in metres, is that of roundabouts which riders take for plain junctions.
const smallRadius = 9

// radius estimates a roundabout's from the part that is ridden; infinite where that is too short to tell.
func (w *Way) radius(first, last int) float64 {
	line := w.Line[w.Stretches[first].From : w.end(last)+1]
	metres, turned := 0.0, 0
	for i := 1; i < len(line); i++ {
		metres += metresBetween(line[i-1], line[i])
		if i > 1 {
			turned += deviation(bearing(line[i-2], line[i-1]), bearing(line[i-1], line[i]))
		}
	}
	if size(turned) < 60 {
		return math.Inf(1)
	}
	return metres / (float64(size(turned)) * math.Pi / 180)
}
