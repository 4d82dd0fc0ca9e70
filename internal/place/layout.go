package place

import (
	"encoding/binary"
	"errors"

	"pignon.coop/internal/geo"
)

// ErrDamaged is returned for a section that is not an address index, or no longer whole.
var ErrDamaged = errors.New("the address index of this map is damaged or of another version: import the map again")

// The section begins with the magic and one (offset, count) pair per table, in this order. docs/map-format.md describes the rows.
const (
	stringTable = iota
	entryTable
	nameTable
	numberTable
	pointTable
	tokenTable
	postingTable
	cellTable
	cityTable
	tableCount
)

const (
	magic      = "PGPLACE1"
	headerSize = len(magic) + tableCount*8
)

var rowSizes = [tableCount]int{1, 52, 8, 20, 12, 12, 4, 12, 4}

// The kinds of entries as stored.
const (
	streetEntry = iota + 1
	localityEntry
	otherEntry
)

// table is rows of one size. Rows beyond the end read as zeros.
type table struct {
	data []byte
	size int
}

type row []byte

func (t table) len() int { return len(t.data) / t.size }

func (t table) row(i uint32) row {
	from := uint64(i) * uint64(t.size)
	if from+uint64(t.size) > uint64(len(t.data)) {
		return nil
	}
	return row(t.data[from : from+uint64(t.size)])
}

func (r row) u32(at int) uint32 {
	if at+4 > len(r) {
		return 0
	}
	return binary.LittleEndian.Uint32(r[at:])
}

func (r row) u64(at int) uint64 {
	if at+8 > len(r) {
		return 0
	}
	return binary.LittleEndian.Uint64(r[at:])
}

func (r row) byte(at int) byte {
	if at >= len(r) {
		return 0
	}
	return r[at]
}

func (r row) point(at int) geo.Point {
	return geo.Point{Lat: int32(r.u32(at)), Lng: int32(r.u32(at + 4))}
}

// cellOf numbers the squares of about 220 metres in which points are looked up.
func cellOf(p geo.Point) (line, column int64) {
	const size = 20_000
	return (int64(p.Lat) + 900_000_000) / size, (int64(p.Lng) + 1_800_000_000) / size
}

func cellKey(line, column int64) uint64 { return uint64(line)<<20 | uint64(column) }

const numberBit = 1 << 31 // set in a cell's reference to a house number, clear for a street's point
