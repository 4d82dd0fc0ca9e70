package live

import (
	"sync"
	"time"
)

// revoked remembers until when a subject's tokens must have been issued to be refused.
type revoked struct {
	mu    sync.Mutex
	until map[Subject]int64 // microseconds
}

func (r *revoked) add(who Subject, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.until == nil {
		r.until = map[Subject]int64{}
	}
	forget := now.Add(-longestToken).UnixMicro()
	for subject, at := range r.until {
		if at < forget {
			delete(r.until, subject)
		}
	}
	r.until[who] = now.UnixMicro()
}

// covers says whether the session's token is one of those refused.
func (r *revoked) covers(s session) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	until, found := r.until[s.subject]
	return found && s.issued <= until
}
