package dialect

import (
	"net/http"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) productEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/restaurants/{id}/products", Access: web.Public, Serve: f.products},
		{Pattern: "GET /api/products/{id}", Access: web.Known, Serve: f.product},
		{Pattern: "PUT /api/products/{id}", Access: web.Known, Serve: f.updateProduct},
		{Pattern: "PUT /api/products/{id}/disable", Access: web.Known, Serve: f.disableProduct},
		{Pattern: "DELETE /api/products/{id}", Access: web.Known, Serve: f.deleteProduct},
	}
}

// productObject is a product by itself. Optional keys that say nothing are left out.
func productObject(c *web.Call, i shop.Item) *Object {
	o := Obj("@id", iri("products", i.ID), "@type", "Product", "id", i.ID, "code", i.Code, "name", i.Name, "enabled", i.Enabled, "identifier", i.Code)
	if i.Description != "" {
		o.Set("description", i.Description)
	}
	o.Set("reusablePackagingEnabled", i.ReusablePackaging).Set("offers", offer(i.Default.Price))
	if len(i.Diets.V) > 0 {
		o.Set("suitableForDiet", dietIRIs(i.Diets.V))
	}
	if len(i.Allergens.V) > 0 {
		o.Set("allergens", i.Allergens.V)
	}
	return o.Set("images", imageObjects(c, i.Images.V))
}

func offer(price money.Amount) *Object { return Obj("@type", "Offer", "price", price) }

// dietIRIs turns HALAL_DIET into http://schema.org/HalalDiet.
func dietIRIs(codes []string) []string {
	list := []string{}
	for _, code := range codes {
		name := ""
		for word := range strings.SplitSeq(code, "_") {
			if word != "" {
				name += word[:1] + strings.ToLower(word[1:])
			}
		}
		list = append(list, "http://schema.org/"+name)
	}
	return list
}

func imageObjects(c *web.Call, images []shop.Image) []*Object {
	list := []*Object{}
	for _, i := range images {
		url := i.URL
		if i.Blob != "" {
			url = absolute(c, "/media/"+i.Blob)
		}
		list = append(list, Obj("ratio", i.Ratio, "url", url))
	}
	return list
}

func (f *face) products(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	v, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	var found org.Page[shop.Item]
	err = f.read(c, func(tx *db.Tx) (err error) {
		found, err = shop.ListProducts(tx, shop.PageIn{RestaurantID: v.ID, Limit: p.Size, Offset: p.Offset()})
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, i := range found.Rows {
		members = append(members, productObject(c, i))
	}
	return f.list(c, http.StatusOK, collection{Context: "Product", Members: members, Total: found.Total, Page: p})
}

// showProduct answers with the product of the path after fn; run is f.read or f.change.
func (f *face) showProduct(c *web.Call, run func(*web.Call, func(*db.Tx) error) error, fn func(*db.Tx, int64) (shop.Item, error)) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	i, err := worked(c, run, func(tx *db.Tx) (shop.Item, error) { return fn(tx, id) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Product", productObject(c, i))
}

func (f *face) product(c *web.Call) error { return f.showProduct(c, f.read, shop.LoadItem) }

func (f *face) updateProduct(c *web.Call) error {
	enabled, err := enabledIn(c)
	if err != nil {
		return err
	}
	return f.showProduct(c, f.change, func(tx *db.Tx, id int64) (shop.Item, error) {
		if enabled == nil {
			i, err := shop.LoadItem(tx, id)
			if err != nil {
				return i, err
			}
			enabled = &i.Enabled
		}
		return shop.SwitchProduct(tx, shop.SwitchProductIn{ID: id, Enabled: *enabled})
	})
}

// enabledIn reads {"enabled": bool}; nil when it was not sent.
func enabledIn(c *web.Call) (enabled *bool, err error) {
	b, err := bodyOf(c, false)
	if err != nil {
		return nil, err
	}
	return enabled, b.into("enabled", &enabled)
}

func (f *face) disableProduct(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	text, err := b.text("until")
	if err != nil {
		return err
	}
	if text == "" {
		return fail.New(fail.Invalid, "request.date", "value", text)
	}
	until, err := f.moment(text)
	if err != nil {
		return err
	}
	return f.showProduct(c, f.change, func(tx *db.Tx, id int64) (shop.Item, error) {
		return shop.SwitchProduct(tx, shop.SwitchProductIn{ID: id, Until: until})
	})
}

func (f *face) deleteProduct(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return shop.DeleteProduct(tx, shop.DeleteProductIn{ID: id}) })
}
