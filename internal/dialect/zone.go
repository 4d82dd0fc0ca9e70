package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

func (f *face) zoneEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/zones", Access: web.Needs(authz.Admin), Serve: f.zones},
		{Pattern: "GET /api/zones/{id}", Access: web.Needs(authz.User), Serve: f.zone},
	}
}

func zoneObject(z pricing.Zone) *Object {
	return Obj("@id", iri("zones", z.ID), "@type", "Zone", "id", z.ID, "name", z.Name, "geoJSON", z.GeoJSON.V)
}

func (f *face) zones(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	found, err := worked(c, f.read, func(tx *db.Tx) (org.Page[pricing.Zone], error) { return pricing.ListZones(tx, p.Size, p.Offset()) })
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, z := range found.Rows {
		members = append(members, zoneObject(z))
	}
	return f.list(c, http.StatusOK, collection{Context: "Zone", Members: members, Total: found.Total, Page: p})
}

func (f *face) zone(c *web.Call) error {
	z, err := storeRead(f, c, pricing.ReadZone)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Zone", zoneObject(z))
}
