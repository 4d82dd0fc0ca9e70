package elevation

import (
	"math"

	"pignon.coop/road/extract"
)

// Terrain gives the height of the ground at a place in degrees; ok is false where it is not known.
type Terrain func(lat, lng float64) (metres float64, ok bool)

// Network is what heights are wanted for: points, and the lines through them.
type Network struct {
	Points []extract.Point
	Lines  []Line
}

// Line is a street, or a stretch of one, as indexes of the network's points. Carried lines have nothing to do with the ground below:
// bridges and tunnels.
type Line struct {
	Points  []int32
	Carried bool
}

// Unknown stands for a height that nothing tells.
const Unknown = math.MinInt32

// Carried tells whether a street's tags make it a bridge or a tunnel. A passage through a building stays on the ground.
func Carried(tags extract.Tags) bool {
	switch tags.Value("tunnel") {
	case "", "no", "building_passage", "covered":
	default:
		return true
	}
	switch tags.Value("bridge") {
	case "", "no":
		return false
	}
	return true
}

// reach is the length in metres over which heights are smoothed along streets: a point counts e times less for each reach that it is
// away, which spreads it like an average over 100 m.
const reach = 28 / math.Sqrt2

// Heights gives the height of every point of a network in centimetres, Unknown for points that no line joins to a known height.
//
// Ground models are rough: they see roofs, and steps between their own points. So heights are smoothed along all streets at once,
// such that they differ little from the ground and little from their neighbours; each point has one height, whatever streets meet
// there. On steep ground, where a few metres aside make a large difference, they are smoothed over longer ways. Carried lines, and
// points that the terrain does not know, get their heights from where they begin and end. It works in a time that grows with the
// number of points: a few seconds for a million.
func Heights(terrain Terrain, n Network) []int32 {
	s := newSystem(n)
	known := make([]bool, len(n.Points))
	trust := make([]float64, len(n.Points))
	for i, p := range n.Points {
		if s.height[i], known[i] = terrain(degrees(p)); known[i] {
			trust[i] = terrain.trust(p)
			continue
		}
		s.height[i] = 0
	}
	s.weigh(trust)
	s.lift(n)
	s.startUnknown(known)
	s.solve()
	heights := make([]int32, len(n.Points))
	for i := range heights {
		heights[i] = Unknown
		if known[i] {
			heights[i] = int32(math.Round(100 * s.height[i]))
		}
	}
	return heights
}

func degrees(p extract.Point) (lat, lng float64) { return float64(p.Lat) / 1e7, float64(p.Lng) / 1e7 }

const (
	aside   = 40.0 // metres by which terrain may be misplaced
	trusted = 0.1  // slope up to which that matters little
)

// trust tells how much the terrain at a point counts, 1 on flat ground, less the steeper it is.
func (terrain Terrain) trust(p extract.Point) float64 {
	lat, lng := degrees(p)
	north := aside / perE7 / 1e7
	east := north / max(0.05, math.Cos(lat*math.Pi/180))
	up := terrain.slope(lat-north, lng, lat+north, lng)
	across := terrain.slope(lat, lng-east, lat, lng+east)
	return 1 / (1 + (up*up+across*across)/(trusted*trusted))
}

// slope is that between two places on both sides of a point, 0 where it is not known.
func (terrain Terrain) slope(lat, lng, toLat, toLng float64) float64 {
	a, known := terrain(lat, lng)
	b, ok := terrain(toLat, toLng)
	if !known || !ok {
		return 0
	}
	return (b - a) / (2 * aside)
}

// link joins two points; the shorter, the stiffer.
type link struct {
	a, b      int32
	length    float64 // metres
	stiffness float64
	carried   bool
}

// newSystem lists the links of a network.
func newSystem(n Network) *system {
	s := &system{height: make([]float64, len(n.Points))}
	for _, line := range n.Lines {
		for i := 1; i < len(line.Points); i++ {
			a, b := line.Points[i-1], line.Points[i]
			length := max(0.5, metres(n.Points[a], n.Points[b]))
			s.links = append(s.links, link{a: a, b: b, length: length, stiffness: reach * reach / length, carried: line.Carried})
		}
	}
	return s
}

const perE7 = 6371008.8 * math.Pi / 180 / 1e7 // metres

// metres is the distance of two near points.
func metres(a, b extract.Point) float64 {
	north := float64(a.Lat) - float64(b.Lat)
	east := (float64(a.Lng) - float64(b.Lng)) * math.Cos(float64(a.Lat)/1e7*math.Pi/180)
	return perE7 * math.Hypot(north, east)
}

// weigh says how much the ground counts at each point: as much as there is street around it, times the trust in it. At dead ends, where
// there is no neighbour on the other side, it counts more, lest the last metres of a climb get flat.
func (s *system) weigh(trust []float64) {
	s.weight = make([]float64, len(s.height))
	ends := make([]int, len(s.height)) // of links at each point
	for _, l := range s.links {
		share := l.length / 2
		if l.carried {
			share *= aloft
		}
		s.weight[l.a] += share
		s.weight[l.b] += share
		ends[l.a]++
		ends[l.b]++
	}
	for _, l := range s.links {
		for _, i := range [2]int32{l.a, l.b} {
			if ends[i] == 1 && !l.carried && trust[i] > 0 {
				s.weight[i] += 9 * reach / math.Sqrt(trust[i])
			}
		}
	}
	for i, t := range trust {
		s.weight[i] *= t
	}
}

// aloft is how much the ground counts below bridges and above tunnels: enough for those that touch no ground at all.
const aloft = 1e-6

// lift frees the points in the middle of bridges and tunnels from the ground, and from the stairs that lead up to them.
func (s *system) lift(n Network) {
	lifted := make([]bool, len(s.height))
	for _, line := range n.Lines {
		if !line.Carried || len(line.Points) < 3 {
			continue
		}
		for _, i := range line.Points[1 : len(line.Points)-1] {
			lifted[i] = true
			s.weight[i] *= aloft
		}
	}
	for i := range s.links {
		if l := &s.links[i]; !l.carried && (lifted[l.a] || lifted[l.b]) {
			l.stiffness /= 1000
		}
	}
}
