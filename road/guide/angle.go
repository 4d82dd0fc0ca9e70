package guide

import "math"

// deviation is the change of direction from one bearing to another, in degrees: 0 straight on, 90 right, -90 left, 180 back.
func deviation(from, to int) int {
	d := (to - from) % 360
	switch {
	case d > 180:
		return d - 360
	case d <= -180:
		return d + 360
	}
	return d
}

// modifierOf names a change of direction.
func modifierOf(deviation int) Modifier {
	size := max(deviation, -deviation)
	right, left := Straight, Straight
	switch {
	case size > 170:
		return UTurn
	case size > 120:
		right, left = SharpRight, SharpLeft
	case size > 40:
		right, left = Right, Left
	case size > 20:
		right, left = SlightRight, SlightLeft
	}
	if deviation < 0 {
		return left
	}
	return right
}

// bearing is the direction from one point to another, in degrees from north by east, 0 to 359.
func bearing(from, to Point) int {
	north := float64(to.Lat) - float64(from.Lat)
	east := (float64(to.Lng) - float64(from.Lng)) * math.Cos(float64(from.Lat)/1e7*math.Pi/180)
	return normal(int(math.Round(math.Atan2(east, north) * 180 / math.Pi)))
}

func normal(degrees int) int { return ((degrees % 360) + 360) % 360 }

const metresPerE7 = 6371008.8 * math.Pi / 180 / 1e7

func metresBetween(a, b Point) float64 {
	north := float64(b.Lat) - float64(a.Lat)
	east := (float64(b.Lng) - float64(a.Lng)) * math.Cos(float64(a.Lat)/1e7*math.Pi/180)
	return math.Hypot(north, east) * metresPerE7
}

// lookAhead is how far along a line its direction is taken, since its first centimetres are often drawn crookedly.
const lookAhead = 10

// leaving is the direction in which a line sets out.
func leaving(line []Point) int {
	for _, p := range line[1:] {
		if metresBetween(line[0], p) >= lookAhead {
			return bearing(line[0], p)
		}
	}
	return bearing(line[0], line[len(line)-1])
}

// arriving is the direction in which a line ends.
func arriving(line []Point) int {
	end := line[len(line)-1]
	for i := len(line) - 2; i > 0; i-- {
		if metresBetween(line[i], end) >= lookAhead {
			return bearing(line[i], end)
		}
	}
	return bearing(line[0], end)
}
