package shift

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Work is a time in which somebody works, with the break in it.
type Work struct {
	From, To time.Time
	Break    time.Duration
}

// net is the time without the break, in hours.
func (w Work) net() float64 { return max(0, (w.To.Sub(w.From) - w.Break).Hours()) }

// Violation is a limit of labour law that somebody's week is beyond. Extra are the keys that only its rule has.
type Violation struct {
	Username, Rule string
	Actual, Limit  float64
	Extra          map[string]any
}

// Compliance is what labour law says of a week. Template is empty where no rule is looked at.
type Compliance struct {
	Monday     span.Day
	Template   string
	Violations []Violation
}

const defaultWindow = 12

// CheckWeek looks at everybody's shifts in the week of a day. Nothing is refused for it.
func CheckWeek(tx *db.Tx, day span.Day) (c Compliance, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return c, err
	}
	c.Monday = Monday(day)
	s, err := loadSettings(tx)
	limits := s.Legal()
	if err != nil || !anyRule(limits) {
		return c, err
	}
	c.Template = s.Template
	zone, err := zoneOf(tx)
	if err != nil {
		return c, err
	}
	k := checker{limits: limits, monday: c.Monday, zone: zone}
	r := span.Range{From: c.Monday.Plus(-7 * (k.window() - 1)).In(zone).From, To: c.Monday.Plus(14).In(zone).From}
	sheets, err := sheetsIn(tx, r)
	if err != nil {
		return c, err
	}
	work := map[int64][]Work{}
	for _, s := range sheets {
		for _, a := range s.Assignments {
			work[a.UserID] = append(work[a.UserID], s.worked(a))
		}
	}
	ids := slices.Collect(maps.Keys(work))
	users, err := account.LoadUsers(tx, ids)
	people := make([]account.User, 0, len(users))
	for _, u := range users {
		people = append(people, u)
	}
	slices.SortFunc(people, func(a, b account.User) int { return strings.Compare(a.Username, b.Username) })
	for _, u := range people {
		for _, v := range k.check(work[u.ID]) {
			v.Username = u.Username
			c.Violations = append(c.Violations, v)
		}
	}
	return c, err
}

// anyRule tells whether something is limited; the window of the mean and the threshold of the break are no limits.
func anyRule(limits map[string]float64) bool {
	for name := range limits {
		if name != "avgWeeklyHoursWindowWeeks" && name != "breakThresholdHours" {
			return true
		}
	}
	return false
}

// worked is when somebody worked, as far as it was reported, and else when they are to work.
func (s Shift) worked(a Assignment) Work {
	if a.Reported() {
		return Work{a.WorkedFrom.Time, a.WorkedTo.Time, time.Duration(a.WorkedBreak) * time.Minute}
	}
	return s.plannedWork()
}

func (s Shift) plannedWork() Work {
	return Work{s.StartsAt.Time, s.EndsAt.Time, time.Duration(s.BreakMinutes) * time.Minute}
}

// checker looks at one person's work at a time.
type checker struct {
	limits map[string]float64
	monday span.Day
	zone   *time.Location
	work   []Work
	days   map[span.Day][]Work
	found  []Violation
}

func (k checker) window() int {
	if n, ok := k.limits["avgWeeklyHoursWindowWeeks"]; ok && n >= 1 {
		return int(n)
	}
	return defaultWindow
}

func (k checker) check(work []Work) []Violation {
	k.work, k.days = slices.SortedFunc(slices.Values(work), func(a, b Work) int { return a.From.Compare(b.From) }), map[span.Day][]Work{}
	for _, w := range k.work {
		day := span.DayOf(w.From, k.zone)
		k.days[day] = append(k.days[day], w)
	}
	for _, rule := range []func(*checker){(*checker).dailyHours, (*checker).weeklyHours, (*checker).averageHours, (*checker).dailyRest,
		(*checker).weeklyRest, (*checker).breaks, (*checker).daysInARow} {
		rule(&k)
	}
	return k.found
}

// add notes a violation, numbers to the hundredth.
func (k *checker) add(rule string, actual float64, extra map[string]any) {
	k.found = append(k.found, Violation{Rule: rule, Actual: hundredth(actual), Limit: hundredth(k.limits[rule]), Extra: extra})
}

func hundredth(x float64) float64 { return math.Round(x*100) / 100 }

