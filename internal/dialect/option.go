package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) optionEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/restaurants/{id}/product_options", Access: web.Public, Serve: f.options},
		{Pattern: "GET /api/product_option_values/{id}", Access: web.Known, Serve: f.optionValue},
		{Pattern: "PUT /api/product_option_values/{id}", Access: web.Known, Serve: f.updateOptionValue},
	}
}

func optionValueIRI(id int64) string { return iri("product_option_values", id) }

func optionValueIRIs(ids []int64) []string {
	list := []string{}
	for _, id := range ids {
		list = append(list, optionValueIRI(id))
	}
	return list
}

func optionObject(o shop.OptionTree) *Object {
	values := []*Object{}
	for _, v := range o.Values {
		values = append(values, optionValueObject(v))
	}
	var within any
	if o.RangeLower != nil {
		within = Obj("lower", o.RangeLower, "upper", o.RangeUpper, "isUpperInfinite", o.RangeUpper == nil)
	}
	return Obj("@id", iri("product_options", o.ID), "@type", "ProductOption", "strategy", o.Strategy, "additional", o.Additional,
		"valuesRange", within, "code", o.Code, "name", o.Name, "values", values)
}

func optionValueObject(v shop.OptionValue) *Object {
	return Obj("@id", optionValueIRI(v.ID), "@type", "ProductOptionValue", "price", v.Price, "code", v.Code, "enabled", v.Enabled, "value", v.Value, "name", v.Value)
}

func (f *face) options(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	view, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	var found org.Page[shop.OptionTree]
	err = f.read(c, func(tx *db.Tx) (err error) {
		found, err = shop.ListOptions(tx, shop.PageIn{RestaurantID: view.ID, Limit: p.Size, Offset: p.Offset()})
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, o := range found.Rows {
		members = append(members, optionObject(o))
	}
	return f.list(c, http.StatusOK, collection{Context: "ProductOption", Members: members, Total: found.Total, Page: p})
}

func (f *face) optionValue(c *web.Call) error {
	return f.showOptionValue(c, f.read, shop.LoadOptionValue)
}

func (f *face) updateOptionValue(c *web.Call) error {
	enabled, err := enabledIn(c)
	if err != nil {
		return err
	}
	return f.showOptionValue(c, f.change, func(tx *db.Tx, id int64) (shop.OptionValue, error) {
		if enabled == nil {
			v, err := shop.LoadOptionValue(tx, id)
			if err != nil {
				return v, err
			}
			enabled = &v.Enabled
		}
		return shop.SwitchOptionValue(tx, shop.SwitchOptionValueIn{ID: id, Enabled: *enabled})
	})
}

// showOptionValue answers with the option value of the path after fn.
func (f *face) showOptionValue(c *web.Call, run func(*web.Call, func(*db.Tx) error) error, fn func(*db.Tx, int64) (shop.OptionValue, error)) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	v, err := worked(c, run, func(tx *db.Tx) (shop.OptionValue, error) { return fn(tx, id) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "ProductOptionValue", optionValueObject(v))
}
