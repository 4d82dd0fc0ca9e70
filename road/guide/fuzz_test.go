package guide

import "testing"

// wayOf makes a way of bytes, whatever they are.
func wayOf(data []byte) Way {
	next := func() int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b)
	}
	names := []string{"", "A", "B", "C"}
	w := Way{Line: []Point{{Lat: 1, Lng: 1}}, LeftHand: next()&1 == 1}
	for len(data) > 0 {
		name := next()
		s := Stretch{From: len(w.Line) - 1, Name: names[name%4], Metres: float64(next()), Rank: Rank(next() % 10)}
		if name&4 != 0 {
			s.Signs = &Signs{Lanes: []Arrows{{Left}, {Straight, Right}, {NoArrow}}, Pronunciation: "A"}
		}
		flags := next()
		s.Circle, s.Mode = flags&1 == 1, []Mode{Cycling, Pushing, Ferry, Cycling}[flags>>1&3]
		for range flags >> 3 & 3 {
			last := w.Line[len(w.Line)-1]
			w.Line = append(w.Line, Point{Lat: last.Lat + int32(next()-128)*50, Lng: last.Lng + int32(next()-128)*50})
		}
		for range 1 + flags>>5 {
			a := next()
			s.Arms = append(s.Arms, Arm{Name: names[a%4], Bearing: next() * 360 / 256, Rank: Rank(a % 10), Circle: a&16 != 0, Open: a&32 != 0})
		}
		s.Back, s.On = next()%len(s.Arms), next()%len(s.Arms)
		w.Stretches = append(w.Stretches, s)
	}
	return w
}

// FuzzSteps checks that the steps of any way cover it, and can be said.
func FuzzSteps(f *testing.F) {
	f.Add([]byte{0, 1, 100, 5, 0x28, 130, 140, 33, 0, 34, 64, 0, 1, 2, 90, 5, 0x08, 120, 120, 33, 0, 0, 0}, []byte{1, 1, 9, 5, 8, 1, 2, 33, 0})
	f.Add([]byte{0, 1, 5, 5, 0x4b, 130, 140, 140, 130, 33, 0, 51, 64, 33, 128, 0, 1, 0, 8, 5, 0x4b, 120, 120, 33, 0, 0, 0, 0, 0}, []byte{})
	french, _ := NewSpeaker("fr")
	english, _ := NewSpeaker("en")
	f.Fuzz(func(t *testing.T, first, second []byte) {
		for _, w := range []Way{wayOf(first), wayOf(second), wayOf(first).Then(wayOf(second))} {
			steps := Steps(w)
			if len(w.Stretches) == 0 {
				continue
			}
			at, metres := 0, 0.0
			for _, s := range steps {
				if s.From != at || s.To < s.From || french.Say(s) == "" || english.Say(s) == "" || len(s.Intersections) == 0 {
					t.Fatalf("%+v after %d", s, at)
				}
				at, metres = s.To, metres+s.Metres
			}
			for _, s := range w.Stretches {
				metres -= s.Metres
			}
			if at != len(w.Line)-1 || metres > 1e-6 || metres < -1e-6 || steps[len(steps)-1].Manoeuvre.Kind != Arrive {
				t.Fatalf("%+v of %+v", steps, w)
			}
		}
	})
}
