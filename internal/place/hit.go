package place

import "pignon.coop/internal/geo"

// Kind tells what a hit is.
type Kind string

// The kinds of hits, in Photon's words.
const (
	House    Kind = "house"
	Street   Kind = "street"
	Locality Kind = "locality"
	Other    Kind = "other" // something with a name: a shop, a school, a station
)

// Hit is one address or place found. Fields that the map does not tell are empty.
type Hit struct {
	Name        string // of a street, a place or a shop; empty for a mere house number
	HouseNumber string
	Street      string // of a house or a shop
	Postcode    string
	City        string
	Country     string // two capital letters
	Kind        Kind
	Class       string // the map's own word: residential, restaurant, village
	Point       geo.Point
}

// Label is the hit in one line: the name, or else house number and street in the order of the country; then postcode and city.
func (h Hit) Label() string {
	first := h.Name
	if first == "" {
		first = h.door()
	}
	second := spaced(h.Postcode, h.City)
	if h.Kind == Locality && h.City == h.Name {
		second = h.Postcode
	}
	if first == "" || second == "" {
		return first + second
	}
	return first + ", " + second
}

func (h Hit) door() string {
	switch h.Country {
	case "", "AU", "CA", "FR", "GB", "IE", "LU", "MC", "NZ", "US":
		return spaced(h.HouseNumber, h.Street)
	default: // most of the world writes the number last
		return spaced(h.Street, h.HouseNumber)
	}
}

func spaced(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
