package guide

const (
	// closeBy is how far apart two manoeuvres may be that riders take for one, in metres.
	closeBy = 15
	// shortWalk is a stretch in another mode that is not worth words, in metres: a kerb, a crossing.
	shortWalk = 10
	// atOnce is how far from an end of the way a turn may be that need not be said, in metres.
	atOnce = 4
)

// collapse joins manoeuvres that follow each other closely, and leaves those out that undo each other.
func (w *Way) collapse(cuts []cut) []cut {
	kept := cuts[:1]
	for i := 1; i < len(cuts); i++ {
		c, last := cuts[i], &kept[len(kept)-1]
		metres := w.metres(last.at, c.at)
		switch {
		case w.departsInto(last, c, metres):
			last.after, last.named = c.after, c.named
		case w.shortWalk(last, c, metres):
			*last = w.joined(*last, c)
			if w.silent(*last) {
				kept = kept[:len(kept)-1]
			}
		case joins(last.kind) && joins(c.kind) && metres < closeBy && w.Stretches[last.at].Mode == w.Stretches[c.at].Mode:
			*last = w.joined(*last, c)
			if w.silent(*last) {
				kept = kept[:len(kept)-1]
			}
		default:
			kept = append(kept, c)
		}
	}
	if last := kept[len(kept)-1]; len(kept) > 1 && joins(last.kind) && w.metres(last.at, len(w.Stretches)) < atOnce && w.sameMode(last.at-1, last.at) {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// departsInto tells that the first manoeuvre follows so soon that one sets out in its direction.
func (w *Way) departsInto(last *cut, c cut, metres float64) bool {
	return last.kind == Depart && joins(c.kind) && metres < atOnce && w.sameMode(0, c.at)
}

func (w *Way) sameMode(a, b int) bool { return w.Stretches[a].Mode == w.Stretches[b].Mode }

func (w *Way) metres(from, to int) float64 {
	metres := 0.0
	for i := from; i < to; i++ {
		metres += w.Stretches[i].Metres
	}
	return metres
}

// shortWalk tells that between two cuts the mode changes for so short a while that one need not say so.
func (w *Way) shortWalk(last *cut, c cut, metres float64) bool {
	if last.at == 0 || !joins(last.kind) || !joins(c.kind) || metres >= shortWalk {
		return false
	}
	before, between, after := w.Stretches[last.at-1].Mode, w.Stretches[last.at].Mode, w.Stretches[c.at].Mode
	return before == after && between != before && between != Ferry
}

// joins tells which kinds of manoeuvres may become one with another.
func joins(kind Kind) bool {
	switch kind {
	case Turn, Continue, NewName, EndOfRoad, Fork, Notification:
		return true
	}
	return false
}

// joined makes one manoeuvre of two.
func (w *Way) joined(a, b cut) cut {
	c := cut{at: a.at, named: b.named, before: a.before, after: b.after}
	turned := deviation(a.before, b.after)
	c.modifier = modifierOf(turned)
	before, after := &w.Stretches[a.at-1], &w.Stretches[b.at]
	same := before.Name == after.Name
	switch {
	case c.modifier == Straight && before.Mode != after.Mode:
		c.kind = Notification
	case c.modifier == Straight && !same && after.Name != "" && before.Name != "":
		c.kind = NewName
	case c.modifier == Straight && (same || after.Name == ""):
		c.kind = ""
	case same && before.Name != "":
		c.kind = Continue
	case a.kind == EndOfRoad && size(turned) > 40 && size(deviation(a.before, a.after)) > 40:
		c.kind = EndOfRoad
	default:
		c.kind = Turn
	}
	return c
}

// silent tells that nothing is left to be said of joined manoeuvres.
func (w *Way) silent(c cut) bool { return c.kind == "" }
