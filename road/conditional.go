package road

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pignon.coop/road/extract"
)

// When is a local time at which signs are read. The zero When is no particular time: signs that hold at certain times only do not
// hold, and it is not dark.
type When struct {
	Known   bool
	Minute  int // since midnight
	Weekday time.Weekday
	Day     int // of the month
	Month   time.Month
	Holiday bool // a public holiday
	Dark    bool // between sunset and sunrise
}

// At reads the wall clock of a time in its own time zone. Whether it is a holiday, and dark, is the caller's knowledge.
func At(t time.Time) When {
	return When{
		Known: true, Minute: 60*t.Hour() + t.Minute(), Weekday: t.Weekday(), Day: t.Day(), Month: t.Month(),
	}
}

// Conditional tags read "VALUE @ (CONDITION); VALUE @ (CONDITION AND CONDITION)". The last value whose condition holds is meant. A
// condition is a time in the notation of opening_hours, of which this is the part that signs use: months, days of months, weekdays,
// public holidays, times of day, sunset and sunrise, several rules joined by ";" or ",". Conditions of other kinds (weight, wet,
// length, disabled, ...) do not hold: none of them is about couriers.

// conditionalValue gives the value that holds at a time; ok is false when none does.
func conditionalValue(text string, at When) (v string, ok bool) {
	for _, clause := range splitOutside(text, ';') {
		said, condition, found := strings.Cut(clause, "@")
		said = strings.TrimSpace(said)
		if found && said != "" && conditionHolds(condition, at) {
			v, ok = said, true
		}
	}
	return v, ok
}

// splitOutside cuts a text at a separator that stands outside of parentheses.
func splitOutside(text string, separator byte) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == separator && depth <= 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// conditionHolds reads one condition, or several joined by AND.
func conditionHolds(text string, at When) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		text = text[1 : len(text)-1]
	}
	for _, part := range strings.Split(strings.ReplaceAll(text, " and ", " AND "), " AND ") {
		if !hoursHold(part, at) {
			return false
		}
	}
	return true
}

// hoursHold tells whether a time lies in opening hours. As there, a rule about the same days takes the place of an earlier one only
// where it says "off"; others add to it.
func hoursHold(text string, at When) bool {
	if !at.Known {
		return false
	}
	holds := false
	for _, rule := range strings.Split(strings.ReplaceAll(text, "||", ";"), ";") {
		words, ok := hourWords(rule)
		if !ok {
			continue
		}
		r := hourRule{at: at}
		for len(words) > 0 && !r.bad {
			words = r.read(words)
		}
		if applies := !r.bad && r.applies(); applies {
			holds = !r.off
		}
		holds = holds || !r.bad && r.earlier
	}
	return holds
}

// hourWords cuts a rule into words, numbers and signs; ok is false when there is none.
func hourWords(rule string) (words []string, ok bool) {
	for i := 0; i < len(rule); {
		c := rule[i]
		j := i + 1
		switch {
		case c == ' ' || c == '\t':
			i = j
			continue
		case letter(c):
			for j < len(rule) && letter(rule[j]) {
				j++
			}
		case digit(c):
			for j < len(rule) && (digit(rule[j]) || rule[j] == ':') {
				j++
			}
		}
		words = append(words, asWritten(rule[i:j]))
		i = j
	}
	return words, len(words) > 0
}

