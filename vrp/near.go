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
	row := t.row(int(n), nodes)
	k.scratch = k.scratch[:0]
	for b := range k.m.stops {
		if int32(b) != n {
			k.scratch = append(k.scratch, uint64(min(row.costOut[b], row.costIn[b]))<<32|uint64(b))
		}
	}
	slices.Sort(leastFirst(k.scratch, k.size))
	for i := range list {
		list[i] = int32(k.scratch[i] & 0xffffffff)
	}
	return list
}

// leastFirst brings the n least keys to the front and returns them, in any order.
func leastFirst(keys []uint64, n int) []uint64 {
	for lo, hi := 0, len(keys)-1; lo < hi; {
		pivot := keys[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for ; keys[i] < pivot; i++ {
			}
			for ; keys[j] > pivot; j-- {
			}
			if i <= j {
				keys[i], keys[j] = keys[j], keys[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n-1 <= j:
			hi = j
		case n-1 >= i:
			lo = i
		default:
			return keys[:n]
		}
	}
	return keys[:n]
}

// starts lists for each unit the kinds of vehicles that start nearest to it.
type starts struct {
	m     *model
	first []int32 // by kind: a vehicle of it
	lists []int32
	made  []bool
	size  int
}

func newStarts(m *model) *starts {
	k := &starts{m: m, made: make([]bool, m.units)}
	for v := range m.vehicles {
		if int(m.vehicles[v].kind) == len(k.first) {
			k.first = append(k.first, int32(v))
		}
	}
	k.size = min(nearKinds, len(k.first))
	k.lists = make([]int32, m.units*k.size)
	return k
}

// of returns the kinds for a unit, nearest first.
func (k *starts) of(u int32) []int32 {
	list := k.lists[int(u)*k.size : (int(u)+1)*k.size]
	if k.made[u] {
		return list
	}
	k.made[u] = true
	list = list[:0]
	for kind := range k.first {
		i := len(list)
		if i == k.size {
			i--
			if k.way(int32(kind), u) >= k.way(list[i], u) {
				continue
			}
		} else {
			list = append(list, 0)
		}
		for ; i > 0 && k.way(list[i-1], u) > k.way(int32(kind), u); i-- {
			list[i] = list[i-1]
		}
		list[i] = int32(kind)
	}
	return list
}

// way is the cost from the start of a kind of vehicle to a unit.
func (k *starts) way(kind, u int32) int32 {
	c := &k.m.vehicles[k.first[kind]]
	return k.m.tables[c.table].cost[int(c.start)*k.m.nodes+int(k.m.unitNode[u])]
}
