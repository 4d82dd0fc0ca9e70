package pricing_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/money"
	"pignon.coop/internal/pricing"
)

// someRules draws a list of rules of which most can be read; order says whether percentages, which depend on the order, are among them.
func someRules(rt *rapid.T, order bool) []pricing.Rule {
	prices := []string{"0", "499", "-350", "price_range(distance, 100, 1000, 2000)", "price_range(weight, 150, 500, 0)", "price_range(packages.totalVolumeUnits(), 20, 1, 3)",
		`price_per_package(packages, "XL", 500, 2, 300)`, `price_per_package(packages, "M", 200, 0, 0)`, "not a price", "("}
	if order {
		prices = append(prices, "price_percentage(11500)", "price_percentage(5000)", "price_percentage(-10000)")
	}
	condition := rapid.OneOf(
		rapid.Custom(func(rt *rapid.T) string { return fmt.Sprint("distance > ", rapid.IntRange(0, 9000).Draw(rt, "metres")) }),
		rapid.Custom(func(rt *rapid.T) string {
			return fmt.Sprintf("weight in %d..5000", rapid.IntRange(0, 5000).Draw(rt, "grams"))
		}),
		rapid.SampledFrom([]string{"true", "false", "distance", `packages.containsAtLeastOne("XL")`, `task.type == "PICKUP"`, `diff_hours(dropoff, "< 9")`,
			`in_zone(dropoff.address, "south")`, `in_zone(pickup.address, "south") and weight > 0`, "nothing > 1", "distance >"}),
	)
	one := rapid.Custom(func(rt *rapid.T) pricing.Rule {
		return pricing.Rule{
			Target:     rapid.SampledFrom([]pricing.Target{pricing.ForDelivery, pricing.ForTask, pricing.ForEither}).Draw(rt, "target"),
			Expression: condition.Draw(rt, "condition"), Price: rapid.SampledFrom(prices).Draw(rt, "price"),
		}
	})
	rules := rapid.SliceOfN(one, 0, 12).Draw(rt, "rules")
	for i := range rules {
		rules[i].ID, rules[i].Position = int64(i+1), int64(i)
	}
	return rules
}

func someParcel(rt *rapid.T) pricing.Parcel {
	p := pricing.Parcel{Distance: rapid.Int64Range(0, 20000).Draw(rt, "distance"), Now: now, Zones: ride().Zones}
	for range rapid.IntRange(2, 5).Draw(rt, "stops") {
		s := pricing.Stop{Type: rapid.SampledFrom([]string{"PICKUP", "DROPOFF"}).Draw(rt, "type"), Cancelled: rapid.IntRange(0, 4).Draw(rt, "cancelled") == 0}
		s.Place = &pricing.Place{Point: geo.At(48.8+float64(rapid.IntRange(0, 10).Draw(rt, "north"))/100, 2.35)}
		s.After = now.Add(time.Duration(rapid.IntRange(0, 48).Draw(rt, "after")) * time.Hour)
		s.Before = s.After.Add(time.Hour)
		if rapid.Bool().Draw(rt, "weighed") {
			grams := rapid.Int64Range(0, 9000).Draw(rt, "weight")
			s.Weight = &grams
		}
		s.Packages = []pricing.Packages{xl(rapid.Int64Range(0, 4).Draw(rt, "xl")), {Name: "M", Quantity: rapid.Int64Range(0, 3).Draw(rt, "m"), MaxVolume: 1}}
		p.Stops = append(p.Stops, s)
	}
	return p
}

func someStrategy(rt *rapid.T) pricing.Strategy {
	return rapid.SampledFrom([]pricing.Strategy{pricing.First, pricing.Every}).Draw(rt, "strategy")
}

func setOf(strategy pricing.Strategy, rules []pricing.Rule) *pricing.Tariff {
	return pricing.Compile(pricing.RuleSet{Strategy: strategy, Rules: rules})
}

