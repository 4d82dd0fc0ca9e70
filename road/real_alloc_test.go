//go:build !race

package road

import "testing"

// Under the race detector pools forget some of what they are given, so this is asked without it.
func TestDistanceAllocatesNothing(t *testing.T) {
	r := routed(t, built(t, readReal(t, smallReal)), Bike())
	snaps := snapsAt(r, 3, 50)
	i := 0
	ask := func() {
		r.Distance(snaps[i%len(snaps)], snaps[(i+1)%len(snaps)])
		i++
	}
	for range snaps {
		ask()
	}
	if allocated := testing.AllocsPerRun(1000, ask); allocated != 0 {
		t.Errorf("%v allocations a question", allocated)
	}
}
