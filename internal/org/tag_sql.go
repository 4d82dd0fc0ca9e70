package org

import "pignon.coop/internal/db"

// ListTags gives every tag, by name.
func ListTags(tx *db.Tx) ([]Tag, error) {
	return db.All[Tag](tx, "SELECT * FROM tags ORDER BY name, id")
}

// TagsBySlug reads the tags behind slugs. Slugs that no tag has are missing in the map.
func TagsBySlug(tx *db.Tx, slugs []string) (map[string]Tag, error) {
	rows, err := db.All[Tag](tx, "SELECT * FROM tags WHERE slug IN (?)", slugs)
	found := make(map[string]Tag, len(rows))
	for _, t := range rows {
		found[t.Slug] = t
	}
	return found, err
}

func insertTag(tx *db.Tx, t Tag) error { return db.Insert(tx, "tags", t) }

// LoadTag reads a tag; NotFound when there is none.
func LoadTag(tx *db.Tx, id int64) (Tag, error) {
	return db.One[Tag](tx, "SELECT * FROM tags WHERE id = ?", id)
}

func tagsByID(tx *db.Tx) ([]Tag, error) { return db.All[Tag](tx, "SELECT * FROM tags ORDER BY id") }

func saveTag(tx *db.Tx, t Tag) error { return db.Update(tx, "tags", t) }
