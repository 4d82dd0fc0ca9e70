package shift

import (
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// CalendarEntry is a shift as somebody's calendar shows it.
type CalendarEntry struct {
	Shift
	Label string // of the activity; its slug with a capital when it was deleted
}

const (
	calendarPast  = 8 * 7 * 24 * time.Hour
	calendarAhead = 1 // years
)

// CalendarOf gives the shifts of somebody from eight weeks ago to a year ahead, for whoever holds their link. NotFound: no such account, or a
// closed one.
func CalendarOf(tx *db.Tx, userID int64, now time.Time) ([]CalendarEntry, error) {
	u, err := account.LoadUser(tx, userID)
	if err != nil {
		return nil, err
	}
	if !u.Enabled {
		return nil, fail.New(fail.NotFound, "row.not_found")
	}
	list, err := shiftsOf(tx, userID, span.Range{From: span.At(now.Add(-calendarPast)), To: span.At(now.AddDate(calendarAhead, 0, 0))})
	if err != nil {
		return nil, err
	}
	labels, err := activityLabels(tx)
	entries := make([]CalendarEntry, len(list))
	for i, s := range list {
		label, ok := labels[s.Activity]
		if !ok {
			first := min(1, len(s.Activity))
			label = strings.ToUpper(s.Activity[:first]) + s.Activity[first:] // slugs are ASCII
		}
		entries[i] = CalendarEntry{s, label}
	}
	return entries, err
}
