package road

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"golang.org/x/sync/errgroup"

	"pignon.coop/road/internal/cch"
	"pignon.coop/road/internal/ch"
)

// The section's layout is described in docs/map-format.md: a header, the arrays in groups, a table of them. The groups are the graph,
// each metric, and the topology of the customisable index.
const (
	magic         = "PGNROAD\n"
	formatVersion = 5
	headerSize    = 8 + 4 + 4
	rowSize       = 4 + 4 + 8 + 8
	trailerSize   = 8 + 4 + 4
	alignment     = 64
	maxArrays     = 4096
)

// ErrDamaged is in the chain of Open's errors about bytes that are not a whole street graph of this version.
var ErrDamaged = errors.New("the street graph is damaged or of another version; import the extract again")

// array is a slice on its way to or from bytes.
type array struct {
	name string
	load func(data []byte) error
	dump func() []byte
}

// arrays lists the graph's slices in the file's order.
func (g *Graph) arrays() []array {
	return []array{
		slot("points", &g.points), slot("first", &g.first), slot("arcs", &g.arcs), slot("edges", &g.edges),
		slot("shapeFirst", &g.shapeFirst), slot("shape", &g.shape), slot("attrFirst", &g.attrFirst), slot("tags", &g.tags),
		slot("nodeTags", &g.nodeTags), slot("copies", &g.copies), slot("turnFirst", &g.turnFirst), slot("turnTo", &g.turnTo),
		slot("bans", &g.bans), slot("textFirst", &g.textFirst), slot("text", &g.text), slot("cellKeys", &g.cellKeys),
		slot("cellFirst", &g.cellFirst), slot("cellEdges", &g.cellEdges), slot("heights", &g.heights),
		slot("nodeIDs", &g.nodeIDs), slot("boards", &g.boards),
	}
}

// arrays lists the metric's slices in the file's order; those of its hierarchy follow.
func (m *Metric) arrays() []array {
	return []array{
		{name: "profile", load: m.loadProfile, dump: m.dumpProfile},
		slot("arcs", &m.arcs), slot("modes", &m.modes), slot("turns", &m.turns), slot("main", (*[]uint64)(&m.main)),
	}
}

// slots lists the slices of an index, given as pointers.
func slots(name string, pointers []any) []array {
	var all []array
	for i, pointer := range pointers {
		name := fmt.Sprint(name, " ", i)
		switch s := pointer.(type) {
		case *[]uint16:
			all = append(all, slot(name, s))
		case *[]uint32:
			all = append(all, slot(name, s))
		case *[]ch.Arc:
			all = append(all, slot(name, s))
		case *[]ch.Extra:
			all = append(all, slot(name, s))
		default:
			panic(fmt.Sprintf("%s is a %T, which files do not hold", name, s))
		}
	}
	return all
}

func (m *Metric) dumpProfile() []byte {
	data, err := json.Marshal(m.profile)
	if err != nil {
		panic(err) // Build refuses profiles with numbers that JSON lacks
	}
	return data
}

func (m *Metric) loadProfile(data []byte) error { return json.Unmarshal(data, &m.profile) }

func slot[T any](name string, s *[]T) array {
	return array{
		name: name,
		load: func(data []byte) (err error) { *s, err = view[T](data); return err },
		dump: func() []byte { return dump(*s) },
	}
}

func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// view reads bytes as items in place where the machine allows it, and copies them elsewhere. T holds fixed-size numbers only.
func view[T any](data []byte) ([]T, error) {
	var item T
	size := int(unsafe.Sizeof(item))
	if len(data)%size != 0 {
		return nil, errors.New("its length is wrong")
	}
	if len(data) == 0 {
		return nil, nil
	}
	start := unsafe.Pointer(unsafe.SliceData(data))
	if littleEndian() && uintptr(start)%unsafe.Alignof(item) == 0 {
		return unsafe.Slice((*T)(start), len(data)/size), nil
	}
	items := make([]T, len(data)/size)
	_, err := binary.Decode(data, binary.LittleEndian, items)
	return items, err
}

func dump[T any](items []T) []byte {
	if len(items) == 0 {
		return nil
	}
	if littleEndian() {
		start := (*byte)(unsafe.Pointer(unsafe.SliceData(items)))
		return unsafe.Slice(start, len(items)*int(unsafe.Sizeof(items[0])))
	}
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, items); err != nil {
		panic(err) // items are fixed-size numbers and a buffer takes everything
	}
	return b.Bytes()
}

