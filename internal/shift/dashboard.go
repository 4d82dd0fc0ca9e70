package shift

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// WeekFill says how full a week is.
type WeekFill struct {
	Monday             span.Day
	Slots, Assignments int64
	Published          bool
}

// Rate is how many of the slots are taken; it may exceed 1.
func (w WeekFill) Rate() float64 {
	if w.Slots == 0 {
		return 0
	}
	return float64(w.Assignments) / float64(w.Slots)
}

// mostWeeks keeps a dashboard from being a dump of all years.
const mostWeeks = 104

// Dashboard tells how full some weeks are, from the week of a day on, this one when it is empty. A shift counts for the week in which it starts.
func Dashboard(tx *db.Tx, from span.Day, weeks int) ([]WeekFill, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return nil, err
	}
	published, zone, err := publishedIn(tx)
	if err != nil {
		return nil, err
	}
	if from == "" {
		from = span.DayOf(tx.Now().Time, zone)
	}
	monday := Monday(from)
	list := make([]WeekFill, min(max(weeks, 1), mostWeeks))
	for i := range list {
		list[i].Monday = monday.Plus(7 * i)
		list[i].Published = published[list[i].Monday]
	}
	sheets, err := sheetsIn(tx, span.Range{From: monday.In(zone).From, To: list[len(list)-1].Monday.Plus(6).In(zone).To})
	for _, s := range sheets {
		if i := daysBetween(monday, Monday(span.DayOf(s.StartsAt.Time, zone))) / 7; i >= 0 && !s.StartsAt.Before(monday.In(zone).From.Time) {
			list[i].Slots += s.Slots
			list[i].Assignments += int64(len(s.Assignments))
		}
	}
	return list, err
}
