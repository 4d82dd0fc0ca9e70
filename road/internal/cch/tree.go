package cch

import (
	"cmp"
	"slices"
)

// ancestry is the elimination tree, rank by rank, by the method of Liu: the parent of a rank is the lowest among the higher ones that
// elimination would join to it if turns led both ways.
func ancestry(in In, rank []uint32) []uint32 {
	n := len(rank)
	parent, top := make([]uint32, n), make([]uint32, n) // top: an ancestor, on the way to the root of the tree so far
	neighbours := group(in, rank, func(v, w uint32) (at, other uint32, ok bool) { return max(v, w), min(v, w), v != w })
	for v := range uint32(n) {
		parent[v], top[v] = None, None
		for _, x := range neighbours.of(v) {
			for x != v && x != None {
				above := top[x]
				top[x] = v
				if above == None {
					parent[x] = v
				}
				x = above
			}
		}
	}
	return parent
}

// tree numbers the ranks so that every subtree is a range.
type tree struct {
	last []uint32 // rank -> its number, the last in its subtree
	size []uint32 // rank -> how many are in its subtree
}

// newTree returns false unless all parents are higher than their children.
func newTree(parent []uint32) (tree, bool) {
	for r, above := range parent {
		if above != None && (int(above) <= r || int(above) >= len(parent)) {
			return tree{}, false
		}
	}
	t := tree{make([]uint32, len(parent)), sizes(parent)}
	// The children of a rank fill its range from the back, the highest first; so do the roots fill the whole.
	free, end := make([]uint32, len(parent)), uint32(len(parent))
	for r := len(parent) - 1; r >= 0; r-- {
		at := &end
		if parent[r] != None {
			at = &free[parent[r]]
		}
		free[r] = *at - 1
		t.last[r] = *at - 1
		*at -= t.size[r]
	}
	return t, true
}

// above tells whether a rank is an ancestor of another.
func (t tree) above(ancestor, rank uint32) bool {
	return t.last[ancestor]-t.last[rank] < t.size[ancestor]
}

// sizes counts the ranks in every subtree.
func sizes(parent []uint32) []uint32 {
	size := make([]uint32, len(parent))
	for r, above := range parent {
		size[r]++
		if above != None {
			size[above] += size[r]
		}
	}
	return size
}

// postorder rearranges states so that each subtree of the elimination tree is one range, which changes no shortcut.
func postorder(in In, states []uint32) []uint32 {
	tree, _ := newTree(ancestry(in, ranks(states)))
	ordered := make([]uint32, len(states))
	for r, s := range states {
		ordered[tree.last[r]] = s
	}
	return ordered
}

// topPart and topMost bound how many states go to the top.
const (
	topPart = 8
	topMost = 8192
)

// raise puts the states with the largest subtrees on top, the largest last, which changes no shortcut either. So the highest ranks are
// those that most ways lead by, as a crown (ch.Hierarchy.AddCrown) needs it.
func raise(in In, states []uint32) []uint32 {
	size := sizes(ancestry(in, ranks(states)))
	bySize := make([]uint32, len(states))
	for r := range bySize {
		bySize[r] = uint32(r)
	}
	slices.SortStableFunc(bySize, func(a, b uint32) int { return cmp.Compare(size[a], size[b]) })
	top := bySize[len(states)-min(len(states)/topPart, topMost):]
	raised := make([]bool, len(states))
	for _, r := range top {
		raised[r] = true
	}
	ordered := make([]uint32, 0, len(states))
	for r, s := range states {
		if !raised[r] {
			ordered = append(ordered, s)
		}
	}
	for _, r := range top {
		ordered = append(ordered, states[r])
	}
	return ordered
}

// ranks is the inverse of an order.
func ranks(states []uint32) []uint32 {
	rank := make([]uint32, len(states))
	for r, s := range states {
		rank[s] = uint32(r)
	}
	return rank
}
