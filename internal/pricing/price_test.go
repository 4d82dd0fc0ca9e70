package pricing_test

import (
	"testing"
	"time"

	"pignon.coop/internal/money"
	"pignon.coop/internal/pricing"
)

// The numbers of the contract, each with what it is worth line by line.
func TestPrices(t *testing.T) {
	t.Parallel()
	far := ride()
	far.Distance = 6100
	slotted := ride()
	slotted.Stops[0].TimeSlot, slotted.Stops[1].TimeSlot = "/api/time_slots/1", "/api/time_slots/2"
	for name, c := range map[string]struct {
		tariff *pricing.Tariff
		parcel pricing.Parcel
		want   string
	}{
		"fixed":                       {tariff(pricing.First, rule("distance > 0", "499")), ride(), "499"},
		"no rule holds":               {tariff(pricing.First, rule("distance > 5000", "499")), ride(), ""},
		"weight that nobody gave":     {tariff(pricing.First, rule("weight < 2000", "499")), ride(), "499"},
		"weight of the stops":         {tariff(pricing.First, rule("weight > 2000", "499")), weighing(drops(2), 1000, 2000), "499"},
		"weight below":                {tariff(pricing.First, rule("weight > 2000", "499")), weighing(drops(2), 1000, 800), ""},
		"range of distance":           {tariff(pricing.First, rule("distance > 0", "price_range(distance, 450, 2000, 2500)")), far, "900"},
		"range at its threshold":      {tariff(pricing.First, rule("distance > 0", "price_range(distance, 450, 2000, 2500)")), ride(), ""},
		"range without weight":        {tariff(pricing.Every, rule("distance > 0", "price_range(weight, 450, 2000, 0)"), rule("true", "1")), ride(), "1"},
		"one XL":                      {tariff(pricing.First, rule("true", `price_per_package(packages, "XL", 500, 2, 1000)`)), carrying(ride(), xl(1)), "500"},
		"two XL":                      {tariff(pricing.First, rule("true", `price_per_package(packages, "XL", 500, 2, 1000)`)), carrying(ride(), xl(2)), "500+1000"},
		"three XL":                    {tariff(pricing.First, rule("true", `price_per_package(packages, "XL", 500, 2, 1000)`)), carrying(ride(), xl(3)), "500+2000"},
		"XL without discount":         {tariff(pricing.First, rule("true", `price_per_package(packages, "XL", 500, 0, 0)`)), carrying(ride(), xl(3)), "1500"},
		"no XL":                       {tariff(pricing.First, rule("true", `price_per_package(packages, "XL", 500, 0, 0)`)), ride(), ""},
		"packages at one stop":        {tariff(pricing.First, stopRule(`packages.containsAtLeastOne("XL")`, "1299")), carrying(ride(), xl(1)), "1299"},
		"volume is the most":          {tariff(pricing.First, rule("packages.totalVolumeUnits() < 9", "699")), carrying(ride(), xl(2)), "699"},
		"find stops at the first":     {tariff(pricing.First, rule("true", "100"), rule("true", "200")), ride(), "100"},
		"find, stops and delivery":    {tariff(pricing.First, stopRule("true", "100"), stopRule("true", "9"), rule("true", "300")), ride(), "100 | 100 | 300"},
		"map charges all":             {tariff(pricing.Every, rule("true", "100"), rule("true", "200")), ride(), "100+200"},
		"map, legacy, two stops":      {tariff(pricing.Every, legacy("distance > 0", "100")), ride(), "100"},
		"map, legacy, three stops":    {tariff(pricing.Every, legacy(`task.type == "DROPOFF"`, "100")), drops(2), "100 | 100"},
		"find, legacy, three stops":   {tariff(pricing.First, legacy("distance > 0", "499")), drops(2), "499"},
		"15 percent more":             {tariff(pricing.Every, rule("true", "500"), rule("true", "price_percentage(11500)")), ride(), "500+75"},
		"15 percent less":             {tariff(pricing.Every, rule("true", "500"), rule("true", "price_percentage(8500)")), ride(), "500+-75"},
		"percents of everything":      {tariff(pricing.Every, stopRule(`task.type == "DROPOFF"`, "500"), rule("true", "300"), rule("true", "price_percentage(11500)")), drops(2), "500 | 500 | 300+195"},
		"percents of the stops alone": {tariff(pricing.Every, stopRule(`task.type == "DROPOFF"`, "500"), rule("true", "price_percentage(9000)")), drops(2), "500 | 500 | -100"},
		"half a cent away from zero":  {tariff(pricing.Every, rule("true", "5"), rule("true", "price_percentage(11000)")), ride(), "5+1"},
		"slots of stops": {tariff(pricing.Every, stopRule(`time_slot == "/api/time_slots/1" and task.type == "PICKUP"`, "499"),
			stopRule(`task.type == "DROPOFF"`, "200")), slotted, "499 | 200"},
		"no slot":                       {tariff(pricing.Every, stopRule(`time_slot == "/api/time_slots/1" and task.type == "PICKUP"`, "499"), stopRule(`task.type == "DROPOFF"`, "200")), ride(), "200"},
		"a sum is no price":             {tariff(pricing.Every, rule("true", "100 + 100"), rule("true", "1")), ride(), "1"},
		"half a cent is no price":       {tariff(pricing.Every, rule("true", "0.5"), rule("true", "1")), ride(), "1"},
		"too much is no price":          {tariff(pricing.Every, rule("true", "100000001"), rule("true", "1")), ride(), "1"},
		"step of nothing is no price":   {tariff(pricing.Every, rule("true", "price_range(distance, 100, 0, 0)"), rule("true", "1")), ride(), "1"},
		"unreadable rules hold never":   {tariff(pricing.Every, rule("distance >", "100"), rule("nothing > 1", "100"), rule("true", "("), rule("true", "1")), ride(), "1"},
		"distance is unknown to a stop": {tariff(pricing.First, stopRule("distance == -1", "100")), ride(), "100 | 100"},
		"quantity is for supplements":   {tariff(pricing.Every, rule("true", "price_range(quantity, 1, 1, 0)"), rule("true", "1")), ride(), "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			price := c.tariff.Price(c.parcel)
			if got := amounts(price); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if price.Found() != (c.want != "") {
				t.Errorf("found is %v", price.Found())
			}
		})
	}
}