// week lists the days of the week.
func (k *checker) week() (days [7]span.Day) {
	for i := range days {
		days[i] = k.monday.Plus(i)
	}
	return days
}

func netOf(work []Work) (hours float64) {
	for _, w := range work {
		hours += w.net()
	}
	return hours
}

func (k *checker) netBetween(from, to span.Day) (hours float64) {
	for day, work := range k.days {
		if day >= from && day < to {
			hours += netOf(work)
		}
	}
	return hours
}

// over tells whether there is a limit that the hours are beyond; a millionth of an hour is no hour.
func (k *checker) over(rule string, hours float64) bool {
	limit, ok := k.limits[rule]
	return ok && hours > limit+1e-6
}

func (k *checker) under(rule string, amount float64) bool {
	limit, ok := k.limits[rule]
	return ok && amount < limit-1e-6
}

func (k *checker) dailyHours() {
	for _, day := range k.week() {
		if hours := netOf(k.days[day]); k.over("maxDailyHours", hours) {
			k.add("maxDailyHours", hours, map[string]any{"date": day})
		}
	}
}

func (k *checker) weeklyHours() {
	if hours := k.netBetween(k.monday, k.monday.Plus(7)); k.over("maxWeeklyHours", hours) {
		k.add("maxWeeklyHours", hours, nil)
	}
}

func (k *checker) averageHours() {
	n := k.window()
	if hours := k.netBetween(k.monday.Plus(-7*(n-1)), k.monday.Plus(7)) / float64(n); k.over("maxAvgWeeklyHours", hours) {
		k.add("maxAvgWeeklyHours", hours, map[string]any{"weeks": n})
	}
}

func lastEnd(work []Work) (end time.Time) {
	for _, w := range work {
		if w.To.After(end) {
			end = w.To
		}
	}
	return end
}

func (k *checker) dailyRest() {
	for _, day := range k.week() {
		before, now := k.days[day.Plus(-1)], k.days[day]
		if len(before) == 0 || len(now) == 0 {
			continue
		}
		if rest := max(0, now[0].From.Sub(lastEnd(before)).Hours()); k.under("minDailyRestHours", rest) {
			k.add("minDailyRestHours", rest, map[string]any{"date": day})
		}
	}
}

// weeklyRest looks for a gap that is long enough and touches the week, in the week and as many hours around it.
func (k *checker) weeklyRest() {
	limit, ok := k.limits["minWeeklyRestHours"]
	week := weekIn(k.monday, k.zone)
	if !ok || k.netBetween(k.monday, k.monday.Plus(7)) == 0 {
		return
	}
	around := time.Duration(limit * float64(time.Hour))
	free, longest := week.From.Add(-around).Time, time.Duration(0)
	gap := func(to time.Time) {
		if to.After(week.From.Time) && free.Before(week.To.Time) {
			longest = max(longest, to.Sub(free))
		}
	}
	end := week.To.Add(around).Time
	for _, w := range k.work {
		if w.To.After(free) && w.From.Before(end) {
			gap(w.From)
			free = w.To
		}
	}
	gap(end)
	if k.under("minWeeklyRestHours", longest.Hours()) {
		k.add("minWeeklyRestHours", longest.Hours(), nil)
	}
}

func (k *checker) breaks() {
	threshold, ok := k.limits["breakThresholdHours"]
	if !ok {
		return
	}
	for _, day := range k.week() {
		hours, pause := netOf(k.days[day]), time.Duration(0)
		for _, w := range k.days[day] {
			pause += w.Break
		}
		if hours > threshold+1e-6 && k.under("minBreakMinutes", pause.Minutes()) {
			k.add("minBreakMinutes", pause.Minutes(), map[string]any{"date": day, "workedHours": hundredth(hours), "thresholdHours": threshold})
		}
	}
}

func (k *checker) daysInARow() {
	days := make([]span.Day, 0, len(k.days))
	for d := range k.days {
		days = append(days, d)
	}
	slices.Sort(days)
	for i := 0; i < len(days); {
		last := i
		for last+1 < len(days) && days[last+1] == days[last].Plus(1) {
			last++
		}
		touches := days[last] >= k.monday && days[i] < k.monday.Plus(7)
		if n := float64(last - i + 1); touches && k.over("maxConsecutiveDays", n) {
			k.add("maxConsecutiveDays", n, map[string]any{"from": days[i], "to": days[last]})
		}
		i = last + 1
	}
}
