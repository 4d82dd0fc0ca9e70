package cch

import (
	"context"
	"sync"
	"sync/atomic"
)

// dissection orders states by nested dissection.
type dissection struct {
	ctx   context.Context
	in    In
	side  []bool // junction -> on the first side, within its cell
	spare chan *cutter
	group sync.WaitGroup
	done  atomic.Int64
	tell  func(done int)
}

// parallelFrom is the number of junctions from which on a cell's two halves may be worked on at the same time.
const parallelFrom = 1000

// order returns the states, the least important first: of every cell, those within the first part, those within the second, and then
// those that cross the cut.
func order(ctx context.Context, in In, o Options) ([]uint32, error) {
	states := make([]uint32, len(in.Tail))
	for i := range states {
		states[i] = uint32(i)
	}
	workers := max(1, o.Workers)
	d := &dissection{ctx: ctx, in: in, side: make([]bool, len(in.Points)), spare: make(chan *cutter, workers)}
	for range workers {
		d.spare <- &cutter{}
	}
	d.tell = func(int) {}
	if o.Progress != nil {
		var lock sync.Mutex
		d.tell = func(done int) {
			lock.Lock()
			defer lock.Unlock()
			o.Progress(int(d.done.Add(int64(done))), len(states))
		}
	}
	d.elsewhere(whole(in), states)
	d.group.Wait()
	return states, ctx.Err()
}

// dissect puts the states within a cell in order.
func (d *dissection) dissect(s *cell, states []uint32, c *cutter) {
	if s.count() < 2 || len(states) < 2 || d.ctx.Err() != nil {
		d.tell(len(states))
		return
	}
	side := c.parts(s)
	if side == nil {
		side = c.cut(s)
	}
	for v, junction := range s.id {
		d.side[junction] = side[v]
	}
	within, beyond := d.divide(states)
	first, second := c.take(s, side, true), c.take(s, side, false)
	d.tell(len(states) - beyond)
	if s.count() >= parallelFrom && d.elsewhere(first, states[:within]) {
		d.dissect(second, states[within:beyond], c)
		return
	}
	d.dissect(first, states[:within], c)
	d.dissect(second, states[within:beyond], c)
}

// elsewhere hands a cell to another worker, if one is idle.
func (d *dissection) elsewhere(s *cell, states []uint32) bool {
	select {
	case c := <-d.spare:
		d.group.Go(func() {
			d.dissect(s, states, c)
			d.spare <- c
		})
		return true
	default:
		return false
	}
}

// divide sorts states: within the first part, within the second, crossing in the more frequent direction, crossing in the other. It
// returns where the second and the third sort begin.
func (d *dissection) divide(states []uint32) (within, beyond int) {
	var sorts [4][]uint32
	for _, s := range states {
		from, to := d.side[d.in.Tail[s]], d.side[d.in.Head[s]]
		switch {
		case from && to:
			sorts[0] = append(sorts[0], s)
		case !from && !to:
			sorts[1] = append(sorts[1], s)
		case from:
			sorts[2] = append(sorts[2], s)
		default:
			sorts[3] = append(sorts[3], s)
		}
	}
	if len(sorts[2]) < len(sorts[3]) {
		sorts[2], sorts[3] = sorts[3], sorts[2]
	}
	at := states[:0]
	for _, sort := range sorts {
		at = append(at, sort...)
	}
	return len(sorts[0]), len(sorts[0]) + len(sorts[1])
}

// whole is the street network as one cell.
func whole(in In) *cell {
	s := &cell{lines: lineUp(in.Points)}
	n := uint32(len(in.Points))
	s.id = make([]uint32, n)
	for v := range n {
		s.id[v] = v
	}
	s.first, s.head, s.size = joined(in)
	s.back = make([]uint32, len(s.head))
	at := append([]uint32(nil), s.first...)
	for v := range n { // heads ascend, so the links that come back to w are met in w's order
		for link := s.first[v]; link < s.first[v+1]; link++ {
			w := s.head[link]
			s.back[link] = at[w]
			at[w]++
		}
	}
	return s
}

// joined lists the neighbours of every junction in ascending order, with the number of states between the two.
func joined(in In) (first, head []uint32, size []int32) {
	n := len(in.Points)
	ends := make([]uint32, n+1)
	for s, v := range in.Tail {
		if w := in.Head[s]; v != w {
			ends[v+1]++
			ends[w+1]++
		}
	}
	accumulate(ends)
	others := make([]uint32, ends[n])
	at := append([]uint32(nil), ends...)
	for s, v := range in.Tail {
		if w := in.Head[s]; v != w {
			others[at[v]], others[at[w]] = w, v
			at[v]++
			at[w]++
		}
	}
	first = append(make([]uint32, 0, n+1), 0)
	for v := range n {
		head, size = tally(others[ends[v]:ends[v+1]], head, size)
		first = append(first, uint32(len(head)))
	}
	return first, head, size
}
