package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"

	"google.golang.org/protobuf/encoding/protowire"

	"pignon.coop/road/extract"
)

// pbfWriter writes extracts as .osm.pbf, so that an import can be measured on towns that do not exist. The first error stays.
type pbfWriter struct {
	w   io.Writer
	err error
}

// itemsPerBlock is what other writers use too.
const itemsPerBlock = 8000

func (p *pbfWriter) header() {
	var block []byte
	for _, feature := range []string{"OsmSchema-V0.6", "DenseNodes"} {
		block = protowire.AppendTag(block, 4, protowire.BytesType)
		block = protowire.AppendString(block, feature)
	}
	p.blob("OSMHeader", block)
}

// blob packs and frames a block.
func (p *pbfWriter) blob(kind string, block []byte) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, err := z.Write(block)
	p.keep(err)
	p.keep(z.Close())
	blob := appendNumber(nil, 2, uint64(len(block)))
	blob = appendBytes(blob, 3, packed.Bytes())
	header := appendBytes(nil, 1, []byte(kind))
	header = appendNumber(header, 3, uint64(len(blob)))
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(header)))
	_, err = p.w.Write(append(append(frame, header...), blob...))
	p.keep(err)
}

func (p *pbfWriter) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

func appendNumber(b []byte, field protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), v)
}

func appendBytes(b []byte, field protowire.Number, v []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), v)
}

// appendPacked adds a list of numbers in one field.
func appendPacked(b []byte, field protowire.Number, values []uint64) []byte {
	var list []byte
	for _, v := range values {
		list = protowire.AppendVarint(list, v)
	}
	return appendBytes(b, field, list)
}

// deltas are the signed steps from one number to the next, in the format's encoding.
func deltas(values []int64) []uint64 {
	steps := make([]uint64, len(values))
	last := int64(0)
	for i, v := range values {
		steps[i], last = protowire.EncodeZigZag(v-last), v
	}
	return steps
}

// texts numbers the strings of a block; 0 is none.
type texts struct {
	numbers map[string]uint64
	table   []byte
}

func newTexts() *texts {
	t := &texts{numbers: make(map[string]uint64)}
	t.of("")
	return t
}

func (t *texts) of(s string) uint64 {
	n, ok := t.numbers[s]
	if !ok {
		n = uint64(len(t.numbers))
		t.numbers[s] = n
		t.table = appendBytes(t.table, 1, []byte(s))
	}
	return n
}

// pairs lists the numbers of keys and of values.
func (t *texts) pairs(tags extract.Tags) (keys, values []uint64) {
	for _, tag := range tags {
		keys, values = append(keys, t.of(tag.Key)), append(values, t.of(tag.Value))
	}
	return keys, values
}

// data writes a block with one group of things.
func (p *pbfWriter) data(t *texts, group []byte) {
	block := appendBytes(nil, 1, t.table)
	p.blob("OSMData", appendBytes(block, 2, group))
}

// nodes writes nodes, with the tags of those that have any.
func (p *pbfWriter) nodes(nodes []extract.Node, tagged map[int64]extract.Tags) {
	t := newTexts()
	var ids, lats, lngs []int64
	var tags []uint64
	for _, n := range nodes {
		ids, lats, lngs = append(ids, n.ID), append(lats, int64(n.Lat)), append(lngs, int64(n.Lng))
		keys, values := t.pairs(tagged[n.ID])
		for i := range keys {
			tags = append(tags, keys[i], values[i])
		}
		tags = append(tags, 0)
	}
	dense := appendPacked(nil, 1, deltas(ids))
	dense = appendPacked(dense, 8, deltas(lats))
	dense = appendPacked(dense, 9, deltas(lngs))
	dense = appendPacked(dense, 10, tags)
	p.data(t, appendBytes(nil, 2, dense))
}

func (p *pbfWriter) ways(ways []extract.Way) {
	t := newTexts()
	var group []byte
	for _, w := range ways {
		keys, values := t.pairs(w.Tags)
		way := appendNumber(nil, 1, uint64(w.ID))
		way = appendPacked(way, 2, keys)
		way = appendPacked(way, 3, values)
		group = appendBytes(group, 3, appendPacked(way, 8, deltas(w.Nodes)))
	}
	p.data(t, group)
}

func (p *pbfWriter) relations(relations []extract.Relation) {
	t := newTexts()
	var group []byte
	for _, r := range relations {
		var roles, kinds []uint64
		var ids []int64
		for _, m := range r.Members {
			roles, kinds, ids = append(roles, t.of(m.Role)), append(kinds, uint64(m.Kind)), append(ids, m.ID)
		}
		keys, values := t.pairs(r.Tags)
		relation := appendNumber(nil, 1, uint64(r.ID))
		relation = appendPacked(relation, 2, keys)
		relation = appendPacked(relation, 3, values)
		relation = appendPacked(relation, 8, roles)
		relation = appendPacked(relation, 9, deltas(ids))
		group = appendBytes(group, 4, appendPacked(relation, 10, kinds))
	}
	p.data(t, group)
}
