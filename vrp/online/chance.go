package online

// chance is a xorshift generator; its seed is odd.
type chance uint64

func (c *chance) next() uint64 {
	x := *c
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*c = x
	return uint64(x)
}

func (c *chance) below(n int) int { return int(c.next() >> 11 % uint64(n)) }

// float is over 0 and at most 1.
func (c *chance) float() float64 { return float64(c.next()>>11+1) / (1 << 53) }
