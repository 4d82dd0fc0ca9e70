package dialect

import (
	"net/http"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) restaurantEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/restaurants", Access: web.Public, Serve: f.restaurants},
		{Pattern: "GET /api/restaurants/{id}", Access: web.Public, Serve: f.restaurant},
		{Pattern: "PUT /api/restaurants/{id}", Access: web.Known, Serve: f.updateRestaurant},
		{Pattern: "DELETE /api/restaurants/{id}", Access: web.Known, Serve: f.deleteRestaurant},
		{Pattern: "PUT /api/restaurants/{id}/close", Access: web.Known, Serve: f.closeRestaurant},
		{Pattern: "GET /api/restaurants/{id}/timing", Access: web.Public, Serve: f.restaurantTiming},
		{Pattern: "GET /api/restaurants/{id}/can-deliver/{place}", Access: web.Public, Serve: f.canDeliver},
		{Pattern: "GET /api/me/restaurants", Access: web.Needs(authz.User), Serve: f.myRestaurants},
	}
}

// restaurantObject is a restaurant with the keys that its three views share.
func (f *face) restaurantObject(c *web.Call, v shop.View) *Object {
	r, o := v.Restaurant, v.Options.V
	thing := Obj("@id", iri("restaurants", r.ID), "@type", r.SchemaType(), "id", r.ID, "name", r.Name, "description", r.Description,
		"enabled", r.Enabled, "depositRefundEnabled", o.DepositRefundEnabled, "depositRefundOptin", o.DepositRefundOptin,
		"telephone", r.Telephone, "address", addressObject(v.Address), "state", r.State,
		"openingHoursSpecification", openingHours(v.Method(shop.Delivery)), "specialOpeningHoursSpecification", f.closingObjects(v),
		"image", shopImage(c, string(r.Image)), "bannerImage", shopImage(c, string(r.BannerImage)), "fulfillmentMethods", methodObjects(r),
		"isOpen", v.IsOpen(), "nextOpeningDate", f.at(v.NextOpening().Time), "hub", maybeIRI("hubs", r.HubID),
		"loopeatEnabled", o.LoopeatEnabled, "loopeatMandatory", o.LoopeatMandatory, "tags", f.cuisines(r), "badges", v.Marks,
		"autoAcceptOrdersEnabled", r.AutoAccept, "edenredMerchantId", o.EdenredMerchantID, "edenredTRCardEnabled", o.EdenredTRCardEnabled,
		"edenredSyncSent", o.EdenredSyncSent, "edenredEnabled", o.EdenredEnabled)
	if r.MenuID != nil {
		thing.Set("hasMenu", menuIRI(*r.MenuID))
	}
	return thing
}

func openingHours(m shop.FulfillmentMethod) []*Object {
	list := []*Object{}
	for _, rule := range m.OpeningHours {
		days := []string{}
		for _, d := range rule.Days {
			days = append(days, d.String())
		}
		list = append(list, Obj("@type", "OpeningHoursSpecification", "opens", rule.Opens(), "closes", rule.Closes(), "dayOfWeek", days))
	}
	return list
}

func methodObjects(r shop.Restaurant) []*Object {
	list := []*Object{}
	for _, m := range r.Methods.V {
		list = append(list, Obj("@type", "FulfillmentMethod", "@id", genid(), "type", m.Type, "openingHours", m.OpeningHours.Strings(), "enabled", m.Enabled))
	}
	return list
}

// cuisines are the names of what it serves, in the co-op's language and in alphabetical order. A cuisine without translation keeps its name.
func (f *face) cuisines(r shop.Restaurant) []string {
	words := f.house.Words()
	names := []string{}
	for _, c := range r.Cuisines.V {
		if key := "cuisine." + c; words.Has(key) {
			c = words.T(key, nil)
		}
		names = append(names, c)
	}
	slices.Sort(names)
	return names
}

func (f *face) facets(r shop.Restaurant) *Object {
	words := f.house.Words()
	categories := []string{}
	for _, c := range r.Categories() {
		categories = append(categories, words.T("shop.category."+c, nil))
	}
	return Obj("category", categories, "cuisine", f.cuisines(r), "type", words.T("shop.type."+r.Type, nil))
}