// sectionWriter writes arrays one after the other, and the table at last, so that nobody has to hold all of them at once. After an
// error it writes nothing more.
type sectionWriter struct {
	w      io.Writer
	offset uint64
	group  int // the one being written
	number int // of the next array in it
	rows   []byte
	err    error
}

func newSectionWriter(w io.Writer) *sectionWriter {
	s := &sectionWriter{w: w}
	header := binary.LittleEndian.AppendUint32([]byte(magic), formatVersion)
	s.put(binary.LittleEndian.AppendUint32(header, 0))
	return s
}

// add writes arrays as the next ones of the group at hand.
func (s *sectionWriter) add(arrays []array) {
	for _, a := range arrays {
		content := a.dump()
		s.rows = binary.LittleEndian.AppendUint32(s.rows, uint32(s.group))
		s.rows = binary.LittleEndian.AppendUint32(s.rows, uint32(s.number))
		s.rows = binary.LittleEndian.AppendUint64(s.rows, s.offset)
		s.rows = binary.LittleEndian.AppendUint64(s.rows, uint64(len(content)))
		s.put(content)
		s.number++
	}
}

// next ends a group.
func (s *sectionWriter) next() { s.group, s.number = s.group+1, 0 }

// put writes bytes and fills up to the next multiple of the alignment.
func (s *sectionWriter) put(content []byte) {
	whole := padded(uint64(len(content)))
	s.offset += whole
	for _, part := range [2][]byte{content, make([]byte, whole-uint64(len(content)))} {
		if s.err == nil {
			_, s.err = s.w.Write(part)
		}
	}
}

// finish writes the table and where it is.
func (s *sectionWriter) finish() error {
	table := binary.LittleEndian.AppendUint64(s.rows, s.offset)
	table = binary.LittleEndian.AppendUint32(table, uint32(len(s.rows)/rowSize))
	table = binary.LittleEndian.AppendUint32(table, 0)
	if s.err == nil {
		_, s.err = s.w.Write(table)
	}
	return s.err
}

func padded(n uint64) uint64 { return (n + alignment - 1) &^ (alignment - 1) }

// Open reads a street graph in place: data must stay unchanged as long as the graph is used. It checks every index that the bytes
// contain, so that a damaged file ends here in an error; that costs a few milliseconds for a large city.
func Open(data []byte) (*Graph, error) {
	groups, err := contents(data)
	if err != nil {
		return nil, fmt.Errorf("open street graph: %w", err)
	}
	if len(groups) < 2 {
		return nil, fmt.Errorf("open street graph: %w", ErrDamaged)
	}
	topology := len(groups) - 1
	g := &Graph{topology: &cch.Topology{}, stored: make(map[uint64]*Metric)}
	if err := load(g.arrays(), groups[0]); err != nil {
		return nil, fmt.Errorf("open street graph: %w", err)
	}
	if err := load(slots("topology", g.topology.Arrays()), groups[topology]); err != nil {
		return nil, fmt.Errorf("open street graph: %w", err)
	}
	for _, group := range groups[1:topology] {
		m := &Metric{graph: g, hierarchy: &ch.Hierarchy{}}
		if err := load(append(m.arrays(), slots("hierarchy", m.hierarchy.Arrays())...), group); err != nil {
			return nil, fmt.Errorf("open street graph: profile: %w", err)
		}
		m.keep()
		g.stored[m.profile.fingerprint()] = m
	}
	if err := g.check(); err != nil {
		return nil, fmt.Errorf("open street graph: %w", err)
	}
	return g, nil
}

// check looks at every index, on as many processors as there are.
func (g *Graph) check() error {
	var checks errgroup.Group
	checks.Go(func() error { return damaged(g.fault()) })
	for _, m := range g.stored {
		checks.Go(func() error {
			if err := damaged(m.fault()); err != nil {
				return fmt.Errorf("profile %q: %w", m.profile.Name, err)
			}
			return nil
		})
	}
	return checks.Wait()
}

func damaged(part string) error {
	if part == "" {
		return nil
	}
	return fmt.Errorf("%s: %w", part, ErrDamaged)
}

