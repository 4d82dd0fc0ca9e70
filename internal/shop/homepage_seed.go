package shop

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// homepageKind is the seed kind homepage_block.
func homepageKind() seed.Kind {
	return seed.Structs[HomepageBlock]{
		Kind: seed.Kind{Name: "homepage_block", Table: "homepage_blocks", Fields: []seed.Field{seed.Req("type", "text"), seed.Opt("data", "json")}},
		Fresh: func() HomepageBlock {
			return HomepageBlock{Data: db.JSON[json.RawMessage]{V: json.RawMessage("[]")}, Position: -1}
		},
		Stamp: func(r seed.Row, b *HomepageBlock) { b.ID, b.CreatedAt, b.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill: func(tx *db.Tx, r seed.Row, b *HomepageBlock) (err error) {
			seed.Given(r, "type", &b.Type, r.Text)
			seed.Given(r, "data", &b.Data.V, r.JSON)
			if b.Position < 0 {
				b.Position, err = nextBlock(tx)
			}
			return err
		},
		Show: seed.Each(func(b HomepageBlock) map[string]any {
			return map[string]any{"id": b.ID, "type": b.Type, "data": b.Data.V, "createdAt": b.CreatedAt, "updatedAt": b.UpdatedAt}
		}),
	}.Make()
}
