package dialect

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) shopCollectionEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/shop_collections", Access: web.Public, Serve: f.shopCollections},
		{Pattern: "GET /api/shop_collections/{id}", Access: web.Public, Serve: f.shopCollection},
		{Pattern: "POST /api/shop_collections", Access: web.Needs(authz.Admin), Serve: f.createShopCollection},
		{Pattern: "PUT /api/shop_collections/{id}", Access: web.Known, Serve: f.changeShopCollection},
		{Pattern: "DELETE /api/shop_collections/{id}", Access: web.Known, Serve: f.deleteShopCollection},
		{Pattern: "GET /api/search/shops_products", Access: web.Public, Serve: f.searchShops},
	}
}

func shopCollectionObject(s shop.ShopCollection) *Object {
	shops := []string{}
	for _, id := range s.Shops.V {
		shops = append(shops, iri("restaurants", id))
	}
	return Obj("@id", iri("shop_collections", s.ID), "@type", "ShopCollection", "title", s.Title, "slug", s.Slug, "shops", shops)
}

func (f *face) shopCollections(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	var found org.Page[shop.ShopCollection]
	err = f.read(c, func(tx *db.Tx) (err error) {
		found, err = shop.ListCollections(tx, p.Size, p.Offset())
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, s := range found.Rows {
		members = append(members, shopCollectionObject(s))
	}
	return f.list(c, http.StatusOK, collection{Context: "ShopCollection", Members: members, Total: found.Total, Page: p})
}

func (f *face) shopCollection(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.showShopCollection(c, http.StatusOK)(worked(c, f.read, func(tx *db.Tx) (shop.ShopCollection, error) { return shop.LoadCollection(tx, id) }))
}

// showShopCollection answers with the selection that a unit of work gave.
func (f *face) showShopCollection(c *web.Call, status int) func(shop.ShopCollection, error) error {
	return func(s shop.ShopCollection, err error) error {
		if err != nil {
			return err
		}
		return f.item(c, status, "ShopCollection", shopCollectionObject(s))
	}
}

func (f *face) createShopCollection(c *web.Call) error {
	return f.saveShopCollection(c, 0, http.StatusCreated)
}

func (f *face) changeShopCollection(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.saveShopCollection(c, id, http.StatusOK)
}

func (f *face) saveShopCollection(c *web.Call, id int64, status int) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := shop.SaveCollectionIn{ID: id}
	if in.Title, err = b.text("title"); err != nil {
		return err
	}
	if in.Shops, err = b.relations("shops", "restaurants"); err != nil {
		return err
	}
	return f.showShopCollection(c, status)(worked(c, f.change, func(tx *db.Tx) (shop.ShopCollection, error) { return shop.SaveCollection(tx, in) }))
}

func (f *face) deleteShopCollection(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return shop.DeleteCollection(tx, shop.DeleteCollectionIn{ID: id}) })
}

// searchShops finds shops first, then products. Its members are no resources: they have no @id and no @type.
func (f *face) searchShops(c *web.Call) error {
	var found shop.Found
	err := f.read(c, func(tx *db.Tx) (err error) {
		found, err = shop.Search(tx, c.Query("q"))
		return err
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, r := range found.Shops {
		members = append(members, Obj("result_type", "shop", "id", strconv.FormatInt(r.ID, 10), "sortable_id", r.ID, "name", r.Name, "type", kebab(r.Type),
			"category", searchCategories(r), "cuisine", r.Cuisines.V, "enabled", r.Enabled, "image_url", searchImage(c, string(r.Image))))
	}
	for _, p := range found.Products {
		picture := ""
		if len(p.Images.V) > 0 {
			picture, _ = imageObjects(c, p.Images.V)[0].At("url").(string)
		}
		members = append(members, Obj("result_type", "product", "id", strconv.FormatInt(p.ID, 10), "sortable_id", p.ID, "name", p.Name,
			"shop_id", p.Restaurant.ID, "shop_name", p.Restaurant.Name, "shop_enabled", p.Restaurant.Enabled, "image_url", picture))
	}
	return f.list(c, http.StatusOK, collection{Context: "Search", Members: members, Total: len(members)})
}

// searchCategories has its own order: featured first.
func searchCategories(r shop.Restaurant) []string {
	list := []string{}
	if r.Featured {
		list = append(list, "featured")
	}
	for _, c := range r.Categories() {
		if c != "featured" {
			list = append(list, c)
		}
	}
	return list
}

func searchImage(c *web.Call, blob string) string {
	if blob == "" {
		return ""
	}
	return shopImage(c, blob)
}

// kebab turns GroceryStore into grocery-store.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
