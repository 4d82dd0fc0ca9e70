package vrp

import "slices"

// nearCount is how many neighbours of a stop a ruin may reach.
const nearCount = 100

// nearness lists the neighbours of stops, those that are cheap to reach or to come from first. A list is made when it is first asked
// for, so that a first plan need not wait for all of them.
type nearness struct {
	m       *model
	lists   []int32
	made    []bool
	size    int
	scratch []uint64
}

func newNearness(m *model) *nearness {
	size := max(0, min(nearCount, m.stops-1))
	return &nearness{m: m, lists: make([]int32, m.stops*size), made: make([]bool, m.stops), size: size, scratch: make([]uint64, 0, m.stops)}
}

// of returns the neighbours of a stop, nearest first.
func (k *nearness) of(n int32) []int32 {
	list := k.lists[int(n)*k.size : (int(n)+1)*k.size]
	if k.made[n] {
		return list
	}
	k.made[n] = true
	t, nodes := &k.m.tables[0], k.m.nodes
	out, in := t.out[int(n)*nodes:int(n+1)*nodes], t.in[int(n)*nodes:int(n+1)*nodes]
	k.scratch = k.scratch[:0]
	for b := range k.m.stops {
		if int32(b) != n {
			k.scratch = append(k.scratch, uint64(min(out[b].cost, in[b].cost))<<32|uint64(b))
		}
	}
	slices.Sort(k.scratch)
	for i := range list {
		list[i] = int32(k.scratch[i] & 0xffffffff)
	}
	return list
}
