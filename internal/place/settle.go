package place

import (
	"cmp"
	"slices"
	"strings"

	"pignon.coop/internal/geo"
)

// settle fills in what only the whole map can tell: representative points, cities, countries, postcodes.
func (g *gatherer) settle() {
	for _, f := range g.entries {
		if f.kind == streetEntry {
			settleStreet(f)
		}
	}
	codes := postcodesByCity(g.entries)
	for _, f := range g.entries {
		if f.city == "" {
			f.city = g.localities.cityAt(f.at)
		}
		f.country = g.localities.countryAt(f.at)
		if v := codes[f.city]; f.postcode == "" && v != nil && v.share(v.winner()) > 0.9 {
			f.postcode = v.winner()
		}
	}
	g.entries = withoutTwins(g.entries)
}

func settleStreet(f *found) {
	f.at = centre(f.points)
	if city := f.cities.winner(); city != "" {
		f.city = city
	}
	f.postcode = f.codes.winner()
	f.numbers = distinct(f.numbers)
	if len(f.numbers) > 0 {
		f.importance += 5
	}
}

// centre is the point of a line that lies nearest to the middle of all.
func centre(points []geo.Point) geo.Point {
	var lat, lng int64
	for _, p := range points {
		lat, lng = lat+int64(p.Lat), lng+int64(p.Lng)
	}
	n := int64(len(points))
	mean := geo.Point{Lat: int32(lat / n), Lng: int32(lng / n)}
	return slices.MinFunc(points, func(a, b geo.Point) int {
		return cmp.Compare(geo.Distance(a, mean), geo.Distance(b, mean))
	})
}

// distinct sorts house numbers and keeps one of each.
func distinct(numbers []foundNumber) []foundNumber {
	slices.SortStableFunc(numbers, func(a, b foundNumber) int {
		m, _ := parseNumber(a.text)
		n, _ := parseNumber(b.text)
		return cmp.Or(cmp.Compare(m.first, n.first), cmp.Compare(numberKey(a.text), numberKey(b.text)))
	})
	return slices.CompactFunc(numbers, func(a, b foundNumber) bool { return numberKey(a.text) == numberKey(b.text) })
}

func postcodesByCity(entries []*found) map[string]*votes {
	out := map[string]*votes{}
	add := func(city, code string) {
		if out[city] == nil {
			out[city] = &votes{}
		}
		out[city].add(code)
	}
	for _, f := range entries {
		add(f.city, f.postcode)
		for _, n := range f.numbers {
			add(f.city, n.postcode)
		}
	}
	return out
}

// withoutTwins drops a thing mapped twice, as a point and as a building.
func withoutTwins(entries []*found) []*found {
	const near = 150
	type key struct {
		kind byte
		name string
	}
	seen := map[key][]*found{}
	return slices.DeleteFunc(entries, func(f *found) bool {
		if f.kind == streetEntry {
			return false
		}
		k := key{f.kind, strings.Join(fold(f.name), " ")}
		for _, other := range seen[k] {
			if geo.Distance(other.at, f.at) < near || f.kind == localityEntry && other.city == f.city && geo.Distance(other.at, f.at) < 3000 {
				other.street, other.number = cmp.Or(other.street, f.street), cmp.Or(other.number, f.number)
				other.importance = max(other.importance, f.importance)
				return true
			}
		}
		seen[k] = append(seen[k], f)
		return false
	})
}
