package dev

import (
	"sync"
	"time"
)

// Clock is the co-op's clock in development mode: it runs, or stands at an instant. Tokens expire by the real time unless the frozen instant
// was set for them too. It is safe for concurrent use.
type Clock struct {
	real func() time.Time
	mu   sync.Mutex
	at   frozen
}

type frozen struct {
	at     time.Time // zero: it runs
	tokens bool
}

// NewClock makes a running clock on top of the real one.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now is the time of the business rules.
func (c *Clock) Now() time.Time {
	if f := c.state(); !f.at.IsZero() {
		return f.at
	}
	return c.real()
}

// Tokens is the time by which tokens are made and expire.
func (c *Clock) Tokens() time.Time {
	if f := c.state(); f.tokens && !f.at.IsZero() {
		return f.at
	}
	return c.real()
}

// Frozen tells whether the clock stands.
func (c *Clock) Frozen() bool { return !c.state().at.IsZero() }

// Freeze lets the clock stand at an instant, for tokens too if asked.
func (c *Clock) Freeze(at time.Time, tokens bool) { c.restore(frozen{at, tokens}) }

// Run lets the clock run again.
func (c *Clock) Run() { c.restore(frozen{}) }

func (c *Clock) state() frozen {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *Clock) restore(f frozen) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = f
}
