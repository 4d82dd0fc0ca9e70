package shop

import (
	"slices"

	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// TaxCategory groups what is taxed alike: BASE_REDUCED, SERVICE.
type TaxCategory struct {
	ID        int64        `db:"id"`
	Code      string       `db:"code"`
	Name      string       `db:"name"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// TaxRate is one tax of a category in a region.
type TaxRate struct {
	ID         int64        `db:"id"`
	Code       string       `db:"code"`
	CategoryID int64        `db:"category_id"`
	Name       string       `db:"name"` // a translation key, or the name itself
	Amount     money.Rate   `db:"amount"`
	Included   bool         `db:"included_in_price"`
	Country    org.Text     `db:"country"` // region in lower case ("ca-bc"); empty: everywhere
	CreatedAt  span.Instant `db:"created_at"`
	UpdatedAt  span.Instant `db:"updated_at"`
}

// Of gives the tax of an amount: the part that it contains when prices include the tax, what comes on top otherwise. Half a cent
// rounds away from zero.
func (r TaxRate) Of(amount money.Amount) money.Amount {
	if r.Included {
		return r.Amount.IncludedIn(amount)
	}
	return r.Amount.Of(amount)
}

// TaxRates are all categories with their rates, as loaded at one moment.
type TaxRates struct {
	Categories []TaxCategory
	Rates      []TaxRate
	Region     string // the co-op's
}

// For gives the rates that apply to a category: its only rate when that one holds everywhere, else those of the co-op's region. There may be
// several, or none.
func (t TaxRates) For(categoryID int64) []TaxRate {
	var all, ours []TaxRate
	for _, r := range t.Rates {
		if r.CategoryID != categoryID {
			continue
		}
		all = append(all, r)
		if string(r.Country) == t.Region {
			ours = append(ours, r)
		}
	}
	if len(all) == 1 && all[0].Country == "" {
		return all
	}
	return ours
}

// ForCode is For by the category's code. No such category has no rate.
func (t TaxRates) ForCode(code string) []TaxRate {
	for _, c := range t.Categories {
		if c.Code == code {
			return t.For(c.ID)
		}
	}
	return nil
}

// Codes of the categories that the house itself refers to.
const (
	ServiceTax       = "SERVICE"
	ServiceTaxExempt = "SERVICE_TAX_EXEMPT"
)

// ServiceCategory is the category of deliveries: exempt unless the co-op is subject to VAT.
func ServiceCategory(subjectToVAT bool) string {
	if subjectToVAT {
		return ServiceTax
	}
	return ServiceTaxExempt
}

// Goods gives the region's own rates of the general categories of goods, lowest first.
func (t TaxRates) Goods() []TaxRate {
	var list []TaxRate
	for _, r := range t.Rates {
		if string(r.Country) == t.Region && slices.Contains(goods, t.CategoryOf(r)) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b TaxRate) int { return int(a.Amount - b.Amount) })
	return list
}

var goods = []string{"BASE_STANDARD", "BASE_INTERMEDIARY", "BASE_REDUCED"}

// CategoryOf gives the code of a rate's category.
func (t TaxRates) CategoryOf(r TaxRate) string {
	for _, c := range t.Categories {
		if c.ID == r.CategoryID {
			return c.Code
		}
	}
	return ""
}
