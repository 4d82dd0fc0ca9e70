package extract

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// block is one decoded primitive block.
type block struct {
	nodes     []Node
	tagged    []TaggedNode
	ways      []Way
	relations []Relation
}

// blockReader decodes one primitive block.
type blockReader struct {
	block                *block
	shared               *words
	table                [][]byte
	strings              []string // of the table, those in use
	granularity          int64
	latOffset, lngOffset int64
	bad                  bool

	// Elements with the same tags share them, and what they list is cut from large pieces of memory.
	sets    map[string]Tags
	key     []byte
	scratch Tags
	refs    slab[int64]
	words   slab[Tag]
}

func decodeBlock(raw []byte, shared *words) (*block, error) {
	b := &blockReader{block: &block{}, shared: shared, granularity: 100, sets: make(map[string]Tags)}
	var groups [][]byte
	f := fields{rest: raw}
	for f.next() {
		switch f.number {
		case 1:
			b.table = stringTable(f.data)
			b.strings = make([]string, len(b.table))
		case 2:
			groups = append(groups, f.data)
		case 17:
			b.granularity = int64(int32(f.value))
		case 19:
			b.latOffset = int64(f.value)
		case 20:
			b.lngOffset = int64(f.value)
		}
	}
	b.bad = b.bad || f.err != nil || b.granularity <= 0
	for _, group := range groups {
		b.group(group)
	}
	if b.bad {
		return nil, fmt.Errorf("%w (a block's content makes no sense)", ErrDamaged)
	}
	return b.block, nil
}

func stringTable(data []byte) [][]byte {
	table := make([][]byte, 0, count(data, 1))
	f := fields{rest: data}
	for f.next() {
		if f.number == 1 {
			table = append(table, f.data)
		}
	}
	return table
}

// count tells how many fields of a number a message has.
func count(data []byte, number protowire.Number) int {
	n := 0
	f := fields{rest: data}
	for f.next() {
		if f.number == number {
			n++
		}
	}
	return n
}

// slab hands out pieces of slices that grow with the need.
type slab[T any] struct {
	free []T
	size int
}

const (
	leastSlab = 32
	mostSlab  = 4096
)

func (s *slab[T]) take(size int) []T {
	if size > len(s.free) {
		s.size = min(max(leastSlab, 2*s.size), mostSlab)
		if size > s.size/4 {
			return make([]T, size)
		}
		s.free = make([]T, s.size)
	}
	piece := s.free[:size:size]
	s.free = s.free[size:]
	return piece
}

func (b *blockReader) group(data []byte) {
	if ways := count(data, 3); b.block.ways == nil && ways > 0 {
		b.block.ways = make([]Way, 0, ways)
	}
	f := fields{rest: data}
	for f.next() && !b.bad {
		switch f.number {
		case 1:
			b.node(f.data)
		case 2:
			b.dense(f.data)
		case 3:
			b.way(f.data)
		case 4:
			b.relation(f.data)
		}
	}
	b.bad = b.bad || f.err != nil
}

// node reads a node written singly, as old writers do.
func (b *blockReader) node(data []byte) {
	var id, lat, lng int64
	var keys, values packed
	f := fields{rest: data}
	for f.next() {
		switch f.number {
		case 1:
			id = protowire.DecodeZigZag(f.value)
		case 2:
			keys.rest = f.data
		case 3:
			values.rest = f.data
		case 8:
			lat = protowire.DecodeZigZag(f.value)
		case 9:
			lng = protowire.DecodeZigZag(f.value)
		}
	}
	b.bad = b.bad || f.err != nil
	b.addNode(id, b.point(lat, lng), b.tags(keys, values))
}

// dense reads the usual form of nodes: parallel lists of differences.
func (b *blockReader) dense(data []byte) {
	var ids, lats, lngs, tags packed
	f := fields{rest: data}
	for f.next() {
		switch f.number {
		case 1:
			ids.rest = f.data
		case 8:
			lats.rest = f.data
		case 9:
			lngs.rest = f.data
		case 10:
			tags.rest = f.data
		}
	}
	if b.bad = b.bad || f.err != nil; b.bad {
		return
	}
	if b.block.nodes == nil {
		b.block.nodes = make([]Node, 0, ids.count())
	}
	var id, lat, lng int64
	for ids.more() && !b.bad {
		id += ids.sint()
		lat += lats.sint()
		lng += lngs.sint()
		b.addNode(id, b.point(lat, lng), b.denseTags(&tags))
	}
	b.bad = b.bad || ids.bad || lats.bad || lngs.bad || tags.bad
}

// denseTags reads one node's keys and values up to the zero that ends them.
func (b *blockReader) denseTags(list *packed) Tags {
	if len(list.rest) == 0 {
		return nil
	}
	if list.rest[0] == 0 {
		list.rest = list.rest[1:]
		return nil
	}
	start := *list
	n := 0
	for list.more() && list.uint() != 0 {
		list.uint()
		n++
	}
	raw := start.rest[:len(start.rest)-len(list.rest)]
	if known, ok := b.sets[string(raw)]; ok {
		return known
	}
	b.scratch = b.scratch[:0]
	for range n {
		key := start.uint()
		b.addTag(key, start.uint())
	}
	return b.remember(raw)
}

