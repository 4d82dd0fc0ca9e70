package citymap

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"time"

	"pignon.coop/internal/geo"
)

// Version is the version of the container format that this program writes and reads.
const Version = 1

const (
	magic      = "\x89PGNMAP\n"
	headerSize = 64
	alignment  = 64
	metaName   = "meta"

	// Limits that only a damaged table exceeds.
	maxSections = 256
	maxName     = 64
	maxTable    = maxSections * (2 + maxName + 20)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Errors in the chain of what Open, File.Section and File.Verify return.
var (
	ErrNotMap    = errors.New("not a Pignon map; make one with: pignon map import FILE.osm.pbf -o city.pignon")
	ErrVersion   = errors.New("the map was written by another version of Pignon; import the extract again with: pignon map import")
	ErrDamaged   = errors.New("the map is damaged or incomplete; import the extract again with: pignon map import")
	ErrNoSection = errors.New("the map lacks a part that is needed; import the extract again with: pignon map import")
)

// Meta says what a map shows and where it comes from.
type Meta struct {
	Name        string           `json:"name"`
	Attribution string           `json:"attribution"`
	Licence     string           `json:"licence"`
	Min         geo.Point        `json:"min"`
	Max         geo.Point        `json:"max"`
	Centre      geo.Point        `json:"centre"`
	Built       time.Time        `json:"built"`
	Counts      map[string]int64 `json:"counts"`
}

// section is a row of the file's table.
type section struct {
	name           string
	offset, length uint64
	sum            uint32
}

// header is the fixed start of a file.
type header struct {
	version, sections        uint32
	tableOffset, tableLength uint64
	tableSum                 uint32
}

func (h header) encode() []byte {
	b := append(make([]byte, 0, headerSize), magic...)
	b = binary.LittleEndian.AppendUint32(b, h.version)
	b = binary.LittleEndian.AppendUint32(b, h.sections)
	b = binary.LittleEndian.AppendUint64(b, h.tableOffset)
	b = binary.LittleEndian.AppendUint64(b, h.tableLength)
	b = binary.LittleEndian.AppendUint32(b, h.tableSum)
	b = append(b, make([]byte, headerSize-4-len(b))...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func decodeHeader(data []byte) (header, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return header{}, ErrNotMap
	}
	if len(data) < headerSize {
		return header{}, ErrDamaged
	}
	le := binary.LittleEndian
	h := header{
		version: le.Uint32(data[8:]), sections: le.Uint32(data[12:]),
		tableOffset: le.Uint64(data[16:]), tableLength: le.Uint64(data[24:]), tableSum: le.Uint32(data[32:]),
	}
	switch {
	case crc32.Checksum(data[:headerSize-4], castagnoli) != le.Uint32(data[headerSize-4:headerSize]):
		return header{}, ErrDamaged
	case h.version != Version:
		return header{}, ErrVersion
	case h.sections > maxSections || h.tableLength > maxTable || h.tableOffset > math.MaxInt64:
		return header{}, ErrDamaged
	}
	return h, nil
}

func encodeTable(sections []section) []byte {
	var b []byte
	for _, s := range sections {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(s.name)))
		b = append(b, s.name...)
		b = binary.LittleEndian.AppendUint64(b, s.offset)
		b = binary.LittleEndian.AppendUint64(b, s.length)
		b = binary.LittleEndian.AppendUint32(b, s.sum)
	}
	return b
}

// decodeTable reads the table of a whole file and checks that every section lies inside it.
func decodeTable(data []byte, h header) ([]section, error) {
	size := uint64(len(data))
	if h.tableOffset > size || h.tableLength != size-h.tableOffset {
		return nil, ErrDamaged
	}
	table := data[h.tableOffset:]
	if crc32.Checksum(table, castagnoli) != h.tableSum {
		return nil, ErrDamaged
	}
	sections := make([]section, 0, h.sections)
	for range h.sections {
		s, rest, ok := cutSection(table)
		if !ok || s.offset > h.tableOffset || s.length > h.tableOffset-s.offset || s.offset%alignment != 0 {
			return nil, ErrDamaged
		}
		sections, table = append(sections, s), rest
	}
	if len(table) != 0 {
		return nil, ErrDamaged
	}
	return sections, nil
}

func cutSection(table []byte) (s section, rest []byte, ok bool) {
	if len(table) < 2 {
		return s, nil, false
	}
	le := binary.LittleEndian
	n := int(le.Uint16(table))
	if n == 0 || n > maxName || len(table) < 2+n+20 {
		return s, nil, false
	}
	row := table[2+n:]
	s = section{name: string(table[2 : 2+n]), offset: le.Uint64(row), length: le.Uint64(row[8:]), sum: le.Uint32(row[16:])}
	return s, row[20:], true
}
