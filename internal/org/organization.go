package org

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Organization is who stands behind shops and stores, for whom tasks are done.
type Organization struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// AddOrganization makes an organisation for a shop or store that has none yet.
func AddOrganization(tx *db.Tx, name string) (Organization, error) {
	id, err := tx.ID("organizations")
	if err != nil {
		return Organization{}, err
	}
	o := Organization{ID: id, Name: name, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	return o, insertOrganization(tx, o)
}
