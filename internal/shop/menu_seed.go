package shop

import (
	"github.com/google/uuid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// menuKind is the seed kind menu. It becomes its restaurant's active menu unless it says otherwise.
func menuKind() seed.Kind {
	return seed.Structs[Menu]{
		Kind: seed.Kind{Name: "menu", Table: "menus", Sequence: taxons, Fields: []seed.Field{seed.Req("restaurant", "@restaurant"), seed.Req("name", "text"),
			seed.Opt("code", "text"), seed.Opt("active", "bool")}},
		Fresh: func() Menu { return Menu{Code: uuid.NewString()} },
		Stamp: func(r seed.Row, m *Menu) { m.ID, m.CreatedAt, m.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(_ *db.Tx, r seed.Row, m *Menu) error {
			seed.Given(r, "restaurant", &m.RestaurantID, r.Ref)
			seed.Given(r, "name", &m.Name, r.Text)
			seed.Given(r, "code", &m.Code, r.Text)
			return nil
		},
		Born: func(tx *db.Tx, r seed.Row, m Menu) error { return activate(tx, m, r.Bool("active", true)) },
		After: func(tx *db.Tx, r seed.Row, m Menu) error {
			if !r.Has("active") {
				return nil
			}
			return activate(tx, m, r.Bool("active", true))
		},
		Show: showMenus,
	}.Make()
}

// activate makes a menu its restaurant's active one, or no longer.
func activate(tx *db.Tx, m Menu, wanted bool) error {
	r, err := oneRow[Restaurant](tx, "restaurants", m.RestaurantID)
	if err != nil {
		return err
	}
	isActive := r.MenuID != nil && *r.MenuID == m.ID
	if wanted == isActive {
		return nil
	}
	r.MenuID = nil
	if wanted {
		r.MenuID = &m.ID
	}
	return db.Update(tx, "restaurants", &r)
}

func showMenus(tx *db.Tx, list []Menu) ([]map[string]any, error) {
	ids := []int64{}
	for _, m := range list {
		ids = append(ids, m.RestaurantID)
	}
	restaurants, err := LoadRestaurants(tx, ids)
	rows := make([]map[string]any, len(list))
	for i, m := range list {
		active := restaurants[m.RestaurantID].MenuID
		rows[i] = map[string]any{"id": m.ID, "restaurant": seed.Rel("restaurant", &m.RestaurantID), "name": m.Name, "code": m.Code,
			"active": active != nil && *active == m.ID, "createdAt": m.CreatedAt, "updatedAt": m.UpdatedAt}
	}
	return rows, err
}

// sectionKind is the seed kind menu_section.
func sectionKind() seed.Kind {
	return seed.Structs[Section]{
		Kind: seed.Kind{Name: "menu_section", Table: "menu_sections", Sequence: taxons, Fields: []seed.Field{seed.Req("menu", "@menu"), seed.Req("name", "text"),
			seed.Opt("code", "text"), seed.Opt("description", "text"), seed.Opt("enabled", "bool"), seed.Opt("products", "[@product]")}},
		Fresh: func() Section { return Section{Code: uuid.NewString(), Enabled: true} },
		Stamp: func(r seed.Row, s *Section) { s.ID, s.CreatedAt, s.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillSectionRow,
		After: func(tx *db.Tx, r seed.Row, s Section) error {
			if !r.Has("products") {
				return nil
			}
			m, err := LoadMenu(tx, s.MenuID)
			if err != nil {
				return err
			}
			return placeProducts(tx, placing{restaurantID: m.RestaurantID, sectionID: s.ID, productIDs: r.Refs("products")})
		},
		Show: showSections,
	}.Make()
}

func fillSectionRow(tx *db.Tx, r seed.Row, s *Section) (err error) {
	before := s.MenuID
	seed.Given(r, "menu", &s.MenuID, r.Ref)
	seed.Given(r, "name", &s.Name, r.Text)
	seed.Given(r, "code", &s.Code, r.Text)
	seed.GivenText(r, "description", &s.Description)
	seed.GivenBool(r, "enabled", &s.Enabled)
	if before != s.MenuID {
		s.Position, err = nextPosition(tx, nextSection, s.MenuID)
	}
	return err
}

func showSections(tx *db.Tx, list []Section) ([]map[string]any, error) {
	ids := []int64{}
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	products, err := productsOfSections(tx, ids)
	rows := make([]map[string]any, len(list))
	for i, s := range list {
		rows[i] = map[string]any{"id": s.ID, "menu": seed.Rel("menu", &s.MenuID), "name": s.Name, "code": s.Code, "description": s.Description,
			"enabled": s.Enabled, "products": seed.Rels("product", products[s.ID]), "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
	}
	return rows, err
}
