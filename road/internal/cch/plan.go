package cch

import (
	"context"
	"sync"
	"sync/atomic"
)

// plan says which ranks may be worked on at the same time: first the leaves, which depend on nothing, and then the trunks, each when
// those that end below it are done.
type plan struct {
	leaves []span  // whole subtrees of the elimination tree
	trunks []trunk // paths in what remains of the tree, lower ones first
}

// span is a range of ranks.
type span struct{ from, to uint32 }

// trunk is a path up the elimination tree.
type trunk struct {
	ranks []uint32
	above int // the trunk that it ends at, or -1
	below int // how many end at it
}

// leaves are subtrees with at most this part of all arcs.
const leafPart = 128

func newPlan(t *Topology) plan {
	var p plan
	most := uint32(t.Arcs()/leafPart + 1)
	heavy := t.heavy(most)
	p.cut(t, most, heavy)
	p.grow(t, heavy)
	return p
}

// heavy tells which ranks have too large a subtree for a leaf, or one that is no range.
func (t *Topology) heavy(most uint32) []bool {
	heavy, arcs, lowest := make([]bool, t.Nodes()), make([]uint32, t.Nodes()), make([]uint32, t.Nodes())
	for r := range lowest {
		lowest[r] = uint32(r)
	}
	size := sizes(t.Parent)
	for r, above := range t.Parent {
		arcs[r] += t.First[r+1] - t.First[r]
		heavy[r] = heavy[r] || arcs[r] > most || uint32(r)-lowest[r]+1 != size[r]
		if above != None {
			heavy[above] = heavy[above] || heavy[r]
			arcs[above] += arcs[r]
			lowest[above] = min(lowest[above], lowest[r])
		}
	}
	return heavy
}

// cut gathers the ranks between heavy ones into leaves.
func (p *plan) cut(t *Topology, most uint32, heavy []bool) {
	from := uint32(0)
	n := uint32(t.Nodes())
	for v := range n {
		if heavy[v] {
			p.leaf(from, v)
			from = v + 1
		} else if root := t.Parent[v] == None || heavy[t.Parent[v]]; root && t.First[v+1]-t.First[from] > most {
			p.leaf(from, v+1)
			from = v + 1
		}
	}
	p.leaf(from, n)
}

func (p *plan) leaf(from, to uint32) {
	if from < to {
		p.leaves = append(p.leaves, span{from, to})
	}
}

// grow strings the heavy ranks together to trunks: a rank goes on with the trunk of its heavy child, unless it has several.
func (p *plan) grow(t *Topology, heavy []bool) {
	children, of := make([]uint8, t.Nodes()), make([]int, t.Nodes())
	for v := range uint32(t.Nodes()) {
		if above := t.Parent[v]; heavy[v] && above != None {
			children[above] = min(children[above]+1, 2)
		}
	}
	for v := range uint32(t.Nodes()) {
		if !heavy[v] {
			continue
		}
		if children[v] != 1 {
			of[v] = len(p.trunks)
			p.trunks = append(p.trunks, trunk{above: -1})
		}
		k := of[v]
		p.trunks[k].ranks = append(p.trunks[k].ranks, v)
		if above := t.Parent[v]; above != None && children[above] == 1 {
			of[above] = k
		}
	}
	for i := range p.trunks {
		ranks := p.trunks[i].ranks
		if above := t.Parent[ranks[len(ranks)-1]]; above != None {
			p.trunks[i].above = of[above]
			p.trunks[of[above]].below++
		}
	}
}

// run works on all ranks, each after those below it in the elimination tree, with as many workers as are given. It ends early when
// the context does.
func (p *plan) run(ctx context.Context, workers []func(uint32)) error {
	var group sync.WaitGroup
	var next atomic.Int64
	for _, node := range workers {
		group.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(p.leaves) && ctx.Err() == nil; i = next.Add(1) - 1 {
				for v := p.leaves[i].from; v < p.leaves[i].to; v++ {
					node(v)
				}
			}
		})
	}
	group.Wait()
	ready, left := p.start()
	for _, node := range workers {
		group.Go(func() { p.climb(ctx, node, ready, left) })
	}
	group.Wait()
	return ctx.Err()
}

// start lists the trunks that can be worked on, and how many each waits for. The last number counts those that are not done.
func (p *plan) start() (ready chan int, left []atomic.Int64) {
	ready, left = make(chan int, len(p.trunks)), make([]atomic.Int64, len(p.trunks)+1)
	for i, trunk := range p.trunks {
		left[i].Store(int64(trunk.below))
		if trunk.below == 0 {
			ready <- i
		}
	}
	left[len(p.trunks)].Store(int64(len(p.trunks)))
	if len(p.trunks) == 0 {
		close(ready)
	}
	return ready, left
}

func (p *plan) climb(ctx context.Context, node func(uint32), ready chan int, left []atomic.Int64) {
	for i := range ready {
		for _, v := range p.trunks[i].ranks {
			if ctx.Err() == nil {
				node(v)
			}
		}
		if above := p.trunks[i].above; above >= 0 && left[above].Add(-1) == 0 {
			ready <- above
		}
		if left[len(p.trunks)].Add(-1) == 0 {
			close(ready)
		}
	}
}
