package promotion

import (
	"testing"

	"pgregory.net/rapid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
)

func off(kind string, c Config) Setting { return Setting{Type: kind, Config: c} }

func made(priority int64, exclusive bool, rules []Setting, actions ...Setting) Promotion {
	return Promotion{Name: "P", Priority: priority, Exclusive: exclusive, Rules: db.JSON[[]Setting]{V: rules}, Actions: db.JSON[[]Setting]{V: actions}}
}

func TestDiscounts(t *testing.T) {
	t.Parallel()
	f := Facts{Username: "zoe", RestaurantID: 7, ItemsTotal: 1805, Delivery: 350, Total: 2155}
	no := false
	tenth, five, free := off(OrderPercentage, Config{Percentage: 0.1}), off(OrderFixed, Config{Amount: 500}), off(DeliveryPercentage, Config{Percentage: 1})
	for name, c := range map[string]struct {
		open []Promotion
		want []money.Amount
	}{
		"none":                        {nil, nil},
		"free delivery":               {[]Promotion{made(0, false, nil, free)}, []money.Amount{350}},
		"a tenth of the goods":        {[]Promotion{made(0, false, nil, tenth)}, []money.Amount{181}},
		"a tenth of all":              {[]Promotion{made(0, false, nil, off(OrderPercentage, Config{Percentage: 0.1, OfItems: &no}))}, []money.Amount{216}},
		"all that hold":               {[]Promotion{made(2, false, nil, five), made(1, false, nil, free)}, []money.Amount{500, 350}},
		"an exclusive one alone":      {[]Promotion{made(2, false, nil, five), made(1, true, nil, free)}, []money.Amount{350}},
		"never below nothing":         {[]Promotion{made(0, false, nil, off(OrderFixed, Config{Amount: 9000}), free)}, []money.Amount{2155}},
		"for zoe":                     {[]Promotion{made(0, false, []Setting{off(IsCustomer, Config{Username: "zoe"})}, five)}, []money.Amount{500}},
		"for somebody else":           {[]Promotion{made(0, false, []Setting{off(IsCustomer, Config{Username: "bob"})}, five)}, nil},
		"at another shop":             {[]Promotion{made(0, false, []Setting{off(IsRestaurant, Config{RestaurantID: 8})}, five)}, nil},
		"from 18.05 on":               {[]Promotion{made(0, false, []Setting{off(ItemsTotalAbove, Config{Amount: 1805})}, five)}, []money.Amount{500}},
		"from 18.06 on":               {[]Promotion{made(0, false, []Setting{off(ItemsTotalAbove, Config{Amount: 1806})}, five)}, nil},
		"a rule that nobody knows":    {[]Promotion{made(0, false, []Setting{off("nth_order", Config{})}, five)}, nil},
		"an action that nobody knows": {[]Promotion{made(0, false, nil, off("gift", Config{Amount: 5}))}, nil},
	} {
		got := Discounts(c.open, f)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, d := range got {
			if d.Amount != c.want[i] {
				t.Errorf("%s: %d, want %d", name, d.Amount, c.want[i])
			}
		}
	}
}

func TestNothingGetsCheaperThanFree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := Facts{ItemsTotal: money.Amount(rapid.Int64Range(0, 9000).Draw(t, "items")), Delivery: money.Amount(rapid.Int64Range(0, 900).Draw(t, "delivery"))}
		f.Total = f.ItemsTotal + f.Delivery
		var open []Promotion
		for range rapid.IntRange(0, 4).Draw(t, "promotions") {
			kind := rapid.SampledFrom([]string{DeliveryPercentage, OrderFixed, OrderPercentage}).Draw(t, "kind")
			c := Config{Percentage: rapid.Float64Range(0, 1).Draw(t, "share"), Amount: money.Amount(rapid.Int64Range(-100, 9000).Draw(t, "amount"))}
			open = append(open, made(0, rapid.Bool().Draw(t, "exclusive"), nil, off(kind, c)))
		}
		var sum money.Amount
		for _, d := range Discounts(open, f) {
			if d.Amount <= 0 {
				t.Fatalf("a discount of %d", d.Amount)
			}
			sum += d.Amount
		}
		if sum > f.Total {
			t.Fatalf("%d off %d", sum, f.Total)
		}
	})
}
