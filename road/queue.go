package road

// queue is a heap of states by key, four children to a node, key and state packed into one number. A state may be in it several times;
// only its first appearance counts.
type queue []uint64

func (q *queue) push(key uint32, s state) {
	item := uint64(key)<<32 | uint64(s)
	h := append(*q, item)
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if h[parent] <= item {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = item
	*q = h
}

func (q *queue) pop() (key uint32, s state) {
	h := *q
	top := h[0]
	item := h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) > 0 {
		h.sink(item)
	}
	return uint32(top >> 32), state(top)
}

// sink puts an item in at the top and lets it down to its place.
func (q queue) sink(item uint64) {
	i := 0
	for {
		first := 4*i + 1
		if first >= len(q) {
			break
		}
		least := first
		for child := first + 1; child < min(first+4, len(q)); child++ {
			if q[child] < q[least] {
				least = child
			}
		}
		if q[least] >= item {
			break
		}
		q[i] = q[least]
		i = least
	}
	q[i] = item
}