func (f *face) orderAction(c *web.Call, r shop.Restaurant) *Object {
	return Obj("@type", "OrderAction", "target", Obj("@type", "EntryPoint", "urlTemplate", absolute(c, r.Path()),
		"inLanguage", f.house.Settings().Locale, "actionPlatform", []string{"http://schema.org/DesktopWebPlatform"}),
		"deliveryMethod", []string{"http://purl.org/goodrelations/v1#DeliveryModeOwnFleet"})
}

func (f *face) restaurants(c *web.Call) error {
	var views []shop.View
	pace := shop.Pace{}
	err := f.read(c, func(tx *db.Tx) error {
		list, err := shop.ListRestaurants(tx)
		if err != nil {
			return err
		}
		if pace, err = f.pace(tx); err != nil {
			return err
		}
		views, err = shop.ViewsOf(tx, list)
		return err
	})
	if err != nil {
		return err
	}
	if views, err = f.reaching(c, views); err != nil {
		return err
	}
	shop.SortBySlot(views, pace)
	members := []*Object{}
	for _, v := range views {
		members = append(members, f.restaurantObject(c, v).Set("facets", f.facets(v.Restaurant)))
	}
	return f.list(c, http.StatusOK, collection{Context: "Restaurant", Members: members, Total: len(members)})
}

func (f *face) pace(tx *db.Tx) (shop.Pace, error) {
	if f.house.Pace == nil {
		return shop.Pace{}, nil
	}
	return f.house.Pace(tx)
}

func (f *face) restaurant(c *web.Call) error {
	v, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	thing := f.restaurantObject(c, v).Set("potentialAction", f.orderAction(c, v.Restaurant))
	return f.item(c, http.StatusOK, "Restaurant", thing)
}

// restaurantView loads the restaurant of the path, as far as the caller may see it.
func (f *face) restaurantView(c *web.Call) (v shop.View, err error) {
	id, err := c.ID("id")
	if err != nil {
		return v, err
	}
	err = f.read(c, func(tx *db.Tx) (err error) {
		v, err = shop.LoadView(tx, id)
		return err
	})
	return v, err
}

func (f *face) myRestaurants(c *web.Call) error {
	members := []*Object{}
	err := f.read(c, func(tx *db.Tx) error {
		list, err := shop.ListOwnRestaurants(tx, c.Who.UserID)
		if err != nil {
			return err
		}
		views, err := shop.ViewsOf(tx, list)
		for _, v := range views {
			members = append(members, f.restaurantObject(c, v))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Restaurant", Members: members, Total: len(members)})
}

func (f *face) updateRestaurant(c *web.Call) error {
	in, err := restaurantIn(c)
	if err != nil {
		return err
	}
	return f.changedRestaurant(c, in.ID, func(tx *db.Tx) error {
		_, err := shop.UpdateRestaurant(tx, in)
		return err
	})
}

func restaurantIn(c *web.Call) (in shop.UpdateRestaurantIn, err error) {
	if in.ID, err = c.ID("id"); err != nil {
		return in, err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return in, err
	}
	state, err := b.text("state")
	if err != nil {
		return in, err
	}
	if state != "" {
		wanted := shop.State(state)
		in.State = &wanted
	}
	menu, err := b.relation("hasMenu", "restaurants/menus")
	if menu != 0 {
		in.MenuID = &menu
	}
	return in, err
}

// changedRestaurant changes a restaurant and answers with it.
func (f *face) changedRestaurant(c *web.Call, id int64, change func(*db.Tx) error) error {
	var v shop.View
	err := f.change(c, func(tx *db.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		r, err := shop.LoadRestaurant(tx, id)
		if err != nil {
			return err
		}
		v, err = shop.ViewOf(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Restaurant", f.restaurantObject(c, v))
}

func (f *face) closeRestaurant(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.changedRestaurant(c, id, func(tx *db.Tx) error {
		_, err := shop.CloseRestaurant(tx, shop.CloseRestaurantIn{RestaurantID: id})
		return err
	})
}

func (f *face) deleteRestaurant(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return shop.DeleteRestaurant(tx, shop.DeleteRestaurantIn{ID: id}) })
}

// remove runs a change on the thing that `{id}` of the path names, and answers with nothing.
func (f *face) remove(c *web.Call, change func(*db.Tx, int64) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if err := f.change(c, func(tx *db.Tx) error { return change(tx, id) }); err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}
