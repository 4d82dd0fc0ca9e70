package pricing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// ListZones gives administrators a page of the zones, by id.
func ListZones(tx *db.Tx, limit, offset int) (org.Page[Zone], error) {
	if err := mayAdminister(tx.Who()); err != nil {
		return org.Page[Zone]{}, err
	}
	return listZones(tx, limit, offset)
}

// ReadZone gives administrators a zone.
func ReadZone(tx *db.Tx, id int64) (Zone, error) {
	z, err := loadZone(tx, id)
	if err != nil {
		return z, err
	}
	return z, mayAdminister(tx.Who())
}
