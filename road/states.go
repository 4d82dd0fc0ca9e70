package road

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// expand lists the turns between states, so that searches need not know junctions and restrictions. A restriction by way of streets
// is followed by an automaton: whoever goes along its beginning moves to copies of the arcs, and the turn that would complete it
// leaves the last copy. Restrictions that begin alike share copies.
func (b *builder) expand(rules []rule) {
	x := &expander{g: b.graph, starts: make(map[uint64][]partial), plain: make(map[uint64][]uint32), known: make(map[string]int)}
	for i, r := range rules {
		key := turnKey(r.path[0], r.path[1])
		if len(r.path) == 2 {
			x.plain[key] = append(x.plain[key], r.attr)
			continue
		}
		x.starts[key] = append(x.starts[key], partial{rule: &rules[i], step: 1})
	}
	x.run()
}

// rule is a turn restriction: the arcs that it speaks of, first to last, and its tags.
type rule struct {
	path []arc
	attr uint32
}

// partial is a restriction of which the arcs up to a step have been ridden.
type partial struct {
	rule *rule
	step int
}

// memory is a copy of an arc while the graph is built: the restrictions that one may be about to complete.
type memory struct {
	arc   arc
	begun []partial
}

type expander struct {
	g      *Graph
	starts map[uint64][]partial // turn -> restrictions by way of streets that begin with it
	plain  map[uint64][]uint32  // turn -> attributes of restrictions that are this turn
	copies []memory
	known  map[string]int // memory -> its number in copies
}

func turnKey(from, to arc) uint64 { return uint64(from)<<32 | uint64(to) }

// run finds all copies first, so that they can be numbered by their arcs, and lists the turns then.
func (x *expander) run() {
	g := x.g
	if len(x.starts) > 0 {
		for a := range arc(len(g.arcs)) {
			x.follow(memory{arc: a})
		}
	}
	for i := 0; i < len(x.copies); i++ { // grows
		x.follow(x.copies[i])
	}
	numbers := x.number()
	g.turnFirst = append(make([]uint32, 0, g.states()+1), 0)
	for a := range arc(len(g.arcs)) {
		x.list(memory{arc: a}, numbers)
	}
	for _, m := range x.sorted() {
		x.list(m, numbers)
	}
}

// follow makes the copies that the turns out of a state lead to.
func (x *expander) follow(m memory) {
	for _, to := range x.g.arcsOf(x.g.head(m.arc)) {
		if next := x.after(m, to); len(next.begun) > 0 {
			if key := next.key(); !x.has(key) {
				x.known[key] = len(x.copies)
				x.copies = append(x.copies, next)
			}
		}
	}
}

func (x *expander) has(key string) bool {
	_, ok := x.known[key]
	return ok
}

// after is where a turn leads.
func (x *expander) after(m memory, to arc) memory {
	next := memory{arc: to}
	for _, p := range m.begun {
		if p.rule.path[p.step+1] == to && p.step+2 < len(p.rule.path) {
			next.begun = append(next.begun, partial{rule: p.rule, step: p.step + 1})
		}
	}
	next.begun = append(next.begun, x.starts[turnKey(m.arc, to)]...)
	return next
}

// key tells memories apart: a restriction is known by where its path lies in memory, which does not move.
func (m memory) key() string {
	key := binary.LittleEndian.AppendUint32(nil, m.arc)
	for _, p := range m.begun {
		for _, a := range p.rule.path {
			key = binary.LittleEndian.AppendUint32(key, a)
		}
		key = binary.LittleEndian.AppendUint32(key, p.rule.attr)
		key = binary.LittleEndian.AppendUint32(key, uint32(p.step)|1<<31)
	}
	return string(key)
}

func (x *expander) sorted() []memory {
	sorted := slices.Clone(x.copies)
	slices.SortStableFunc(sorted, func(a, b memory) int { return cmp.Compare(a.arc, b.arc) })
	return sorted
}

// number gives the copies their states.
func (x *expander) number() map[string]state {
	numbers := make(map[string]state, len(x.copies))
	for i, m := range x.sorted() {
		numbers[m.key()] = state(len(x.g.arcs) + i)
		x.g.copies = append(x.g.copies, m.arc)
	}
	return numbers
}

// list adds the turns out of a state, and what restrictions say about them.
func (x *expander) list(m memory, numbers map[string]state) {
	g := x.g
	for _, to := range g.arcsOf(g.head(m.arc)) {
		turn := uint32(len(g.turnTo))
		for _, p := range m.begun {
			if p.step+2 == len(p.rule.path) && p.rule.path[p.step+1] == to {
				g.bans = append(g.bans, ban{Turn: turn, Attr: p.rule.attr})
			}
		}
		for _, attr := range x.plain[turnKey(m.arc, to)] {
			g.bans = append(g.bans, ban{Turn: turn, Attr: attr})
		}
		target := to
		if next := x.after(m, to); len(next.begun) > 0 {
			target = numbers[next.key()]
		}
		g.turnTo = append(g.turnTo, target)
	}
	g.turnFirst = append(g.turnFirst, uint32(len(g.turnTo)))
}
