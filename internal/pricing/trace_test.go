package pricing_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pignon.coop/internal/money"
	"pignon.coop/internal/pricing"
)

func TestTraceSaysWhy(t *testing.T) {
	t.Parallel()
	list := tariff(pricing.Every,
		rule("distance > 1000 and weight < 500 and vehicle == 'bike'", "100"), rule("distance > 1000", "200"), rule("distance >", "300"), rule("order.tip > 1", "1"),
		rule("weight > 1000", "price_range(weight, 100, 1000, 5000)"), rule("true", "x"), rule("false", "50"), stopRule("true", "1"))
	p := weighing(ride(), 1500)
	p.Supplements = []pricing.Supplement{{RuleID: 7, Quantity: 3}}
	passes := list.Price(p).Trace.Passes
	whole := passes[len(passes)-1]
	if len(passes) != 3 || passes[0].Target != "PICKUP" || passes[1].Target != "DROPOFF" || whole.Target != "ORDER" || len(whole.Rules) != 7 {
		t.Fatalf("the passes are %+v", passes)
	}
	words := printer(t, "en")
	var got []string
	for _, tried := range whole.Rules {
		got = append(got, tried.Sentence(words))
	}
	got = append(got, whole.Supplements[0].Sentence(words))
	want := []string{
		`This condition does not hold: weight < 500 (weight = 1500)`,
		`The condition holds: distance > 1000 (distance = 2500)`,
		`This rule cannot be read: distance > (the expression ends too early)`,
		`This condition cannot be evaluated here: order.tip > 1 ("tip" is not known of an object)`,
		`The condition holds, but the price comes to nothing: the value is zero or below the threshold. (weight = 1500)`,
		`The condition holds, but this price is neither a whole number nor a known formula.`,
		`This condition does not hold: false`,
		`Added by hand, quantity 3.`,
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d says\n%s, not\n%s", i, got[i], want[i])
		}
	}
	if french := whole.Rules[0].Sentence(printer(t, "fr")); french != "Cette condition n’est pas remplie\u00a0: weight < 500 (weight = 1500)" {
		t.Error(french)
	}
}

func TestTraceNamesTheStopThatIsCharged(t *testing.T) {
	t.Parallel()
	price := tariff(pricing.First, stopRule(`task.type == "PICKUP"`, "100"), stopRule("true", "200")).Price(ride())
	if tried := price.Trace.Passes[0].Rules; len(tried) != 1 || !tried[0].Matched || tried[0].Amount != 100 {
		t.Errorf("the pick-up tried %+v", tried)
	}
	if tried := price.Trace.Passes[1].Rules; len(tried) != 2 || tried[0].Matched || !tried[1].Matched || tried[1].Amount != 200 {
		t.Errorf("the drop-off tried %+v", tried)
	}
}

