package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// ShopCollection is a selection of restaurants for the home page.
type ShopCollection struct {
	ID        int64            `db:"id"`
	Title     string           `db:"title"`
	Slug      string           `db:"slug"` // from its first title, for good
	Shops     db.JSON[[]int64] `db:"shops"`
	CreatedAt span.Instant     `db:"created_at"`
	UpdatedAt span.Instant     `db:"updated_at"`
}
