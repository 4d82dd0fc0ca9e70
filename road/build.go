package road

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"

	"pignon.coop/road/elevation"
	"pignon.coop/road/extract"
	"pignon.coop/road/internal/cch"
	"pignon.coop/road/internal/ch"
)

// BuildOptions says how a graph is built.
type BuildOptions struct {
	Profiles []Profile         // to have at hand without preparation; others are possible at any time
	Terrain  elevation.Terrain // how high the ground lies; nil: everything is flat
	Progress extract.Progress
}

// Build makes the street graph of an extract and writes it for Open to read. The progress counts ways first, then the steps of
// preparing the profiles.
func Build(ctx context.Context, x *extract.Extract, w io.Writer, o BuildOptions) error {
	g, err := assemble(x, o)
	if err != nil {
		return fmt.Errorf("build street graph: %w", err)
	}
	progress := func(done, total int) { o.Progress.Report(int64(done), int64(total)) }
	section := newSectionWriter(w)
	section.add(g.arrays())
	g.nodeIDs = nil // only answers need them
	for _, p := range o.Profiles {
		section.next()
		if err := g.prepare(ctx, p, section, progress); err != nil {
			return fmt.Errorf("build street graph: profile %q: %w", p.Name, err)
		}
	}
	topology, err := g.order(ctx, progress)
	if err != nil {
		return fmt.Errorf("build street graph: %w", err)
	}
	section.next()
	section.add(slots("topology", topology.Arrays()))
	if err := section.finish(); err != nil {
		return fmt.Errorf("build street graph: %w", err)
	}
	return nil
}

// prepare writes a profile's metric and its index. Each is let go as soon as it is written.
func (g *Graph) prepare(ctx context.Context, p Profile, section *sectionWriter, progress func(done, total int)) error {
	network := g.priced(p, section)
	hierarchy, err := ch.Contract(ctx, network, ch.Options{Workers: runtime.GOMAXPROCS(0), Progress: progress})
	if err != nil {
		return err
	}
	section.add(slots("hierarchy", hierarchy.Arrays()))
	return section.err
}

// priced writes a profile's metric and returns what is searched.
func (g *Graph) priced(p Profile, section *sectionWriter) ch.Graph {
	m := g.price(p, When{})
	section.add(m.arrays())
	return m.network()
}

// assemble makes the graph in memory. What it no longer needs of the extract it lets go: its caller may have done so too.
func assemble(x *extract.Extract, o BuildOptions) (*Graph, error) {
	own := *x
	b := &builder{x: &own, graph: &Graph{}}
	b.pool = newPool(b.graph)
	b.markJunctions()
	total := int64(len(own.Ways))
	b.splitAll(o.Progress)
	if len(b.pieces) > math.MaxInt32/8 || len(b.shape) > math.MaxInt32 {
		return nil, fmt.Errorf("the extract is too large: %d stretches of street", len(b.pieces))
	}
	own.Ways = nil
	b.place()
	b.link()
	b.addNodeTags()
	b.expand(b.rules())
	b.graph.buildGrid()
	if o.Terrain != nil {
		b.lift(o.Terrain)
	}
	o.Progress.Report(total, total)
	return b.graph, nil
}

// order makes the index that any profile can be put on.
func (g *Graph) order(ctx context.Context, progress func(done, total int)) (*cch.Topology, error) {
	in := cch.In{
		Points: g.points, First: g.turnFirst, To: g.turnTo, Tail: make([]uint32, g.states()), Head: make([]uint32, g.states()),
	}
	for s := range state(g.states()) {
		a := g.arcOf(s)
		in.Tail[s], in.Head[s] = g.tail(a), g.head(a)
	}
	return cch.Build(ctx, in, cch.Options{Workers: runtime.GOMAXPROCS(0), Progress: progress})
}

// isStreet tells which ways become edges: whatever people or vehicles move along.
func isStreet(tags extract.Tags) bool {
	switch tags.Value("highway") {
	case "proposed", "construction", "abandoned", "razed", "planned", "disused", "raceway", "rest_area", "services", "elevator":
		return false
	case "":
		return tags.Value("route") == "ferry" || tags.Value("man_made") == "pier" || tags.Value("railway") == "platform"
	}
	return true
}

// addNodeTags keeps the tags of junctions that are tagged.
func (b *builder) addNodeTags() {
	for _, n := range b.x.Tagged {
		i, ok := b.x.NodeIndex(n.ID)
		if !ok {
			continue
		}
		junction := b.nodes[i]
		if junction == unused {
			continue
		}
		if attr := b.pool.attrOf(n.Tags, nodeKeys); attr != 0 {
			b.graph.nodeTags = append(b.graph.nodeTags, nodeTag{Node: junction, Attr: attr})
		}
	}
	slices.SortFunc(b.graph.nodeTags, func(p, q nodeTag) int { return cmp.Compare(p.Node, q.Node) })
}

// withFerrySpeed adds the speed that a ferry's duration implies.
func withFerrySpeed(x *extract.Extract, w *extract.Way) extract.Tags {
	if w.Tags.Value("route") != "ferry" {
		return w.Tags
	}
	hours := hoursOf(w.Tags.Value("duration"))
	kmh := math.Round(lengthOf(x.Line(w))/100/hours) / 10
	if !(kmh >= 0.1 && kmh <= 60) {
		return w.Tags
	}
	return append(slices.Clone(w.Tags), extract.Tag{Key: ferrySpeed, Value: fmt.Sprint(kmh)})
}

// hoursOf reads a duration written "MM", "HH:MM" or "HH:MM:SS"; anything else is 0.
func hoursOf(duration string) float64 {
	parts := strings.Split(duration, ":")
	seconds := 0.0
	for _, part := range parts {
		var n float64
		if _, err := fmt.Sscanf(part, "%f", &n); err != nil || n < 0 {
			return 0
		}
		seconds = seconds*60 + n
	}
	if len(parts) < 3 {
		seconds *= 60
	}
	return seconds / 3600
}
