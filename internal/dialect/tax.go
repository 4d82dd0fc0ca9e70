package dialect

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) taxEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "GET /api/tax_rates", Access: web.Public, Serve: f.taxRates}}
}

func (f *face) taxRates(c *web.Call) error {
	var taxes shop.TaxRates
	err := f.read(c, func(tx *db.Tx) (err error) {
		taxes, err = shop.LoadTaxRates(tx)
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, r := range taxes.Goods() {
		members = append(members, f.taxObject(taxes, r).Set("alternatives", alternatives(taxes, r)))
	}
	for _, r := range taxes.ForCode(shop.ServiceCategory(f.house.Settings().SubjectToVAT)) {
		members = append(members, f.taxObject(taxes, r).Set("alternatives", []string{}))
	}
	return f.list(c, http.StatusOK, collection{Context: "TaxRate", Members: members, Total: -1})
}

func (f *face) taxObject(taxes shop.TaxRates, r shop.TaxRate) *Object {
	return Obj("@id", "/api/tax_rates/"+r.Code, "@type", "TaxRate", "id", r.Code, "code", r.Code, "amount", r.Amount.Float(),
		"name", fmt.Sprintf("%s %.2f%%", f.taxName(r), r.Amount.Float()*100), "category", taxes.CategoryOf(r))
}

// taxName is the rate's name in the co-op's language; a name of the co-op's own stays as it is.
func (f *face) taxName(r shop.TaxRate) string {
	if words := f.house.Words(); words.Has(r.Name) {
		return words.T(r.Name, nil)
	}
	return r.Name
}

// alternatives are the codes of the region's other rates of the same height, those of services left out.
func alternatives(taxes shop.TaxRates, r shop.TaxRate) []string {
	codes := []string{}
	for _, other := range taxes.Rates {
		service := strings.HasPrefix(taxes.CategoryOf(other), shop.ServiceTax)
		if other.Code != r.Code && other.Amount == r.Amount && string(other.Country) == taxes.Region && !service {
			codes = append(codes, other.Code)
		}
	}
	slices.Sort(codes)
	return codes
}
