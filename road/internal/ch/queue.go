package ch

// queue is a heap of keys with four children per entry: a weight in the upper 32 bits and a node in the lower ones.
type queue []uint64

func (q *queue) push(key uint64) {
	*q = append(*q, 0)
	heap := *q
	i := len(heap) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if heap[parent] <= key {
			break
		}
		heap[i] = heap[parent]
		i = parent
	}
	heap[i] = key
}

func (q *queue) pop() uint64 {
	heap := *q
	top, last := heap[0], heap[len(heap)-1]
	heap = heap[:len(heap)-1]
	*q = heap
	if len(heap) == 0 {
		return top
	}
	i := 0
	for child := 1; child < len(heap); child = 4*i + 1 {
		least, key := child, heap[child]
		for j, other := range heap[child+1 : min(child+4, len(heap))] {
			if other < key {
				least, key = child+1+j, other
			}
		}
		if last <= key {
			break
		}
		heap[i] = key
		i = least
	}
	heap[i] = last
	return top
}
