package pricing_test

import (
	"strings"
	"testing"

	"pignon.coop/internal/pricing"
)

// TestHostilePatternsCostLittle: patterns are read once and are few, so that a list full of them cannot keep the server busy. A price of it takes
// no more memory than the trace of what was tried.
func TestHostilePatternsCostLittle(t *testing.T) {
	part := `"aaaaaaaaaaaaaaaaaaaa" matches "/(a{5}){9}b/"`
	few, many := strings.Repeat(part+" or ", 4)+part, strings.Repeat(part+" or ", 5)+part
	price := func(condition string) (pricing.Price, float64) {
		var rules []pricing.Rule
		for range 20 {
			rules = append(rules, stopRule(condition, "1"))
		}
		list, p := tariff(pricing.Every, rules...), pricing.Parcel{Now: now, Stops: []pricing.Stop{{Type: "PICKUP"}, {Type: "DROPOFF"}}}
		return list.Price(p), testing.AllocsPerRun(5, func() { list.Price(p) })
	}
	_, plain := price("1 == 2")
	got, hostile := price(few)
	if reason := got.Trace.Passes[0].Rules[0].Reason; reason.Code != "not_met" || hostile > 20*plain {
		t.Errorf("%v, %v allocations instead of %v", reason, hostile, plain)
	}
	if got, _ = price(many); got.Trace.Passes[0].Rules[0].Reason.Code != "unreadable" {
		t.Errorf("six patterns: %v", got.Trace.Passes[0].Rules[0].Reason)
	}
}
