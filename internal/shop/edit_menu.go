package shop

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// EditMenuIn says what changes on a menu. An empty Name stays as it is; nil Sections too. Sections lists section ids in their new order;
// those not named follow.
type EditMenuIn struct {
	ID       int64
	Name     string
	Sections []int64
}

// EditMenu renames a menu and orders its sections.
func EditMenu(tx *db.Tx, in EditMenuIn) (MenuTree, error) {
	m, err := menuForChange(tx, in.ID)
	if err != nil {
		return MenuTree{}, err
	}
	if in.Name != "" {
		m.Name = in.Name
	}
	if err := saveMenu(tx, m); err != nil {
		return MenuTree{}, err
	}
	if err := orderSections(tx, m, in.Sections); err != nil {
		return MenuTree{}, err
	}
	if err := tx.Emit(MenuChanged{RestaurantID: m.RestaurantID, MenuID: m.ID}); err != nil {
		return MenuTree{}, err
	}
	return LoadMenuTree(tx, m.ID)
}

// menuForChange loads a menu that the caller may change.
func menuForChange(tx *db.Tx, id int64) (Menu, error) {
	m, err := LoadMenu(tx, id)
	if err != nil {
		return Menu{}, err
	}
	return m, MayEdit(tx, m.RestaurantID)
}

func orderSections(tx *db.Tx, m Menu, order []int64) error {
	sections, err := sectionsOf(tx, []int64{m.ID})
	if err != nil || len(order) == 0 {
		return err
	}
	place := func(s Section) int {
		if i := slices.Index(order, s.ID); i >= 0 {
			return i
		}
		return len(order)
	}
	for _, id := range order {
		if !slices.ContainsFunc(sections, func(s Section) bool { return s.ID == id }) {
			return fail.New(fail.Invalid, "menu.section.foreign", "section", id)
		}
	}
	slices.SortStableFunc(sections, func(a, b Section) int { return place(a) - place(b) })
	for i, s := range sections {
		s.Position = int64(i)
		if err := saveSection(tx, s); err != nil {
			return err
		}
	}
	return nil
}