// A price is never below zero, adds up, is the same whoever asks, and its trace says the same as it does.
func TestPriceAddsUpAndItsTraceSaysTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		list, p := setOf(someStrategy(rt), someRules(rt, true)), someParcel(rt)
		price := list.Price(p)
		var sum, traced money.Amount
		for _, item := range price.Items {
			var lines money.Amount
			for _, l := range item.Lines {
				lines += l.Amount
			}
			if lines != item.Total || len(item.Lines) == 0 {
				rt.Fatalf("the lines of %+v add up to %d", item, lines)
			}
			sum += lines
		}
		if price.Total != max(0, sum) || price.Sum() != sum {
			rt.Fatalf("%d is not %d", price.Total, sum)
		}
		matched := map[[2]int64]bool{}
		for _, pass := range price.Trace.Passes {
			for _, tried := range pass.Rules {
				traced += tried.Amount
				matched[[2]int64{int64(pass.Stop), tried.Rule.ID}] = tried.Matched
			}
		}
		if traced != sum {
			rt.Fatalf("the trace says %d, the price %d", traced, sum)
		}
		for _, item := range price.Items {
			for _, l := range item.Lines {
				if !matched[[2]int64{int64(item.Stop), l.Rule.ID}] {
					rt.Fatalf("the trace does not say why %+v is charged", l)
				}
			}
		}
		again, _ := json.Marshal(list.Price(p))
		if first, _ := json.Marshal(price); string(first) != string(again) {
			rt.Fatalf("%s, then %s", first, again)
		}
	})
}

// Where every rule that holds is charged, their order changes lines, not the total: unless there are percentages, which are of what stands
// before them.
func TestOrderOfRulesDoesNotMatterWhereAllAreCharged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rules, p := someRules(rt, false), someParcel(rt)
		first := setOf(pricing.Every, rules).Price(p)
		seed := rapid.Uint64().Draw(rt, "seed")
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
		if second := setOf(pricing.Every, rules).Price(p); second.Total != first.Total || len(second.Items) != len(first.Items) {
			rt.Fatalf("%d, and in another order %d", first.Total, second.Total)
		}
	})
}

// The first rule that holds is charged, so what stands behind it does not matter.
func TestRulesBehindTheFirstDoNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rules, p := someRules(rt, true), someParcel(rt)
		always := []pricing.Rule{{ID: 98, Target: pricing.ForDelivery, Expression: "true", Price: "1"}, {ID: 99, Target: pricing.ForTask, Expression: "true", Price: "1"}}
		first := setOf(pricing.First, always).Price(p)
		if second := setOf(pricing.First, append(always, rules...)).Price(p); second.Total != first.Total {
			rt.Fatalf("%d, and with others behind %d", first.Total, second.Total)
		}
	})
}

// A price that rises by the step does not fall with the distance.
func TestRangesRise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		price := fmt.Sprintf("price_range(distance, %d, %d, %d)", rapid.IntRange(0, 999).Draw(rt, "price"), rapid.IntRange(1, 5000).Draw(rt, "step"), rapid.IntRange(0, 9000).Draw(rt, "threshold"))
		list, p := setOf(pricing.Every, []pricing.Rule{rule("true", price)}), someParcel(rt)
		near := list.Price(p).Total
		p.Distance += rapid.Int64Range(0, 9000).Draw(rt, "further")
		if far := list.Price(p).Total; far < near {
			rt.Fatalf("%s: %d, and further away %d", price, near, far)
		}
	})
}

// Whatever people write as a rule, it is refused or gives a bounded price, never a panic, and prices do not depend on who asks.
func FuzzRules(f *testing.F) {
	for _, seed := range [][2]string{
		{"distance > 0 and weight in 1..5", "price_range(distance, 450, 2000, 2500)"}, {`in_zone(pickup.address, "south")`, `price_per_package(packages, "XL", 1, 2, 3)`},
		{`diff_days(task, "in 1..2") or time_range_length(task, "hours", "< 1.5")`, "price_percentage(-10000)"}, {"(((", "9999999999999999999"},
		{`"a" matches "/(a{9}){9}/"`, "price_range(1e9, 1, 0.0000001, 0)"}, {"task.type ~ task.type == null", "-1 ** 99"},
	} {
		f.Add(seed[0], seed[1])
	}
	words := printer(f, "fr")
	f.Fuzz(func(t *testing.T, condition, price string) {
		for _, strategy := range []pricing.Strategy{pricing.First, pricing.Every} {
			list := tariff(strategy, rule(condition, price), stopRule(condition, price), rule("true", "price_percentage(20000)"))
			p := weighing(carrying(ride(), xl(3)), 1500)
			p.Supplements = []pricing.Supplement{{RuleID: 1, Quantity: 3}}
			got := list.Price(p)
			if got.Total < 0 || got.Total > 1e9 {
				t.Errorf("%q, %q costs %d", condition, price, got.Total)
			}
			if rule(condition, price).Label(words) == "" {
				t.Errorf("%q, %q has no words", condition, price)
			}
			for _, tried := range got.Trace.Passes[2].Rules {
				_ = tried.Sentence(words)
			}
		}
	})
}
