package partner

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// Hub is a place of Urbantz's that sends parcels for one of our stores.
type Hub struct {
	ID        int64        `db:"id"`
	Hub       string       `db:"hub"` // Urbantz's id
	StoreID   int64        `db:"store_id"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// HubKind is the seed kind urbantz_hub.
func HubKind() seed.Kind {
	return seed.Structs[Hub]{
		Kind:  seed.Kind{Name: "urbantz_hub", Table: "urbantz_hubs", Fields: []seed.Field{seed.Req("store", "@store"), seed.Req("hub", "text")}},
		Fresh: func() Hub { return Hub{} },
		Stamp: func(r seed.Row, to *Hub) { to.ID, to.CreatedAt, to.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(_ *db.Tx, r seed.Row, to *Hub) error {
			seed.Given(r, "store", &to.StoreID, r.Ref)
			seed.Given(r, "hub", &to.Hub, r.Text)
			return nil
		},
		Show: seed.Each(func(h Hub) map[string]any {
			return map[string]any{"id": h.ID, "store": seed.Rel("store", &h.StoreID), "hub": h.Hub, "createdAt": h.CreatedAt, "updatedAt": h.UpdatedAt}
		}),
	}.Make()
}
