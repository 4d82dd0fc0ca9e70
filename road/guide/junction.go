package guide

// junction is where one stretch ends and the next begins.
type junction struct {
	before, after *Stretch
	angle         int // change of direction
}

func (w *Way) junction(i int) junction {
	j := junction{before: &w.Stretches[i], after: &w.Stretches[i+1]}
	j.angle = j.deviation(j.on())
	return j
}

func (j junction) on() *Arm { return &j.before.Arms[j.before.On] }

func (j junction) inward() int { return normal(j.before.Arms[j.before.Back].Bearing + 180) }

func (j junction) deviation(a *Arm) int { return deviation(j.inward(), a.Bearing) }

func (j junction) back() bool { return j.before.On == j.before.Back }

// called is what people call a street: its name, else its number.
func (s *Stretch) called() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Ref
}

// sameStreet tells that the way stays on a street, as far as its names say.
func (j junction) sameStreet() bool {
	return j.before.called() == j.after.called() && j.after.called() != ""
}

// renamed tells that the way has another name from here on, or its first.
func (j junction) renamed() bool {
	return j.after.called() != "" && j.before.called() != j.after.called()
}

// others lists the arms that are neither the way here nor the way on.
func (j junction) others(yield func(*Arm) bool) {
	for i := range j.before.Arms {
		if i != j.before.Back && i != j.before.On && !yield(&j.before.Arms[i]) {
			return
		}
	}
}

// obvious tells that nobody would go wrong here without being told.
func (j junction) obvious() bool {
	for arm := range j.others {
		if j.competes(arm) {
			return false
		}
	}
	return true
}

// competes tells that an arm might be taken for the way on. The more the way bends, the less straight an arm needs to be.
func (j junction) competes(arm *Arm) bool {
	bend, other := size(j.angle), size(j.deviation(arm))
	same := j.before.Name != "" && j.before.Name == j.after.Name
	theirs := j.before.Name != "" && j.before.Name == arm.Name
	minor := arm.Rank >= j.after.Rank+3 || arm.Rank >= Lane && j.after.Rank < Lane
	switch {
	case !arm.Open:
		return other+45 < bend
	case theirs && !same:
		return other < 60 || bend > 20
	case minor:
		return other+30 < bend
	case same && !theirs:
		return other < bend+15 || bend > 50
	}
	return other < max(bend+25, 2*bend)
}

func size(angle int) int { return max(angle, -angle) }

// decide says what is to be done at the junction; false where nothing is.
func (j junction) decide() (Kind, Modifier, bool) {
	modifier := modifierOf(j.angle)
	switch {
	case j.back() && j.sameStreet():
		return Continue, UTurn, true
	case j.back():
		return Turn, UTurn, true
	case j.obvious():
		return j.decideObvious(modifier)
	}
	if side, ok := j.fork(); ok {
		return Fork, side, true
	}
	switch {
	case j.end():
		return EndOfRoad, modifier, true
	case j.sameStreet() && modifier != Straight:
		return Continue, modifier, true
	case modifier == Straight && !j.renamed():
		return j.decideObvious(modifier)
	}
	return Turn, modifier, true
}

func (j junction) decideObvious(modifier Modifier) (Kind, Modifier, bool) {
	switch {
	case j.before.Mode != j.after.Mode:
		return Notification, modifier, true
	case j.renamed() && j.before.called() != "":
		return NewName, modifier, true
	}
	return "", "", false
}

// fork tells whether the street parts into two alike, and which one the way takes.
func (j junction) fork() (Modifier, bool) {
	if size(j.angle) > 45 {
		return "", false
	}
	left, right := false, false
	for arm := range j.others {
		other := j.deviation(arm)
		if !arm.Open || size(other) > 45 || arm.Rank >= j.after.Rank+3 || size(other-j.angle) > 75 {
			continue
		}
		left = left || other < j.angle
		right = right || other > j.angle
	}
	switch {
	case left && right:
		return Straight, size(j.angle) <= 20
	case left:
		return SlightRight, true
	case right:
		return SlightLeft, true
	}
	return "", false
}

// end tells that the street ends at another one, to be followed to the left or to the right.
func (j junction) end() bool {
	if len(j.before.Arms) != 3 || size(j.angle) < 45 || size(j.angle) > 135 {
		return false
	}
	for arm := range j.others {
		other := j.deviation(arm)
		return size(other) >= 45 && size(other) <= 135 && (other < 0) != (j.angle < 0)
	}
	return false
}
