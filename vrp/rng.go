package vrp

import "math"

// rng is a small seeded generator (splitmix64): fast, and the same on every machine.
type rng struct{ state uint64 }

func (r *rng) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (r *rng) below(n int) int { return int(r.next() >> 32 * uint64(n) >> 32) }

// unit returns a number from 0 (included) to 1.
func (r *rng) unit() float64 { return float64(r.next()>>11) / (1 << 53) }

// patience is the random part of the annealing test: -ln of a unit number.
func (r *rng) patience() float64 { return -math.Log(1 - r.unit()) }

func (r *rng) shuffle(s []int32) {
	for i := len(s) - 1; i > 0; i-- {
		j := r.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
