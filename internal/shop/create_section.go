package shop

import (
	"github.com/google/uuid"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// CreateSectionIn describes a new section of a menu.
type CreateSectionIn struct {
	MenuID      int64
	Name        string
	Description string
}

// CreateSection adds an empty section at the end of a menu.
func CreateSection(tx *db.Tx, in CreateSectionIn) (SectionTree, error) {
	m, err := menuForChange(tx, in.MenuID)
	if err != nil {
		return SectionTree{}, err
	}
	if in.Name == "" {
		return SectionTree{}, fail.At("name", "value.blank")
	}
	have, err := sectionsOf(tx, []int64{m.ID})
	if err != nil {
		return SectionTree{}, err
	}
	s := Section{
		MenuID: m.ID, Code: uuid.NewString(), Name: in.Name, Description: org.Text(in.Description), Enabled: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}
	if len(have) > 0 {
		s.Position = have[len(have)-1].Position + 1
	}
	if s.ID, err = tx.ID(taxons); err != nil {
		return SectionTree{}, err
	}
	if err := insertSection(tx, s); err != nil {
		return SectionTree{}, err
	}
	return SectionTree{Section: s, Items: []Item{}}, tx.Emit(MenuChanged{RestaurantID: m.RestaurantID, MenuID: m.ID})
}
