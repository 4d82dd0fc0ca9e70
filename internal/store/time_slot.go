package store

import (
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// TimeSlot is a list of windows that can be chosen for a delivery, from now on.
type TimeSlot struct {
	ID              int64               `db:"id"`
	Name            string              `db:"name"`
	OpeningHours    db.JSON[span.Hours] `db:"opening_hours"`
	Horizon         string              `db:"horizon"`      // how far ahead, "2 days"
	PriorNotice     org.Text            `db:"prior_notice"` // before the end of a window, "1 hour"
	WorkingDaysOnly bool                `db:"working_days_only"`
	SameDayCutoff   org.Text            `db:"same_day_cutoff"` // "12:30": after it there is nothing for the same day
	CreatedAt       span.Instant        `db:"created_at"`
	UpdatedAt       span.Instant        `db:"updated_at"`
}

// mostDays bounds how far ahead windows are looked for, whatever the slot says.
const mostDays = 366

// Choices lists the windows that can be chosen now, in order. A window that has begun can be chosen until it ends, less the notice; of a window
// of which the notice is over, nothing can. now is in the co-op's zone; holiday tells its public holidays.
func (s TimeSlot) Choices(now time.Time, holiday func(time.Time) bool) (choices []span.Range) {
	a := s.asked(now, holiday)
	for n := range mostDays {
		if a.day(n).After(a.end) {
			break
		}
		for _, w := range a.windows(n) {
			if a.refuses(n, w) == "" {
				choices = append(choices, w)
			}
		}
	}
	return choices
}

// Refusal tells why a time cannot be chosen; "" when it can.
type Refusal string

// The refusals.
const (
	Past      Refusal = "past"        // of a day that is over
	NoWorkDay Refusal = "no_work_day" // at a week-end or on a public holiday
	TooFar    Refusal = "too_far"     // further ahead than the slot reaches
	CutOff    Refusal = "cut_off"     // it is too late to ask for today
	NoWindow  Refusal = "no_window"   // outside the hours
	TooLate   Refusal = "too_late"    // the window is over, or its notice is
)

// WhyNot tells why a time lies in none of the windows that can be chosen now. It asks what Choices asks, so the two agree.
func (s TimeSlot) WhyNot(at, now time.Time, holiday func(time.Time) bool) Refusal {
	a, why := s.asked(now, holiday), NoWindow
	n := daysFrom(now, at.In(now.Location()))
	for _, day := range []int{n, n - 1} { // a window of the day before may reach past midnight
		for _, w := range a.windows(day) {
			if !w.Contains(at) {
				continue
			}
			refused := a.refuses(day, w)
			if refused == "" {
				return ""
			}
			why = refused
		}
	}
	if refused := a.refusesDay(n); why == NoWindow && refused != "" {
		return refused
	}
	return why
}

// asked is a time slot as somebody asks for it now.
type asked struct {
	TimeSlot
	now, end time.Time
	holiday  func(time.Time) bool
}

func (s TimeSlot) asked(now time.Time, holiday func(time.Time) bool) asked {
	return asked{s, now, later(now, s.Horizon), holiday}
}

// day is the day n days from now, at the time of now.
func (a asked) day(n int) time.Time {
	hour, minute, second := a.now.Clock()
	return time.Date(a.now.Year(), a.now.Month(), a.now.Day()+n, hour, minute, second, a.now.Nanosecond(), a.now.Location())
}

// date is that day by the calendar: where clocks change, the time of now may not be on it.
func (a asked) date(n int) time.Time {
	return time.Date(a.now.Year(), a.now.Month(), a.now.Day()+n, 0, 0, 0, 0, time.UTC)
}

// windows are those of one day, whether they can be chosen or not.
func (a asked) windows(n int) (list []span.Range) {
	for _, rule := range a.OpeningHours.V {
		if w := rule.On(a.date(n), a.now.Location()); !w.IsZero() {
			list = append(list, w)
		}
	}
	return list
}

func (a asked) refuses(n int, w span.Range) Refusal {
	why := a.refusesDay(n)
	switch {
	case why != "":
		return why
	case !a.now.Before(sooner(w.To.In(a.now.Location()), string(a.PriorNotice))):
		return TooLate
	case !w.From.Before(a.end):
		return TooFar
	}
	return ""
}

func (a asked) refusesDay(n int) Refusal {
	cutoff, err := time.Parse("15:04", string(a.SameDayCutoff))
	switch {
	case n < 0:
		return Past
	case a.WorkingDaysOnly && !working(a.date(n), a.holiday):
		return NoWorkDay
	case a.day(n).After(a.end):
		return TooFar
	case n == 0 && err == nil && a.now.After(clock(a.now, cutoff.Hour()*60+cutoff.Minute())):
		return CutOff
	}
	return ""
}

// Offers tells whether a window is one of the choices, to the minute.
func Offers(choices []span.Range, window span.Range) bool {
	for _, c := range choices {
		if sameMinute(c.From, window.From) && sameMinute(c.To, window.To) {
			return true
		}
	}
	return false
}

func sameMinute(a, b span.Instant) bool {
	return a.Truncate(time.Minute).Equal(b.Truncate(time.Minute))
}

func clock(day time.Time, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, day.Location())
}

// daysFrom counts the calendar days from one time to another of the same zone.
func daysFrom(from, to time.Time) int {
	date := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(date(to).Sub(date(from)) / (24 * time.Hour))
}

func working(day time.Time, holiday func(time.Time) bool) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !holiday(day)
}

func later(t time.Time, length string) time.Time { return moved(t, length, 1) }

func sooner(t time.Time, length string) time.Time { return moved(t, length, -1) }

// moved moves a time by a length in words, "2 days", "90 minutes"; by nothing for what is none.
func moved(t time.Time, length string, sign int) time.Time {
	number, unit, _ := strings.Cut(strings.TrimSpace(length), " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > 100_000 {
		return t
	}
	n *= sign
	switch strings.TrimSuffix(strings.ToLower(strings.TrimSpace(unit)), "s") {
	case "minute", "min":
		return t.Add(time.Duration(n) * time.Minute)
	case "hour":
		return t.Add(time.Duration(n) * time.Hour)
	case "day":
		return t.AddDate(0, 0, n)
	case "week":
		return t.AddDate(0, 0, 7*n)
	case "month":
		return t.AddDate(0, n, 0)
	}
	return t
}

// Holidays tells the public holidays of a country, by its two letters: France's; those of others are not known.
func Holidays(country string) func(time.Time) bool {
	if !strings.EqualFold(country, "fr") {
		return func(time.Time) bool { return false }
	}
	return func(day time.Time) bool {
		switch day.Format("01-02") {
		case "01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25":
			return true
		}
		easter := easterSunday(day.Year())
		for _, after := range []int{1, 39, 50} { // Easter Monday, Ascension, Whit Monday
			if d := easter.AddDate(0, 0, after); d.Month() == day.Month() && d.Day() == day.Day() {
				return true
			}
		}
		return false
	}
}

// easterSunday follows the anonymous Gregorian computus (Nature, 1876).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
