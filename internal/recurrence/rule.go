package recurrence

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Rule says when a delivery comes again, and what it is then.
type Rule struct {
	ID         int64                    `db:"id"`
	StoreID    int64                    `db:"store_id"`
	Name       org.Text                 `db:"name"`
	Rule       string                   `db:"rule"`     // RRULE without prefix
	Template   db.JSON[json.RawMessage] `db:"template"` // kept as it was written
	FixedPrice db.JSON[json.RawMessage] `db:"fixed_price"`
	Generates  bool                     `db:"generates"` // makes orders by itself
	Paused     bool                     `db:"paused"`
	DeletedAt  span.Instant             `db:"deleted_at"`
	Version    int64                    `db:"version"`
	CreatedAt  span.Instant             `db:"created_at"`
	UpdatedAt  span.Instant             `db:"updated_at"`
}

// Normal brings an RRULE into the form in which it is kept: without prefix and trailing semicolon. What is none, or comes again more often than
// daily, is Invalid.
func Normal(text string) (string, error) {
	text = strings.Trim(strings.TrimPrefix(strings.TrimSpace(text), "RRULE:"), "; ")
	option, err := rrule.StrToROption(text)
	if text == "" || err != nil || option.Freq > rrule.DAILY || len(text) > longestRule || strings.ContainsAny(text, "\n\r") {
		return "", fail.At("rule", "recurrence.rule.invalid")
	}
	return text, nil
}

const longestRule = 500

// Between gives the times of a rule that started at a moment, within a range, ends included.
func Between(text string, start time.Time, within span.Range) ([]time.Time, error) {
	option, err := rrule.StrToROption(text)
	if err != nil {
		return nil, err
	}
	option.Dtstart = start
	if option.Until.IsZero() || option.Until.After(within.To.Time) {
		option.Until = within.To.Time // or else a day that never comes would be looked for without end
	}
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, err
	}
	return rule.Between(within.From.Time, within.To.Time, true), nil
}

// On tells whether a rule has a delivery on a day: it starts when it was made.
func (r Rule) On(day span.Day, zone *time.Location) (bool, error) {
	times, err := Between(r.Rule, r.CreatedAt.In(zone).Truncate(time.Second), wholeOf(day, zone))
	return len(times) > 0, err
}

func wholeOf(day span.Day, zone *time.Location) span.Range {
	whole := day.In(zone)
	whole.To = whole.To.Add(-time.Second)
	return whole
}
