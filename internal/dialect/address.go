package dialect

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/place"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

func (f *face) addressEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/addresses", Access: web.Needs(authz.Admin), Serve: f.addresses},
		{Pattern: "GET /api/addresses/{id}", Access: web.Needs(authz.User), Serve: f.address},
		{Pattern: "PATCH /api/addresses/{id}", Access: web.Needs(authz.User), Serve: f.changeAddress},
		{Pattern: "DELETE /api/addresses/{id}", Access: web.Needs(authz.User), Serve: f.deleteAddress},
	}
}

// addressObject is an address as all views show it.
func addressObject(a org.Address) *Object {
	return Obj("@id", iri("addresses", a.ID), "@type", "http://schema.org/Place", "geo", geoObject(a.Lat, a.Lng), "provider", a.Provider,
		"streetAddress", a.StreetAddress, "name", a.Name, "telephone", a.Telephone, "description", a.Description, "contactName", a.ContactName)
}

func geoObject(lat, lng float64) *Object {
	return Obj("@type", "GeoCoordinates", "latitude", degrees(lat), "longitude", degrees(lng))
}

const significant = 14

// degrees writes a coordinate with at most 14 significant digits, the rest cut off: what clients have always compared by.
func degrees(v float64) json.Number {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	digits, started := 0, false
	for i, c := range text {
		started = started || c >= '1' && c <= '9'
		if started && c != '.' {
			digits++
		}
		if digits > significant && strings.Contains(text[:i], ".") {
			return json.Number(text[:i])
		}
	}
	return json.Number(text)
}

func (f *face) addresses(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	var found org.Page[org.Address]
	err = f.read(c, func(tx *db.Tx) (err error) {
		found, err = org.ListAddresses(tx, p.Size, p.Offset())
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Address", Members: addressObjects(found.Rows), Total: found.Total, Page: p})
}

func addressObjects(list []org.Address) []*Object {
	objects := make([]*Object, len(list))
	for i, a := range list {
		objects[i] = addressObject(a)
	}
	return objects
}

func (f *face) address(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var a org.Address
	err = f.read(c, func(tx *db.Tx) (err error) {
		if a, err = org.LoadAddress(tx, id); err != nil {
			return err
		}
		return org.MayListAddresses(tx.Who())
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Address", addressObject(a))
}

func (f *face) changeAddress(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	fields, err := addressFields(b)
	if err != nil {
		return err
	}
	var a org.Address
	err = f.change(c, func(tx *db.Tx) (err error) {
		theirs, err := store.HasAddress(tx, id)
		if err != nil {
			return err
		}
		a, err = org.ChangeAddress(tx, org.ChangeAddressIn{ID: id, Fields: fields, Theirs: theirs})
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Address", addressObject(a))
}

func (f *face) deleteAddress(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = f.change(c, func(tx *db.Tx) error {
		theirs, err := store.HasAddress(tx, id)
		if err != nil {
			return err
		}
		return org.DeleteAddress(tx, org.DeleteAddressIn{ID: id, Theirs: theirs})
	})
	if err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}

// addressIn reads an address wherever one may be written: the IRI of an existing one, any other text, which is looked up, or an object, whose
// street is looked up when it says no position. It asks the geocoder, so it must be called before a unit of work. What was not found has no
// position, and is refused when it is placed. Missing or null gives nil.
func (f *face) addressIn(ctx context.Context, raw json.RawMessage) (*org.AddressIn, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if id := idOf("addresses", text); id != 0 {
			return &org.AddressIn{ID: id}, nil
		}
		return f.located(ctx, org.AddressIn{StreetAddress: &text}, true)
	}
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", "address")
	}
	in, err := addressFields(b)
	if err != nil || in.ID != 0 {
		return &in, err
	}
	return f.located(ctx, in, false)
}

// located looks up the position of a street that has none. A text alone takes the parts of the address from what was found, too.
func (f *face) located(ctx context.Context, in org.AddressIn, whole bool) (*org.AddressIn, error) {
	if in.Position != nil || in.StreetAddress == nil || strings.TrimSpace(*in.StreetAddress) == "" {
		return &in, nil
	}
	hit, ok, err := f.house.Geocoder().Geocode(ctx, *in.StreetAddress, place.Options{Near: f.house.Settings().Centre(), Lang: f.house.Settings().Locale})
	if err != nil || !ok {
		return &in, err
	}
	lat, lng := hit.Point.Degrees()
	in.Position, in.Guessed = &org.Position{Lat: lat, Lng: lng}, true
	if whole {
		label := hit.Label()
		in.StreetAddress, in.PostalCode, in.Locality, in.Country = &label, &hit.Postcode, &hit.City, &hit.Country
	}
	return &in, nil
}

// addressFields reads the keys of an address object; absent ones stay nil, null clears.
func addressFields(b body) (org.AddressIn, error) {
	id, err := b.relation("@id", "addresses")
	if err != nil {
		return org.AddressIn{}, err
	}
	in := org.AddressIn{ID: id}
	for key, field := range map[string]**string{
		"streetAddress": &in.StreetAddress, "name": &in.Name, "contactName": &in.ContactName, "telephone": &in.Telephone, "description": &in.Description,
		"company": &in.Company, "postalCode": &in.PostalCode, "addressLocality": &in.Locality, "addressRegion": &in.Region,
		"addressCountry": &in.Country, "provider": &in.Provider,
	} {
		if !b.has(key) {
			continue
		}
		text := ""
		if string(b[key]) != "false" { // some clients write "no telephone" so
			if err := b.into(key, &text); err != nil {
				return in, err
			}
		}
		*field = &text
	}
	in.Position, err = positionIn(b)
	return in, err
}

func positionIn(b body) (*org.Position, error) {
	var geo *struct{ Latitude, Longitude *float64 }
	if err := b.into("geo", &geo); err != nil {
		return nil, err
	}
	if geo != nil && geo.Latitude != nil && geo.Longitude != nil {
		return &org.Position{Lat: *geo.Latitude, Lng: *geo.Longitude}, nil
	}
	var pair []float64
	if err := b.into("latLng", &pair); err != nil {
		return nil, err
	}
	if len(pair) == 2 {
		return &org.Position{Lat: pair[0], Lng: pair[1]}, nil
	}
	return nil, nil
}
