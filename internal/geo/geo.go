// Package geo holds places on the earth: points in ten-millionths of a degree (about a centimetre), distances as the crow flies
// and encoded polylines.
package geo

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Point is a place, in E7 degrees (degrees times 10^7).
type Point struct{ Lat, Lng int32 }

const e7 = 1e7

// At makes a point from degrees. Degrees outside the earth are brought to its edge.
func At(lat, lng float64) Point {
	return Point{Lat: scaled(lat, 90), Lng: scaled(lng, 180)}
}

func scaled(degrees, limit float64) int32 {
	return int32(math.Round(math.Max(-limit, math.Min(limit, degrees)) * e7))
}

// Degrees gives latitude and longitude in degrees.
func (p Point) Degrees() (lat, lng float64) { return float64(p.Lat) / e7, float64(p.Lng) / e7 }

// IsZero tells whether the point was never set (0,0 lies in the sea).
func (p Point) IsZero() bool { return p == Point{} }

// String gives "lat,lng" in degrees.
func (p Point) String() string {
	lat, lng := p.Degrees()
	return strconv.FormatFloat(lat, 'f', -1, 64) + "," + strconv.FormatFloat(lng, 'f', -1, 64)
}

// Valid tells whether degrees lie on the earth; NaN does not.
func Valid(lat, lng float64) bool { return math.Abs(lat) <= 90 && math.Abs(lng) <= 180 }

// Parse reads "lat,lng" in degrees.
func Parse(s string) (Point, error) {
	a, b, ok := strings.Cut(s, ",")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lng, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || err1 != nil || err2 != nil || !Valid(lat, lng) {
		return Point{}, fmt.Errorf("%q is not a place: write latitude,longitude in degrees, such as 48.857,2.335", s)
	}
	return At(lat, lng), nil
}

const earthRadius = 6371008.8 // mean radius in metres (IUGG)

// Distance is the length of the great circle between two points in metres (haversine).
func Distance(a, b Point) float64 {
	lat1, lng1 := radians(a)
	lat2, lng2 := radians(b)
	sinLat, sinLng := math.Sin((lat2-lat1)/2), math.Sin((lng2-lng1)/2)
	h := sinLat*sinLat + math.Cos(lat1)*math.Cos(lat2)*sinLng*sinLng
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

func radians(p Point) (lat, lng float64) {
	lat, lng = p.Degrees()
	return lat * math.Pi / 180, lng * math.Pi / 180
}

// EncodePolyline writes a line in Google's encoded polyline format, precision 5; "" for no point.
func EncodePolyline(line []Point) string {
	var b []byte
	var lat, lng int64
	for _, p := range line {
		nextLat, nextLng := e5(p.Lat), e5(p.Lng)
		b = appendVarint(appendVarint(b, nextLat-lat), nextLng-lng)
		lat, lng = nextLat, nextLng
	}
	return string(b)
}

func e5(v int32) int64 { return int64(math.Round(float64(v) / 100)) }

func appendVarint(b []byte, v int64) []byte {
	u := uint64(v) << 1
	if v < 0 {
		u = ^u
	}
	for ; u >= 0x20; u >>= 5 {
		b = append(b, byte(0x20|u&0x1f)+63)
	}
	return append(b, byte(u)+63)
}

var errPolyline = errors.New("not an encoded polyline")

// DecodePolyline reads an encoded polyline of precision 5.
func DecodePolyline(s string) ([]Point, error) {
	var line []Point
	var lat, lng int64
	for len(s) > 0 {
		var dLat, dLng int64
		var err error
		if dLat, s, err = varint(s); err != nil {
			return nil, err
		}
		if dLng, s, err = varint(s); err != nil {
			return nil, err
		}
		lat, lng = lat+dLat, lng+dLng
		if lat < -90e5 || lat > 90e5 || lng < -180e5 || lng > 180e5 {
			return nil, errPolyline
		}
		line = append(line, Point{Lat: int32(lat * 100), Lng: int32(lng * 100)})
	}
	return line, nil
}

func varint(s string) (int64, string, error) {
	var u uint64
	for i := 0; i < len(s) && i < 7; i++ {
		c := s[i] - 63
		if s[i] < 63 || c > 0x3f {
			return 0, "", errPolyline
		}
		u |= uint64(c&0x1f) << (5 * i)
		if c < 0x20 {
			v := int64(u >> 1)
			if u&1 == 1 {
				v = ^v
			}
			return v, s[i+1:], nil
		}
	}
	return 0, "", errPolyline
}
