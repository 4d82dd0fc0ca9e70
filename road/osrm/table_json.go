package osrm

import (
	"runtime"
	"slices"
	"strconv"
	"sync"
)

// worthWriting is how many cells keep a processor busy long enough.
const worthWriting = 50000

// grid writes the rows of a table with one decimal, after multiplying them; negative numbers are unreachable. It is much of the work
// of large tables, so that it goes straight to the bytes, and is shared between the processors.
func grid[T ~float64](d *drawing, columns int, cells []T, scale float64) {
	rows := len(cells) / columns
	workers := max(1, min(runtime.GOMAXPROCS(0), rows, len(cells)/worthWriting))
	for len(d.parts) < workers {
		d.parts = append(d.parts, nil)
	}
	var group sync.WaitGroup
	for w := 1; w < workers; w++ {
		part := cells[columns*(rows*w/workers) : columns*(rows*(w+1)/workers)]
		group.Go(func() { d.parts[w] = appendRows(d.parts[w][:0], columns, part, scale) })
	}
	d.open('[')
	d.b = appendRows(d.b, columns, cells[:columns*(rows/workers)], scale)
	group.Wait()
	for _, part := range d.parts[1:workers] {
		d.comma()
		d.b = append(d.b, part...)
	}
	d.shut(']')
}

func appendRows[T ~float64](b []byte, columns int, cells []T, scale float64) []byte {
	for from := 0; from < len(cells); from += columns {
		if from > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = appendRow(b, cells[from:from+columns], scale)
		b = append(b, ']')
	}
	return b
}

// longestCell is how many bytes a cell needs at most, with its comma.
const longestCell = 24

func appendRow[T ~float64](b []byte, cells []T, scale float64) []byte {
	b = slices.Grow(b, longestCell*len(cells))
	for i, cell := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		if cell < 0 {
			b = append(b, "null"...)
			continue
		}
		b = appendCell(b, uint64(float64(cell)*scale*10+0.5))
	}
	return b
}

// appendCell writes a number of tenths.
func appendCell(b []byte, v uint64) []byte {
	whole, tenth := v/10, byte(v%10)
	switch {
	case whole >= 10000:
		b = strconv.AppendUint(b, whole, 10)
	case whole >= 1000:
		b = append(b, digits(whole, 1000), digits(whole, 100), digits(whole, 10), digits(whole, 1))
	case whole >= 100:
		b = append(b, digits(whole, 100), digits(whole, 10), digits(whole, 1))
	case whole >= 10:
		b = append(b, digits(whole, 10), digits(whole, 1))
	default:
		b = append(b, digits(whole, 1))
	}
	if tenth != 0 {
		b = append(b, '.', '0'+tenth)
	}
	return b
}

// digits is the digit of a number at a power of ten.
func digits(v, power uint64) byte { return byte('0' + v/power%10) }
