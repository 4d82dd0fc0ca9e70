package shop

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/expression"
	"pignon.coop/internal/money"
)

// PreparationRule says how long a kitchen takes when its expression holds: over `restaurant.state` and `order.itemsTotal`.
type PreparationRule struct {
	Expression string `json:"expression"`
	Time       string `json:"time"` // "20 minutes"
}

// defaultPreparation is the table of a restaurant without rules of its own.
func defaultPreparation(state State, total money.Amount) time.Duration {
	minutes := [3]time.Duration{10, 15, 30}
	if state == Rush {
		minutes = [3]time.Duration{20, 30, 45}
	}
	switch {
	case total < 2000:
		return minutes[0] * time.Minute
	case total <= 5000:
		return minutes[1] * time.Minute
	}
	return minutes[2] * time.Minute
}

// Preparation is how long the kitchen takes for items of this total: the first of the restaurant's rules that holds, 0 when none does, or
// the default table when it has no rules.
func (r Restaurant) Preparation(total money.Amount) time.Duration {
	if len(r.PreparationRules.V) == 0 {
		return defaultPreparation(r.State, total)
	}
	env := expression.Env{Names: map[string]expression.Value{
		"restaurant": expression.Record{"state": string(r.State)},
		"order":      expression.Record{"itemsTotal": int64(total)},
	}}
	for _, rule := range r.PreparationRules.V {
		e, err := expression.Parse(rule.Expression)
		if err != nil {
			continue
		}
		if holds, err := e.True(env); err != nil || !holds {
			continue
		}
		if d, err := ParseDuration(rule.Time); err == nil {
			return d
		}
	}
	return 0
}

var durationPart = regexp.MustCompile(`^(\d{1,4}) *(second|minute|hour|day)s? *`)

var durationUnits = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}

// ParseDuration reads "20 minutes" or "1 hour 10 minutes".
func ParseDuration(text string) (time.Duration, error) {
	var sum time.Duration
	for rest := strings.TrimSpace(text); ; {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, fmt.Errorf("%q is no duration: write it as 20 minutes", text)
		}
		n, _ := strconv.Atoi(m[1]) // the pattern lets only digits through
		sum += time.Duration(n) * durationUnits[m[2]]
		if rest = rest[len(m[0]):]; rest == "" {
			return sum, nil
		}
	}
}

// FormatDuration writes a duration in English, as the API shows preparation and shipping times: "1 hour 2 minutes", "1 minute 35 seconds".
func FormatDuration(d time.Duration) string {
	var parts []string
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		n := d / u.unit
		d -= n * u.unit
		switch {
		case n == 1:
			parts = append(parts, "1 "+u.name)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", n, u.name))
		}
	}
	if len(parts) == 0 {
		return "0 seconds"
	}
	return strings.Join(parts, " ")
}
