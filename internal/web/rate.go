package web

import (
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"pignon.coop/internal/fail"
)

// Rate limits how often one caller may call: Burst at once, then one each Every. Callers are told apart by Key, by their network address
// when it is nil. One Rate may serve several endpoints, which then share it. It is safe for concurrent use.
type Rate struct {
	Every time.Duration
	Burst int
	Key   func(*Call) string

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

const mostBuckets = 50_000

func (l *Rate) take(c *Call) error {
	if l == nil {
		return nil
	}
	key := c.Address()
	if l.Key != nil {
		key = l.Key(c)
	}
	if l.bucket(key).Allow() {
		return nil
	}
	c.W.Header().Set("Retry-After", strconv.Itoa(max(1, int(l.Every.Seconds()))))
	return fail.New(fail.Throttled, "request.too_often", "seconds", max(1, int(l.Every.Seconds())))
}

func (l *Rate) bucket(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buckets == nil || len(l.buckets) > mostBuckets {
		l.buckets = map[string]*rate.Limiter{}
	}
	b, ok := l.buckets[key]
	if !ok {
		b = rate.NewLimiter(rate.Every(l.Every), l.Burst)
		l.buckets[key] = b
	}
	return b
}