// asWritten gives months and days their usual capitals.
func asWritten(word string) string {
	if len(word) < 2 || len(word) > 3 || !letter(word[0]) {
		return word
	}
	usual := strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
	if _, isMonth := months[usual]; isMonth || weekday(usual) >= 0 {
		return usual
	}
	return word
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// hourRule collects what one rule says: a selector of each kind that is present must hold.
type hourRule struct {
	at      When
	month   tri // months, or days of months
	day     tri // weekdays and holidays
	before  tri // the same for the day before, whose nights reach into this one
	clock   tri // times of day, on the days said before
	off     bool
	bad     bool
	earlier bool // an earlier rule of the same list, joined by a comma, holds
}

// tri is a selector: absent, or present and holding or not.
type tri uint8

const (
	unsaid tri = iota
	fails
	holds
)

func (t *tri) or(yes bool) {
	if yes {
		*t = holds
	}
	*t = max(*t, fails)
}

func (r *hourRule) applies() bool {
	if r.clock != unsaid {
		return r.month != fails && r.clock == holds
	}
	return (r.month != unsaid || r.day != unsaid) && r.month != fails && r.day != fails
}

// read takes one selector off the words.
func (r *hourRule) read(words []string) []string {
	word, rest := words[0], words[1:]
	switch _, isMonth := months[word]; {
	case word == "," || word == ":":
		return rest
	case word == "off" || word == "closed":
		r.off = true
		return rest
	case word == "open":
		return rest
	case isMonth:
		return r.readMonth(words)
	case weekday(word) >= 0 || word == "PH" || word == "SH":
		return r.readDay(words)
	case word == "24" && len(rest) > 1 && rest[0] == "/":
		r.clock.or(true)
		return rest[2:]
	case word == "24" && len(rest) > 0 && rest[0] == "h":
		r.clock.or(r.day != fails)
		return rest[1:]
	case digit(word[0]), word == "sunrise", word == "sunset", word == "dawn", word == "dusk":
		return r.readClock(words)
	}
	r.bad = true
	return nil
}

// months by the names that opening hours use.
var months = map[string]time.Month{
	"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}

// readMonth reads "Mar", "Mar-Oct", "Mar 15" or "Mar 15-Oct 31".
func (r *hourRule) readMonth(words []string) []string {
	from, rest, exact := dayOfYear(words, 1)
	to := from
	if !exact {
		to += 30
	}
	switch {
	case len(rest) > 1 && rest[0] == "-" && exact && dayNumber(rest[1]) > 0: // Mar 15-20
		to, rest = from/31*31+dayNumber(rest[1])-1, rest[2:]
	case len(rest) > 1 && rest[0] == "-":
		if _, ok := months[rest[1]]; !ok {
			r.bad = true
			return nil
		}
		to, rest, _ = dayOfYear(rest[1:], 31)
	}
	r.month.or(within(31*(int(r.at.Month)-1)+r.at.Day-1, from, to))
	return rest
}

// dayOfYear reads a month and perhaps a day of it, as if months had 31 days.
func dayOfYear(words []string, otherwise int) (day int, rest []string, exact bool) {
	day, rest = 31*(int(months[words[0]])-1), words[1:]
	if len(rest) > 0 && dayNumber(rest[0]) > 0 {
		return day + dayNumber(rest[0]) - 1, rest[1:], true
	}
	return day + otherwise - 1, rest, false
}

func dayNumber(word string) int {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= 31 {
		return n
	}
	return 0
}

// within tells whether a number lies in a range that may go round the end.
func within(n, from, to int) bool {
	if from <= to {
		return n >= from && n <= to
	}
	return n >= from || n <= to
}

func weekday(word string) int {
	return slices.Index([]string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}, word)
}

// readDay reads "Mo", "Mo-Fr", "PH" or "SH". After a time of day, days begin another rule.
func (r *hourRule) readDay(words []string) []string {
	if r.clock != unsaid {
		*r = hourRule{at: r.at, month: r.month, earlier: r.earlier || r.applies()}
	}
	from, rest := weekday(words[0]), words[1:]
	if from < 0 {
		r.day.or(words[0] == "PH" && r.at.Holiday)
		r.before.or(words[0] == "PH" && r.at.Holiday)
		return rest
	}
	to := from
	if len(rest) > 1 && rest[0] == "-" {
		to, rest = weekday(rest[1]), rest[2:]
	}
	if len(rest) > 0 && rest[0] == "[" || to < 0 { // the first Monday of the month, and the like
		r.bad = true
		return nil
	}
	r.day.or(within(int(r.at.Weekday), from, to))
	r.before.or(within((int(r.at.Weekday)+6)%7, from, to))
	return rest
}

// readClock reads "07:00-19:00", "22:00-06:00", "sunset-sunrise" or "07:00+".
func (r *hourRule) readClock(words []string) []string {
	if len(words) > 1 && words[1] == "+" {
		r.clock.or(r.at.Minute >= minuteOf(words[0]) && r.day != fails)
		return words[2:]
	}
	if len(words) < 3 || words[1] != "-" {
		r.bad = true
		return nil
	}
	switch words[0] + "-" + words[2] {
	case "sunset-sunrise", "dusk-dawn":
		r.clock.or(r.at.Dark && r.day != fails)
	case "sunrise-sunset", "dawn-dusk":
		r.clock.or(!r.at.Dark && r.day != fails)
	default:
		from, to := minuteOf(words[0]), minuteOf(words[2])
		r.bad = from < 0 || to < 0
		r.clock.or(r.between(from, to))
	}
	return words[3:]
}

// between tells whether it is between two times of day, the second of which may be on the morrow.
func (r *hourRule) between(from, to int) bool {
	if to <= from {
		to += 1440
	}
	today := r.at.Minute >= from && r.at.Minute < to && r.day != fails
	return today || r.at.Minute+1440 < to && r.before != fails
}

// minuteOf reads a time of day, "7", "07:30" or "07:30:00"; -1 is none.
func minuteOf(word string) int {
	parts := strings.Split(word, ":")
	h, err := strconv.Atoi(parts[0])
	if err != nil || h < 0 || h > 26 || len(parts) > 3 {
		return -1
	}
	if len(parts) == 1 {
		return 60 * h
	}
	m, err := strconv.Atoi(parts[1])
	if err != nil || m < 0 || m > 59 {
		return -1
	}
	return 60*h + m
}

// reading is how tags are read for one direction at one time.
type reading struct {
	tags   extract.Tags
	suffix string // ":forward" or ":backward" or none
	at     When
	plain  bool // there are neither directions nor conditions in the tags
}

// plainTags tells whether no tag depends on a direction or a condition, and whether one depends on a time.
func plainTags(tags extract.Tags) (plain, timed bool) {
	plain = true
	for i := range tags {
		key := tags[i].Key
		switch {
		case strings.HasSuffix(key, ":conditional"), strings.HasPrefix(key, "hour_"):
			plain, timed = false, true
		case strings.HasSuffix(key, ":forward"), strings.HasSuffix(key, ":backward"):
			plain = false
		}
	}
	return plain, timed
}

// value gives what a key says in this direction at this time.
func (r reading) value(key string) string {
	v := r.tags.Value(key)
	if r.plain {
		return v
	}
	v = r.atTime(key, v)
	if r.suffix == "" {
		return v
	}
	if directed := r.tags.Value(key + r.suffix); directed != "" {
		v = directed
	}
	return r.atTime(key+r.suffix, v)
}

func (r reading) atTime(key, otherwise string) string {
	if text := r.tags.Value(key + ":conditional"); text != "" {
		if v, ok := conditionalValue(text, r.at); ok {
			return v
		}
	}
	return otherwise
}