func TestManualSupplements(t *testing.T) {
	t.Parallel()
	list := tariff(pricing.First, rule("distance > 0", "499"), named(rule("false", "200"), "Escaliers"), rule("false", "price_range(quantity, 500, 5, 0)"),
		rule("false", "price_range(quantity, 200, 1, 2)"), rule("false", "price_percentage(11000)"))
	for name, c := range map[string]struct {
		supplements []pricing.Supplement
		want        string
		total       money.Amount
	}{
		"none":                    {nil, "499", 499},
		"fixed":                   {[]pricing.Supplement{{RuleID: 2, Quantity: 1}}, "499+200", 699},
		"fifteen minutes of five": {[]pricing.Supplement{{RuleID: 3, Quantity: 15}}, "499+1500", 1999},
		"five above two":          {[]pricing.Supplement{{RuleID: 4, Quantity: 5}}, "499+600", 1099},
		"a percentage, last":      {[]pricing.Supplement{{RuleID: 2, Quantity: 1}, {RuleID: 5, Quantity: 1}}, "499+200+70", 769},
		"no supplement":           {[]pricing.Supplement{{RuleID: 1, Quantity: 1}}, "499", 499},
		"of another list":         {[]pricing.Supplement{{RuleID: 77, Quantity: 1}}, "499", 499},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := ride()
			p.Supplements = c.supplements
			price := list.Price(p)
			if got := amounts(price); got != c.want || price.Total != c.total {
				t.Errorf("got %s = %d, want %s = %d", got, price.Total, c.want, c.total)
			}
			for _, l := range price.Items[0].Lines[1:] {
				if !l.Supplement {
					t.Errorf("%v is no supplement", l)
				}
			}
		})
	}
}

