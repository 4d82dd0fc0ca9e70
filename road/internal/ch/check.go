package ch

import (
	"errors"
	"fmt"
	"sync"
)

// ErrDamaged is in the chain of errors about a hierarchy whose arrays do not fit together.
var ErrDamaged = errors.New("the hierarchy is damaged")

// Check looks at every number of a hierarchy that was read from a file, in one pass, the two directions side by side. After it no query
// or path can leave an array or go on for ever, whatever the numbers; that the answers are right only the file's checksum can tell.
func (h *Hierarchy) Check() error {
	nodes := len(h.Node)
	if nodes >= Inf || len(h.Rank) != nodes || len(h.Edges) != 1 || h.Edges[0] >= Original {
		return fmt.Errorf("%w: counts", ErrDamaged)
	}
	good := ^uint64(0)
	for i, rank := range h.Rank {
		good &= less(uint64(rank), uint64(nodes)) & less(uint64(h.Node[i]), uint64(nodes))
	}
	if !yes(good) {
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
	good := ^uint64(0)
	from := p.first[0]
	for rank := range uint64(nodes) {
		to := p.first[rank+1]
		arcs, middles := p.arcs[from:to], p.middle[from:to]
		last := rank
		for i, middle := range middles {
			good &= less(uint64(middle), rank) | less(uint64(middle-Original), uint64(edges))
			arc := arcs[i]
			good &= less(last, uint64(arc.Head)) & less(uint64(arc.Weight), Inf)
			last = uint64(arc.Head)
		}
		good &= less(last, uint64(nodes))
		from = to
	}
	return yes(good)
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
	good, from := ^uint64(0), c.First[0]
	for i, to := range c.First[1:] {
		hubs := c.Hub[from:to]
		if len(hubs) == 0 || int(hubs[len(hubs)-1]) != i || c.Weight[to-1] != 0 {
			return false
		}
		last := ^uint64(0)
		for _, hub := range hubs {
			good &= less(last, uint64(hub))
			last = uint64(hub)
		}
		from = to
	}
	for _, weight := range c.Weight {
		good &= less(uint64(weight), Inf)
	}
	return yes(good)
}

// cuts tells whether first cuts a slice of a length into so many ranges.
func cuts(first []uint32, count, length int) bool {
	if len(first) != count+1 || first[0] != 0 || int(first[count]) != length {
		return false
	}
	good, last := ^uint64(0), uint64(0)
	for _, next := range first {
		good &= less(last, uint64(next)+1)
		last = uint64(next)
	}
	return yes(good)
}

// less is a number whose highest bit tells whether one number of 32 bits is less than another: many such answers are joined by & and |,
// without branches. What lies a little below 0 is less than all.
func less(a, b uint64) uint64 { return a - b }

// yes reads the answer.
func yes(answers uint64) bool { return answers>>63 == 1 }
