package span_test

import (
	"encoding/json"
	"testing"
	"time"

	"pignon.coop/internal/span"
)

var paris = mustZone("Europe/Paris")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func TestDaysAcrossTheClockChange(t *testing.T) {
	t.Parallel()
	for day, hours := range map[span.Day]float64{"2026-03-29": 23, "2026-10-25": 25, "2026-11-24": 24} {
		r := day.In(paris)
		if got := r.To.Sub(r.From.Time).Hours(); got != hours {
			t.Errorf("%s lasts %v h, want %v", day, got, hours)
		}
	}
	santiago, err := time.LoadLocation("America/Santiago") // where they change at midnight
	if err != nil {
		t.Fatal(err)
	}
	for day, hours := range map[span.Day]float64{"2024-09-07": 24, "2024-09-08": 23, "2024-04-06": 25, "2024-04-07": 24} {
		r := day.In(santiago)
		if got := r.To.Sub(r.From.Time).Hours(); got != hours || span.DayOf(r.From.Time, santiago) != day || span.DayOf(r.To.Add(-time.Second).Time, santiago) != day {
			t.Errorf("%s lasts %v h, want %v, from %s", day, got, hours, r.From)
		}
	}
	if got := span.Day("2028-02-28").Plus(1); got != "2028-02-29" {
		t.Errorf("the leap day is %s", got)
	}
}

func TestInstantGoesThroughTheDatabaseAndJSON(t *testing.T) {
	t.Parallel()
	at := span.At(time.Date(2026, 11, 24, 12, 30, 0, 123456789, paris))
	v, _ := at.Value()
	var back span.Instant
	if err := back.Scan(v); err != nil || !back.Equal(at.Time) || back.Nanosecond() != 123456000 {
		t.Fatalf("got %v, %v", back, err)
	}
	if err := back.Scan(nil); err != nil || !back.IsZero() {
		t.Fatal("NULL is not the zero instant")
	}
	if b, _ := json.Marshal(span.Instant{}); string(b) != "null" {
		t.Fatalf("zero is %s", b)
	}
}

func TestRanges(t *testing.T) {
	t.Parallel()
	at := func(h int) span.Instant { return span.At(time.Date(2026, 11, 24, h, 0, 0, 0, time.UTC)) }
	lunch := span.Range{From: at(12), To: at(14)}
	if !lunch.Contains(at(12).Time) || lunch.Contains(at(14).Time) {
		t.Error("a range holds its start, not its end")
	}
	if lunch.Touches(span.Range{From: at(14), To: at(15)}) || !lunch.Touches(span.Range{From: at(13), To: at(15)}) {
		t.Error("touching is wrong")
	}
	if !lunch.Middle().Equal(at(13).Time) {
		t.Error("the middle of 12-14 is not 13")
	}
}
