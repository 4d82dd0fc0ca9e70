package osrm

import (
	"math"
	"strconv"
	"unicode/utf8"

	"pignon.coop/road"
)

// writer builds JSON by appending. Commas come of themselves: one stands before whatever does not follow an opening or a colon.
type writer struct{ b []byte }

func (w *writer) comma() {
	if n := len(w.b); n > 0 {
		switch w.b[n-1] {
		case '{', '[', ':':
		default:
			w.b = append(w.b, ',')
		}
	}
}

func (w *writer) open(bracket byte) {
	w.comma()
	w.b = append(w.b, bracket)
}

func (w *writer) shut(bracket byte) { w.b = append(w.b, bracket) }

// key writes a member's name, which must need no escapes.
func (w *writer) key(name string) {
	w.comma()
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *writer) text(key, value string) {
	w.key(key)
	w.b = appendString(w.b, value)
}

// textIfAny leaves a member without text out.
func (w *writer) textIfAny(key, value string) {
	if value != "" {
		w.text(key, value)
	}
}

func (w *writer) item(value string) {
	w.comma()
	w.b = appendString(w.b, value)
}

func (w *writer) truth(value bool) {
	w.comma()
	w.b = strconv.AppendBool(w.b, value)
}

func (w *writer) whole(value int) {
	w.comma()
	w.b = strconv.AppendInt(w.b, int64(value), 10)
}

func (w *writer) null() {
	w.comma()
	w.b = append(w.b, "null"...)
}

// tenth writes a number rounded to one decimal.
func (w *writer) tenth(value float64) {
	w.comma()
	w.b = appendTenths(w.b, tenths(value))
}

// fine writes a number with as many digits as it needs, up to six decimals.
func (w *writer) fine(value float64) {
	w.comma()
	w.b = strconv.AppendFloat(w.b, math.Round(value*1e6)/1e6, 'f', -1, 64)
}

// place writes a point as [lng,lat] with six decimals at most.
func (w *writer) place(p road.Point) {
	w.open('[')
	w.b = appendMicro(w.b, p.Lng)
	w.b = append(w.b, ',')
	w.b = appendMicro(w.b, p.Lat)
	w.shut(']')
}

func tenths(value float64) int64 { return int64(math.Round(value * 10)) }

// appendTenths writes a number of tenths; the decimal is left out where it is zero.
func appendTenths(b []byte, v int64) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendUint(b, uint64(v/10), 10)
	if d := v % 10; d != 0 {
		b = append(b, '.', byte('0'+d))
	}
	return b
}

// appendMicro writes E7 degrees with six decimals, without zeros at their end.
func appendMicro(b []byte, e7 int32) []byte {
	v := rounded(e7, sixDecimals)
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendUint(b, uint64(v/1e6), 10)
	part := uint64(v % 1e6)
	if part == 0 {
		return b
	}
	b = append(b, ".000000"...)
	for i := len(b) - 1; part > 0; i, part = i-1, part/10 {
		b[i] = byte('0' + part%10)
	}
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

const hexadecimal = "0123456789abcdef"

// appendString writes a text in quotes. Bytes that are no UTF-8 become the replacement character.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		b = append(b, s[from:i]...)
		b = appendEscape(b, c)
		i++
		from = i
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c >= utf8.RuneSelf:
		return append(b, `\ufffd`...)
	}
	return append(b, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
}
