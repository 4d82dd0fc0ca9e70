package ch

// Inf is the weight of what cannot be: an edge of this weight or more does not exist, a pair with this weight has no way.
const Inf = 1<<31 - 1

// Original marks the middle of an arc that is an edge of the graph: Original|edge.
const Original uint32 = 1 << 31

// Cost is what an edge or arc costs: the weight that is minimised, and the milliseconds and centimetres that come along with it.
type Cost struct{ Weight, Ms, Cm uint32 }

// Graph is a directed graph in CSR form: edge i of node n has First[n] <= i < First[n+1] and leads to Head[i]. An edge whose
// Cost.Weight is Inf or more does not exist. There may be parallel edges, loops and edges of weight 0.
type Graph struct {
	First, Head []uint32
	Cost        []Cost
}

// Nodes tells how many nodes the graph has.
func (g Graph) Nodes() int { return max(0, len(g.First)-1) }

// Arc is one end of an arc as a search sees it: the rank of the node that it leads to, and its weight.
type Arc struct{ Head, Weight uint32 }

// Extra is what an arc carries besides its weight.
type Extra struct{ Ms, Cm uint32 }

func (e Extra) plus(other Extra) Extra { return Extra{e.Ms + other.Ms, e.Cm + other.Cm} }

// Hierarchy is a graph ready for queries. Nodes are numbered anew by rank, the least important first. All slices hold fixed-size
// numbers only, so that they can be written to a file and read in place; call Check on what was read. A hierarchy that nobody
// writes to is safe for concurrent use.
//
// Arcs stand at their lower end. Those of rank r that lead up are Up[UpFirst[r]:UpFirst[r+1]], with the rank of the upper end in
// Head; those that come down to r are Down[DownFirst[r]:DownFirst[r+1]], with the rank of their upper beginning in Head. In both
// lists heads ascend strictly and are greater than r. The entries of Extra and Middle belong to the arc of the same index.
//
// Middle is Original|e for an arc that is edge e of the graph. For a shortcut it is the rank of the node that it skips, which is
// lower than both ends and has both halves: the first among its Down arcs, the second among its Up arcs. The costs of a shortcut are
// the sums of its halves'.
type Hierarchy struct {
	Rank []uint32 // node -> rank
	Node []uint32 // rank -> node

	UpFirst  []uint32 // rank -> its range of Up
	Up       []Arc
	UpExtra  []Extra
	UpMiddle []uint32

	DownFirst  []uint32 // rank -> its range of Down
	Down       []Arc
	DownExtra  []Extra
	DownMiddle []uint32

	Edges []uint32 // one number: how many edges the graph has

	// The crown: for each of the most important nodes, the highest ranks, the tops of all its shortest ways to others (hub labels).
	// Searches end where they enter it. A hierarchy may go without; AddCrown makes one.
	UpCrown, DownCrown Crown
}

// Crown is what a search in one direction would find from each of the most important nodes. They are numbered from the top: number i
// has rank Nodes()-1-i. The tops of number i are Hub[First[i]:First[i+1]], numbers too, ascending; the last one is i itself. Weight
// and Extra say what it takes to get from the node up to its top, or from the top down to the node.
type Crown struct {
	First  []uint32
	Hub    []uint16
	Weight []uint32
	Extra  []Extra
}

// Size tells how many nodes have the crown's labels.
func (c *Crown) Size() int { return max(0, len(c.First)-1) }

// Arrays returns pointers to the slices in the order of a file.
func (h *Hierarchy) Arrays() []any {
	return []any{
		&h.Rank, &h.Node, &h.UpFirst, &h.Up, &h.UpExtra, &h.UpMiddle, &h.DownFirst, &h.Down, &h.DownExtra, &h.DownMiddle, &h.Edges,
		&h.UpCrown.First, &h.UpCrown.Hub, &h.UpCrown.Weight, &h.UpCrown.Extra,
		&h.DownCrown.First, &h.DownCrown.Hub, &h.DownCrown.Weight, &h.DownCrown.Extra,
	}
}

// Nodes tells how many nodes the hierarchy has.
func (h *Hierarchy) Nodes() int { return len(h.Node) }

func (h *Hierarchy) up() half   { return half{h.UpFirst, h.Up, h.UpExtra, h.UpMiddle} }
func (h *Hierarchy) down() half { return half{h.DownFirst, h.Down, h.DownExtra, h.DownMiddle} }
