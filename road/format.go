package road

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unsafe"
)

// The section's layout is described in docs/map-format.md: a header, a table of arrays, the arrays.
const (
	magic         = "PGNROAD\n"
	formatVersion = 1
	arrayCount    = 16
	headerSize    = 8 + 4 + 4 + 8 + arrayCount*16
)

// ErrDamaged is in the chain of Open's errors about bytes that are not a whole street graph of this version.
var ErrDamaged = errors.New("the street graph is damaged or of another version; import the extract again")

// array is one of the graph's slices on its way to or from bytes.
type array struct {
	name string
	load func(data []byte) error
	dump func() []byte
}

// arrays lists the graph's slices in the file's order.
func (g *Graph) arrays() [arrayCount]array {
	main := (*[]uint64)(&g.main)
	return [arrayCount]array{
		slot("points", &g.points), slot("first", &g.first), slot("arcs", &g.arcs), slot("edges", &g.edges),
		slot("shapeFirst", &g.shapeFirst), slot("shape", &g.shape), slot("attrFirst", &g.attrFirst), slot("tags", &g.tags),
		slot("nodeTags", &g.nodeTags), slot("rules", &g.rules), slot("textFirst", &g.textFirst), slot("text", &g.text),
		slot("cellKeys", &g.cellKeys), slot("cellFirst", &g.cellFirst), slot("cellEdges", &g.cellEdges), slot("main", main),
	}
}

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

// write writes the graph in its file format.
func (g *Graph) write(w io.Writer) error {
	header := append(make([]byte, 0, headerSize), magic...)
	header = binary.LittleEndian.AppendUint32(header, formatVersion)
	header = binary.LittleEndian.AppendUint32(header, arrayCount)
	header = binary.LittleEndian.AppendUint64(header, g.mainProfile)
	var contents [arrayCount][]byte
	offset := uint64(headerSize)
	for i, a := range g.arrays() {
		contents[i] = a.dump()
		header = binary.LittleEndian.AppendUint64(header, offset)
		header = binary.LittleEndian.AppendUint64(header, uint64(len(contents[i])))
		offset += padded(uint64(len(contents[i])))
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	for _, content := range contents {
		if _, err := w.Write(content); err != nil {
			return err
		}
		gap := padded(uint64(len(content))) - uint64(len(content))
		if _, err := w.Write(make([]byte, gap)); err != nil {
			return err
		}
	}
	return nil
}

// padded rounds up to the alignment of the widest item.
func padded(n uint64) uint64 { return (n + 7) &^ 7 }

// Open reads a street graph in place: data must stay unchanged as long as the graph is used. It checks every index that the bytes
// contain, so that a damaged file ends here in an error; that costs about a millisecond for a large city.
func Open(data []byte) (*Graph, error) {
	if len(data) < headerSize || string(data[:8]) != magic {
		return nil, fmt.Errorf("open street graph: %w", ErrDamaged)
	}
	le := binary.LittleEndian
	if le.Uint32(data[8:]) != formatVersion || le.Uint32(data[12:]) != arrayCount {
		return nil, fmt.Errorf("open street graph: %w", ErrDamaged)
	}
	g := &Graph{mainProfile: le.Uint64(data[16:])}
	for i, a := range g.arrays() {
		row := data[24+16*i:]
		offset, length := le.Uint64(row), le.Uint64(row[8:])
		if offset > uint64(len(data)) || length > uint64(len(data))-offset {
			return nil, fmt.Errorf("open street graph: %s: %w", a.name, ErrDamaged)
		}
		if err := a.load(data[offset : offset+length]); err != nil {
			return nil, fmt.Errorf("open street graph: %s: %w (%w)", a.name, ErrDamaged, err)
		}
	}
	if part := g.fault(); part != "" {
		return nil, fmt.Errorf("open street graph: %s: %w", part, ErrDamaged)
	}
	return g, nil
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
	case len(g.main) != len(newBitset(2*len(g.edges))):
		return "main"
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
	arcs := uint32(len(g.arcs))
	for _, r := range g.rules {
		if r.From >= arcs || r.To >= arcs || r.Attr >= attrs {
			return "rules"
		}
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
