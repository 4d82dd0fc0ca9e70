package osrm

import "strconv"

// grid writes the rows of a table with one decimal, after multiplying them; negative numbers are unreachable. It is most of the work
// of large tables, so that it goes straight to the bytes.
func grid[T ~float64](w *writer, columns int, cells []T, scale float64) {
	w.open('[')
	for from := 0; from < len(cells); from += columns {
		w.open('[')
		w.b = appendRow(w.b, cells[from:from+columns], scale)
		w.shut(']')
	}
	w.shut(']')
}

func appendRow[T ~float64](b []byte, cells []T, scale float64) []byte {
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
	if v >= 1e6 {
		b = strconv.AppendUint(b, v/10, 10)
	} else {
		b = appendSmall(b, uint32(v/10))
	}
	if d := v % 10; d != 0 {
		b = append(b, '.', byte('0'+d))
	}
	return b
}

// appendSmall writes a number below 100,000.
func appendSmall(b []byte, v uint32) []byte {
	var digits [5]byte
	at := len(digits)
	for {
		at--
		digits[at] = byte('0' + v%10)
		if v /= 10; v == 0 {
			return append(b, digits[at:]...)
		}
	}
}
