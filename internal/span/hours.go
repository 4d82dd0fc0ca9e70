package span

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Hours is when something is open in an ordinary week: the sum of its rules. The empty Hours is never open.
type Hours []HoursRule

// HoursRule is one line of opening hours: on these weekdays, from the minute From of the day up to, and without, the minute To. To may lie
// behind midnight (more than 24*60).
type HoursRule struct {
	Text string // as it was written
	Days []time.Weekday
	From int
	To   int
}

const (
	dayMinutes   = 24 * 60
	mostRules    = 100
	hoursExample = "write it as Mo-Fr 11:30-14:30"
)

var weekdays = []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}

// ParseHours reads opening hours written as "Mo-Fr 11:30-14:30" or "Sa,Su 12:00-15:00". An end that is not after its start lies on the next
// day. The error names the line and says how to write it.
func ParseHours(lines []string) (Hours, error) {
	if len(lines) > mostRules {
		return nil, fmt.Errorf("opening hours have at most %d lines, not %d", mostRules, len(lines))
	}
	hours := make(Hours, 0, len(lines))
	for _, line := range lines {
		rule, err := parseHoursRule(line)
		if err != nil {
			return nil, err
		}
		hours = append(hours, rule)
	}
	return hours, nil
}

// Strings gives the lines as they were written.
func (h Hours) Strings() []string {
	lines := make([]string, len(h))
	for i, r := range h {
		lines[i] = r.Text
	}
	return lines
}

// MarshalJSON writes the list of lines.
func (h Hours) MarshalJSON() ([]byte, error) { return json.Marshal(h.Strings()) }

// UnmarshalJSON reads the list of lines.
func (h *Hours) UnmarshalJSON(b []byte) (err error) {
	var lines []string
	if err := json.Unmarshal(b, &lines); err != nil {
		return err
	}
	*h, err = ParseHours(lines)
	return err
}

// Opens gives the rule's first minute as "11:30".
func (r HoursRule) Opens() string { return clockText(r.From) }

// Closes gives the rule's end as "14:30"; an end at or behind midnight reads as the time on the next day.
func (r HoursRule) Closes() string { return clockText(r.To % dayMinutes) }

func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func parseHoursRule(line string) (HoursRule, error) {
	fields := strings.Fields(line)
	if len(fields) != 2 {
		return HoursRule{}, fmt.Errorf("%q is no line of opening hours: %s", line, hoursExample)
	}
	days, err := parseDays(fields[0])
	if err != nil {
		return HoursRule{}, fmt.Errorf("%q: %w", line, err)
	}
	opens, closes, _ := strings.Cut(fields[1], "-")
	from, ok1 := parseMinute(opens)
	to, ok2 := parseMinute(closes)
	if !ok1 || !ok2 || from == dayMinutes {
		return HoursRule{}, fmt.Errorf("%q: %q are no two times of day: %s", line, fields[1], hoursExample)
	}
	if to <= from {
		to += dayMinutes
	}
	return HoursRule{Text: line, Days: days, From: from, To: to}, nil
}

func parseDays(s string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, to := slices.Index(weekdays, first), slices.Index(weekdays, last)
		if from < 0 || to < 0 {
			return nil, fmt.Errorf("%q are no days: use Mo, Tu, We, Th, Fr, Sa and Su", part)
		}
		for d := from; ; d = (d + 1) % 7 {
			if !slices.Contains(days, time.Weekday(d)) {
				days = append(days, time.Weekday(d))
			}
			if d == to {
				break
			}
		}
	}
	return days, nil
}

// parseMinute reads "11:30"; "24:00" is the end of the day.
func parseMinute(s string) (int, bool) {
	if s == "24:00" {
		return dayMinutes, true
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil && len(s) == len("15:04")
}
