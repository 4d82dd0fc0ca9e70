package osrm

import (
	"math"

	"pignon.coop/road"
)

// Polylines come with five decimals or with six; E7 units are a hundred or ten of theirs.
const (
	fiveDecimals = 100
	sixDecimals  = 10
)

// appendPolyline encodes a line in units of so many E7, each point as the way from the one before.
func appendPolyline(b []byte, line []road.Point, unit int32) []byte {
	lat, lng := int64(0), int64(0)
	for _, p := range line {
		y, x := rounded(p.Lat, unit), rounded(p.Lng, unit)
		b = appendVarint(b, y-lat)
		b = appendVarint(b, x-lng)
		lat, lng = y, x
	}
	return b
}

// rounded divides to the nearest, halves away from zero.
func rounded(v, unit int32) int64 {
	if v < 0 {
		return -((-int64(v) + int64(unit)/2) / int64(unit))
	}
	return (int64(v) + int64(unit)/2) / int64(unit)
}

// appendVarint writes a number in groups of five bits, the sign in the lowest.
func appendVarint(b []byte, v int64) []byte {
	u := uint64(v) << 1
	if v < 0 {
		u = ^u
	}
	for ; u >= 0x20; u >>= 5 {
		b = append(b, byte(u&0x1f|0x20)+63)
	}
	return append(b, byte(u)+63)
}

// polylineByte tells which bytes polylines are made of.
func polylineByte(c byte) bool { return c >= 63 && c <= 126 }

// decodePolyline reads a polyline; false where it is cut off or leads out of the world.
func decodePolyline(text string, unit int64) ([]road.Point, bool) {
	var line []road.Point
	var at [2]int64 // latitude, longitude in E7
	for text != "" {
		for i := range at {
			v, rest, found := varint(text)
			at[i], text = at[i]+v*unit, rest
			if !found || at[i] < math.MinInt32 || at[i] > math.MaxInt32 {
				return nil, false
			}
		}
		line = append(line, road.Point{Lat: int32(at[0]), Lng: int32(at[1])})
	}
	return line, true
}

// varint reads a number of at most 35 bits.
func varint(text string) (v int64, rest string, found bool) {
	u := uint64(0)
	for i := 0; i < len(text) && i < 7; i++ {
		c := text[i]
		if !polylineByte(c) {
			return 0, text, false
		}
		u |= uint64(c-63) & 0x1f << (5 * i)
		if (c-63)&0x20 == 0 {
			v = int64(u >> 1)
			if u&1 == 1 {
				v = ^v
			}
			return v, text[i+1:], true
		}
	}
	return 0, text, false
}
