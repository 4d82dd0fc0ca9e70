package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// EditSectionIn says what changes on a section of a menu. Empty texts and nil Products stay as they are.
type EditSectionIn struct {
	MenuID, ID  int64
	Name        string
	Description string
	Products    *[]int64 // its products in their order; they leave every other section of the restaurant's menus
}

// EditSection renames a section and places products in it. Products may be disabled, or not this restaurant's own, but must exist.
func EditSection(tx *db.Tx, in EditSectionIn) (SectionTree, error) {
	m, err := menuForChange(tx, in.MenuID)
	if err != nil {
		return SectionTree{}, err
	}
	s, err := loadSection(tx, m.ID, in.ID)
	if err != nil {
		return SectionTree{}, err
	}
	if in.Name != "" {
		s.Name = in.Name
	}
	if in.Description != "" {
		s.Description = org.Text(in.Description)
	}
	if err := saveSection(tx, s); err != nil {
		return SectionTree{}, err
	}
	if in.Products != nil {
		if err := fillSection(tx, m, s, *in.Products); err != nil {
			return SectionTree{}, err
		}
	}
	if err := tx.Emit(MenuChanged{RestaurantID: m.RestaurantID, MenuID: m.ID}); err != nil {
		return SectionTree{}, err
	}
	return LoadSectionTree(tx, m.ID, s.ID)
}

func fillSection(tx *db.Tx, m Menu, s Section, productIDs []int64) error {
	products, err := LoadProducts(tx, productIDs)
	if err != nil {
		return err
	}
	for _, id := range productIDs {
		if p, ok := products[id]; !ok || !p.DeletedAt.IsZero() {
			return fail.New(fail.Invalid, "menu.product.unknown", "product", id)
		}
	}
	return placeProducts(tx, placing{restaurantID: m.RestaurantID, sectionID: s.ID, productIDs: productIDs})
}
