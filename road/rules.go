package road

import (
	"strings"

	"pignon.coop/road/extract"
)

// rules reads the turn restrictions as paths of arcs: from a street through a junction, or by way of streets, into another.
func (b *builder) rules() []rule {
	var rules []rule
	for i := range b.x.Relations {
		r := &b.x.Relations[i]
		if !isRestriction(r) {
			continue
		}
		for _, path := range b.paths(r) {
			rules = append(rules, rule{path: path, attr: b.pool.attrOf(r.Tags, ruleKeys)})
		}
	}
	return rules
}

func isRestriction(r *extract.Relation) bool {
	return strings.HasPrefix(r.Tags.Value("type"), "restriction")
}

// restricted lists the ways of which restrictions speak, without edges yet.
func (b *builder) restricted() map[int64][]uint32 {
	ways := make(map[int64][]uint32)
	for i := range b.x.Relations {
		r := &b.x.Relations[i]
		if !isRestriction(r) {
			continue
		}
		for _, m := range r.Members {
			if m.Kind == extract.KindWay {
				ways[m.ID] = nil
			}
		}
	}
	return ways
}

// paths lists the ways that a restriction speaks of. One that does not say clearly what it means has none.
func (b *builder) paths(r *extract.Relation) [][]arc {
	from, to, via := membersOf(r, "from"), membersOf(r, "to"), membersOf(r, "via")
	if len(via) == 0 {
		return nil
	}
	var found [][]arc
	for _, f := range from {
		for _, t := range to {
			if path := b.path(f, via, t); path != nil {
				found = append(found, path)
			}
		}
	}
	return found
}

func membersOf(r *extract.Relation, role string) []extract.Member {
	var found []extract.Member
	for _, m := range r.Members {
		if m.Role == role {
			found = append(found, m)
		}
	}
	return found
}

// path joins the streets of a restriction, nil where they do not join in one way only.
func (b *builder) path(from extract.Member, via []extract.Member, to extract.Member) []arc {
	if from.Kind != extract.KindWay || to.Kind != extract.KindWay {
		return nil
	}
	if via[0].Kind == extract.KindNode {
		i, found := b.x.NodeIndex(via[0].ID)
		if !found || b.nodes[i] == unused || len(via) > 1 {
			return nil
		}
		return b.between(from.ID, b.nodes[i], nil, b.nodes[i], to.ID)
	}
	ways := append(append([]extract.Member{from}, via...), to)
	var junctions []uint32
	for i, w := range ways[1:] {
		junction, ok := b.shared(ways[i].ID, w.ID)
		if w.Kind != extract.KindWay || !ok {
			return nil
		}
		junctions = append(junctions, junction)
	}
	var middle []arc
	for i, w := range via {
		part := b.along(w.ID, junctions[i], junctions[i+1])
		if part == nil {
			return nil
		}
		middle = append(middle, part...)
	}
	return b.between(from.ID, junctions[0], middle, junctions[len(junctions)-1], to.ID)
}

// between completes a path by its first and its last arc. A way that goes on at both sides of a junction does not say which side it
// means.
func (b *builder) between(from int64, first uint32, middle []arc, last uint32, to int64) []arc {
	in, out := b.leaving(from, first), b.leaving(to, last)
	if len(in) != 1 || len(out) != 1 {
		return nil
	}
	path := append([]arc{in[0] ^ 1}, middle...)
	return append(path, out[0])
}

// leaving lists the arcs of a way that leave a junction.
func (b *builder) leaving(way int64, junction uint32) []arc {
	var found []arc
	for _, e := range b.byWay[way] {
		for a := 2 * e; a <= 2*e+1; a++ {
			if b.graph.tail(a) == junction {
				found = append(found, a)
			}
		}
	}
	return found
}

// shared finds the one junction at which two ways meet.
func (b *builder) shared(one, other int64) (junction uint32, ok bool) {
	count := 0
	for _, e := range b.byWay[one] {
		for a := 2 * e; a <= 2*e+1; a++ {
			tail := b.graph.tail(a)
			if (count == 0 || tail != junction) && len(b.leaving(other, tail)) > 0 {
				junction, count = tail, count+1
			}
		}
	}
	return junction, count == 1
}

// along walks a way from one junction to another; nil where it does not lead there, or leads nowhere.
func (b *builder) along(way int64, from, to uint32) []arc {
	for _, first := range b.leaving(way, from) {
		path := []arc{first}
		for len(path) <= len(b.byWay[way]) {
			last := path[len(path)-1]
			node := b.graph.head(last)
			if node == to {
				return path
			}
			next := b.onward(way, node, last)
			if next == nil {
				break
			}
			path = append(path, *next)
		}
	}
	return nil
}

// onward is the arc by which a way goes on at a junction, nil at its end and where it crosses itself.
func (b *builder) onward(way int64, junction uint32, last arc) *arc {
	var next *arc
	for _, a := range b.leaving(way, junction) {
		if a == last^1 {
			continue
		}
		if next != nil {
			return nil
		}
		next = &a
	}
	return next
}