func TestTax(t *testing.T) {
	t.Parallel()
	twenty := money.RateOf(0.2)
	for amount, want := range map[money.Amount]money.Amount{499: 83, 699: 117, 1299: 217, 200: 33, 500: 83, 1500: 250, 1999: 333, 949: 158, -499: -83, 0: 0} {
		if got := twenty.Within(amount); got != want {
			t.Errorf("the tax in %d is %d, want %d", amount, got, want)
		}
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	late := ride()
	late.Zone = paris(t)
	late.Stops[1].After, late.Stops[1].Before = now.Add(24*time.Hour), now.Add(25*time.Hour) // tomorrow, 13:00
	tomorrow := ride()
	tomorrow.Zone, tomorrow.Stops[1].Before = paris(t), now.Add(13*time.Hour) // 1:00 of the next day
	made := ride()
	made.Stops[1].Created = now.Add(-72 * time.Hour)
	bare := pricing.Parcel{Now: now, Stops: []pricing.Stop{{Type: "PICKUP"}, {Type: "DROPOFF"}}}
	basket := ride()
	basket.ItemsTotal = 2100
	for _, c := range []struct {
		condition string
		parcel    pricing.Parcel
		want      bool
	}{
		{`in_zone(pickup.address, "south")`, ride(), true},
		{`in_zone(dropoff.address, "south")`, ride(), false},
		{`out_zone(dropoff.address, "south")`, ride(), true},
		{`in_zone(dropoff.address, "nowhere")`, ride(), false},
		{`out_zone(dropoff.address, "nowhere")`, ride(), true},
		{`in_zone(dropoff.address, "south")`, bare, false},
		{`out_zone(dropoff.address, "south")`, bare, false},
		{`diff_hours(pickup, "< 3")`, ride(), true},
		{`diff_hours(pickup) == 0.5`, ride(), true},
		{`diff_hours(dropoff) < 2`, ride(), false},
		{`diff_hours(dropoff, "in 1..2")`, ride(), true},
		{`diff_days(dropoff) == 0`, ride(), true},
		{`diff_days(dropoff) == 1`, tomorrow, true},
		{`diff_days(dropoff, "in 1..2")`, late, true},
		{`diff_days(dropoff) == 3`, made, true},
		{`diff_days(pickup) == -1`, bare, true},
		{`diff_days(pickup, "< 9")`, bare, false},
		{`time_range_length(dropoff, "hours", "< 1.5")`, ride(), true},
		{`time_range_length(pickup, "hours") == 0.5`, ride(), true},
		{`time_range_length(dropoff, "days")`, ride(), false},
		{`diff_hours(task) == -1 and task.type == "" and task.address == null`, ride(), true},
		{`time_slot == null`, ride(), false}, // only stops have one
		{`order.itemsTotal > 2000`, basket, true},
		{`order.itemsTotal == 0`, ride(), true},
		{`vehicle == "bike" and not pickup.doorstep`, ride(), true},
		{`ceil(distance / 1000) == 3 and floor(distance / 1000) == 2`, ride(), true},
		{`packages.quantity("XL") == 2 and packages.totalVolumeUnits() == 6`, carrying(ride(), xl(2)), true},
		{`packages.containsAtLeastOne("M")`, carrying(ride(), xl(2)), false},
		{`distance in 2000..3000`, ride(), true},
		{`pickup.created`, ride(), false},
		{`dropoff.after > pickup.after`, ride(), true},
	} {
		holds, trace := tariff(pricing.First, rule(c.condition, "1")).Once(1, c.parcel)
		if holds != c.want {
			t.Errorf("%s is %v: %+v", c.condition, holds, trace.Passes)
		}
	}
}

func TestConditionsOfOneStop(t *testing.T) {
	t.Parallel()
	for condition, want := range map[string]string{
		`diff_hours(task) == 0.5`:           "1",     // the pick-up's
		`diff_hours(pickup, "< 1")`:         "1",     // no word of the drop-off
		`diff_hours(dropoff) == -1`:         "1",     // asked of the pick-up
		`in_zone(task.address, "south")`:    "1",     // the pick-up
		`pickup.address == null`:            "1",     // the drop-off sees no pick-up
		`task.type in ["PICKUP","DROPOFF"]`: "1 | 1", // both
		`order.itemsTotal == 0`:             "",      // stops know no basket
		`weight == 1500`:                    "1",     // its own
	} {
		if got := amounts(tariff(pricing.First, stopRule(condition, "1")).Price(weighing(ride(), 1500))); got != want {
			t.Errorf("%s gives %q, want %q", condition, got, want)
		}
	}
}

func TestCancelledStopsCostNothing(t *testing.T) {
	t.Parallel()
	p := weighing(carrying(drops(3), xl(4)), 1000, 2000)
	p.Stops[3].Cancelled = true
	list := tariff(pricing.Every, stopRule(`task.type == "DROPOFF"`, "500"), rule("weight == 2000 and packages.quantity('XL') == 0", "100"))
	if got := amounts(list.Price(p)); got != "500 | 500 | 100" {
		t.Errorf("it costs %s", got)
	}
}
