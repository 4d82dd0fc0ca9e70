package ch

import (
	"errors"
	"fmt"
	"sync"
)

// ErrDamaged is in the chain of errors about a hierarchy whose arrays do not fit together.
var ErrDamaged = errors.New("the hierarchy is damaged")

// Check looks at every number of a hierarchy that was read from a file, in one pass, the two directions side by side. After it no query or path can leave an array
// or go on for ever, whatever the numbers; that the answers are right only the file's checksum can tell.
func (h *Hierarchy) Check() error {
	nodes := len(h.Node)
	if nodes >= Inf || len(h.Rank) != nodes || len(h.Edges) != 1 || h.Edges[0] >= Original {
		return fmt.Errorf("%w: counts", ErrDamaged)
	}
	good := uint64(1)
	for i, rank := range h.Rank {
		good &= below(rank, uint32(nodes)) & below(h.Node[i], uint32(nodes))
	}
	if good == 0 {
		return fmt.Errorf("%w: order", ErrDamaged)
	}
	var up, down bool
	var group sync.WaitGroup
	group.Go(func() { up = h.up().sound(nodes, h.Edges[0]) && h.UpCrown.sound(nodes) })
	down = h.down().sound(nodes, h.Edges[0]) && h.DownCrown.sound(nodes)
	group.Wait()
	if !up || !down || h.UpCrown.Size() != h.DownCrown.Size() {
		return fmt.Errorf("%w: arcs or crown", ErrDamaged)
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
	if len(p.extra) != len(p.arcs) || len(p.middle) != len(p.arcs) || !cuts(p.first, nodes, len(p.arcs)) {
		return false
	}
	good := uint64(1)
	for rank := range nodes {
		from, to := p.first[rank], p.first[rank+1]
		last := uint32(rank)
		for _, arc := range p.arcs[from:to] {
			good &= below(last, arc.Head) & below(arc.Weight, Inf)
			last = arc.Head
		}
		good &= below(last, uint32(nodes))
		for _, m := range p.middle[from:to] {
			good &= below(m, uint32(rank)) | below(m-Original, edges)
		}
	}
	return good == 1
}

func (c *Crown) sound(nodes int) bool {
	size := c.Size()
	if size > min(nodes, maxCrown) || len(c.Weight) != len(c.Hub) || len(c.Extra) != len(c.Hub) {
		return false
	}
	if size == 0 {
		return len(c.Hub) == 0
	}
	if !cuts(c.First, size, len(c.Hub)) {
		return false
	}
	good := uint64(1)
	for i := range size {
		from, to := c.First[i], c.First[i+1]
		if from == to || int(c.Hub[to-1]) != i || c.Weight[to-1] != 0 {
			return false
		}
		for k := from + 1; k < to; k++ {
			good &= below(uint32(c.Hub[k-1]), uint32(c.Hub[k]))
		}
	}
	for _, weight := range c.Weight {
		good &= below(weight, Inf)
	}
	return good == 1
}

// cuts tells whether first cuts a slice of a length into so many ranges.
func cuts(first []uint32, count, length int) bool {
	if len(first) != count+1 || first[0] != 0 || int(first[count]) != length {
		return false
	}
	for i := range count {
		if first[i] > first[i+1] {
			return false
		}
	}
	return true
}

// below is 1 where a number is less than another, else 0: sums of it cost no branches.
func below(a, b uint32) uint64 { return (uint64(a) - uint64(b)) >> 63 }
