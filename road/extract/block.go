package extract

import (
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// block is one decoded primitive block.
type block struct {
	nodes     []Node
	tagged    []TaggedNode
	ways      []Way
	relations []Relation

	strings              []string
	granularity          int64
	latOffset, lngOffset int64
	bad                  bool
}

func decodeBlock(raw []byte, shared *words) (*block, error) {
	b := &block{granularity: 100}
	var groups [][]byte
	f := fields{rest: raw}
	for f.next() {
		switch f.number {
		case 1:
			b.strings = shared.of(stringTable(f.data))
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
	return b, nil
}

func stringTable(data []byte) [][]byte {
	var table [][]byte
	f := fields{rest: data}
	for f.next() {
		if f.number == 1 {
			table = append(table, f.data)
		}
	}
	return table
}

func (b *block) group(data []byte) {
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
func (b *block) node(data []byte) {
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
func (b *block) dense(data []byte) {
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
	count := ids.count()
	if b.nodes == nil {
		b.nodes = make([]Node, 0, count)
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
func (b *block) denseTags(list *packed) Tags {
	var out Tags
	for list.more() {
		key := list.uint()
		if key == 0 {
			break
		}
		out = b.appendTag(out, key, list.uint())
	}
	return out
}

func (b *block) addNode(id int64, p Point, tags Tags) {
	n := Node{ID: id, Point: p}
	b.nodes = append(b.nodes, n)
	if len(tags) > 0 {
		b.tagged = append(b.tagged, TaggedNode{Node: n, Tags: tags})
	}
}

func (b *block) way(data []byte) {
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
	w.Nodes = make([]int64, 0, refs.count())
	id := int64(0)
	for refs.more() {
		id += refs.sint()
		w.Nodes = append(w.Nodes, id)
	}
	b.bad = b.bad || f.err != nil || refs.bad
	b.ways = append(b.ways, w)
}

func (b *block) relation(data []byte) {
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
	b.relations = append(b.relations, r)
}

func (b *block) tags(keys, values packed) Tags {
	if len(keys.rest) == 0 {
		return nil
	}
	out := make(Tags, 0, keys.count())
	for keys.more() {
		out = b.appendTag(out, keys.uint(), values.uint())
	}
	b.bad = b.bad || keys.bad || values.bad
	return out
}

func (b *block) appendTag(tags Tags, key, value uint64) Tags {
	k, v := b.word(key), b.word(value)
	if dropped(k) {
		return tags
	}
	return append(tags, Tag{Key: k, Value: v})
}

func (b *block) word(i uint64) string {
	if i >= uint64(len(b.strings)) {
		b.bad = true
		return ""
	}
	return b.strings[i]
}

// point turns a block's own units into E7; a nanodegree is a hundredth of one.
func (b *block) point(lat, lng int64) Point {
	p, ok := pointOf(e7(b.latOffset+b.granularity*lat), e7(b.lngOffset+b.granularity*lng))
	b.bad = b.bad || !ok
	return p
}

func e7(nano int64) int64 { return int64(math.Round(float64(nano) / 100)) }

// packed is a list of varints. Once bad, it yields zeros.
type packed struct {
	rest []byte
	bad  bool
}

func (p *packed) more() bool { return len(p.rest) > 0 }

func (p *packed) uint() uint64 {
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
