package shop

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// HomepageBlock is a part of the home page. Type and data are free; the storefront shows the types that it knows.
type HomepageBlock struct {
	ID        int64                    `db:"id"`
	Type      string                   `db:"type"`
	Data      db.JSON[json.RawMessage] `db:"data"` // never null
	Position  int64                    `db:"position"`
	CreatedAt span.Instant             `db:"created_at"`
	UpdatedAt span.Instant             `db:"updated_at"`
}

// The types of blocks that the storefront shows.
const (
	BlockShops        = "shop_collection"
	BlockBanner       = "banner"
	BlockDeliveryForm = "delivery_form"
)
