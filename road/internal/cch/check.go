package cch

import (
	"errors"
	"fmt"
)

// ErrDamaged is in the chain of errors about a topology whose arrays do not fit together.
var ErrDamaged = errors.New("the topology is damaged")

// Check looks at every number of a topology that was read from a file, in one pass. After it nothing can leave an array or go on for
// ever, whatever the numbers; that the answers are right only the file's checksum can tell.
func (t *Topology) Check() error {
	n := t.Nodes()
	fit := len(t.Parent) == n && len(t.First) == n+1 && len(t.Middle) == n
	if !fit || uint64(n) >= uint64(None) || t.First[0] != 0 || int(t.First[n]) != t.Arcs() {
		return fmt.Errorf("%w: counts", ErrDamaged)
	}
	if !permutation(t.Rank) {
		return fmt.Errorf("%w: order", ErrDamaged)
	}
	tree, ok := newTree(t.Parent)
	if !ok {
		return fmt.Errorf("%w: elimination tree", ErrDamaged)
	}
	for r := range uint32(n) {
		if !t.sound(r, tree) {
			return fmt.Errorf("%w: arcs", ErrDamaged)
		}
	}
	for _, arc := range t.Arc {
		if arc != None && int(arc) >= t.Arcs() {
			return fmt.Errorf("%w: turns", ErrDamaged)
		}
	}
	return nil
}

func permutation(numbers []uint32) bool {
	seen := make([]bool, len(numbers))
	for _, i := range numbers {
		if int(i) >= len(numbers) || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}

// sound tells whether a rank's arcs are where they should be, and their heads are ancestors that ascend.
func (t *Topology) sound(r uint32, in tree) bool {
	from, middle, to := t.First[r], t.Middle[r], t.First[r+1]
	if from > middle || middle > to || int(to) > t.Arcs() {
		return false
	}
	for _, heads := range [2][]uint32{t.Head[from:middle], t.Head[middle:to]} {
		last := r
		for _, w := range heads {
			if w <= last || int(w) >= t.Nodes() || !in.above(w, r) {
				return false
			}
			last = w
		}
	}
	return true
}
