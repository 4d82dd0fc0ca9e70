package dispatch

import "testing"

func TestColour(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"bob": "#867d2d", "sarah": "#865c2d"} {
		if got := Colour(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
