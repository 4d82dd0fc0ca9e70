package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// LoadMenu reads a menu; NotFound when there is none, or the id is that of a section.
func LoadMenu(tx *db.Tx, id int64) (Menu, error) {
	return db.One[Menu](tx, "SELECT * FROM menus WHERE id = ?", id)
}

// ListMenus gives a restaurant's menus with everything below them, by id.
func ListMenus(tx *db.Tx, restaurantID int64) ([]MenuTree, error) {
	menus, err := db.All[Menu](tx, "SELECT * FROM menus WHERE restaurant_id = ? ORDER BY id", restaurantID)
	if err != nil {
		return nil, err
	}
	return menuTrees(tx, menus)
}

// MenuOf gives the active menu of a restaurant with everything below it; NotFound when it has none.
func MenuOf(tx *db.Tx, r Restaurant) (MenuTree, error) {
	if r.MenuID == nil {
		return MenuTree{}, fail.New(fail.NotFound, "row.not_found")
	}
	return LoadMenuTree(tx, *r.MenuID)
}

// LoadMenuTree reads a menu with everything below it; NotFound when there is none.
func LoadMenuTree(tx *db.Tx, id int64) (MenuTree, error) {
	m, err := LoadMenu(tx, id)
	if err != nil {
		return MenuTree{}, err
	}
	trees, err := menuTrees(tx, []Menu{m})
	if err != nil {
		return MenuTree{}, err
	}
	return trees[0], nil
}

// LoadSectionTree reads a section of a menu with its products; NotFound when the menu has no such section.
func LoadSectionTree(tx *db.Tx, menuID, id int64) (SectionTree, error) {
	s, err := loadSection(tx, menuID, id)
	if err != nil {
		return SectionTree{}, err
	}
	items, err := itemsOfSections(tx, []int64{id})
	return SectionTree{Section: s, Items: listed(items[id])}, err
}

func loadSection(tx *db.Tx, menuID, id int64) (Section, error) {
	return db.One[Section](tx, "SELECT * FROM menu_sections WHERE id = ? AND menu_id = ?", id, menuID)
}

func sectionsOf(tx *db.Tx, menuIDs []int64) ([]Section, error) {
	return db.All[Section](tx, "SELECT * FROM menu_sections WHERE menu_id IN (?) ORDER BY menu_id, position, id", menuIDs)
}

func menuTrees(tx *db.Tx, menus []Menu) ([]MenuTree, error) {
	ids := []int64{}
	for _, m := range menus {
		ids = append(ids, m.ID)
	}
	sections, err := sectionsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	sectionIDs := []int64{}
	for _, s := range sections {
		sectionIDs = append(sectionIDs, s.ID)
	}
	items, err := itemsOfSections(tx, sectionIDs)
	trees := make([]MenuTree, len(menus))
	for i, m := range menus {
		trees[i] = MenuTree{Menu: m, Sections: []SectionTree{}}
		for _, s := range sections {
			if s.MenuID == m.ID {
				trees[i].Sections = append(trees[i].Sections, SectionTree{Section: s, Items: listed(items[s.ID])})
			}
		}
	}
	return trees, err
}

func listed(items []Item) []Item {
	if items == nil {
		return []Item{}
	}
	return items
}

type placedProduct struct {
	SectionID int64 `db:"section_id"`
	ProductID int64 `db:"product_id"`
}

func itemsOfSections(tx *db.Tx, sectionIDs []int64) (map[int64][]Item, error) {
	places, err := db.All[placedProduct](tx, "SELECT section_id, product_id FROM menu_section_products WHERE section_id IN (?) ORDER BY section_id, position", sectionIDs)
	if err != nil {
		return nil, err
	}
	ids := []int64{}
	for _, p := range places {
		ids = append(ids, p.ProductID)
	}
	products, err := LoadProducts(tx, ids)
	if err != nil {
		return nil, err
	}
	var present []Product
	var where []int64
	for _, place := range places {
		if p := products[place.ProductID]; p.DeletedAt.IsZero() {
			present = append(present, p)
			where = append(where, place.SectionID)
		}
	}
	items, err := ItemsOf(tx, present)
	found := map[int64][]Item{}
	for i, item := range items {
		found[where[i]] = append(found[where[i]], item)
	}
	return found, err
}

func insertMenu(tx *db.Tx, m Menu) error { return db.Insert(tx, "menus", m) }

func saveMenu(tx *db.Tx, m Menu) error {
	m.UpdatedAt = tx.Now()
	return db.Update(tx, "menus", m)
}

// removeMenu takes a menu away with its sections; a restaurant whose active menu it was has none afterwards.
func removeMenu(tx *db.Tx, id int64) error {
	for _, query := range []string{
		"UPDATE restaurants SET menu_id = NULL, version = version + 1 WHERE menu_id = ?",
		"DELETE FROM menu_section_products WHERE section_id IN (SELECT id FROM menu_sections WHERE menu_id = ?)",
		"DELETE FROM menu_sections WHERE menu_id = ?",
		"DELETE FROM menus WHERE id = ?",
	} {
		if _, err := tx.Exec(query, id); err != nil {
			return err
		}
	}
	return nil
}

func insertSection(tx *db.Tx, s Section) error { return db.Insert(tx, "menu_sections", s) }

func saveSection(tx *db.Tx, s Section) error {
	s.UpdatedAt = tx.Now()
	return db.Update(tx, "menu_sections", s)
}

func removeSection(tx *db.Tx, id int64) error {
	if _, err := tx.Exec("DELETE FROM menu_section_products WHERE section_id = ?", id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM menu_sections WHERE id = ?", id)
	return err
}

// placing is a section's wanted content.
type placing struct {
	restaurantID, sectionID int64
	productIDs              []int64
}

// placeProducts gives a section exactly these products in this order, and takes them out of the other sections of the restaurant's menus.
func placeProducts(tx *db.Tx, in placing) error {
	if _, err := tx.Exec(`DELETE FROM menu_section_products WHERE section_id = ? OR product_id IN (?) AND section_id IN
		(SELECT s.id FROM menu_sections s JOIN menus m ON m.id = s.menu_id WHERE m.restaurant_id = ?)`, in.sectionID, in.productIDs, in.restaurantID); err != nil {
		return err
	}
	for i, id := range in.productIDs {
		_, err := tx.Exec("INSERT INTO menu_section_products (section_id, product_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", in.sectionID, id, i)
		if err != nil {
			return err
		}
	}
	return nil
}
