package org

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// SeedKinds are the kinds of rows of this module: address, organization and tag.
func SeedKinds() []seed.Kind { return []seed.Kind{addressKind(), organizationKind(), tagKind()} }

func addressKind() seed.Kind {
	fields := []seed.Field{seed.Req("streetAddress", "text"), seed.Req("geo", "geo")}
	for _, name := range []string{"name", "contactName", "description", "company", "postalCode", "addressLocality", "addressRegion", "addressCountry", "provider"} {
		fields = append(fields, seed.Opt(name, "text"))
	}
	return seed.Kind{
		Name: "address", Table: "addresses", Deletes: true, Fields: append(fields, seed.Opt("telephone", "phone")),
		Insert: func(tx *db.Tx, r seed.Row) error {
			a := Address{ID: r.ID, CreatedAt: r.CreatedAt}
			a.seeded(r)
			return insertAddress(tx, a)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			found, err := LoadAddresses(tx, []AddressID{r.ID})
			if err != nil {
				return err
			}
			a := found[r.ID]
			a.seeded(r)
			return saveAddress(tx, a)
		},
		Rows: addressRows,
	}
}

func (a *Address) seeded(r seed.Row) {
	if r.Has("streetAddress") {
		a.StreetAddress = r.Text("streetAddress")
	}
	if r.Has("geo") {
		a.Lat, a.Lng = r.Geo("geo").Latitude, r.Geo("geo").Longitude
	}
	for name, field := range map[string]*Text{
		"name": &a.Name, "contactName": &a.ContactName, "telephone": &a.Telephone, "description": &a.Description, "company": &a.Company,
		"postalCode": &a.PostalCode, "addressLocality": &a.Locality, "addressRegion": &a.Region, "addressCountry": &a.Country, "provider": &a.Provider,
	} {
		if r.Has(name) {
			*field = Text(r.Text(name))
		}
	}
	if !r.DeletedAt.IsZero() {
		a.DeletedAt = r.DeletedAt
	}
	a.UpdatedAt = r.UpdatedAt
}

func addressRows(tx *db.Tx) ([]map[string]any, error) {
	list, err := allAddresses(tx)
	rows := make([]map[string]any, len(list))
	for i, a := range list {
		rows[i] = map[string]any{
			"id": a.ID, "streetAddress": a.StreetAddress, "geo": seed.Geo{Latitude: a.Lat, Longitude: a.Lng}, "name": a.Name, "contactName": a.ContactName,
			"telephone": a.Telephone, "description": a.Description, "company": a.Company, "postalCode": a.PostalCode, "addressLocality": a.Locality,
			"addressRegion": a.Region, "addressCountry": a.Country, "provider": a.Provider,
			"createdAt": a.CreatedAt, "updatedAt": a.UpdatedAt, "deletedAt": a.DeletedAt,
		}
	}
	return rows, err
}
