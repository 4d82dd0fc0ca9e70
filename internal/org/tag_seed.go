package org

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

func tagKind() seed.Kind {
	return seed.Kind{
		Name: "tag", Table: "tags", Fields: []seed.Field{seed.Req("name", "text"), seed.Req("color", "text"), seed.Opt("slug", "text")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return insertTag(tx, Tag{ID: r.ID, Name: r.Text("name"), Slug: r.TextOr("slug", Slug(r.Text("name"))), Color: r.Text("color"),
				CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt})
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			t, err := LoadTag(tx, r.ID)
			if err != nil {
				return err
			}
			for name, field := range map[string]*string{"name": &t.Name, "slug": &t.Slug, "color": &t.Color} {
				if r.Has(name) {
					*field = r.Text(name)
				}
			}
			t.UpdatedAt = r.UpdatedAt
			return saveTag(tx, t)
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := tagsByID(tx)
			rows := make([]map[string]any, len(list))
			for i, t := range list {
				rows[i] = map[string]any{"id": t.ID, "name": t.Name, "color": t.Color, "slug": t.Slug, "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt}
			}
			return rows, err
		},
	}
}
