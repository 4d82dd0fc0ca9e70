package order

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

// pantry is a catalogue with two products at 900, one with a topping at 150 and a free one, food taxed at 10 % and services at 20 %.
func pantry(included bool) Catalogue {
	return Catalogue{
		Restaurant: &shop.Restaurant{ID: 1},
		Contract:   shop.Contract{FlatDeliveryPrice: 500, CustomerAmount: 350, FeeRate: 185000, TakeAwayFeeRate: 100000},
		Products:   map[int64]shop.Product{1: {ID: 1, Enabled: true}, 2: {ID: 2, Enabled: true}, 3: {ID: 3, Enabled: false}},
		Variants: map[int64]shop.Variant{
			1: {ID: 1, ProductID: 1, Price: 900, TaxCategoryID: 1}, 2: {ID: 2, ProductID: 2, Price: 900, TaxCategoryID: 1},
			3: {ID: 3, ProductID: 3, Price: 500, TaxCategoryID: 1},
			4: {ID: 4, ProductID: 1, Price: 900, TaxCategoryID: 1, OptionValues: db.JSON[[]shop.Chosen]{V: []shop.Chosen{{ID: 1, Quantity: 1}, {ID: 2, Quantity: 2}}}},
		},
		Values:  map[int64]shop.OptionValue{1: {ID: 1, OptionID: 1, Value: "Pepperoni", Price: 300}, 2: {ID: 2, OptionID: 2, Value: "Extra cheese", Price: 150}},
		Options: map[int64]shop.Option{1: {ID: 1, Strategy: shop.Free}, 2: {ID: 2, Strategy: shop.PerValue}},
		Taxes: shop.TaxRates{
			Categories: []shop.TaxCategory{{ID: 1, Code: "FOOD"}, {ID: 2, Code: shop.ServiceTax}, {ID: 3, Code: shop.ServiceTaxExempt}},
			Rates: []shop.TaxRate{
				{Code: "FOOD_10", CategoryID: 1, Name: "TVA 10%", Amount: 100000, Included: included},
				{Code: "SERVICE_20", CategoryID: 2, Name: "TVA 20%", Amount: 200000, Included: included},
			},
		},
		SubjectVAT: true,
	}
}

func line(variant, quantity int64) Item {
	product := map[int64]int64{1: 1, 2: 2, 3: 3, 4: 1}[variant]
	return Item{ProductID: &product, VariantID: &variant, Quantity: quantity}
}

func TestPriceGivesTheNumbersOfTheContract(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name              string
		method            shop.Method
		items             []Item
		tip               money.Amount
		itemsTotal, total money.Amount
		tax, fee          money.Amount
	}{
		{"an empty delivery costs its fee and no tax", shop.Delivery, nil, 0, 0, 350, 0, 500},
		{"an empty collection costs nothing", shop.Collection, nil, 0, 0, 0, 0, 0},
		{"two lines of 900: 82 + 82 + 58", shop.Delivery, []Item{line(1, 1), line(2, 1)}, 0, 1800, 2150, 222, 833},
		{"one line of two: 164 + 58", shop.Delivery, []Item{line(1, 2)}, 0, 1800, 2150, 222, 833},
		{"2700 holds 245", shop.Collection, []Item{line(1, 3)}, 0, 2700, 2700, 245, 270},
		{"options are taxed with their line", shop.Collection, []Item{line(4, 2)}, 0, 2400, 2400, 218, 240},
		{"a tip is not taxed and passes through", shop.Delivery, []Item{line(1, 1)}, 200, 900, 1450, 82 + 58, 866},
		{"a disabled product goes", shop.Collection, []Item{line(3, 1), line(1, 1)}, 0, 900, 900, 82, 90},
	} {
		cart := Cart{Order: Order{Method: c.method}, Items: slices.Clone(c.items)}
		if c.tip != 0 {
			cart.upsert(Adjustment{Type: Tip, Amount: c.tip})
		}
		Price(&cart, pantry(true))
		if cart.ItemsTotal != c.itemsTotal || cart.Total != c.total || cart.TaxTotal() != c.tax || cart.Sum(Fee) != c.fee {
			t.Errorf("%s: items %d total %d tax %d fee %d", c.name, cart.ItemsTotal, cart.Total, cart.TaxTotal(), cart.Sum(Fee))
		}
	}
}

