package delivery

import (
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// contactTerm is how long after the end of a task its courier still reads whom to call and how to get in.
const contactTerm = 2 * time.Hour

// hideContacts takes out of tasks whom to call and how to get in, when a courier reads them who does not carry them or whose work on them is
// over for longer than the term. Dispatchers need them still.
func hideContacts(tx *db.Tx, list []Sheet) error {
	who := tx.Who()
	if who.Kind != authz.Person || who.Is(authz.Dispatcher) || !who.Is(authz.Courier) {
		return nil
	}
	var over []int64
	for _, s := range list {
		if !s.Status.Open() {
			over = append(over, s.ID)
		}
	}
	ended, err := endings(tx, over)
	if err != nil {
		return err
	}
	for i := range list {
		s := &list[i]
		if carries(who, s.Courier()) && (s.Status.Open() || tx.Now().Sub(s.endedAt(ended).Time) <= contactTerm) {
			continue
		}
		s.Place.ContactName, s.Place.Telephone, s.Place.Description = nil, nil, nil
	}
	return nil
}

// endedAt is when the task ended, as its history tells; one that was seeded has none, and ended when it was written.
func (s Sheet) endedAt(history map[int64]span.Instant) span.Instant {
	if at, ok := history[s.ID]; ok {
		return at
	}
	return s.CreatedAt
}
