package flow

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// taskRow is a row of a table of tasks that was read; its address is not looked up yet.
type taskRow struct {
	delivery.ImportedTask
	address org.AddressIn
	point   *geo.Point // where it is, whatever its address says
	courier string     // username of who shall carry it
	day     span.Day   // on whose list of that day
}

// readTaskRow reads a row; now is when the table came, in the zone in which its times are.
func readTaskRow(row map[string]string, now time.Time) (r taskRow, wrong *fail.Error) {
	r.Type = delivery.Type(strings.ToUpper(cmp.Or(row["type"], string(delivery.Dropoff))))
	if r.Type != delivery.Pickup && r.Type != delivery.Dropoff {
		wrong = wrong.Add("type", "value.choice")
	}
	r.Comments, r.Group = row["comments"], row["group"]
	if ref := row["ref"]; ref != "" {
		r.Reference = &ref
	}
	for _, tag := range strings.Fields(row["tags"]) {
		r.Tags = append(r.Tags, org.Slug(tag))
	}
	wrong = r.readWindow(row, now, wrong)
	wrong = r.readPlace(row, wrong)
	wrong = r.readLoad(row, wrong)
	if text := row["assign"]; text != "" {
		name, day, _ := strings.Cut(text, ":")
		parsed, err := span.ParseDay(day)
		if r.courier, r.day = name, parsed; err != nil || name == "" {
			wrong = wrong.Add("assign", "import.assign", "value", text)
		}
	}
	return r, wrong
}

// readWindow reads when a task is to be done: a time slot, or its two ends; what is missing makes it the day of the import.
func (r *taskRow) readWindow(row map[string]string, now time.Time, wrong *fail.Error) *fail.Error {
	slot, after, before := row["timeslot"], row["after"], row["before"]
	if slot != "" {
		var ok bool
		if r.After, r.Before, ok = windowOf(slot, now.Location()); !ok {
			return wrong.Add("timeslot", "import.timeslot", "value", slot)
		}
		if after != "" && before != "" {
			return wrong.Add("timeslot", "import.window_twice")
		}
		return wrong
	}
	from, ok := momentOf(after, now, "00:00")
	if !ok {
		wrong = wrong.Add("after", "import.moment", "value", after)
	}
	day := now
	if ok {
		day = from
	}
	to, ok := momentOf(before, day, "23:59")
	if !ok {
		wrong = wrong.Add("before", "import.moment", "value", before)
	}
	r.After, r.Before = span.At(from), span.At(to)
	return wrong
}

var (
	yearFirst = regexp.MustCompile(`^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\.?$`)
	clockOnly = regexp.MustCompile(`^(\d{1,2})(?:[:hH](\d{2})?)(?::\d{2})?$`)
)

// momentOf reads a day, a time of day or both as people write them: 2031-05-06, 05-06, 6/5/2031, 6.5., 10:30, 10h30, 9h. What is missing is
// that of a day, and a time of day.
func momentOf(text string, day time.Time, clock string) (time.Time, bool) {
	year, month, date := day.Date()
	for _, word := range strings.Fields(strings.Replace(text, "T", " ", 1)) {
		if m := yearFirst.FindStringSubmatch(word); m != nil {
			year, month, date = numberOr(m[1], year), time.Month(numberOr(m[2], 0)), numberOr(m[3], 0)
		} else if m := dayFirst.FindStringSubmatch(word); m != nil {
			year, month, date = numberOr(m[3], year), time.Month(numberOr(m[2], 0)), numberOr(m[1], 0)
		} else if clockOnly.MatchString(word) {
			clock = word
		} else {
			return time.Time{}, false
		}
	}
	m := clockOnly.FindStringSubmatch(clock)
	hour, minute := numberOr(m[1], 0), numberOr(m[2], 0)
	at := time.Date(year, month, date, hour, minute, 0, 0, day.Location())
	return at, at.Day() == date && at.Month() == month && hour < 24 && minute < 60
}

// numberOr reads digits, or gives what stands for none.
func numberOr(digits string, none int) int {
	if n, err := strconv.Atoi(digits); err == nil {
		return n
	}
	return none
}

// readPlace reads the address under either of its names, and the position that wins over it.
func (r *taskRow) readPlace(row map[string]string, wrong *fail.Error) *fail.Error {
	if row["address.streetaddress"] == "" && row["address"] != "" {
		row["address.streetaddress"] = row["address"]
	}
	if floor := row["address.floor"]; floor != "" {
		row["address.description"] = strings.TrimPrefix(row["address.description"]+" - "+floor, " - ")
	}
	r.address.AnyPhone = true
	for name, to := range map[string]**string{"streetaddress": &r.address.StreetAddress, "name": &r.address.Name, "description": &r.address.Description,
		"telephone": &r.address.Telephone, "contactname": &r.address.ContactName} {
		if text, ok := row["address."+name]; ok {
			*to = &text
		}
	}
	text := cmp.Or(row["latlong"], row["address.latlng"])
	if text == "" {
		return wrong
	}
	point, err := geo.Parse(text)
	if err != nil {
		return wrong.Add("latlong", "import.latlong", "value", text)
	}
	r.point = &point
	return wrong
}

// readLoad reads what is carried: "box=2 tube=1", and kilograms.
func (r *taskRow) readLoad(row map[string]string, wrong *fail.Error) *fail.Error {
	for _, pair := range strings.Fields(row["packages"]) {
		name, text, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 || n > mostOfAKind || name == "" {
			wrong = wrong.Add("packages", "import.packages", "value", pair)
			continue
		}
		r.Called = append(r.Called, delivery.Named{Name: name, Quantity: n})
	}
	grams, ok := gramsOf(row["weight"])
	if !ok {
		return wrong.Add("weight", "import.weight", "value", row["weight"])
	}
	r.Weight = grams
	return wrong
}
