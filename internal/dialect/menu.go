package dialect

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// The paths of menus, /restaurants/menus/{id}, cross those of what a restaurant has, /restaurants/{id}/timing. So those that would are declared
// as any parts, {root} and {id} and {part}, and onMenu lets only "menus" through.
func (f *face) menuEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/restaurants/{id}/menu", Access: web.Public, Serve: f.activeMenu},
		{Pattern: "GET /api/restaurants/{id}/menus", Access: web.Public, Serve: f.menus},
		{Pattern: "POST /api/restaurants/{id}/menus", Access: web.Known, Serve: f.createMenu},
		{Pattern: "GET /api/restaurants/{root}/{id}", Access: web.Public, Serve: onMenu(f.menu)},
		{Pattern: "PUT /api/restaurants/{root}/{id}", Access: web.Known, Serve: onMenu(f.editMenu)},
		{Pattern: "DELETE /api/restaurants/{root}/{id}", Access: web.Known, Serve: onMenu(f.deleteMenu)},
		{Pattern: "GET /api/restaurants/{root}/{id}/{part}", Access: web.Public, Serve: onMenu(f.sections)},
		{Pattern: "POST /api/restaurants/menus/{id}/sections", Access: web.Known, Serve: f.createSection},
		{Pattern: "GET /api/restaurants/menus/{id}/sections/{section}", Access: web.Public, Serve: f.section},
		{Pattern: "PUT /api/restaurants/menus/{id}/sections/{section}", Access: web.Known, Serve: f.editSection},
		{Pattern: "DELETE /api/restaurants/menus/{id}/sections/{section}", Access: web.Known, Serve: f.deleteSection},
	}
}

func onMenu(serve func(*web.Call) error) func(*web.Call) error {
	return func(c *web.Call) error {
		if c.Path("root") != "menus" {
			return fail.New(fail.NotFound, "row.not_found")
		}
		return serve(c)
	}
}

func menuIRI(id int64) string { return iri("restaurants/menus", id) }

func sectionIRI(s shop.Section) string {
	return fmt.Sprintf("%s/sections/%d", menuIRI(s.MenuID), s.ID)
}

func menuObject(c *web.Call, m shop.MenuTree) *Object {
	sections := []*Object{}
	for _, s := range m.Sections {
		sections = append(sections, sectionObject(c, s))
	}
	return Obj("@id", menuIRI(m.ID), "@type", "http://schema.org/Menu", "name", m.Name, "identifier", m.Code, "hasMenuSection", sections)
}

func sectionObject(c *web.Call, s shop.SectionTree) *Object {
	items := []*Object{}
	for _, i := range s.Items {
		items = append(items, menuItemObject(c, i))
	}
	return Obj("@id", sectionIRI(s.Section), "@type", "MenuSection", "identifier", s.Code, "name", s.Name, "description", s.Description, "hasMenuItem", items)
}

// menuItemObject is a product on a menu, with its options.
func menuItemObject(c *web.Call, i shop.Item) *Object {
	o := productObject(c, i).Only("@id", "@type", "name", "description", "identifier", "enabled", "reusablePackagingEnabled", "offers", "suitableForDiet", "allergens")
	o.Set("@type", "MenuItem")
	if len(i.Options) > 0 {
		addOns := []*Object{}
		for _, option := range i.Options {
			addOns = append(addOns, addOnObject(option))
		}
		o.Set("menuAddOn", addOns)
	}
	return o.Set("images", imageObjects(c, i.Images.V))
}

func addOnObject(option shop.OptionTree) *Object {
	o := Obj("@type", "MenuSection", "name", option.Name, "identifier", option.Code, "additionalType", option.Strategy, "additional", option.Additional)
	if option.RangeLower != nil {
		upper := ""
		if option.RangeUpper != nil {
			upper = fmt.Sprint(*option.RangeUpper)
		}
		o.Set("valuesRange", fmt.Sprintf("[%d,%s]", *option.RangeLower, upper))
	}
	values := slices.SortedStableFunc(slices.Values(option.Values), func(a, b shop.OptionValue) int { return strings.Compare(a.Value, b.Value) })
	items := []*Object{}
	for _, v := range values {
		if v.Enabled {
			items = append(items, Obj("@type", "MenuItem", "@id", optionValueIRI(v.ID), "name", v.Value, "identifier", v.Code,
				"offers", offer(v.Price), "dependsOn", optionValueIRIs(v.DependsOn.V)))
		}
	}
	return o.Set("hasMenuItem", items)
}

func (f *face) activeMenu(c *web.Call) error {
	v, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	return f.showMenu(c, http.StatusOK)(worked(c, f.read, func(tx *db.Tx) (shop.MenuTree, error) { return shop.MenuOf(tx, v.Restaurant) }))
}

// showMenu answers with the menu that a unit of work gave.
func (f *face) showMenu(c *web.Call, status int) func(shop.MenuTree, error) error {
	return func(m shop.MenuTree, err error) error {
		if err != nil {
			return err
		}
		return f.item(c, status, "Menu", menuObject(c, m))
	}
}

