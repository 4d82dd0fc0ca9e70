package shift

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/span"
)

// workOn reads "Mo 06:00-19:00/30" lines around the week of 1 March 2027: a day, a time and the minutes of break; +1 and -1 stand for weeks.
func workOn(t *testing.T, zone *time.Location, lines ...string) (work []Work) {
	t.Helper()
	for _, line := range lines {
		var week, from, to, pause int
		var day string
		if _, err := fmt.Sscanf(line, "%s %d %d-%d/%d", &day, &week, &from, &to, &pause); err != nil {
			t.Fatal(line, err)
		}
		at := func(hour int) time.Time {
			return time.Date(2027, 3, 1+7*week+strings.Index("MoTuWeThFrSaSu", day)/2, hour, 0, 0, 0, zone)
		}
		work = append(work, Work{at(from), at(to), time.Duration(pause) * time.Minute})
	}
	return work
}

func TestRulesOfLabourLaw(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	every := func(days, rest string) (lines []string) {
		for i := 0; i < len(days); i += 2 {
			lines = append(lines, days[i:i+2]+rest)
		}
		return lines
	}
	for _, c := range []struct {
		name  string
		rules map[string]float64
		work  []string
		want  string
	}{
		{"a long day", map[string]float64{"maxDailyHours": 11}, []string{"Mo 0 6-19/30"}, "maxDailyHours 12.5 > 11 map[date:2027-03-01]"},
		{"a day at the limit", map[string]float64{"maxDailyHours": 11}, []string{"Mo 0 6-17/0"}, ""},
		{"two shifts make a day", map[string]float64{"maxDailyHours": 10}, []string{"Mo 0 6-12/0", "Mo 0 14-19/0"}, "maxDailyHours 11 > 10 map[date:2027-03-01]"},
		{"of another week", map[string]float64{"maxDailyHours": 10}, []string{"Su -1 6-19/0", "Mo 1 6-19/0"}, ""},
		{"a long week", map[string]float64{"maxWeeklyHours": 48}, every("MoTuWeThFrSa", " 0 8-17/0"), "maxWeeklyHours 54 > 48 map[]"},
		{"long weeks", map[string]float64{"maxAvgWeeklyHours": 44, "avgWeeklyHoursWindowWeeks": 2}, append(every("MoTuWeThFrSa", " -1 9-17/0"), every("MoTuWeThFr", " 0 9-18/0")...),
			"maxAvgWeeklyHours 46.5 > 44 map[weeks:2]"},
		{"a short night", map[string]float64{"minDailyRestHours": 11}, []string{"Su -1 12-23/0", "Mo 0 8-9/0", "Tu 0 20-21/0", "We 0 7-8/0"},
			"minDailyRestHours 9 > 11 map[date:2027-03-01]; minDailyRestHours 10 > 11 map[date:2027-03-03]"},
		{"a night over midnight", map[string]float64{"minDailyRestHours": 11}, []string{"Mo 0 20-30/0", "Tu 0 5-9/0"}, "minDailyRestHours 0 > 11 map[date:2027-03-02]"},
		{"no rest", map[string]float64{"minWeeklyRestHours": 35}, append(every("MoTuWeThFrSaSu", " 0 9-10/0"), "Su -1 9-10/0", "Mo 1 9-10/0"), "minWeeklyRestHours 23 > 35 map[]"},
		{"rest over the edge", map[string]float64{"minWeeklyRestHours": 35}, append(every("MoTuWeThFrSaSu", " 0 9-10/0"), "Tu 1 9-10/0"), ""},
		{"no work, no rest", map[string]float64{"minWeeklyRestHours": 35}, []string{"Mo 1 9-10/0"}, ""},
		{"no break", map[string]float64{"minBreakMinutes": 30, "breakThresholdHours": 6}, []string{"Mo 0 9-16/20", "Tu 0 9-15/0"},
			"minBreakMinutes 20 > 30 map[date:2027-03-01 thresholdHours:6 workedHours:6.67]"},
		{"a break without threshold", map[string]float64{"minBreakMinutes": 30}, []string{"Mo 0 9-16/20"}, ""},
		{"days in a row", map[string]float64{"maxConsecutiveDays": 3}, append(every("SaSu", " -1 9-10/0"), every("MoTuThFr", " 0 9-10/0")...),
			"maxConsecutiveDays 4 > 3 map[from:2027-02-27 to:2027-03-02]"},
	} {
		k := checker{limits: c.rules, monday: "2027-03-01", zone: zone}
		var got []string
		for _, v := range k.check(workOn(t, zone, c.work...)) {
			got = append(got, fmt.Sprintf("%s %v > %v %v", v.Rule, v.Actual, v.Limit, v.Extra))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func TestMonday(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"2027-03-01": "2027-03-01", "2027-03-07": "2027-03-01", "2027-03-08": "2027-03-08", "2027-01-01": "2026-12-28"} {
		if got := string(Monday(span.Day(day))); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	if isoDay("2027-03-07") != 7 || isoDay("2027-03-01") != 1 {
		t.Error("days of the week are wrong")
	}
}
