package elevation

import (
	"encoding/binary"
	"math"
)

// grid is a rectangle of heights as a file holds them, north to south and west to east. The zero grid has no heights.
type grid struct {
	rows, columns int
	data          []byte
	coding        coding
}

// coding tells how a grid's bytes are to be read.
type coding uint8

const (
	srtm      coding = iota // metres, 16 bits with sign, high byte first; gaps are -32768
	terrarium               // red, green, blue, alpha: red*256 + green + blue/256 - 32768 metres; gaps are transparent or black
)

func (g grid) height(row, column int) (metres float64, ok bool) {
	i := row*g.columns + column
	if g.coding == srtm {
		v := int16(binary.BigEndian.Uint16(g.data[2*i:]))
		return float64(v), v != math.MinInt16
	}
	p := g.data[4*i : 4*i+4]
	return float64(p[0])*256 + float64(p[1]) + float64(p[2])/256 - 32768, p[3] != 0 && p[0]|p[1]|p[2] != 0
}

// between gives the height at a place of the grid, in rows and columns from the north-western point.
func (g grid) between(row, column float64) (metres float64, ok bool) {
	if g.rows == 0 {
		return 0, false
	}
	return mix(min(row, float64(g.rows-1)), min(column, float64(g.columns-1)), func(row, column int) (float64, bool) {
		return g.height(min(row, g.rows-1), min(column, g.columns-1))
	})
}

// mix weighs the four points around a place by how near they are; points that have no height are left out.
func mix(row, column float64, height func(row, column int) (float64, bool)) (metres float64, ok bool) {
	north, west := math.Floor(row), math.Floor(column)
	down, right := row-north, column-west
	sum, total := 0.0, 0.0
	for i, weight := range [4]float64{(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right} {
		if weight <= 0 {
			continue
		}
		if h, ok := height(int(north)+i/2, int(west)+i%2); ok {
			sum += weight * h
			total += weight
		}
	}
	if total == 0 {
		return 0, false
	}
	return sum / total, true
}
