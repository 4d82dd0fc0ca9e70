package place

import (
	"sort"

	"pignon.coop/internal/geo"
)

const (
	houseReach  = 50     // metres within which a house number stands for a point
	streetReach = 400    // and a street
	placeReach  = 20_000 // and a town
)

// Reverse says what stands at a point: the nearest house number within 50 metres, else the nearest street, else the nearest place.
// ok is false where the map knows nothing within 20 km.
func (x *Index) Reverse(p geo.Point) (h Hit, ok bool) {
	near := x.around(p)
	switch {
	case near.house <= houseReach:
		return x.house(near.number, ""), true
	case near.street <= streetReach:
		h = x.hit(near.entry, "")
		h.Point = near.at
		return h, true
	}
	return x.nearestPlace(p)
}

// neighbours is what lies nearest to a point.
type neighbours struct {
	house, street float64 // metres
	number, entry uint32
	at            geo.Point // of the street
}

// around looks through the squares that the reach of a street can touch.
func (x *Index) around(p geo.Point) neighbours {
	near := neighbours{house: houseReach + 1, street: streetReach + 1}
	line, column := cellOf(p)
	for l := line - 2; l <= line+2; l++ {
		for c := column - 3; c <= column+3; c++ {
			if l >= 0 && c >= 0 {
				x.inCell(cellKey(l, c), p, &near)
			}
		}
	}
	return near
}

func (x *Index) inCell(key uint64, p geo.Point, near *neighbours) {
	cells := x.tables[cellTable]
	i := sort.Search(cells.len(), func(i int) bool { return cells.row(uint32(i)).u64(0) >= key })
	for ; i < cells.len(); i++ {
		r := cells.row(uint32(i))
		if r.u64(0) != key {
			return
		}
		x.compare(r.u32(8), p, near)
	}
}

func (x *Index) compare(ref uint32, p geo.Point, near *neighbours) {
	if ref&numberBit != 0 {
		if d := roughly(p, x.number(ref&^numberBit).at()); d < near.house {
			near.house, near.number = d, ref&^numberBit
		}
		return
	}
	r := x.tables[pointTable].row(ref)
	if d := roughly(p, r.point(0)); d < near.street {
		near.street, near.entry, near.at = d, r.u32(8), r.point(0)
	}
}

func (x *Index) nearestPlace(p geo.Point) (Hit, bool) {
	best, least := uint32(0), float64(placeReach)
	for i := range x.tables[entryTable].len() {
		e := x.entry(uint32(i))
		if e.kind() != localityEntry {
			continue
		}
		if d := roughly(p, e.at()); d < least {
			best, least = uint32(i), d
		}
	}
	if least >= placeReach {
		return Hit{}, false
	}
	return x.hit(best, ""), true
}
