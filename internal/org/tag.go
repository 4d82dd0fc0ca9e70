package org

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Tag is a coloured word that dispatchers put on tasks, stores and customers. Things keep its slug.
type Tag struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	Slug      string       `db:"slug"`
	Color     string       `db:"color"` // #rrggbb
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// TagIn are a new tag's fields.
type TagIn struct{ Name, Color string }

// AddTag makes a tag. Its slug comes from its name and must be new.
func AddTag(tx *db.Tx, in TagIn) (Tag, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return Tag{}, err
	}
	slug := Slug(in.Name)
	if slug == "" {
		return Tag{}, fail.At("name", "value.blank")
	}
	id, err := tx.ID("tags")
	if err != nil {
		return Tag{}, err
	}
	t := Tag{ID: id, Name: in.Name, Slug: slug, Color: in.Color, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	err = insertTag(tx, t)
	if fail.Is(err, fail.Conflict) {
		return Tag{}, fail.At("name", "value.taken", "name", in.Name)
	}
	return t, err
}
