package ch

// witness looks for ways around a node: where one is as short as the way through the node, no shortcut is needed. Its searches are
// bounded; a way that it misses costs a shortcut too many, never a wrong distance.
type witness struct {
	network *network
	turn    []uint32 // node -> when it is taken out in this round; others have no turn
	labels  []mark
	round   uint32
	targets []uint32 // node -> the round in which it is a target
	queue   queue
	settled int // at most, per search
}

// mark is a node's tentative weight; it counts only in its round.
type mark struct{ weight, round uint32 }

// noTurn is the turn of a node that stays.
const noTurn = 1<<32 - 1

func newWitness(n *network, turn []uint32) *witness {
	nodes := len(turn)
	return &witness{network: n, turn: turn, labels: make([]mark, nodes), targets: make([]uint32, nodes)}
}

// shortcuts calls back for every pair of neighbours whose way through the node must be kept. Nodes whose turn is not after the
// node's own may not be part of a witness, as they will be gone: without that, two equal ways could be each other's witness.
func (w *witness) shortcuts(node uint32, keep func(in, out link)) {
	out := w.network.out.of(node)
	for _, in := range w.network.in.of(node) {
		farthest, count := uint32(0), 0
		for _, o := range out {
			if o.node != in.node && in.weight+o.weight < Inf {
				farthest = max(farthest, in.weight+o.weight)
				count++
			}
		}
		if count == 0 {
			continue
		}
		w.search(node, in.node, farthest, out)
		for _, o := range out {
			if o.node == in.node || in.weight+o.weight >= Inf {
				continue
			}
			if !w.around(o.node, in.weight+o.weight) {
				keep(in, o)
			}
		}
	}
}

// around tells whether the search found a way to a target that is as good as the one through the node, perhaps with a last step that
// it had no budget for.
func (w *witness) around(target, weight uint32) bool {
	if m := w.labels[target]; m.round == w.round && m.weight <= weight {
		return true
	}
	for _, l := range w.network.in.of(target) {
		if m := w.labels[l.node]; m.round == w.round && m.weight+l.weight <= weight {
			return true
		}
	}
	return false
}

// search labels the nodes around a source, without the node in the middle, until all targets are settled or the way is too far.
func (w *witness) search(node, source, farthest uint32, targets []link) {
	w.next()
	left := 0
	for _, t := range targets {
		if t.node != source {
			w.targets[t.node] = w.round
			left++
		}
	}
	turn := w.turn[node]
	w.labels[source] = mark{0, w.round}
	w.queue = append(w.queue[:0], uint64(source))
	for budget := w.settled; len(w.queue) > 0 && budget > 0; {
		key := w.queue.pop()
		weight, at := uint32(key>>32), uint32(key)
		if weight > w.labels[at].weight {
			continue
		}
		if w.targets[at] == w.round {
			if left--; left == 0 {
				return
			}
		}
		budget--
		for _, l := range w.network.out.of(at) {
			reached := weight + l.weight
			if reached > farthest || l.node == node {
				continue
			}
			m := &w.labels[l.node]
			if m.round == w.round && m.weight <= reached || turn != noTurn && w.turn[l.node] < turn {
				continue
			}
			*m = mark{reached, w.round}
			w.queue.push(uint64(reached)<<32 | uint64(l.node))
		}
	}
}

func (w *witness) next() {
	if w.round++; w.round == 0 {
		clear(w.labels)
		clear(w.targets)
		w.round = 1
	}
}
