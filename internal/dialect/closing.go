package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) closingEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/opening_hours_specifications/{id}", Access: web.Public, Serve: f.closing},
		{Pattern: "DELETE /api/opening_hours_specifications/{id}", Access: web.Known, Serve: f.reopen},
	}
}

// closingObject is a closure. Read it backwards, as the contract has it: `closes` is when the closure starts, `opens` when it ends.
func (f *face) closingObject(rule shop.ClosingRule) *Object {
	zone := f.house.Words().Zone()
	from, to := rule.StartsAt.In(zone), rule.EndsAt.In(zone)
	return Obj("@id", iri("opening_hours_specifications", rule.ID), "@type", "OpeningHoursSpecification", "id", rule.ID,
		"opens", to.Format("15:04"), "closes", from.Format("15:04"), "validFrom", from.Format("2006-01-02"), "validThrough", to.Format("2006-01-02"))
}

func (f *face) closingObjects(v shop.View) []*Object {
	list := []*Object{}
	for _, rule := range v.Closings {
		list = append(list, f.closingObject(rule))
	}
	return list
}

func (f *face) closing(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var rule shop.ClosingRule
	err = f.read(c, func(tx *db.Tx) error {
		if rule, err = shop.LoadClosingRule(tx, id); err != nil {
			return err
		}
		r, err := shop.LoadRestaurant(tx, rule.RestaurantID)
		if err != nil {
			return err
		}
		return shop.MayView(tx, r)
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "OpeningHoursSpecification", f.closingObject(rule))
}

func (f *face) reopen(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error {
		return shop.ReopenRestaurant(tx, shop.ReopenRestaurantIn{RuleID: id})
	})
}
