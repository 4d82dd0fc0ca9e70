package ch

import (
	"errors"
	"fmt"
)

// ErrDamaged is in the chain of errors about a hierarchy whose arrays do not fit together.
var ErrDamaged = errors.New("the hierarchy is damaged")

// Check looks at every number of a hierarchy that was read from a file, in one pass. After it no query or path can leave an array
// or go on for ever, whatever the numbers; that the answers are right only the file's checksum can tell.
func (h *Hierarchy) Check() error {
	nodes := len(h.Node)
	if nodes >= Inf || len(h.Rank) != nodes || len(h.Edges) != 1 || h.Edges[0] >= Original {
		return fmt.Errorf("%w: counts", ErrDamaged)
	}
	for rank, node := range h.Node {
		if int(node) >= nodes || h.Rank[node] != uint32(rank) {
			return fmt.Errorf("%w: order", ErrDamaged)
		}
	}
	for _, part := range []half{h.up(), h.down()} {
		if !part.sound(nodes, h.Edges[0]) {
			return fmt.Errorf("%w: arcs", ErrDamaged)
		}
	}
	for _, c := range []*Crown{&h.UpCrown, &h.DownCrown} {
		if !c.sound(nodes) || c.Size() != h.UpCrown.Size() {
			return fmt.Errorf("%w: crown", ErrDamaged)
		}
	}
	return nil
}

// half is one direction of a hierarchy.
type half struct {
	first  []uint32
	arcs   []Arc
	extra  []Extra
	middle []uint32
}

func (p half) sound(nodes int, edges uint32) bool {
	if len(p.first) != nodes+1 || p.first[0] != 0 || int(p.first[nodes]) != len(p.arcs) {
		return false
	}
	if len(p.extra) != len(p.arcs) || len(p.middle) != len(p.arcs) {
		return false
	}
	for rank := range nodes {
		from, to := p.first[rank], p.first[rank+1]
		if from > to || int(to) > len(p.arcs) || !p.ascend(uint32(rank), from, to) {
			return false
		}
		for _, m := range p.middle[from:to] {
			if m >= uint32(rank) && (m < Original || m-Original >= edges) {
				return false
			}
		}
	}
	return true
}

// ascend tells whether the heads of a rank's arcs climb from above it, within the nodes.
func (p half) ascend(rank, from, to uint32) bool {
	last := rank
	for _, arc := range p.arcs[from:to] {
		if arc.Head <= last || int(arc.Head) >= len(p.first)-1 || arc.Weight >= Inf {
			return false
		}
		last = arc.Head
	}
	return true
}

func (c *Crown) sound(nodes int) bool {
	size := c.Size()
	if size > min(nodes, maxCrown) || len(c.Weight) != len(c.Hub) || len(c.Extra) != len(c.Hub) {
		return false
	}
	if size == 0 {
		return len(c.Hub) == 0
	}
	if c.First[0] != 0 || int(c.First[size]) != len(c.Hub) {
		return false
	}
	for i := range size {
		from, to := c.First[i], c.First[i+1]
		if from >= to || int(to) > len(c.Hub) || int(c.Hub[to-1]) != i || c.Weight[to-1] != 0 {
			return false
		}
		for k := from; k < to; k++ {
			if k > from && c.Hub[k] <= c.Hub[k-1] || c.Weight[k] >= Inf {
				return false
			}
		}
	}
	return true
}