// showSection answers with the section that a unit of work gave: as a root it is called a menu.
func (f *face) showSection(c *web.Call, status int) func(shop.SectionTree, error) error {
	return func(s shop.SectionTree, err error) error {
		if err != nil {
			return err
		}
		return f.item(c, status, "Menu", rootSection(c, s))
	}
}

func rootSection(c *web.Call, s shop.SectionTree) *Object {
	return sectionObject(c, s).Set("@type", "http://schema.org/Menu")
}

// worked gives what a unit of work gives; run is f.read or f.change.
func worked[T any](c *web.Call, run func(*web.Call, func(*db.Tx) error) error, fn func(*db.Tx) (T, error)) (out T, err error) {
	err = run(c, func(tx *db.Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	return out, err
}

func (f *face) menus(c *web.Call) error {
	v, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	members := []*Object{}
	err = f.read(c, func(tx *db.Tx) error {
		trees, err := shop.ListMenus(tx, v.ID)
		for _, m := range trees {
			members = append(members, menuObject(c, m))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Restaurant", Members: members, Total: len(members)})
}

func (f *face) menu(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.showMenu(c, http.StatusOK)(worked(c, f.read, func(tx *db.Tx) (shop.MenuTree, error) { return shop.LoadMenuTree(tx, id) }))
}

func (f *face) createMenu(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	name, err := b.text("name")
	if err != nil {
		return err
	}
	return f.showMenu(c, http.StatusCreated)(worked(c, f.change, func(tx *db.Tx) (shop.MenuTree, error) {
		return shop.CreateMenu(tx, shop.CreateMenuIn{RestaurantID: id, Name: name})
	}))
}

func (f *face) editMenu(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := shop.EditMenuIn{ID: id}
	if in.Name, err = b.text("name"); err != nil {
		return err
	}
	if in.Sections, err = b.relations("sections", fmt.Sprintf("restaurants/menus/%d/sections", id)); err != nil {
		return err
	}
	return f.showMenu(c, http.StatusOK)(worked(c, f.change, func(tx *db.Tx) (shop.MenuTree, error) { return shop.EditMenu(tx, in) }))
}

func (f *face) deleteMenu(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return shop.DeleteMenu(tx, shop.DeleteMenuIn{ID: id}) })
}

func (f *face) createSection(c *web.Call) error {
	in, err := sectionIn(c)
	if err != nil {
		return err
	}
	return f.showSection(c, http.StatusCreated)(worked(c, f.change, func(tx *db.Tx) (shop.SectionTree, error) {
		return shop.CreateSection(tx, shop.CreateSectionIn{MenuID: in.MenuID, Name: in.Name, Description: in.Description})
	}))
}

func (f *face) sections(c *web.Call) error {
	if c.Path("part") != "sections" {
		return fail.New(fail.NotFound, "row.not_found")
	}
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	menu, err := worked(c, f.read, func(tx *db.Tx) (shop.MenuTree, error) { return shop.LoadMenuTree(tx, id) })
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, s := range menu.Sections {
		members = append(members, rootSection(c, s))
	}
	return f.list(c, http.StatusOK, collection{Context: "Menu", Members: members, Total: len(members)})
}

func (f *face) section(c *web.Call) error {
	menu, id, err := sectionPath(c)
	if err != nil {
		return err
	}
	return f.showSection(c, http.StatusOK)(worked(c, f.read, func(tx *db.Tx) (shop.SectionTree, error) { return shop.LoadSectionTree(tx, menu, id) }))
}

func sectionPath(c *web.Call) (menu, section int64, err error) {
	if menu, err = c.ID("id"); err != nil {
		return 0, 0, err
	}
	section, err = c.ID("section")
	return menu, section, err
}

// sectionIn reads a section as it is written; the section's id is read by editSection alone.
func sectionIn(c *web.Call) (in shop.EditSectionIn, err error) {
	if in.MenuID, err = c.ID("id"); err != nil {
		return in, err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return in, err
	}
	if in.Name, err = b.text("name"); err != nil {
		return in, err
	}
	if in.Description, err = b.text("description"); err != nil {
		return in, err
	}
	products, err := b.relations("products", "products")
	if b.has("products") {
		in.Products = &products
	}
	return in, err
}

func (f *face) editSection(c *web.Call) error {
	in, err := sectionIn(c)
	if err != nil {
		return err
	}
	if in.ID, err = c.ID("section"); err != nil {
		return err
	}
	return f.showSection(c, http.StatusOK)(worked(c, f.change, func(tx *db.Tx) (shop.SectionTree, error) { return shop.EditSection(tx, in) }))
}

func (f *face) deleteSection(c *web.Call) error {
	menu, id, err := sectionPath(c)
	if err != nil {
		return err
	}
	if err := f.change(c, func(tx *db.Tx) error { return shop.DeleteSection(tx, shop.DeleteSectionIn{MenuID: menu, ID: id}) }); err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}
