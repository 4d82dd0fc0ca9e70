package shop_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

func TestPreparation(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		state   shop.State
		total   money.Amount
		minutes int
	}{
		{shop.Normal, 0, 10}, {shop.Normal, 1999, 10}, {shop.Normal, 2000, 15}, {shop.Normal, 5000, 15}, {shop.Normal, 5001, 30},
		{shop.Rush, 1999, 20}, {shop.Rush, 2000, 30}, {shop.Rush, 5000, 30}, {shop.Rush, 5001, 45},
	} {
		r := shop.Restaurant{State: row.state}
		if got := r.Preparation(row.total); got != time.Duration(row.minutes)*time.Minute {
			t.Errorf("%s, %d: %v", row.state, row.total, got)
		}
	}
	own := shop.Restaurant{State: shop.Rush, PreparationRules: db.JSON[[]shop.PreparationRule]{V: []shop.PreparationRule{
		{Expression: "not an expression", Time: "1 minute"},
		{Expression: "restaurant.state == 'rush' and order.itemsTotal in 1000..2000", Time: "1 hour 5 minutes"},
		{Expression: "order.itemsTotal > 2000", Time: "nonsense"},
	}}}
	for total, want := range map[money.Amount]time.Duration{1000: 65 * time.Minute, 500: 0, 3000: 0} {
		if got := own.Preparation(total); got != want {
			t.Errorf("own rules, %d: %v", total, got)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		95 * time.Second: "1 minute 35 seconds", 725 * time.Second: "12 minutes 5 seconds", 62 * time.Minute: "1 hour 2 minutes", time.Second: "1 second", 0: "0 seconds",
	} {
		if got := shop.FormatDuration(d); got != want {
			t.Errorf("%v is %q", d, got)
		}
		if back, err := shop.ParseDuration(want); err != nil || back != d {
			t.Errorf("%q is %v, %v", want, back, err)
		}
	}
}

func TestPerimeter(t *testing.T) {
	t.Parallel()
	here := geo.At(48.85, 2.35)
	zones := func(name string, _ geo.Point) (bool, bool) { return name == "centre", name != "nowhere" }
	for _, row := range []struct {
		perimeter string
		distance  float64
		inside    bool
	}{
		{shop.DefaultPerimeter, 2999.9, true},
		{shop.DefaultPerimeter, 3000, false},
		{"distance < 5000 and in_zone(dropoff.address, 'centre')", 4000, true},
		{"in_zone(dropoff.address, 'suburb')", 0, false},
		{"in_zone(dropoff.address, 'nowhere')", 0, false},
		{"out_zone(dropoff.address, 'suburb')", 0, true},
		{"out_zone(dropoff.address, 'nowhere')", 0, true},
		{"distance <", 0, false},
		{"", 0, false},
		{"unknown < 3", 0, false},
	} {
		r := shop.Restaurant{Perimeter: row.perimeter}
		if got := r.Delivers(shop.Way{Distance: row.distance, Dropoff: here, InZone: zones}); got != row.inside {
			t.Errorf("%q at %v m: %v", row.perimeter, row.distance, got)
		}
	}
}