func TestTraceCanBeKept(t *testing.T) {
	t.Parallel()
	trace := tariff(pricing.First, rule("distance > 1", "1")).Price(ride()).Trace
	raw, err := json.Marshal(trace)
	if err != nil {
		t.Fatal(err)
	}
	var back pricing.Trace
	if err := json.Unmarshal(raw, &back); err != nil || back.Passes[2].Rules[0].Sentence(printer(t, "en")) != trace.Passes[2].Rules[0].Sentence(printer(t, "en")) {
		t.Errorf("%s became %+v (%v)", raw, back, err)
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	words := printer(t, "fr")
	for _, c := range []struct{ condition, price, want string }{
		{"distance > 0", "499", "Plus de 0.00 km - €4.99"},
		{"weight < 2000", "499", "Moins de 2.00 kg - €4.99"},
		{"distance in 3000..5000", "100", "Entre 3.00 km et 5.00 km - €1.00"},
		{`packages.containsAtLeastOne("XL")`, "1299", "Colis XL - €12.99"},
		{"packages.totalVolumeUnits() < 9", "699", "Volume du colis moins de 9 - €6.99"},
		{"packages.totalVolumeUnits() in 1..5", "699", "Volume du colis entre 1 vu et 5 vu - €6.99"},
		{`time_slot == "/api/time_slots/1" and task.type == "PICKUP"`, "499", "/api/time_slots/1, taux de retrait - €4.99"},
		{`task.type == "DROPOFF"`, "200", "Taux de dépôt - €2.00"},
		{`in_zone(dropoff.address, "south")`, "200", `Adresse dropoff dans zone "south" - €2.00`},
		{`out_zone(pickup.address, "south")`, "200", `Adresse pickup hors zone "south" - €2.00`},
		{`diff_hours(pickup, "< 12")`, "200", "Délai de préavis pour retrait moins de 12 heures - €2.00"},
		{`diff_days(dropoff) > 1`, "200", "Délai de préavis pour dépôt plus de 1 jour - €2.00"},
		{`time_range_length(dropoff, "hours", "< 1.5")`, "200", "Créneau horaire de dépôt moins de 1.5 heure - €2.00"},
		{"order.itemsTotal > 20", "-200", "Total du panier plus de 20 - -€2.00"},
		{"distance > 0", "price_range(distance, 100, 1000, 0)", "Plus de 0.00 km - €1.00 par 1.00 km"},
		{"distance > 0", "price_range(distance, 100, 1000, 2000)", "Plus de 0.00 km - au-dessus de 2.00 km - €1.00 par 1.00 km"},
		{"weight > 0", "price_range(weight, 100, 1000, 0)", "Plus de 0.00 kg - €1.00 par 1.00 kg"},
		{"distance > 0", "price_range(packages.totalVolumeUnits(), 100, 1, 0)", "Plus de 0.00 km - €1.00 par 1 vu"},
		{"distance > 0", `price_per_package(packages, "Bouquet L", 100, 0, 0)`, "Plus de 0.00 km - €1.00 par Bouquet L"},
		{`packages.containsAtLeastOne("XL")`, `price_per_package(packages, "XL", 500, 2, 1000)`, `Colis XL - price_per_package(packages, "XL", 500, 2, 1000)`},
		{"false", "price_range(quantity, 500, 5, 0)", "False - price_range(quantity, 500, 5, 0)"},
		{"distance > 0", "price_percentage(11000)", "Plus de 0.00 km - +10%"},
		{"distance > 0", "price_percentage(9000)", "Plus de 0.00 km - -10%"},
		{"distance > 0 and (weight or true)", "1", "Distance > 0 and (weight or true) - €0.01"},
		{"distance >= 5", "(", "Distance >= 5 - ("},
		{"diff_hours(pickup, '1')", "1", "Diff_hours(pickup, '1') - €0.01"},
		{"in_zone()", "price_range()", "In_zone() - price_range()"},
	} {
		if got := rule(c.condition, c.price).Label(words); got != c.want {
			t.Errorf("%s, %s reads\n%s, not\n%s", c.condition, c.price, got, c.want)
		}
	}
	if got := named(rule("distance > 0", "1"), "Escaliers").Label(words); got != "Escaliers" {
		t.Error(got)
	}
}

func TestItemNames(t *testing.T) {
	t.Parallel()
	p := drops(3)
	p.Stops[1].Cancelled = true
	p.Stops[3].Place = &pricing.Place{Name: "Le Fournil"}
	var got []string
	for _, item := range tariff(pricing.First, stopRule("true", "1"), rule("true", "1")).Price(p).Items {
		got = append(got, p.ItemName(printer(t, "fr"), item))
	}
	if want := "Point de retrait #1, Point de dépôt #2, Point de dépôt: Le Fournil, Supplément de commande"; strings.Join(got, ", ") != want {
		t.Errorf("the items are %v", got)
	}
	price := tariff(pricing.First, rule("true", `price_per_package(packages, "XL", 500, 2, 1000)`)).Price(carrying(ride(), xl(3)))
	if got := price.Items[0].Lines[1].Label(printer(t, "fr")); !strings.HasPrefix(got, "2 × ") {
		t.Error(got)
	}
	if price.Total != money.Amount(2500) {
		t.Errorf("three cost %d", price.Total)
	}
}
