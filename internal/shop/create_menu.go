package shop

import (
	"github.com/google/uuid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// CreateMenuIn describes a new menu.
type CreateMenuIn struct {
	RestaurantID int64
	Name         string
}

// CreateMenu adds an empty menu. It is not active until UpdateRestaurant makes it so.
func CreateMenu(tx *db.Tx, in CreateMenuIn) (MenuTree, error) {
	r, err := LoadRestaurant(tx, in.RestaurantID)
	if err != nil {
		return MenuTree{}, err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return MenuTree{}, err
	}
	if in.Name == "" {
		return MenuTree{}, fail.At("name", "value.blank")
	}
	m := Menu{RestaurantID: r.ID, Code: uuid.NewString(), Name: in.Name, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if m.ID, err = tx.ID(taxons); err != nil {
		return MenuTree{}, err
	}
	if err := insertMenu(tx, m); err != nil {
		return MenuTree{}, err
	}
	return MenuTree{Menu: m, Sections: []SectionTree{}}, tx.Emit(MenuChanged{RestaurantID: r.ID, MenuID: m.ID})
}

// taxons is the sequence that menus and sections share.
const taxons = "taxons"
