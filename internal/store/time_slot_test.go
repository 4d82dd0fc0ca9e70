package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

func slot(t testing.TB, hours ...string) store.TimeSlot {
	t.Helper()
	parsed, err := span.ParseHours(hours)
	if err != nil {
		t.Fatal(err)
	}
	return store.TimeSlot{Horizon: "2 days", WorkingDaysOnly: true, OpeningHours: db.JSON[span.Hours]{V: parsed}}
}

func inParis(t testing.TB, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func shown(choices []span.Range) string {
	var list []string
	zone := time.UTC
	for _, c := range choices {
		list = append(list, c.From.In(zone).Format("02 15:04")+"-"+c.To.In(zone).Format("15:04"))
	}
	return strings.Join(list, ", ")
}

func TestChoices(t *testing.T) {
	t.Parallel()
	plain := slot(t, "Mo-Su 12:00-14:00", "Mo-Su 14:00-17:00")
	anyDay, noticed, cut := plain, plain, plain
	anyDay.WorkingDaysOnly = false
	noticed.PriorNotice, cut.SameDayCutoff = "1 hour", org.Text("10:30")
	for _, c := range []struct {
		name string
		slot store.TimeSlot
		now  string
		want string
	}{
		{"thursday", plain, "2020-04-02 11:00", "02 10:00-12:00, 02 12:00-15:00, 03 10:00-12:00, 03 12:00-15:00"},
		{"friday", plain, "2024-05-31 11:00", "31 10:00-12:00, 31 12:00-15:00"},
		{"any day", anyDay, "2024-05-31 18:00", "01 10:00-12:00, 01 12:00-15:00, 02 10:00-12:00, 02 12:00-15:00"},
		{"one has begun", plain, "2024-05-31 13:00", "31 10:00-12:00, 31 12:00-15:00"},
		{"with notice of its end", noticed, "2024-05-31 13:00", "31 12:00-15:00"},
		{"after the cut-off", cut, "2020-04-02 11:00", "03 10:00-12:00, 03 12:00-15:00"},
		{"a holiday", plain, "2024-07-14 11:00", "15 10:00-12:00, 15 12:00-15:00"},
		{"no hours", slot(t), "2020-04-02 11:00", ""},
	} {
		now := inParis(t, c.now)
		if got := shown(c.slot.Choices(now, store.Holidays("fr"))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestHolidays(t *testing.T) {
	t.Parallel()
	fr := store.Holidays("FR")
	for day, want := range map[string]bool{"2024-04-01": true, "2024-05-09": true, "2024-05-20": true, "2025-04-21": true, "2024-05-01": true, "2024-03-31": false, "2024-12-24": false} {
		if at := inParis(t, day+" 10:00"); fr(at) != want || store.Holidays("de")(at) {
			t.Errorf("%s is a holiday: %v", day, !want)
		}
	}
}

// Whatever the slot says, choices are in order, end after now, and are as long as the hours say.
func TestChoicesAreInOrderAndAhead(t *testing.T) {
	t.Parallel()
	start := inParis(t, "2024-01-01 00:00")
	rapid.Check(t, func(rt *rapid.T) {
		s := slot(t, "Mo-Fr 08:00-12:00", "Mo-Su 13:00-18:30")
		s.WorkingDaysOnly = rapid.Bool().Draw(rt, "working days")
		s.Horizon = rapid.SampledFrom([]string{"", "0 days", "1 day", "3 weeks", "90 minutes", "nonsense", "999999999 days"}).Draw(rt, "horizon")
		s.PriorNotice = org.Text(rapid.SampledFrom([]string{"", "1 hour", "2 days"}).Draw(rt, "notice"))
		now := start.Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(rt, "minutes")) * time.Minute)
		before := span.Instant{}
		for _, c := range s.Choices(now, store.Holidays("fr")) {
			length := c.To.Sub(c.From.Time)
			if !c.To.After(now) || c.From.Before(before.Time) || length < 4*time.Hour || length > 6*time.Hour+30*time.Minute {
				rt.Fatalf("at %s a choice from %s to %s", now, c.From, c.To)
			}
			before = c.From
		}
	})
}

func TestWhyNot(t *testing.T) {
	t.Parallel()
	s := slot(t, "Mo-Su 09:00-12:00", "Fr 22:00-02:00")
	s.PriorNotice, s.SameDayCutoff = "1 hour", "10:30"
	for _, c := range []struct {
		now, at string
		want    store.Refusal
	}{
		{"2020-04-02 08:00", "2020-04-02 11:30", ""},
		{"2020-04-02 08:00", "2020-04-02 12:30", store.NoWindow},
		{"2020-04-02 08:00", "2020-04-02 12:00", store.NoWindow}, // the end is not part of it
		{"2020-04-02 10:31", "2020-04-02 11:30", store.CutOff},
		{"2020-04-02 08:00", "2020-04-01 11:30", store.Past},
		{"2020-04-02 08:00", "2020-04-04 11:30", store.NoWorkDay},
		{"2024-05-07 08:00", "2024-05-08 11:30", store.NoWorkDay},
		{"2020-04-02 08:00", "2020-04-06 11:30", store.TooFar},
		{"2020-04-02 08:00", "2020-04-04 01:30", ""}, // of Friday evening
		{"2020-04-02 08:00", "2020-04-03 21:30", store.NoWindow},
	} {
		if got := s.WhyNot(inParis(t, c.at), inParis(t, c.now), store.Holidays("fr")); got != c.want {
			t.Errorf("%s, asked at %s: %q, want %q", c.at, c.now, got, c.want)
		}
	}
	s.SameDayCutoff = ""
	if got := s.WhyNot(inParis(t, "2020-04-02 11:30"), inParis(t, "2020-04-02 11:00"), store.Holidays("fr")); got != store.TooLate {
		t.Errorf("without notice: %q", got)
	}
}

// A time can be chosen exactly when no reason stands against it.
func TestReasonsAgreeWithChoices(t *testing.T) {
	t.Parallel()
	start := inParis(t, "2024-03-20 00:00")
	rapid.Check(t, func(rt *rapid.T) {
		s := slot(t, rapid.SampledFrom([]string{"Mo-Fr 08:00-12:00", "Sa,Su 00:00-24:00", "Mo 22:00-03:00"}).Draw(rt, "first"), "Mo-Su 13:00-18:30")
		s.WorkingDaysOnly = rapid.Bool().Draw(rt, "working days")
		s.Horizon = rapid.SampledFrom([]string{"0 days", "1 day", "2 weeks", "90 minutes"}).Draw(rt, "horizon")
		s.PriorNotice = org.Text(rapid.SampledFrom([]string{"", "1 hour", "2 days"}).Draw(rt, "notice"))
		s.SameDayCutoff = org.Text(rapid.SampledFrom([]string{"", "10:30"}).Draw(rt, "cut-off"))
		minutes := rapid.IntRange(0, 366*24*60)
		now := start.Add(time.Duration(minutes.Draw(rt, "now")) * time.Minute)
		at := now.Add(time.Duration(rapid.IntRange(-2*24*60, 16*24*60).Draw(rt, "at")) * time.Minute)
		offered := slices.ContainsFunc(s.Choices(now, store.Holidays("fr")), func(c span.Range) bool { return c.Contains(at) })
		if why := s.WhyNot(at, now, store.Holidays("fr")); (why == "") != offered {
			rt.Fatalf("%s, asked at %s: offered %v, refused %q", at, now, offered, why)
		}
	})
}

// told is how the contract tells the choices, step by step: stores-timeslots-packages-zones.md, section 3.
func told(s store.TimeSlot, now, end time.Time, notice time.Duration, holiday func(time.Time) bool) (list []span.Range) {
	works := func(day time.Time) bool {
		return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !holiday(day)
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	cursor := func(day time.Time) time.Time { // keeps the time of day of now
		return time.Date(day.Year(), day.Month(), day.Day(), now.Hour(), now.Minute(), 0, 0, now.Location())
	}
	advance := func(day time.Time) time.Time {
		day = day.AddDate(0, 0, 1)
		for s.WorkingDaysOnly && !works(day) {
			day = day.AddDate(0, 0, 1)
		}
		return day
	}
	day := today
	if s.WorkingDaysOnly && !works(day) {
		day = advance(day)
	}
	for ; !cursor(day).After(end); day = advance(day) {
		cutoff, err := time.Parse("15:04", string(s.SameDayCutoff))
		if err == nil && day.Equal(today) && now.After(time.Date(now.Year(), now.Month(), now.Day(), cutoff.Hour(), cutoff.Minute(), 0, 0, now.Location())) {
			continue
		}
		for _, rule := range s.OpeningHours.V {
			w := rule.On(day, now.Location())
			if !w.IsZero() && now.Before(w.To.Add(-notice).Time) && w.From.Before(end) {
				list = append(list, w)
			}
		}
	}
	return list
}

// Choices are what the contract tells, whatever the slot, also when clocks change, in zones that change theirs at midnight, and over holidays.
func TestChoicesAreAsTheContractTellsThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Europe/Paris", "America/Santiago", "Australia/Lord_Howe", "America/Montreal", "UTC"}).Draw(rt, "zone"))
		if err != nil {
			rt.Fatal(err)
		}
		s := slot(t, rapid.SampledFrom([]string{"Mo-Fr 08:00-12:00", "Sa,Su 00:00-24:00", "Mo 22:00-03:00", "Su 01:30-02:30", "Su 02:15-02:45"}).Draw(rt, "first"),
			rapid.SampledFrom([]string{"Mo-Su 13:00-18:30", "Mo-Su 00:00-00:30"}).Draw(rt, "second"))
		s.WorkingDaysOnly = rapid.Bool().Draw(rt, "working days")
		s.SameDayCutoff = org.Text(rapid.SampledFrom([]string{"", "00:00", "02:30", "10:30", "23:59"}).Draw(rt, "cut-off"))
		notice := rapid.SampledFrom([]int{0, 30, 60, 26 * 60}).Draw(rt, "minutes of notice")
		if notice > 0 {
			s.PriorNotice = org.Text(fmt.Sprintf("%d minutes", notice))
		}
		// around the days on which clocks change, or any time
		start := rapid.SampledFrom([]time.Time{time.Date(2024, 3, 29, 0, 0, 0, 0, zone), time.Date(2024, 10, 25, 0, 0, 0, 0, zone), time.Date(2024, 9, 6, 0, 0, 0, 0, zone),
			time.Date(2024, 4, 5, 0, 0, 0, 0, zone), time.Date(2024, 4, 28, 0, 0, 0, 0, zone), time.Date(2024, 12, 20, 0, 0, 0, 0, zone)}).Draw(rt, "around")
		now := start.Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(rt, "minutes")) * time.Minute)
		days := rapid.IntRange(0, 20).Draw(rt, "days ahead")
		s.Horizon = fmt.Sprintf("%d days", days)
		got, want := s.Choices(now, store.Holidays("fr")), told(s, now, now.AddDate(0, 0, days), time.Duration(notice)*time.Minute, store.Holidays("fr"))
		if shown(got) != shown(want) {
			rt.Fatalf("at %s: %s, want %s", now, shown(got), shown(want))
		}
		for _, c := range got {
			middle := c.From.Add(c.To.Sub(c.From.Time) / 2)
			if why := s.WhyNot(middle.Time, now, store.Holidays("fr")); why != "" {
				rt.Fatalf("at %s: %s is offered, and refused as %q", now, middle, why)
			}
		}
	})
}