func TestTaxRates(t *testing.T) {
	t.Parallel()
	rates := shop.TaxRates{Region: "ca-bc", Categories: []shop.TaxCategory{{ID: 1, Code: "EVERYWHERE"}, {ID: 2, Code: "BASE_STANDARD"}}, Rates: []shop.TaxRate{
		{ID: 1, CategoryID: 1, Amount: money.RateOf(0.1), Included: true},
		{ID: 2, CategoryID: 2, Country: "fr", Amount: money.RateOf(0.2), Included: true},
		{ID: 3, CategoryID: 2, Country: "ca-bc", Amount: money.RateOf(0.05)},
		{ID: 4, CategoryID: 2, Country: "ca-bc", Amount: money.RateOf(0.07)},
	}}
	ids := func(list []shop.TaxRate) (out []int64) {
		for _, r := range list {
			out = append(out, r.ID)
		}
		return out
	}
	for code, want := range map[string][]int64{"EVERYWHERE": {1}, "BASE_STANDARD": {3, 4}, "NONE": nil} {
		if got := ids(rates.ForCode(code)); !slices.Equal(got, want) {
			t.Errorf("%s: %v", code, got)
		}
	}
	for base, want := range map[money.Amount]money.Amount{900: 82, 1398: 127, 2700: 245} {
		if got := rates.Rates[0].Of(base); got != want {
			t.Errorf("10 %% in %d: %d", base, got)
		}
	}
	if got := (shop.TaxRate{Amount: money.RateOf(0.2), Included: true}).Of(350); got != 58 {
		t.Errorf("20 %% in 350: %d", got)
	}
	if got := (shop.TaxRate{Amount: money.RateOf(0.05)}).Of(950); got != 48 {
		t.Errorf("5 %% on 950: %d", got)
	}
}

func TestTaxTable(t *testing.T) {
	t.Parallel()
	codes := map[string]shop.TaxRow{}
	for _, row := range shop.TaxTable() {
		if _, twice := codes[row.Code]; twice {
			t.Errorf("%s stands twice", row.Code)
		}
		codes[row.Code] = row
	}
	for code, want := range map[string]shop.TaxRow{
		"FR_BASE_REDUCED_REDUCED":           {Category: "BASE_REDUCED", Amount: 55000, Included: true, Region: "fr", Name: "tax_rate.reduced"},
		"CA_BC_BASE_STANDARD_GST":           {Category: "BASE_STANDARD", Amount: 50000, Region: "ca-bc", Name: "tax_rate.gst"},
		"CA_BC_DRINK_ALCOHOL_PST":           {Category: "DRINK_ALCOHOL", Amount: 100000, Region: "ca-bc", Name: "tax_rate.pst"},
		"GB_FOOD_TAKEAWAY_ZERO":             {Category: "FOOD_TAKEAWAY", Amount: 0, Included: true, Region: "gb", Name: "tax_rate.zero"},
		"CA_BC_BASE_EXEMPT_PST":             {Category: "BASE_EXEMPT", Region: "ca-bc", Name: "tax_rate.pst"},
		"CH_SERVICE_TAX_EXEMPT_ZERO":        {Category: "SERVICE_TAX_EXEMPT", Included: true, Region: "ch", Name: "tax_rate.zero"},
		"AR_BASE_INTERMEDIARY_INTERMEDIARY": {Category: "BASE_INTERMEDIARY", Amount: 105000, Included: true, Region: "ar", Name: "tax_rate.intermediary"},
	} {
		want.Code = code
		if codes[code] != want {
			t.Errorf("%s: %+v", code, codes[code])
		}
	}
}

func TestBadges(t *testing.T) {
	t.Parallel()
	r := shop.Restaurant{Exclusive: true, Featured: true, CreatedAt: span.At(at(t, "2026-10-01 12:00"))}
	r.Options.V = shop.Options{LoopeatEnabled: true, EdenredEnabled: true, EdenredMerchantID: "1", VytalEnabled: true}
	if got := r.Badges(at(t, "2026-11-24 12:00"), 90); !slices.Equal(got, []string{"exclusive", "zero-waste", "edenred", "vytal", "new"}) {
		t.Errorf("got %v", got)
	}
	if got := r.Categories(); !slices.Equal(got, []string{"exclusive", "featured", "zero_waste"}) {
		t.Errorf("got %v", got)
	}
	if got := (shop.Restaurant{CreatedAt: r.CreatedAt}).Badges(at(t, "2027-11-24 12:00"), 90); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

// The state table is shown to people in docs/states; UPDATE=1 writes it anew.
func TestFlowDrawing(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "states", "restaurant.md")
	want := shop.Flow().Markdown()
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s is out of date (%v): run UPDATE=1 go test ./internal/shop", path, err)
	}
}
