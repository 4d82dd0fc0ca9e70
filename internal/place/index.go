package place

import (
	"bytes"
	"encoding/binary"
	"sort"
	"sync"

	"pignon.coop/internal/geo"
)

// Index answers questions about the addresses of one map. It reads the bytes given to Open in place, so they must stay valid and
// unchanged while it is used. Safe for concurrent use.
type Index struct {
	tables  [tableCount]table
	cities  [][]string // folded words of each city's name
	scratch sync.Pool  // *tally
}

// Open uses the bytes that Build wrote. It checks their frame and gives ErrDamaged where it does not hold; references inside that
// lead nowhere read as empty values later.
func Open(section []byte) (*Index, error) {
	if len(section) < headerSize || string(section[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	x := &Index{}
	for i := range x.tables {
		at := len(magic) + 8*i
		from := uint64(binary.LittleEndian.Uint32(section[at:]))
		size := uint64(binary.LittleEndian.Uint32(section[at+4:])) * uint64(rowSizes[i])
		if from+size > uint64(len(section)) {
			return nil, ErrDamaged
		}
		x.tables[i] = table{data: section[from : from+size], size: rowSizes[i]}
	}
	for i := range x.tables[cityTable].len() {
		x.cities = append(x.cities, fold(x.city(uint32(i))))
	}
	count := x.tables[entryTable].len()
	x.scratch.New = func() any { return &tally{rough: make([]rough, count)} }
	return x, nil
}

// Stats counts what an index holds, for people.
type Stats struct{ Streets, Numbers, Places, Others int }

// Stats counts what the index holds. It looks at every entry.
func (x *Index) Stats() Stats {
	s := Stats{Numbers: x.tables[numberTable].len()}
	for i := range x.tables[entryTable].len() {
		switch x.entry(uint32(i)).kind() {
		case streetEntry:
			s.Streets++
		case localityEntry:
			s.Places++
		default:
			s.Others++
		}
	}
	return s
}

func (x *Index) bytes(offset uint32) []byte {
	data := x.tables[stringTable].data
	if uint64(offset) >= uint64(len(data)) {
		return nil
	}
	size, n := binary.Uvarint(data[offset:])
	if n <= 0 || size > uint64(len(data)-int(offset)-n) {
		return nil
	}
	return data[int(offset)+n:][:size]
}

func (x *Index) text(offset uint32) string { return string(x.bytes(offset)) }
func (x *Index) city(i uint32) string      { return x.text(x.tables[cityTable].row(i).u32(0)) }

// entry is a street, a place or a named thing.
type entry struct{ row }

func (x *Index) entry(i uint32) entry { return entry{x.tables[entryTable].row(i)} }

func (e entry) name() uint32              { return e.u32(0) }
func (e entry) class() uint32             { return e.u32(4) }
func (e entry) street() uint32            { return e.u32(8) }
func (e entry) number() uint32            { return e.u32(12) }
func (e entry) postcode() uint32          { return e.u32(16) }
func (e entry) city() uint32              { return e.u32(20) }
func (e entry) country() uint32           { return e.u32(24) }
func (e entry) at() geo.Point             { return e.point(28) }
func (e entry) numbers() (first, n int)   { return int(e.u32(36)), int(e.u32(40)) }
func (e entry) otherNames() (from, n int) { return int(e.u32(44)), int(e.u32(48) & 0xffff) }
func (e entry) kind() byte                { return e.byte(50) }
func (e entry) importance() float32       { return float32(e.byte(51)) }

// number is a house number of a street.
type number struct{ row }

func (x *Index) number(i uint32) number { return number{x.tables[numberTable].row(i)} }

func (n number) text() uint32     { return n.u32(0) }
func (n number) at() geo.Point    { return n.point(4) }
func (n number) postcode() uint32 { return n.u32(12) }
func (n number) entry() uint32    { return n.u32(16) }

// firstToken finds the first word of the dictionary that is not below w.
func (x *Index) firstToken(w []byte) int {
	tokens := x.tables[tokenTable]
	return sort.Search(tokens.len(), func(i int) bool {
		return bytes.Compare(x.token(i), w) >= 0
	})
}

func (x *Index) token(i int) []byte { return x.bytes(x.tables[tokenTable].row(uint32(i)).u32(0)) }

// nameIn is an entry's name in a language, or its plain name.
func (x *Index) nameIn(e entry, lang string) string {
	from, n := e.otherNames()
	for i := from; i < from+n && lang != ""; i++ {
		if r := x.tables[nameTable].row(uint32(i)); langOf(r.u32(0)) == lang {
			return x.text(r.u32(4))
		}
	}
	return x.text(e.name())
}

func langOf(code uint32) string {
	return string(bytes.TrimRight([]byte{byte(code), byte(code >> 8)}, "\x00"))
}

func langCode(lang string) uint32 {
	if len(lang) != 2 {
		return 0
	}
	return uint32(lang[0]) | uint32(lang[1])<<8
}

// hit makes the answer for a whole entry.
func (x *Index) hit(i uint32, lang string) Hit {
	e := x.entry(i)
	h := Hit{
		Name: x.nameIn(e, lang), Class: x.text(e.class()), Street: x.text(e.street()), HouseNumber: x.text(e.number()),
		Postcode: x.text(e.postcode()), City: x.city(e.city()), Country: x.text(e.country()), Point: e.at(), Kind: Other,
	}
	switch e.kind() {
	case streetEntry:
		h.Kind = Street
	case localityEntry:
		h.Kind = Locality
	}
	return h
}

// house makes the answer for a house number.
func (x *Index) house(i uint32, lang string) Hit {
	n := x.number(i)
	h := x.hit(n.entry(), lang)
	h.Street, h.Name, h.Kind, h.Class = h.Name, "", House, "house"
	h.HouseNumber, h.Point = x.text(n.text()), n.at()
	if code := n.postcode(); code != 0 {
		h.Postcode = x.text(code)
	}
	return h
}
