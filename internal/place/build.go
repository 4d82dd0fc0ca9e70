package place

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// Build writes the address index of an extract as one section, which Open understands. It needs memory for every street and house
// number at once; progress may be nil. Besides what the writer says it fails with the context's error only.
func Build(ctx context.Context, x *extract.Extract, w io.Writer, progress extract.Progress) error {
	b := builder{texts: map[string]uint32{}, cities: map[string]uint32{}, words: map[string][]uint32{}}
	b.text("")
	b.city("")
	for _, f := range gather(x, progress) {
		b.add(f)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.dictionary()
	b.cellRows()
	return b.write(w)
}

// builder collects the rows of each table.
type builder struct {
	tables [tableCount][]byte
	texts  map[string]uint32
	cities map[string]uint32
	words  map[string][]uint32 // entries by word
	cells  []cell
	count  uint32 // entries so far
}

type cell struct {
	key uint64
	ref uint32
}

func (b *builder) text(s string) uint32 {
	at, ok := b.texts[s]
	if !ok {
		at = uint32(len(b.tables[stringTable]))
		b.texts[s] = at
		b.tables[stringTable] = binary.AppendUvarint(b.tables[stringTable], uint64(len(s)))
		b.tables[stringTable] = append(b.tables[stringTable], s...)
	}
	return at
}

func (b *builder) city(name string) uint32 {
	i, ok := b.cities[name]
	if !ok {
		i = uint32(len(b.cities))
		b.cities[name] = i
		b.put(cityTable, b.text(name))
	}
	return i
}

func (b *builder) put(table int, values ...uint32) {
	for _, v := range values {
		b.tables[table] = binary.LittleEndian.AppendUint32(b.tables[table], v)
	}
}

func (b *builder) rows(table int) uint32 { return uint32(len(b.tables[table]) / rowSizes[table]) }

func (b *builder) add(f *found) {
	firstNumber, firstName := b.rows(numberTable), b.rows(nameTable)
	for _, n := range f.numbers {
		b.mark(n.at, numberBit|b.rows(numberTable))
		b.put(numberTable, b.text(n.text), uint32(n.at.Lat), uint32(n.at.Lng), b.text(n.postcode), b.count)
	}
	for _, n := range f.others {
		b.put(nameTable, langCode(n.lang), b.text(n.text))
	}
	for _, p := range f.points {
		b.mark(p, b.rows(pointTable))
		b.put(pointTable, uint32(p.Lat), uint32(p.Lng), b.count)
	}
	b.put(entryTable, b.text(f.name), b.text(f.class), b.text(f.street), b.text(f.number), b.text(f.postcode), b.city(f.city),
		b.text(f.country), uint32(f.at.Lat), uint32(f.at.Lng), firstNumber, uint32(len(f.numbers)), firstName,
		uint32(len(f.others))|uint32(f.kind)<<16|uint32(f.importance)<<24)
	b.index(f)
	b.count++
}

func (b *builder) mark(p geo.Point, ref uint32) {
	b.cells = append(b.cells, cell{cellKey(cellOf(p)), ref})
}

// index files an entry under each word of its names and under what the words stand for.
func (b *builder) index(f *found) {
	names := []string{f.name}
	for _, n := range f.others {
		names = append(names, n.text)
	}
	for _, name := range names {
		for _, word := range fold(name) {
			b.file(word)
			for _, m := range meanings[word] {
				b.file(m.name)
			}
		}
	}
}

func (b *builder) file(word string) {
	list := b.words[word]
	if len(list) == 0 || list[len(list)-1] != b.count {
		b.words[word] = append(list, b.count)
	}
}

func (b *builder) dictionary() {
	words := make([]string, 0, len(b.words))
	for w := range b.words {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		b.put(tokenTable, b.text(w), b.rows(postingTable), uint32(len(b.words[w])))
		b.put(postingTable, b.words[w]...)
	}
}

func (b *builder) cellRows() {
	slices.SortFunc(b.cells, func(a, c cell) int { return cmp.Or(cmp.Compare(a.key, c.key), cmp.Compare(a.ref, c.ref)) })
	for _, c := range b.cells {
		b.put(cellTable, uint32(c.key), uint32(c.key>>32), c.ref)
	}
}

func (b *builder) write(w io.Writer) error {
	head := []byte(magic)
	at := uint64(headerSize)
	for i, rows := range b.tables {
		head = binary.LittleEndian.AppendUint32(head, uint32(at))
		head = binary.LittleEndian.AppendUint32(head, b.rows(i))
		at += uint64(len(rows))
	}
	if at > math.MaxUint32 {
		return fmt.Errorf("the address index would take %d bytes, and 4 GiB is the most: use a smaller extract", at)
	}
	if _, err := w.Write(head); err != nil {
		return fmt.Errorf("write the address index: %w", err)
	}
	for _, rows := range b.tables {
		if _, err := w.Write(rows); err != nil {
			return fmt.Errorf("write the address index: %w", err)
		}
	}
	return nil
}
