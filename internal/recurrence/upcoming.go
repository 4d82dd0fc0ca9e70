package recurrence

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// farthest is how many days ahead a preview looks.
const farthest = 732

// Upcoming gives the days on which a rule has a delivery, from one on, so many at most, and none further ahead than two years. A rule that is
// paused has none.
func (r Rule) Upcoming(from span.Day, most int, zone *time.Location) ([]span.Day, error) {
	if r.Paused {
		return nil, nil
	}
	times, err := Between(r.Rule, r.CreatedAt.In(zone).Truncate(time.Second), span.Range{From: from.In(zone).From, To: wholeOf(from.Plus(farthest), zone).To})
	var days []span.Day
	for _, at := range times[:min(len(times), most)] {
		days = append(days, span.DayOf(at, zone))
	}
	return days, err
}

// Preview gives dispatchers the days of a rule that does not exist yet, as if it were made now. What is no rule is Invalid.
func Preview(tx *db.Tx, text string, most int, zone *time.Location) ([]span.Day, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	text, err := Normal(text)
	if err != nil {
		return nil, err
	}
	return Rule{Rule: text, CreatedAt: tx.Now()}.Upcoming(span.DayOf(tx.Now().Time, zone), most, zone)
}

// Pause stops a rule for the time being, or lets it go on. What it made stays.
func Pause(tx *db.Tx, id int64, paused bool) (Rule, error) {
	r, err := Read(tx, id)
	if err != nil || r.Paused == paused {
		return r, err
	}
	return Save(tx, SaveIn{ID: id, Paused: &paused})
}
