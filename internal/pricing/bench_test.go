package pricing_test

import (
	"fmt"
	"testing"

	"pignon.coop/internal/pricing"
)

// forty is a list as co-ops have them: bands of distance, weights, zones, notice, packages, stops, a percentage.
func forty() []pricing.Rule {
	var rules []pricing.Rule
	for km := range 20 {
		rules = append(rules, rule(fmt.Sprintf("distance in %d..%d and weight < 20000", km*1000, km*1000+999), fmt.Sprint(300+km*90)))
	}
	for n := range 5 {
		rules = append(rules, rule(fmt.Sprintf(`out_zone(dropoff.address, "south") and weight > %d`, n*3000), fmt.Sprintf("price_range(weight, 150, 1000, %d)", n*3000)),
			rule(fmt.Sprintf(`diff_hours(pickup, "< %d") and vehicle == "bike"`, n+1), "200"),
			stopRule(fmt.Sprintf(`task.type == "DROPOFF" and packages.quantity("XL") > %d`, n), "100"))
	}
	return append(rules, stopRule(`time_range_length(task, "hours", "< 1.5")`, "150"), rule(`packages.containsAtLeastOne("XL")`, `price_per_package(packages, "XL", 500, 2, 300)`),
		rule("order.itemsTotal > 0", "100"), stopRule(`task.doorstep`, "80"), rule("distance > 0", "price_percentage(11000)"))
}

// BenchmarkPrice finds prices by a set of 40 rules that are all tried, for a pick-up and two drop-offs, with their traces.
func BenchmarkPrice(b *testing.B) {
	list := tariff(pricing.Every, forty()...)
	p := weighing(carrying(drops(2), xl(2)), 1500, 2500)
	b.ReportAllocs()
	for b.Loop() {
		if list.Price(p).Total == 0 {
			b.Fatal("it costs nothing")
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "prices/s")
}

// BenchmarkCompile reads a set of 40 rules.
func BenchmarkCompile(b *testing.B) {
	set := pricing.RuleSet{Strategy: pricing.Every, Rules: forty()}
	b.ReportAllocs()
	for b.Loop() {
		pricing.Compile(set)
	}
}
