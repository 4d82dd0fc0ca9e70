package basemap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"

	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// ErrDamaged is returned for a section that holds no tiles, or no longer whole ones.
var ErrDamaged = errors.New("the tiles of this map are damaged or of another version: import the map again")

// The section begins with the magic, the bounds (four E7 numbers: south, west, north, east) and the number of tiles. The directory
// follows, sorted by key: key and offset of eight bytes, length of four. Offsets count from the section's beginning.
const (
	magic      = "PGTILES1"
	headerSize = len(magic) + 4*4 + 4
	entrySize  = 8 + 8 + 4
)

// keyOf orders tiles by level, column and row.
func keyOf(zoom int, x, y uint32) uint64 { return uint64(zoom)<<56 | uint64(x)<<28 | uint64(y) }

// archive collects finished tiles.
type archive struct {
	bounds extract.Bounds
	list   []stored
}

type stored struct {
	key  uint64
	data []byte
}

func (a *archive) add(key uint64, data []byte) { a.list = append(a.list, stored{key, data}) }

func (a *archive) write(w io.Writer) error {
	slices.SortFunc(a.list, func(a, b stored) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	head := []byte(magic)
	b := a.bounds
	for _, v := range []int32{b.Min.Lat, b.Min.Lng, b.Max.Lat, b.Max.Lng, int32(len(a.list))} {
		head = binary.LittleEndian.AppendUint32(head, uint32(v))
	}
	parts := [][]byte{nil}
	known := map[string]uint64{} // equal tiles, such as open sea, are stored once
	at := uint64(headerSize + len(a.list)*entrySize)
	for _, s := range a.list {
		offset, ok := known[string(s.data)]
		if !ok {
			offset = at
			known[string(s.data)] = at
			at += uint64(len(s.data))
			parts = append(parts, s.data)
		}
		head = binary.LittleEndian.AppendUint64(head, s.key)
		head = binary.LittleEndian.AppendUint64(head, offset)
		head = binary.LittleEndian.AppendUint32(head, uint32(len(s.data)))
	}
	parts[0] = head
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("write the tiles: %w", err)
		}
	}
	return nil
}

// Tiles serves the tiles of one map from the bytes given to Open, which must stay valid and unchanged. Safe for concurrent use.
type Tiles struct {
	section   []byte
	directory []byte
	bounds    [4]int32
}

// Open uses the bytes that Build wrote; it gives ErrDamaged where they cannot be.
func Open(section []byte) (*Tiles, error) {
	if len(section) < headerSize || string(section[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	t := &Tiles{section: section}
	for i := range t.bounds {
		t.bounds[i] = int32(binary.LittleEndian.Uint32(section[len(magic)+4*i:]))
	}
	count := uint64(binary.LittleEndian.Uint32(section[headerSize-4:]))
	if uint64(headerSize)+count*entrySize > uint64(len(section)) {
		return nil, ErrDamaged
	}
	t.directory = section[headerSize:][:count*entrySize]
	return t, nil
}

// Len is the number of tiles.
func (t *Tiles) Len() int { return len(t.directory) / entrySize }

// Bounds are the south-west and north-east corners of the map.
func (t *Tiles) Bounds() (low, high geo.Point) {
	return geo.Point{Lat: t.bounds[0], Lng: t.bounds[1]}, geo.Point{Lat: t.bounds[2], Lng: t.bounds[3]}
}

// Tile returns a vector tile, compressed with gzip, or ok = false where the map has nothing to draw. The bytes belong to the map
// and must not be changed.
func (t *Tiles) Tile(z, x, y int) (gz []byte, ok bool) {
	if z < 0 || z > maxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return nil, false
	}
	key := keyOf(z, uint32(x), uint32(y))
	i := sort.Search(t.Len(), func(i int) bool { return t.key(i) >= key })
	if i == t.Len() || t.key(i) != key {
		return nil, false
	}
	entry := t.directory[i*entrySize:]
	offset, size := binary.LittleEndian.Uint64(entry[8:]), uint64(binary.LittleEndian.Uint32(entry[16:]))
	if offset > uint64(len(t.section)) || size > uint64(len(t.section))-offset {
		return nil, false
	}
	return t.section[offset:][:size:size], true
}

func (t *Tiles) key(i int) uint64 { return binary.LittleEndian.Uint64(t.directory[i*entrySize:]) }
