package shop

import (
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Menu is a tree of sections and products. A restaurant may have several; one is active. Ids of menus and sections come from one sequence.
type Menu struct {
	ID           int64        `db:"id"`
	RestaurantID int64        `db:"restaurant_id"`
	Code         string       `db:"code"` // a UUID
	Name         string       `db:"name"`
	CreatedAt    span.Instant `db:"created_at"`
	UpdatedAt    span.Instant `db:"updated_at"`
}

// Section is a heading of a menu.
type Section struct {
	ID          int64        `db:"id"`
	MenuID      int64        `db:"menu_id"`
	Position    int64        `db:"position"`
	Code        string       `db:"code"` // a UUID
	Name        string       `db:"name"`
	Description org.Text     `db:"description"`
	Enabled     bool         `db:"enabled"`
	CreatedAt   span.Instant `db:"created_at"`
	UpdatedAt   span.Instant `db:"updated_at"`
}

// MenuTree is a menu with everything below it, in the order of the screen. Disabled products are in it, marked so.
type MenuTree struct {
	Menu
	Sections []SectionTree
}

// SectionTree is a section with its products.
type SectionTree struct {
	Section
	Items []Item
}

// Item is a product as it is offered: with the price of its default variant and its options.
type Item struct {
	Product
	Default Variant // zero when the product has none: it cannot be bought
	Options []OptionTree
}

// OptionTree is an option with all its values, disabled ones too, in their order.
type OptionTree struct {
	Option
	Values []OptionValue
}
