package org

import (
	"strings"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
)

// AddressID names an address.
type AddressID = int64

// Address is a place that people named: where a shop stands, where a parcel goes. Lat and Lng are degrees as they were given.
type Address struct {
	ID            AddressID    `db:"id"`
	StreetAddress string       `db:"street_address"`
	Lat           float64      `db:"lat"`
	Lng           float64      `db:"lng"`
	Name          Text         `db:"name"`
	ContactName   Text         `db:"contact_name"`
	Telephone     Text         `db:"telephone"` // E.164
	Description   Text         `db:"description"`
	Company       Text         `db:"company"`
	PostalCode    Text         `db:"postal_code"`
	Locality      Text         `db:"locality"`
	Region        Text         `db:"region"`
	Country       Text         `db:"country"`
	Provider      Text         `db:"provider"` // MAP_PICKER, PLUS_CODE or nothing
	DeletedAt     span.Instant `db:"deleted_at"`
	CreatedAt     span.Instant `db:"created_at"`
	UpdatedAt     span.Instant `db:"updated_at"`
}

// Point is where the address stands.
func (a Address) Point() geo.Point { return geo.At(a.Lat, a.Lng) }

// FirstName and LastName are the contact's name cut at its first space; a single word is both, no contact gives "".
func (a Address) FirstName() string { first, _ := cutName(string(a.ContactName)); return first }

// LastName is what follows the first space of the contact's name.
func (a Address) LastName() string { _, last := cutName(string(a.ContactName)); return last }

func cutName(full string) (first, last string) {
	first, last, found := strings.Cut(full, " ")
	if !found {
		return first, first
	}
	return first, last
}

// OneLine is the address in one line for lists and messages: its name, or else its contact, then the street address.
func (a Address) OneLine() string {
	for _, who := range []Text{a.Name, a.ContactName} {
		if who != "" {
			return string(who) + ", " + a.StreetAddress
		}
	}
	return a.StreetAddress
}

// Position is a place in degrees, as a caller or the geocoder gave it.
type Position struct{ Lat, Lng float64 }

// AddressIn is an address as a face understood it, geocoded already: either ID of an existing one, or fields. A nil field was absent.
type AddressIn struct {
	ID            AddressID
	StreetAddress *string
	Position      *Position // nil: nobody found it
	Guessed       bool      // the position was looked up by the street
	Name          *string
	ContactName   *string
	Telephone     *string // as people write it
	AnyPhone      bool    // keep a telephone number that can be read, even if nobody can have it
	Description   *string
	Company       *string
	PostalCode    *string
	Locality      *string
	Region        *string
	Country       *string
	Provider      *string
}

const longestField = 1000

// checkField names what is wrong with a text, "" when it can be kept.
func checkField(s string) string {
	switch {
	case len(s) > longestField:
		return "value.too_long"
	case !Readable(s):
		return "value.invalid"
	}
	return ""
}

// apply writes the given fields over an address; country is where a telephone without prefix belongs.
func (in AddressIn) apply(a *Address, country string) error {
	var wrong *fail.Error
	if in.StreetAddress != nil {
		a.StreetAddress = strings.TrimSpace(*in.StreetAddress)
	}
	if in.Position != nil {
		a.Lat, a.Lng = in.Position.Lat, in.Position.Lng
	}
	for _, f := range []struct {
		path string
		in   *string
		out  *Text
	}{
		{"name", in.Name, &a.Name}, {"contactName", in.ContactName, &a.ContactName}, {"description", in.Description, &a.Description},
		{"company", in.Company, &a.Company}, {"postalCode", in.PostalCode, &a.PostalCode}, {"addressLocality", in.Locality, &a.Locality},
		{"addressRegion", in.Region, &a.Region}, {"addressCountry", in.Country, &a.Country}, {"provider", in.Provider, &a.Provider},
	} {
		if f.in == nil {
			continue
		}
		if code := checkField(*f.in); code != "" {
			wrong = wrong.Add(f.path, code, "limit", longestField)
		}
		*f.out = Text(*f.in)
	}
	if in.Telephone != nil {
		phone, err := parsePhone(*in.Telephone, country, in.AnyPhone)
		if err != nil {
			wrong = wrong.Add("telephone", "phone.invalid", "number", *in.Telephone)
		}
		a.Telephone = phone
	}
	return wrong.Or()
}

// check refuses an address that nobody could ride to.
func (a Address) check() error {
	var wrong *fail.Error
	if a.Lat == 0 && a.Lng == 0 || !geo.Valid(a.Lat, a.Lng) {
		wrong = wrong.Add("geo", "value.missing")
	}
	if a.StreetAddress == "" {
		wrong = wrong.Add("streetAddress", "value.blank")
	}
	if code := checkField(a.StreetAddress); code != "" {
		wrong = wrong.Add("streetAddress", code, "limit", longestField)
	}
	return wrong.Or()
}
