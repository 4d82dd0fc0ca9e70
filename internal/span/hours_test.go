package span_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/span"
)

func schedule(t testing.TB, lines ...string) span.Schedule {
	t.Helper()
	hours, err := span.ParseHours(lines)
	if err != nil {
		t.Fatal(err)
	}
	return span.Schedule{Hours: hours, Zone: paris}
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	out, err := time.ParseInLocation("2006-01-02 15:04", s, paris)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestParseHours(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"Mo-Fr 11:30-14:30", "Sa,Su 12:00-15:00", "Fr-Mo 18:00-02:00", "Mo,We-Th 00:00-24:00"} {
		hours, err := span.ParseHours([]string{line})
		if err != nil || hours[0].Text != line {
			t.Errorf("%q: %v %v", line, hours, err)
		}
	}
	for _, line := range []string{"", "Mo", "Mo 11:30", "Mo 11:30-25:00", "Xx 11:00-12:00", "Mo- 11:00-12:00", "Mo 9:00-12:00", "Mo 24:00-12:00", "Mo 11:00-12:00 x"} {
		if _, err := span.ParseHours([]string{line}); err == nil {
			t.Errorf("%q was read", line)
		}
	}
	hours, _ := span.ParseHours([]string{"Fr-Mo 18:00-02:00"})
	want := []time.Weekday{time.Friday, time.Saturday, time.Sunday, time.Monday}
	if !slices.Equal(hours[0].Days, want) || hours[0].Opens() != "18:00" || hours[0].Closes() != "02:00" {
		t.Errorf("got %+v", hours[0])
	}
}

func TestHoursJSON(t *testing.T) {
	t.Parallel()
	var hours span.Hours
	if err := json.Unmarshal([]byte(`["Mo-Fr 11:30-14:30"]`), &hours); err != nil {
		t.Fatal(err)
	}
	if b, _ := json.Marshal(hours); string(b) != `["Mo-Fr 11:30-14:30"]` {
		t.Errorf("got %s", b)
	}
	if b, _ := json.Marshal(span.Hours(nil)); string(b) != `[]` {
		t.Errorf("no hours: %s", b)
	}
	if json.Unmarshal([]byte(`["nope"]`), &hours) == nil {
		t.Error("wrong hours were read")
	}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	lunch := schedule(t, "Mo-Su 11:30-14:30")
	night := schedule(t, "Fr-Sa 18:00-02:00")
	closed := schedule(t, "Mo-Su 11:30-14:30")
	closed.Closed = []span.Range{{From: span.At(at(t, "2017-09-02 09:00")), To: span.At(at(t, "2017-09-04 12:00"))}}
	for _, row := range []struct {
		name             string
		s                span.Schedule
		now              string
		open             bool
		opening, closing string
	}{
		{"before", lunch, "2020-10-02 11:00", false, "2020-10-02 11:30", "2020-10-02 14:30"},
		{"first minute", lunch, "2020-10-02 11:30", true, "2020-10-03 11:30", "2020-10-02 14:30"},
		{"last minute is closed", lunch, "2020-10-02 14:30", false, "2020-10-03 11:30", "2020-10-03 14:30"},
		{"behind midnight", night, "2026-11-28 01:59", true, "2026-11-28 18:00", "2026-11-28 02:00"},
		{"days without", night, "2026-11-24 12:00", false, "2026-11-27 18:00", "2026-11-28 02:00"},
		{"holidays end within the hours", closed, "2017-09-02 11:00", false, "2017-09-04 12:00", "2017-09-04 14:30"},
		{"none", schedule(t), "2026-11-24 12:00", false, "", ""},
	} {
		now := at(t, row.now)
		if got := row.s.Open(now); got != row.open {
			t.Errorf("%s: open is %v", row.name, got)
		}
		if got := row.s.NextOpening(now); !isAt(t, got, row.opening) {
			t.Errorf("%s: next opening is %v", row.name, got)
		}
		if got := row.s.NextClosing(now); !isAt(t, got, row.closing) {
			t.Errorf("%s: next closing is %v", row.name, got)
		}
	}
}

func isAt(t *testing.T, got span.Instant, want string) bool {
	if want == "" {
		return got.IsZero()
	}
	return got.Equal(at(t, want))
}

