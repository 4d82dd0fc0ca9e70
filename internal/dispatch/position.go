package dispatch

import (
	"time"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
)

// Fix is a place of a courier at a moment, by the phone's clock.
type Fix struct {
	CourierID int64        `db:"courier_id"`
	Lat       float64      `db:"lat"`
	Lng       float64      `db:"lng"`
	At        span.Instant `db:"at"`
}

func (f Fix) point() geo.Point { return geo.At(f.Lat, f.Lng) }

const (
	oldest    = 72 * time.Hour   // phones keep what they saw without network
	ahead     = time.Minute      // how far a phone's clock may be early
	silence   = 30 * time.Minute // after which a place says nothing any more
	aroundIt  = 5 * time.Minute  // of grace before and after a duty
	thinTime  = 5 * time.Second  // fixes closer in time and place than both add nothing
	thinSpace = 10.0             // metres
	fastest   = 40.0             // metres a second; beyond it the fix is wrong
	laneSize  = 512
)

// Term is a stretch of time in which positions may be taken.
type term = span.Range

// worth tells whether a fix may be kept at all: on the earth, neither old nor in the future, within the courier's working time.
func worth(f Fix, now span.Instant, terms []term) bool {
	if !geo.Valid(f.Lat, f.Lng) || f.At.Before(now.Add(-oldest).Time) || f.At.After(now.Add(ahead).Time) {
		return false
	}
	for _, t := range terms {
		if t.Contains(f.At.Time) {
			return true
		}
	}
	return false
}

// adds tells whether a fix says more than the last one of its lane: it is later, moved or waited, and is no jump.
func adds(last *Fix, f Fix) bool {
	if last == nil {
		return true
	}
	since := f.At.Sub(last.At.Time)
	if since <= 0 {
		return false
	}
	metres := geo.Distance(last.point(), f.point())
	if since < thinTime && metres < thinSpace {
		return false
	}
	return metres <= fastest*since.Seconds()+thinSpace
}
