package shop_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(t testing.TB, s string) time.Time {
	t.Helper()
	out, err := time.ParseInLocation("2006-01-02 15:04", s, paris)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func timetable(t testing.TB, now string, lines ...string) shop.Timetable {
	t.Helper()
	hours, err := span.ParseHours(lines)
	if err != nil {
		t.Fatal(err)
	}
	m := shop.DefaultMethod(shop.Delivery)
	m.OpeningHours = hours
	return shop.Timetable{
		Now: at(t, now), Schedule: shop.ScheduleOf(m, nil, paris), Method: m, Preparation: 10 * time.Minute, Shipping: shop.NoAddressShipping,
	}
}

func local(r span.Range) string {
	if r.IsZero() {
		return "none"
	}
	return r.From.In(paris).Format("2006-01-02 15:04") + r.To.In(paris).Format("-15:04")
}

const lunch = "Mo-Su 11:30-14:30"

func TestFirstRange(t *testing.T) {
	t.Parallel()
	closed := shop.ClosingRule{StartsAt: span.At(at(t, "2017-09-02 09:00")), EndsAt: span.At(at(t, "2017-09-04 11:00"))}
	for _, row := range []struct {
		name  string
		table shop.Timetable
		with  func(*shop.Timetable)
		want  string
	}{
		{"before opening", timetable(t, "2020-10-02 11:00", lunch), nil, "2020-10-02 11:50-12:00"},
		{"open", timetable(t, "2020-10-02 12:00", lunch), nil, "2020-10-02 12:30-12:40"},
		{"after closing", timetable(t, "2020-09-17 15:00", lunch), nil, "2020-09-18 11:50-12:00"},
		{"bigger basket", timetable(t, "2017-09-02 11:00", lunch), func(x *shop.Timetable) { x.Preparation, x.Shipping = 15*time.Minute, 95*time.Second }, "2017-09-02 11:50-12:00"},
		{"bigger basket, open", timetable(t, "2017-09-02 13:00", lunch), func(x *shop.Timetable) { x.Preparation, x.Shipping = 15*time.Minute, 95*time.Second }, "2017-09-02 13:20-13:30"},
		{"holidays", timetable(t, "2017-09-02 11:00", lunch), func(x *shop.Timetable) {
			x.Schedule = shop.ScheduleOf(x.Method, []shop.ClosingRule{closed}, paris)
		}, "2017-09-04 11:50-12:00"},
		{"no hours", timetable(t, "2020-10-02 12:00"), nil, "none"},
		{"notice", timetable(t, "2020-10-02 12:00", lunch), func(x *shop.Timetable) { x.Method.DelayMinutes = 60 }, "2020-10-02 13:30-13:40"},
		{"dispatch wants time", timetable(t, "2020-10-02 12:00", lunch), func(x *shop.Timetable) { x.DispatchDelay = time.Hour }, "2020-10-02 13:20-13:30"},
		{"full until one", timetable(t, "2020-10-02 12:00", lunch), func(x *shop.Timetable) {
			x.Full = func(pickup time.Time) bool { return pickup.Before(at(t, "2020-10-02 13:00")) }
		}, "2020-10-02 13:10-13:20"},
		{"collection", timetable(t, "2020-10-02 12:00", lunch), func(x *shop.Timetable) { x.Method.Type = shop.Collection }, "2020-10-02 12:10-12:20"},
		{"not ahead", timetable(t, "2020-10-02 15:00", lunch), func(x *shop.Timetable) { x.Method.PreOrdering = false }, "none"},
		{"quarter hours", timetable(t, "2020-10-02 12:01", lunch), func(x *shop.Timetable) { x.Method.RangeDuration = 15 }, "2020-10-02 12:30-12:45"},
		{"over midnight", timetable(t, "2020-10-02 23:50", "Fr 18:00-02:00"), nil, "2020-10-03 00:20-00:30"},
		{"opens the day after tomorrow only", timetable(t, "2020-10-02 15:00", "Su 18:00-20:00"), nil, "2020-10-04 18:20-18:30"},
	} {
		if row.with != nil {
			row.with(&row.table)
		}
		if got := local(row.table.First()); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
}

func TestTimeSlots(t *testing.T) {
	t.Parallel()
	x := timetable(t, "2026-11-24 10:30", "Mo-Fr 10:00-11:00", "Mo-Fr 18:00-19:00")
	x.Method.Behavior = shop.TimeSlot
	x.Schedule.Closed = []span.Range{{From: span.At(at(t, "2026-11-25 00:00")), To: span.At(at(t, "2026-11-26 00:00"))}}
	var got []string
	for r := range x.Ranges() {
		got = append(got, local(r))
	}
	if len(got) != 9 || got[0] != "2026-11-24 10:00-11:00" || got[2] != "2026-11-26 10:00-11:00" || got[8] != "2026-12-01 10:00-11:00" {
		t.Errorf("got %v", got)
	}
	x.Method.DelayMinutes = 119
	if got := local(x.First()); got != "2026-11-24 18:00-19:00" {
		t.Errorf("with an hour's notice: %s", got)
	}
}

// Whatever the hours: ranges are in order, start on the grid, can be had, and no earlier one on the grid was left out.
func TestRangesAreTheAcceptableOnes(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(5, 6))
	lines := []string{lunch, "Fr-Sa 18:00-02:00", "Mo,We 08:00-09:00", "Su 00:00-24:00", "Tu 19:00-23:00"}
	for range 30 {
		dice.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		x := timetable(t, "2026-10-24 00:00", lines[:1+dice.IntN(3)]...)
		x.Now = x.Now.Add(time.Duration(dice.IntN(3*24*60)) * time.Minute)
		x.Preparation = time.Duration(dice.IntN(45)) * time.Minute
		x.Offset = 40 * time.Minute
		given := map[int64]bool{}
		last := time.Time{}
		for r := range x.Ranges() {
			if !r.From.After(last) || r.From.Minute()%10 != 0 || x.WhyNot(r) != shop.Possible {
				t.Fatalf("%v gave %s (%s) after %v", x.Schedule.Hours.Strings(), local(r), x.WhyNot(r), last)
			}
			last = r.From.Time
			given[r.From.Unix()] = true
		}
		for from := x.Now.Truncate(10 * time.Minute); from.Before(x.Now.Add(6 * 24 * time.Hour)); from = from.Add(10 * time.Minute) {
			r := span.Range{From: span.At(from), To: span.At(from.Add(10 * time.Minute))}
			if !given[from.Unix()] && from.After(x.Now) && x.WhyNot(r) == shop.Possible && x.Schedule.Open(from) {
				t.Fatalf("%v at %v left out %s", x.Schedule.Hours.Strings(), x.Now, local(r))
			}
		}
	}
}

func TestAhead(t *testing.T) {
	t.Parallel()
	now := at(t, "2020-09-17 15:00")
	for _, row := range []struct {
		from, to    string
		today, fast bool
		low, high   int
	}{
		{"2020-09-18 11:50", "2020-09-18 12:00", false, false, 1250, 1260},
		{"2020-09-17 15:30", "2020-09-17 15:40", true, true, 30, 40},
		{"2020-09-17 15:31", "2020-09-17 15:46", true, false, 35, 50},
	} {
		got := shop.AheadOf(span.Range{From: span.At(at(t, row.from)), To: span.At(at(t, row.to))}, now, paris)
		if got.Today != row.today || got.Fast != row.fast || got.From != row.low || got.To != row.high {
			t.Errorf("%s: %+v", row.from, got)
		}
	}
	if shop.AheadOf(span.Range{}, now, paris).Fast {
		t.Error("no range is not fast")
	}
}

func BenchmarkFirstRange(b *testing.B) {
	x := timetable(b, "2026-11-24 15:00", lunch, "Mo-Su 18:30-22:30")
	for b.Loop() {
		x.First()
	}
}
