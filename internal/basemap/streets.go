package basemap

import (
	"fmt"

	"pignon.coop/internal/area"
)

// streets puts the pieces of named streets and rivers together, which the map cuts at every crossing: a name needs a long line to
// be written on.
type streets struct {
	groups map[string]*pieces
	order  []*pieces
}

// pieces are lines that look the same.
type pieces struct {
	look  feature
	lines [][]int64
}

func (s *streets) add(f feature, nodes []int64) {
	key := fmt.Sprint(f.layer, f.from, f.props)
	p := s.groups[key]
	if p == nil {
		if s.groups == nil {
			s.groups = map[string]*pieces{}
		}
		p = &pieces{look: f}
		s.groups[key] = p
		s.order = append(s.order, p)
	}
	p.lines = append(p.lines, nodes)
}

// each visits the joined lines. One-way streets and rivers keep their direction.
func (s *streets) each(visit func(feature, []int64)) {
	for _, p := range s.order {
		join := area.Join
		if p.look.props["oneway"] != nil || p.look.layer == waterwayLayer {
			join = area.Chain
		}
		for _, nodes := range join(p.lines) {
			visit(p.look, nodes)
		}
	}
}
