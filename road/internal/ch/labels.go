package ch

// label says how a node is best reached: its weight, and the rank of the node before it or seeded|number of the seed.
type label struct{ weight, before uint32 }

// seeded marks the label of a seed's own node.
const seeded uint32 = 1 << 31

// labels are what a search knows of nodes, by rank. A search comes to a few ranks of very many, so there is memory only for pages of
// ranks that it came to; all others share one page, on which nothing is known.
type labels struct {
	pages  []uint32 // page -> where its labels begin
	taken  []uint32 // pages that have labels of their own
	known  []label
	extras []Extra // by the same places, only where they were asked for
}

const (
	pageBits = 5
	pageSize = 1 << pageBits
)

func newLabels(nodes int) labels {
	l := labels{pages: make([]uint32, (nodes+pageSize-1)>>pageBits), known: make([]label, pageSize)}
	for i := range l.known {
		l.known[i].weight = Inf
	}
	return l
}

// forget empties all labels.
func (l *labels) forget() {
	for _, page := range l.taken {
		l.pages[page] = 0
	}
	l.taken, l.known = l.taken[:0], l.known[:pageSize]
}

// at is where the label of a rank is.
func (l *labels) at(rank uint32) uint32 { return l.pages[rank>>pageBits] + rank&(pageSize-1) }

// weight is the least weight known of a rank, Inf when there is none.
func (l *labels) weight(rank uint32) uint32 { return l.known[l.at(rank)].weight }

// before is where the way to a rank that has a label came from.
func (l *labels) before(rank uint32) uint32 { return l.known[l.at(rank)].before }

func (l *labels) set(rank uint32, to label) {
	at := l.at(rank)
	if at < pageSize {
		at += uint32(len(l.known))
		l.pages[rank>>pageBits] = uint32(len(l.known))
		l.taken = append(l.taken, rank>>pageBits)
		l.known = append(l.known, l.known[:pageSize]...)
	}
	l.known[at] = to
}

// keep adds what a label that is set carries besides its weight.
func (l *labels) keep(rank uint32, extra Extra) {
	if missing := len(l.known) - len(l.extras); missing > 0 {
		l.extras = append(l.extras, make([]Extra, missing)...)
	}
	l.extras[l.at(rank)] = extra
}

func (l *labels) extra(rank uint32) Extra { return l.extras[l.at(rank)] }
