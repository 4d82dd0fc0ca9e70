package road

import (
	"strings"

	"pignon.coop/road/extract"
)

// addRules keeps the turn restrictions whose via is one junction. Those by way of a street are left out.
func (b *builder) addRules() {
	for i := range b.x.Relations {
		r := &b.x.Relations[i]
		if !strings.HasPrefix(r.Tags.Value("type"), "restriction") {
			continue
		}
		via, ok := b.via(r)
		if !ok {
			continue
		}
		attr := b.pool.attrOf(r.Tags, ruleKeys)
		for _, from := range b.members(r, "from", via) {
			for _, to := range b.members(r, "to", via) {
				b.graph.rules = append(b.graph.rules, rule{From: from ^ 1, To: to, Attr: attr})
			}
		}
	}
}

// via finds the junction of a restriction.
func (b *builder) via(r *extract.Relation) (junction uint32, ok bool) {
	count := 0
	for _, m := range r.Members {
		if m.Role != "via" {
			continue
		}
		count++
		if m.Kind != extract.KindNode {
			return 0, false
		}
		if i, found := b.x.NodeIndex(m.ID); found {
			junction, ok = b.nodes[i]
		}
	}
	return junction, ok && count == 1
}

// members lists the arcs that leave the junction along the ways of a role. A way that goes on at both sides of the junction does
// not say which side it means, and is left out.
func (b *builder) members(r *extract.Relation, role string, junction uint32) []arc {
	var found []arc
	for _, m := range r.Members {
		if m.Kind != extract.KindWay || m.Role != role {
			continue
		}
		if touching := b.touching(m.ID, junction); len(touching) == 1 {
			found = append(found, touching[0])
		}
	}
	return found
}

func (b *builder) touching(way int64, junction uint32) []arc {
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
