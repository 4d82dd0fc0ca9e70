package order

import (
	"fmt"
	"testing"

	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
)

// TestPriceCountsBoxes follows §4 of the pricing's page: who gets boxes, how many, and what they cost.
func TestPriceCountsBoxes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		scheme  shop.Options
		wanted  bool // by the customer
		units   float64
		total   money.Amount // of two soups at 600
		enabled bool
		lines   string
	}{
		"no scheme":                       {shop.Options{DepositRefundOptin: true}, true, 1, 1200, true, ""},
		"not chosen":                      {shop.Options{DepositRefundEnabled: true, DepositRefundOptin: true}, false, 1, 1200, false, ""},
		"chosen":                          {shop.Options{DepositRefundEnabled: true, DepositRefundOptin: true}, true, 1, 1700, true, "2 × « Box » 500"},
		"halves are whole boxes":          {shop.Options{DepositRefundEnabled: true, DepositRefundOptin: true}, true, 0.75, 1700, true, "2 × « Box » 500"},
		"two share one":                   {shop.Options{DepositRefundEnabled: true, DepositRefundOptin: true}, true, 0.5, 1450, true, "1 × « Box » 250"},
		"nobody is asked":                 {shop.Options{DepositRefundEnabled: true}, false, 1, 1700, true, "2 × « Box » 500"},
		"a partner's boxes cost no money": {shop.Options{LoopeatEnabled: true, DepositRefundOptin: true}, true, 1, 1200, true, "2 × Box 500"},
		"a partner's boxes by rule":       {shop.Options{LoopeatEnabled: true, LoopeatMandatory: true, DepositRefundOptin: true}, false, 1, 1200, true, "2 × Box 500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat := pantry(true)
			cat.Contract = shop.Contract{}
			cat.Restaurant.Options.V = c.scheme
			soup := shop.Product{ID: 1, Enabled: true, ReusablePackaging: true}
			soup.ReusablePackagings.V = []shop.Packaging{{Packaging: "@reusable_packaging:7", Units: c.units}, {Packaging: "@reusable_packaging:8", Units: 1}}
			cat.Products[1], cat.Variants[1] = soup, shop.Variant{ID: 1, ProductID: 1, Price: 600, TaxCategoryID: 1}
			cat.Boxes = map[int64]shop.ReusablePackaging{7: {ID: 7, Name: "Box", Price: 250}}
			cart := Cart{Order: Order{Method: shop.Collection, ReusablePackaging: c.wanted}, Items: []Item{line(1, 2)}}
			for range 2 {
				Price(&cart, cat)
			}
			lines := ""
			for _, a := range cart.Items[0].Adjustments {
				if a.Type == ReusablePackaging {
					lines += fmt.Sprint(a.Label, " ", a.Amount)
				}
			}
			if cart.Total != c.total || cart.ReusablePackaging != c.enabled || lines != c.lines || !cart.Priced {
				t.Errorf("total %d, enabled %v, lines %q, priced %v", cart.Total, cart.ReusablePackaging, lines, cart.Priced)
			}
		})
	}
}
