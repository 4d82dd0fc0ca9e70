package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// Menu is a menu as it is edited: all its sections and products, also those that are off.
type Menu struct {
	ID       int64         `json:"id"`
	Name     string        `json:"name"`
	Sections []MenuSection `json:"sections"`
}

// ShopCatalogue is everything that a shop can sell, for its own screen.
type ShopCatalogue struct {
	Menus    []Menu          `json:"menus"`
	Products []Product       `json:"products" doc:"Also those that are on no menu"`
	Options  []ProductOption `json:"options"`
	Total    int             `json:"total" doc:"How many products there are; the answer holds 1000 at most"`
}

// MenuNameIn is a new menu.
type MenuNameIn struct {
	Name string `json:"name" minLength:"1" maxLength:"255"`
}

// EditMenuIn changes a menu; absent fields stay.
type EditMenuIn struct {
	Name     string  `json:"name,omitempty" maxLength:"255"`
	Sections []int64 `json:"sections,omitempty" maxItems:"500" doc:"Its sections in their new order"`
}

// SectionIn is a section; absent fields stay.
type SectionIn struct {
	Name        string   `json:"name,omitempty" maxLength:"255"`
	Description string   `json:"description,omitempty" maxLength:"5000"`
	Products    *[]int64 `json:"products,omitempty" maxItems:"1000" doc:"Its products in their order; they leave every other section"`
}

func (f *face) menuRoutes() {
	register(f, web.Known, huma.Operation{Method: "GET", Path: "/v1/shops/{id}/catalogue", Summary: "All menus, products and options of a shop"}, f.catalogue)
	register(f, web.Known, huma.Operation{Method: "POST", Path: "/v1/shops/{id}/menus", Summary: "Add a menu", DefaultStatus: http.StatusCreated}, f.createMenu)
	register(f, web.Known, huma.Operation{Method: "PATCH", Path: "/v1/menus/{id}", Summary: "Rename a menu, order its sections"}, f.editMenu)
	register(f, web.Known, huma.Operation{Method: "DELETE", Path: "/v1/menus/{id}", Summary: "Take a menu away", DefaultStatus: http.StatusNoContent}, f.deleteMenu)
	register(f, web.Known, huma.Operation{Method: "POST", Path: "/v1/menus/{id}/sections", Summary: "Add a section", DefaultStatus: http.StatusCreated}, f.createSection)
	register(f, web.Known, huma.Operation{Method: "PATCH", Path: "/v1/menus/{id}/sections/{section}", Summary: "Change a section, place products in it"}, f.editSection)
	register(f, web.Known, huma.Operation{Method: "DELETE", Path: "/v1/menus/{id}/sections/{section}", Summary: "Take a section away", DefaultStatus: http.StatusNoContent}, f.deleteSection)
}

const mostProducts = 1000

func (f *face) catalogue(ctx context.Context, who authz.Actor, in *PathID) (*answer[ShopCatalogue], error) {
	out := ShopCatalogue{Menus: []Menu{}, Products: []Product{}, Options: []ProductOption{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		if _, err := shop.LoadRestaurant(tx, in.ID); err != nil {
			return err
		}
		if err := shop.MayEdit(tx, in.ID); err != nil {
			return err
		}
		return out.load(tx, shop.PageIn{RestaurantID: in.ID, Limit: mostProducts})
	})
	return &answer[ShopCatalogue]{out}, err
}

func (c *ShopCatalogue) load(tx *db.Tx, in shop.PageIn) error {
	menus, err := shop.ListMenus(tx, in.RestaurantID)
	if err != nil {
		return err
	}
	for _, m := range menus {
		c.Menus = append(c.Menus, menuOf(m))
	}
	products, err := shop.ListProducts(tx, in)
	if err != nil {
		return err
	}
	for _, i := range products.Rows {
		c.Products = append(c.Products, productOf(i, true))
	}
	c.Total = products.Total
	options, err := shop.ListOptions(tx, in)
	for _, o := range options.Rows {
		c.Options = append(c.Options, optionOf(o, true))
	}
	return err
}

