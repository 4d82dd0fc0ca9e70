package shop

import (
	"encoding/json"
	"strconv"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// ReusablePackaging is a kind of box that comes back: the restaurant's own for a deposit, or one of a partner's.
type ReusablePackaging struct {
	ID           int64                    `db:"id"`
	RestaurantID *int64                   `db:"restaurant_id"`
	Name         string                   `db:"name"`
	Type         string                   `db:"type"` // internal, loopeat or vytal
	Price        money.Amount             `db:"price"`
	OnHand       int64                    `db:"on_hand"`
	OnHold       int64                    `db:"on_hold"`
	Tracked      bool                     `db:"tracked"`
	Data         db.JSON[json.RawMessage] `db:"data"`
	CreatedAt    span.Instant             `db:"created_at"`
	UpdatedAt    span.Instant             `db:"updated_at"`
}

const packagingRelation = "@reusable_packaging:"

// ID is the box that the packaging means, 0 when it cannot be read.
func (p Packaging) ID() int64 {
	id, _ := strconv.ParseInt(strings.TrimPrefix(p.Packaging, packagingRelation), 10, 64)
	return id
}

// LoadPackagings reads boxes by id. Unknown ids are missing in the map.
func LoadPackagings(tx *db.Tx, ids []int64) (map[int64]ReusablePackaging, error) {
	rows, err := rowsByID[ReusablePackaging](tx, "reusable_packagings", ids)
	found := make(map[int64]ReusablePackaging, len(rows))
	for _, p := range rows {
		found[p.ID] = p
	}
	return found, err
}