func TestScheduleMergesOverMidnight(t *testing.T) {
	t.Parallel()
	s := schedule(t, "Fr 18:00-02:00", "Sa 01:00-04:00", "Sa 04:00-05:00")
	got := s.Between(at(t, "2026-11-27 20:00"), at(t, "2026-11-28 12:00"))
	if len(got) != 1 || !isAt(t, got[0].From, "2026-11-27 18:00") || !isAt(t, got[0].To, "2026-11-28 05:00") {
		t.Errorf("got %v", got)
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	s := schedule(t, "Mo-Fr 11:00-12:00", "Mo-Fr 10:00-11:00", "Tu 22:00-01:00")
	s.Closed = []span.Range{{From: span.At(at(t, "2026-11-25 11:30")), To: span.At(at(t, "2026-11-25 12:00"))}}
	var got []string
	for _, r := range s.Slots(at(t, "2026-11-24 10:30"), at(t, "2026-11-26 00:00")) {
		got = append(got, r.From.In(paris).Format("02 15:04")+r.To.In(paris).Format("-15:04"))
	}
	if want := []string{"24 11:00-12:00", "24 22:00-01:00", "25 10:00-11:00"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// In 2026 clocks of Paris jump from 02:00 to 03:00 on 29 March and from 03:00 back to 02:00 on 25 October.
func TestScheduleAtClockChanges(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, line, day string
		length          time.Duration
	}{
		{"spring, over the hole", "Sa 22:00-04:00", "2026-03-28", 5 * time.Hour},
		{"spring, ends in the hole", "Sa 22:00-02:30", "2026-03-28", 4 * time.Hour},
		{"spring, starts in the hole", "Su 02:30-05:00", "2026-03-28", 2 * time.Hour},
		{"spring, all in the hole", "Su 02:10-02:50", "2026-03-28", 0},
		{"autumn, over both", "Sa 22:00-04:00", "2026-10-24", 7 * time.Hour},
		{"autumn, ends in the hour lived twice", "Sa 22:00-02:30", "2026-10-24", 5*time.Hour + 30*time.Minute},
		{"autumn, starts in it", "Su 02:30-05:00", "2026-10-24", 3*time.Hour + 30*time.Minute},
	} {
		from := at(t, row.day+" 12:00")
		var got time.Duration
		for _, r := range schedule(t, row.line).Between(from, from.Add(24*time.Hour)) {
			got += r.To.Sub(r.From.Time)
		}
		if got != row.length {
			t.Errorf("%s: open for %v, want %v", row.name, got, row.length)
		}
	}
}

// A clock on the wall must agree with the schedule at every minute but those that are lived twice.
func TestScheduleAgreesWithTheClockOnTheWall(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	lines := []string{"Mo-Fr 11:30-14:30", "Sa,Su 12:00-15:00", "Fr-Sa 18:00-02:00", "Su 01:00-03:30", "Mo-Su 22:00-00:00", "Tu 00:00-24:00", "Sa 23:00-22:00"}
	for range 40 {
		dice.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		s := schedule(t, lines[:1+dice.IntN(3)]...)
		from := at(t, "2026-10-24 00:00").AddDate(0, 0, -dice.IntN(2)*210)
		for range 200 {
			now := from.Add(time.Duration(dice.IntN(3*24*60)) * time.Minute)
			if livedTwice(now) {
				continue
			}
			if got, want := s.Open(now), onTheWall(s.Hours, now.In(s.Zone)); got != want {
				t.Fatalf("%v at %v: open is %v, the clock on the wall says %v", s.Hours.Strings(), now, got, want)
			}
		}
	}
}

func livedTwice(t time.Time) bool {
	clock := t.Format("15:04")
	return t.Add(time.Hour).Format("15:04") == clock || t.Add(-time.Hour).Format("15:04") == clock
}

func onTheWall(hours span.Hours, local time.Time) bool {
	minute := local.Hour()*60 + local.Minute()
	yesterday := (local.Weekday() + 6) % 7
	return slices.ContainsFunc(hours, func(r span.HoursRule) bool {
		return slices.Contains(r.Days, local.Weekday()) && r.From <= minute && minute < r.To ||
			slices.Contains(r.Days, yesterday) && minute+24*60 < r.To
	})
}

func TestSubtract(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(3, 4))
	zero := at(t, "2026-01-01 00:00")
	some := func(n int) []span.Range {
		var out []span.Range
		for range n {
			from := dice.IntN(100)
			out = append(out, span.Range{From: span.At(zero.Add(time.Duration(from) * time.Minute)), To: span.At(zero.Add(time.Duration(from+dice.IntN(20)) * time.Minute))})
		}
		return out
	}
	has := func(ranges []span.Range, m time.Time) bool {
		return slices.ContainsFunc(ranges, func(r span.Range) bool { return r.Contains(m) })
	}
	for range 200 {
		open, minus := span.Merge(some(5)), some(5)
		left := span.Subtract(open, minus)
		for m := range 125 {
			now := zero.Add(time.Duration(m) * time.Minute)
			if has(left, now) != (has(open, now) && !has(minus, now)) {
				t.Fatalf("%v less %v is %v: wrong at minute %d", open, minus, left, m)
			}
		}
	}
}

func FuzzParseHours(f *testing.F) {
	f.Add("Mo-Fr 11:30-14:30")
	f.Add("Sa,Su 22:00-02:00")
	f.Fuzz(func(t *testing.T, line string) {
		hours, err := span.ParseHours([]string{line})
		if err != nil {
			return
		}
		r := hours[0]
		if r.From < 0 || r.To <= r.From || r.To > r.From+24*60 || len(r.Days) == 0 {
			t.Errorf("%q gave %+v", line, r)
		}
	})
}
