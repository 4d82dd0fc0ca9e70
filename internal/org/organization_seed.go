package org

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

func organizationKind() seed.Kind {
	return seed.Kind{
		Name: "organization", Table: "organizations", Fields: []seed.Field{seed.Req("name", "text")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return insertOrganization(tx, Organization{ID: r.ID, Name: r.Text("name"), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt})
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			o, err := LoadOrganization(tx, r.ID)
			if err != nil {
				return err
			}
			if r.Has("name") {
				o.Name = r.Text("name")
			}
			o.UpdatedAt = r.UpdatedAt
			return saveOrganization(tx, o)
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := listOrganizations(tx)
			rows := make([]map[string]any, len(list))
			for i, o := range list {
				rows[i] = map[string]any{"id": o.ID, "name": o.Name, "createdAt": o.CreatedAt, "updatedAt": o.UpdatedAt}
			}
			return rows, err
		},
	}
}
