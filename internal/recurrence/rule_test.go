package recurrence

import (
	"testing"
	"time"

	"pignon.coop/internal/span"
)

func TestRulesCountFromTheirStart(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	made := span.At(time.Date(2025, 4, 21, 11, 0, 0, 0, paris)) // a Monday
	for _, c := range []struct {
		rule string
		on   map[span.Day]bool
	}{
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", map[span.Day]bool{"2025-04-21": true, "2025-04-28": false, "2025-05-05": true, "2025-04-14": false}},
		{"FREQ=WEEKLY;COUNT=1;BYDAY=MO,FR", map[span.Day]bool{"2025-04-21": true, "2025-04-25": false}},
		{"FREQ=WEEKLY", map[span.Day]bool{"2025-10-27": true, "2025-10-28": false}}, // after the clocks changed
		{"FREQ=DAILY;UNTIL=20250423T220000Z", map[span.Day]bool{"2025-04-22": true, "2025-04-24": false}},
		{"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", map[span.Day]bool{"2026-02-28": false}},
	} {
		text, err := Normal(c.rule)
		if err != nil {
			t.Fatalf("%s: %v", c.rule, err)
		}
		for day, want := range c.on {
			if got, err := (Rule{Rule: text, CreatedAt: made}).On(day, paris); err != nil || got != want {
				t.Errorf("%s on %s: %v, %v", c.rule, day, got, err)
			}
		}
	}
}

func TestRulesAreRead(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"FREQ=WEEKLY;": "FREQ=WEEKLY", "RRULE:FREQ=DAILY;COUNT=3": "FREQ=DAILY;COUNT=3", "": "", "x": "", "FREQ=SECONDLY": "", "FREQ=HOURLY": "",
		"FREQ=DAILY\nDTSTART:20200101T000000Z": ""} {
		if got, err := Normal(in); got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}