func menuOf(m shop.MenuTree) Menu {
	out := Menu{ID: m.ID, Name: m.Name, Sections: []MenuSection{}}
	for _, s := range m.Sections {
		out.Sections = append(out.Sections, sectionOf(s, true))
	}
	return out
}

// editedMenu runs an edit and answers with the menu that it gives.
func (f *face) editedMenu(ctx context.Context, who authz.Actor, edit func(*db.Tx) (shop.MenuTree, error)) (*answer[Menu], error) {
	var out Menu
	err := f.change(ctx, who, func(tx *db.Tx) error {
		m, err := edit(tx)
		out = menuOf(m)
		return err
	})
	return &answer[Menu]{out}, err
}

// editedSection runs an edit and answers with the section that it gives.
func (f *face) editedSection(ctx context.Context, who authz.Actor, edit func(*db.Tx) (shop.SectionTree, error)) (*answer[MenuSection], error) {
	var out MenuSection
	err := f.change(ctx, who, func(tx *db.Tx) error {
		s, err := edit(tx)
		out = sectionOf(s, true)
		return err
	})
	return &answer[MenuSection]{out}, err
}

type createMenu struct {
	PathID
	Body MenuNameIn
}

func (f *face) createMenu(ctx context.Context, who authz.Actor, in *createMenu) (*answer[Menu], error) {
	return f.editedMenu(ctx, who, func(tx *db.Tx) (shop.MenuTree, error) {
		return shop.CreateMenu(tx, shop.CreateMenuIn{RestaurantID: in.ID, Name: in.Body.Name})
	})
}

type editMenu struct {
	PathID
	Body EditMenuIn
}

func (f *face) editMenu(ctx context.Context, who authz.Actor, in *editMenu) (*answer[Menu], error) {
	return f.editedMenu(ctx, who, func(tx *db.Tx) (shop.MenuTree, error) {
		return shop.EditMenu(tx, shop.EditMenuIn{ID: in.ID, Name: in.Body.Name, Sections: in.Body.Sections})
	})
}

func (f *face) deleteMenu(ctx context.Context, who authz.Actor, in *PathID) (*nothing, error) {
	err := f.change(ctx, who, func(tx *db.Tx) error { return shop.DeleteMenu(tx, shop.DeleteMenuIn{ID: in.ID}) })
	return &nothing{}, err
}

type createSection struct {
	PathID
	Body SectionIn
}

func (f *face) createSection(ctx context.Context, who authz.Actor, in *createSection) (*answer[MenuSection], error) {
	return f.editedSection(ctx, who, func(tx *db.Tx) (shop.SectionTree, error) {
		return shop.CreateSection(tx, shop.CreateSectionIn{MenuID: in.ID, Name: in.Body.Name, Description: in.Body.Description})
	})
}

// SectionPath names a section of a menu.
type SectionPath struct {
	PathID
	Section int64 `path:"section" minimum:"1"`
}

type editSection struct {
	SectionPath
	Body SectionIn
}

func (f *face) editSection(ctx context.Context, who authz.Actor, in *editSection) (*answer[MenuSection], error) {
	edit := shop.EditSectionIn{MenuID: in.ID, ID: in.Section, Name: in.Body.Name, Description: in.Body.Description, Products: in.Body.Products}
	return f.editedSection(ctx, who, func(tx *db.Tx) (shop.SectionTree, error) { return shop.EditSection(tx, edit) })
}

func (f *face) deleteSection(ctx context.Context, who authz.Actor, in *SectionPath) (*nothing, error) {
	err := f.change(ctx, who, func(tx *db.Tx) error {
		return shop.DeleteSection(tx, shop.DeleteSectionIn{MenuID: in.ID, ID: in.Section})
	})
	return &nothing{}, err
}
