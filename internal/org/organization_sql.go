package org

import "pignon.coop/internal/db"

// LoadOrganization reads an organisation; NotFound when there is none.
func LoadOrganization(tx *db.Tx, id int64) (Organization, error) {
	return db.One[Organization](tx, "SELECT * FROM organizations WHERE id = ?", id)
}

func insertOrganization(tx *db.Tx, o Organization) error { return db.Insert(tx, "organizations", o) }

func saveOrganization(tx *db.Tx, o Organization) error { return db.Update(tx, "organizations", o) }

func listOrganizations(tx *db.Tx) ([]Organization, error) {
	return db.All[Organization](tx, "SELECT * FROM organizations ORDER BY id")
}
