package elevation

import "math"

// system is the search for the heights that minimise
//
//	Σ weight·(height - ground)² + Σ stiffness·(height - neighbour's height)²
//
// over points and links: Whittaker's way of smoothing, on a network. It is solved by conjugate gradients, each unknown scaled by its
// own coefficient (Hestenes and Stiefel 1952).
type system struct {
	links  []link
	weight []float64
	height []float64 // the ground first, then the solution
}

// startUnknown begins at a neighbour's height where the ground is not known, and marks what that makes known.
func (s *system) startUnknown(known []bool) {
	first, to := s.neighbours()
	var queue []int32
	for i, ok := range known {
		if ok {
			queue = append(queue, int32(i))
		}
	}
	if len(queue) == len(known) {
		return
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range to[first[i]:first[i+1]] {
			if !known[j] {
				known[j], s.height[j] = true, s.height[i]
				queue = append(queue, j)
			}
		}
	}
}

// neighbours lists the points that links join, as ranges of one array.
func (s *system) neighbours() (first []uint32, to []int32) {
	first = make([]uint32, len(s.height)+1)
	for _, l := range s.links {
		first[l.a+1]++
		first[l.b+1]++
	}
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	to = make([]int32, 2*len(s.links))
	next := append([]uint32(nil), first...)
	for _, l := range s.links {
		to[next[l.a]], to[next[l.b]] = l.b, l.a
		next[l.a]++
		next[l.b]++
	}
	return first, to
}

const (
	tolerance = 1e-4 // metres by which a step would still change a point
	maxSteps  = 2000 // enough for bridges of many hundred points
)

// solve leaves the solution in height.
func (s *system) solve() {
	n := len(s.height)
	scale, rest := s.start()
	scaled, way, image := make([]float64, n), make([]float64, n), make([]float64, n)
	power := 0.0
	for range maxSteps {
		last, worst := power, 0.0
		power = 0
		for i := range rest {
			scaled[i] = rest[i] * scale[i]
			power += rest[i] * scaled[i]
			worst = max(worst, math.Abs(scaled[i]))
		}
		if worst < tolerance || power == 0 {
			return
		}
		turn := 0.0
		if last > 0 {
			turn = power / last
		}
		for i := range way {
			way[i] = scaled[i] + turn*way[i]
		}
		s.apply(image, way)
		length := power / dot(way, image)
		for i := range rest {
			s.height[i] += length * way[i]
			rest[i] -= length * image[i]
		}
	}
}

// start gives one over each unknown's own coefficient, and what is missing at the ground's heights.
func (s *system) start() (scale, rest []float64) {
	scale, rest = make([]float64, len(s.height)), make([]float64, len(s.height))
	copy(scale, s.weight)
	for _, l := range s.links {
		scale[l.a] += l.stiffness
		scale[l.b] += l.stiffness
		pull := l.stiffness * (s.height[l.b] - s.height[l.a])
		rest[l.a] += pull
		rest[l.b] -= pull
	}
	for i, v := range scale {
		if v > 0 {
			scale[i] = 1 / v
		}
	}
	return scale, rest
}

// apply multiplies by the system's matrix.
func (s *system) apply(out, in []float64) {
	for i, w := range s.weight {
		out[i] = w * in[i]
	}
	for _, l := range s.links {
		pull := l.stiffness * (in[l.a] - in[l.b])
		out[l.a] += pull
		out[l.b] -= pull
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