func TestPriceLabelsOptions(t *testing.T) {
	t.Parallel()
	cart := Cart{Order: Order{Method: shop.Collection}, Items: []Item{line(4, 3)}}
	Price(&cart, pantry(true))
	got := fmt.Sprint(cart.Items[0].Adjustments[0].Label, cart.Items[0].Adjustments[0].Amount, cart.Items[0].Adjustments[1].Label, cart.Items[0].Adjustments[1].Amount)
	if got != "1 × Pepperoni02 × Extra cheese900" && got != "1 × Pepperoni 0 2 × Extra cheese 900" {
		t.Errorf("got %q", got)
	}
}

func TestTaxOnTopAddsToTheTotal(t *testing.T) {
	t.Parallel()
	cart := Cart{Order: Order{Method: shop.Delivery}, Items: []Item{line(1, 1)}}
	Price(&cart, pantry(false))
	if cart.Items[0].Total != 990 || cart.Total != 990+350+70 || cart.Sum(Fee) != 500+166 {
		t.Errorf("line %d, total %d, fee %d", cart.Items[0].Total, cart.Total, cart.Sum(Fee))
	}
}

// Whatever is edited: total = items + adjustments that are not neutral, pricing again changes nothing, one fee and one tip at most, and the
// ids of fee, delivery and tip stay.
func TestPriceProperty(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		cat := pantry(round%2 == 0)
		cart := Cart{Order: Order{Method: shop.Delivery}}
		next := int64(1)
		ids := map[AdjustmentType]int64{}
		for range 12 {
			edit(random, &cart)
			Price(&cart, cat)
			check(t, cart)
			again := Cart{Order: cart.Order, Items: slices.Clone(cart.Items), Adjustments: slices.Clone(cart.Adjustments)}
			Price(&again, cat)
			if again.Total != cart.Total || again.TaxTotal() != cart.TaxTotal() || len(again.Adjustments) != len(cart.Adjustments) {
				t.Fatalf("pricing again made %+v of %+v", again, cart)
			}
			for i := range cart.Adjustments {
				a := &cart.Adjustments[i]
				if a.ID == 0 {
					a.ID, next = next, next+1
				}
				if a.Type == Fee && ids[Fee] != 0 && ids[Fee] != a.ID {
					t.Fatalf("the fee changed its id")
				}
				ids[a.Type] = a.ID
			}
		}
	}
}

func edit(random *rand.Rand, c *Cart) {
	switch n := random.IntN(5); {
	case n == 0 && len(c.Items) > 0:
		c.Items = slices.Delete(c.Items, 0, 1)
	case n == 1:
		c.Method = []shop.Method{shop.Delivery, shop.Collection}[random.IntN(2)]
	case n == 2:
		c.setTip(money.Amount(random.IntN(3) * 100))
	case n == 3 && len(c.Items) > 0:
		c.Items[0].Quantity = 1 + random.Int64N(9)
	default:
		c.Items = append(c.Items, line(1+random.Int64N(4), 1+random.Int64N(3)))
	}
}

func check(t *testing.T, c Cart) {
	t.Helper()
	sum := money.Amount(0)
	count := map[AdjustmentType]int{}
	for _, i := range c.Items {
		sum += i.Total
		if i.Total != money.Amount(i.Quantity)*i.UnitPrice+effective(i.Adjustments) {
			t.Fatalf("line %+v", i)
		}
	}
	if sum != c.ItemsTotal || c.Total != sum+effective(c.Adjustments) {
		t.Fatalf("items %d, total %d: %+v", c.ItemsTotal, c.Total, c)
	}
	for _, a := range c.Adjustments {
		count[a.Type]++
	}
	if count[Fee] > 1 || count[DeliveryFee] > 1 || count[Tip] > 1 || count[Tax] > 1 || c.Method == shop.Collection && count[DeliveryFee] > 0 {
		t.Fatalf("adjustments %v", count)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	got := map[int64]org.Text{}
	want := map[int64]org.Text{1: "1", 31: "Z", 32: "10", 1000: "Z8", 99999: "31MZ"}
	for id := range want {
		got[id] = NumberOf(id)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}
