package pricing_test

import (
	"fmt"
	"testing"
	"time"

	"pignon.coop/internal/area"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/locales"
	"pignon.coop/road/extract"
)

// now is when prices are asked for: a Tuesday at noon in Paris.
var now = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

func printer(t testing.TB, lang string) *locale.Printer {
	t.Helper()
	set, err := locale.Load(locales.Files, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return set.Printer(locale.PrinterIn{Language: lang, Currency: "EUR", Missing: func(_, key string) { t.Errorf("%s has no %s", lang, key) }})
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// rule writes a rule of the delivery, stopRule one of each stop.
func rule(expression, price string) pricing.Rule {
	return pricing.Rule{Target: pricing.ForDelivery, Expression: expression, Price: price}
}

func stopRule(expression, price string) pricing.Rule {
	return pricing.Rule{Target: pricing.ForTask, Expression: expression, Price: price}
}

func legacy(expression, price string) pricing.Rule {
	return pricing.Rule{Target: pricing.ForEither, Expression: expression, Price: price}
}

func tariff(strategy pricing.Strategy, rules ...pricing.Rule) *pricing.Tariff {
	for i := range rules {
		rules[i].ID, rules[i].Position = int64(i+1), int64(i)
	}
	return pricing.Compile(pricing.RuleSet{ID: 1, Name: "test", Strategy: strategy, Rules: rules})
}

// ride is a pick-up now and a drop-off an hour later, 2.5 km apart.
func ride() pricing.Parcel {
	return pricing.Parcel{Distance: 2500, Now: now, Stops: []pricing.Stop{
		{Type: "PICKUP", Place: &pricing.Place{Point: geo.At(48.85, 2.35)}, After: now, Before: now.Add(30 * time.Minute)},
		{Type: "DROPOFF", Place: &pricing.Place{Point: geo.At(48.86, 2.36)}, After: now.Add(time.Hour), Before: now.Add(2 * time.Hour)},
	}, Zones: pricing.Zones{"south": square(48.80, 2.30, 48.855, 2.40)}}
}

// drops is a pick-up and n drop-offs.
func drops(n int) pricing.Parcel {
	p := ride()
	for len(p.Stops) < n+1 {
		p.Stops = append(p.Stops, p.Stops[1])
	}
	return p
}

// carrying gives the last stop packages.
func carrying(p pricing.Parcel, packages ...pricing.Packages) pricing.Parcel {
	p.Stops[len(p.Stops)-1].Packages = packages
	return p
}

func xl(n int64) pricing.Packages { return pricing.Packages{Name: "XL", Quantity: n, MaxVolume: 3} }

func weighing(p pricing.Parcel, grams ...int64) pricing.Parcel {
	for i, g := range grams {
		p.Stops[len(p.Stops)-1-i].Weight = &g
	}
	return p
}

func square(south, west, north, east float64) area.Polygon {
	at := func(lat, lng float64) extract.Point {
		p := geo.At(lat, lng)
		return extract.Point{Lat: p.Lat, Lng: p.Lng}
	}
	return area.Polygon{Outer: []extract.Point{at(south, west), at(south, east), at(north, east), at(north, west), at(south, west)}}
}

// amounts writes the lines of a price: "499 | 200+300".
func amounts(p pricing.Price) string {
	text := ""
	for i, item := range p.Items {
		if i > 0 {
			text += " | "
		}
		for j, l := range item.Lines {
			if j > 0 {
				text += "+"
			}
			text += fmt.Sprint(int64(l.Amount))
		}
	}
	return text
}

func named(r pricing.Rule, name string) pricing.Rule {
	r.Name = org.Text(name)
	return r
}

func total(p pricing.Price) money.Amount { return p.Total }
