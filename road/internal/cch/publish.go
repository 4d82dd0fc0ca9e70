package cch

import (
	"sync"

	"pignon.coop/road/internal/ch"
)

// publish copies the open arcs to the hierarchy, in which their numbers by rank stand already.
func (d *draft) publish(m *Metric, workers int) {
	t, h := m.topology, m.hierarchy
	accumulate(h.UpFirst)
	accumulate(h.DownFirst)
	n := uint32(t.Nodes())
	up, down := h.UpFirst[n], h.DownFirst[n]
	h.Up, h.UpExtra, h.UpMiddle = make([]ch.Arc, up), make([]ch.Extra, up), make([]uint32, up)
	h.Down, h.DownExtra, h.DownMiddle = make([]ch.Arc, down), make([]ch.Extra, down), make([]uint32, down)
	var group sync.WaitGroup
	for i := range uint32(workers) {
		group.Go(func() {
			for v := uint32(uint64(n) * uint64(i) / uint64(workers)); v < uint32(uint64(n)*uint64(i+1)/uint64(workers)); v++ {
				d.copy(m, t.First[v], t.Middle[v], half{h.Up[h.UpFirst[v]:], h.UpExtra[h.UpFirst[v]:], h.UpMiddle[h.UpFirst[v]:]})
				d.copy(m, t.Middle[v], t.First[v+1], half{h.Down[h.DownFirst[v]:], h.DownExtra[h.DownFirst[v]:], h.DownMiddle[h.DownFirst[v]:]})
			}
		})
	}
	group.Wait()
}

// half is room for arcs in one direction.
type half struct {
	arcs   []ch.Arc
	extra  []ch.Extra
	middle []uint32
}

func (d *draft) copy(m *Metric, from, to uint32, room half) {
	i := 0
	heads, weights, rests := m.topology.Head[from:to], m.weight[from:to], d.rest[from:to]
	for k, head := range heads {
		if weights[k] < ch.Inf {
			room.arcs[i], room.extra[i], room.middle[i] = ch.Arc{Head: head, Weight: weights[k]}, rests[k].extra, rests[k].middle
			i++
		}
	}
}