func (b *blockReader) addNode(id int64, p Point, tags Tags) {
	n := Node{ID: id, Point: p}
	b.block.nodes = append(b.block.nodes, n)
	if len(tags) > 0 {
		b.block.tagged = append(b.block.tagged, TaggedNode{Node: n, Tags: tags})
	}
}

func (b *blockReader) way(data []byte) {
	w := Way{}
	var keys, values, refs packed
	f := fields{rest: data}
	for f.next() {
		switch f.number {
		case 1:
			w.ID = int64(f.value)
		case 2:
			keys.rest = f.data
		case 3:
			values.rest = f.data
		case 8:
			refs.rest = f.data
		}
	}
	w.Tags = b.tags(keys, values)
	w.Nodes = b.refs.take(refs.count())
	id := int64(0)
	for i := range w.Nodes {
		id += refs.sint()
		w.Nodes[i] = id
	}
	b.bad = b.bad || f.err != nil || refs.bad || refs.more()
	b.block.ways = append(b.block.ways, w)
}

func (b *blockReader) relation(data []byte) {
	r := Relation{}
	var keys, values, roles, ids, kinds packed
	f := fields{rest: data}
	for f.next() {
		switch f.number {
		case 1:
			r.ID = int64(f.value)
		case 2:
			keys.rest = f.data
		case 3:
			values.rest = f.data
		case 8:
			roles.rest = f.data
		case 9:
			ids.rest = f.data
		case 10:
			kinds.rest = f.data
		}
	}
	r.Tags = b.tags(keys, values)
	r.Members = make([]Member, 0, ids.count())
	id := int64(0)
	for ids.more() {
		id += ids.sint()
		kind := kinds.uint()
		b.bad = b.bad || kind > uint64(KindRelation)
		r.Members = append(r.Members, Member{Kind: Kind(kind), ID: id, Role: b.word(roles.uint())})
	}
	b.bad = b.bad || f.err != nil || ids.bad || roles.bad || kinds.bad
	b.block.relations = append(b.block.relations, r)
}

func (b *blockReader) tags(keys, values packed) Tags {
	if len(keys.rest) == 0 {
		return nil
	}
	// A zero cannot begin the list of a dense node, so it marks the others.
	b.key = append(append(append(b.key[:0], 0), keys.rest...), 0)
	b.key = append(b.key, values.rest...)
	if known, ok := b.sets[string(b.key)]; ok {
		return known
	}
	b.scratch = b.scratch[:0]
	for keys.more() {
		b.addTag(keys.uint(), values.uint())
	}
	b.bad = b.bad || keys.bad || values.bad
	return b.remember(b.key)
}

func (b *blockReader) addTag(key, value uint64) {
	if k := b.word(key); !dropped(k) {
		b.scratch = append(b.scratch, Tag{Key: k, Value: b.word(value)})
	}
}

// remember keeps the scratch's tags under the bytes that they were read from.
func (b *blockReader) remember(raw []byte) Tags {
	var tags Tags
	if len(b.scratch) > 0 {
		tags = b.words.take(len(b.scratch))
		copy(tags, b.scratch)
	}
	b.sets[string(raw)] = tags
	return tags
}

func (b *blockReader) word(i uint64) string {
	if i >= uint64(len(b.strings)) {
		b.bad = true
		return ""
	}
	if b.strings[i] == "" && len(b.table[i]) > 0 {
		b.strings[i] = b.shared.read(b.table[i])
	}
	return b.strings[i]
}

// point turns a block's own units into E7; a nanodegree is a hundredth of one.
func (b *blockReader) point(lat, lng int64) Point {
	p, ok := pointOf(e7(b.latOffset+b.granularity*lat), e7(b.lngOffset+b.granularity*lng))
	b.bad = b.bad || !ok
	return p
}

func e7(nano int64) int64 {
	if nano < 0 {
		return (nano - 50) / 100
	}
	return (nano + 50) / 100
}

// packed is a list of varints. Once bad, it yields zeros.
type packed struct {
	rest []byte
	bad  bool
}

func (p *packed) more() bool { return len(p.rest) > 0 }

func (p *packed) uint() uint64 {
	if len(p.rest) > 0 && p.rest[0] < 0x80 { // most are small
		v := p.rest[0]
		p.rest = p.rest[1:]
		return uint64(v)
	}
	v, n := protowire.ConsumeVarint(p.rest)
	if n < 0 {
		p.rest, p.bad = nil, true
		return 0
	}
	p.rest = p.rest[n:]
	return v
}

func (p *packed) sint() int64 { return protowire.DecodeZigZag(p.uint()) }

// count tells how many numbers are left.
func (p *packed) count() int {
	n := 0
	for _, c := range p.rest {
		if c < 0x80 {
			n++
		}
	}
	return n
}
