package road

import (
	"math"
	"slices"
)

// cellSize is the side of a grid cell in E7 degrees: 364 m from south to north.
const cellSize = 1 << 15

func row(lat int32) int64 { return (int64(lat) + 900000000) / cellSize }
func col(lng int32) int64 { return (int64(lng) + 1800000000) / cellSize }

func cellKey(row, col int64) uint64 { return uint64(row)<<32 | uint64(col) }

// cellEntry says that an edge passes through a cell.
type cellEntry struct {
	key  uint64
	edge uint32
}

// buildGrid lists the edges of each grid cell.
func (g *Graph) buildGrid() {
	var entries []cellEntry
	var line []Point
	for e := range g.edges {
		line = g.line(uint32(e), line)
		for i := 1; i < len(line); i++ {
			entries = appendCells(entries, uint32(e), line[i-1], line[i])
		}
	}
	slices.SortFunc(entries, func(a, b cellEntry) int {
		if a.key != b.key {
			return compareUint(a.key, b.key)
		}
		return compareUint(uint64(a.edge), uint64(b.edge))
	})
	entries = slices.Compact(entries)
	g.cellFirst = []uint32{0}
	for i, entry := range entries {
		g.cellEdges = append(g.cellEdges, entry.edge)
		if i+1 == len(entries) || entries[i+1].key != entry.key {
			g.cellKeys = append(g.cellKeys, entry.key)
			g.cellFirst = append(g.cellFirst, uint32(i+1))
		}
	}
}

func compareUint(a, b uint64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// appendCells adds the cells that a straight line passes through, row by row.
func appendCells(entries []cellEntry, e uint32, a, b Point) []cellEntry {
	if a.Lat > b.Lat {
		a, b = b, a
	}
	for r := row(a.Lat); r <= row(b.Lat); r++ {
		south, north := r*cellSize-900000000, (r+1)*cellSize-900000000
		west, east := lngAt(a, b, south), lngAt(a, b, north)
		if west > east {
			west, east = east, west
		}
		for c := col(west); c <= col(east); c++ {
			entry := cellEntry{cellKey(r, c), e}
			if n := len(entries); n == 0 || entries[n-1] != entry {
				entries = append(entries, entry)
			}
		}
	}
	return entries
}

// lngAt is the longitude at which the line from a up to b reaches a latitude, or that of the nearer end.
func lngAt(a, b Point, lat int64) int32 {
	switch {
	case lat <= int64(a.Lat):
		return a.Lng
	case lat >= int64(b.Lat):
		return b.Lng
	}
	share := float64(lat-int64(a.Lat)) / float64(int64(b.Lat)-int64(a.Lat))
	return int32(math.Round(float64(a.Lng) + share*(float64(b.Lng)-float64(a.Lng))))
}