// contents cuts a section into the arrays of its groups.
func contents(data []byte) ([][][]byte, error) {
	le := binary.LittleEndian
	if len(data) < headerSize+trailerSize || string(data[:8]) != magic || le.Uint32(data[8:]) != formatVersion {
		return nil, ErrDamaged
	}
	end := uint64(len(data) - trailerSize)
	table, count := le.Uint64(data[end:]), le.Uint32(data[end+8:])
	if count == 0 || count > maxArrays || table > end || end-table != uint64(count)*rowSize {
		return nil, ErrDamaged
	}
	var groups [][][]byte
	for row := data[table:end]; len(row) > 0; row = row[rowSize:] {
		group, number := int(le.Uint32(row)), int(le.Uint32(row[4:]))
		offset, length := le.Uint64(row[8:]), le.Uint64(row[16:])
		if group == len(groups) {
			groups = append(groups, nil)
		}
		if group != len(groups)-1 || number != len(groups[group]) || offset > table || length > table-offset {
			return nil, ErrDamaged
		}
		groups[group] = append(groups[group], data[offset:offset+length])
	}
	return groups, nil
}

func load(arrays []array, group [][]byte) error {
	if len(arrays) != len(group) {
		return ErrDamaged
	}
	for i, a := range arrays {
		if err := a.load(group[i]); err != nil {
			return fmt.Errorf("%s: %w (%w)", a.name, ErrDamaged, err)
		}
	}
	return nil
}

// fault names the first array that points outside another one, "" when all is well.
func (g *Graph) fault() string {
	switch {
	case !ranges(g.first, len(g.points), len(g.arcs)):
		return "first"
	case !below(g.arcs, 2*len(g.edges)) || len(g.arcs) != 2*len(g.edges):
		return "arcs"
	case !ranges(g.shapeFirst, len(g.edges), len(g.shape)):
		return "shapeFirst"
	case len(g.attrFirst) == 0 || !ranges(g.attrFirst, len(g.attrFirst)-1, len(g.tags)):
		return "attrFirst"
	case len(g.textFirst) == 0 || !ranges(g.textFirst, len(g.textFirst)-1, len(g.text)):
		return "textFirst"
	case !ranges(g.cellFirst, len(g.cellKeys), len(g.cellEdges)):
		return "cellFirst"
	case !below(g.cellEdges, len(g.edges)):
		return "cellEdges"
	case !below(g.copies, len(g.arcs)):
		return "copies"
	case !ranges(g.turnFirst, g.states(), len(g.turnTo)):
		return "turnFirst"
	case !below(g.turnTo, g.states()):
		return "turnTo"
	case len(g.heights) != 0 && len(g.heights) != len(g.points)+len(g.shape):
		return "heights"
	case len(g.nodeIDs) != len(g.points)+len(g.shape):
		return "nodeIDs"
	case g.topology.Nodes() != g.states() || len(g.topology.Arc) != len(g.turnTo):
		return "topology"
	}
	return g.recordFault()
}

func (g *Graph) recordFault() string {
	nodes, attrs, texts := uint32(len(g.points)), uint32(len(g.attrFirst)-1), uint32(len(g.textFirst)-1)
	for i := range g.edges {
		if e := &g.edges[i]; e.From >= nodes || e.To >= nodes || e.Attr >= attrs || e.Name >= texts {
			return "edges"
		}
	}
	for _, t := range g.tags {
		if t.Key >= texts || t.Value >= texts {
			return "tags"
		}
	}
	for _, t := range g.nodeTags {
		if t.Node >= nodes || t.Attr >= attrs {
			return "nodeTags"
		}
	}
	for _, b := range g.boards {
		if int(b.Edge) >= len(g.edges) || b.Attr >= attrs {
			return "boards"
		}
	}
	for _, b := range g.bans {
		if int(b.Turn) >= len(g.turnTo) || b.Attr >= attrs {
			return "bans"
		}
	}
	return ""
}

// fault names the first array that does not fit the graph, "" when all is well.
func (m *Metric) fault() string {
	g := m.graph
	switch {
	case len(m.arcs) != len(g.arcs):
		return "arcs"
	case len(m.turns) != len(g.turnTo):
		return "turns"
	case len(m.modes) != len(g.arcs):
		return "modes"
	case len(m.main) != len(newBitset(len(g.arcs))):
		return "main"
	case m.hierarchy.Nodes() != g.states() || m.hierarchy.Check() != nil:
		return "hierarchy"
	}
	return ""
}

// ranges tells whether first cuts a slice of a length into so many ranges.
func ranges(first []uint32, count, length int) bool {
	if len(first) != count+1 || first[0] != 0 || int(first[count]) != length {
		return false
	}
	for i := range count {
		if first[i] > first[i+1] {
			return false
		}
	}
	return true
}

func below(items []uint32, limit int) bool {
	for _, item := range items {
		if int(item) >= limit {
			return false
		}
	}
	return true
}
