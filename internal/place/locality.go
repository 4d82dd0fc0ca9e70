package place

import (
	"cmp"
	"slices"
	"strconv"

	"pignon.coop/internal/area"
	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// localities tells which city and country a point belongs to.
type localities struct {
	borders   []border // the most telling level first
	countries []border
	places    []settlement
	country   string // where no complete border says it
	pieces    int    // of that country's border in the extract
}

type border struct {
	name     string
	rank     int
	low, up  extract.Point
	polygons []area.Polygon
}

type settlement struct {
	name    string
	country string
	at      geo.Point
	reach   float64 // metres; how far its name carries
}

var reaches = map[string]float64{"city": 10_000, "town": 5_000, "village": 2_500, "hamlet": 1_000}

// borderRanks orders administrative levels: towns (8) before districts of towns without any (7), then counties (6).
var borderRanks = map[string]int{"8": 0, "7": 1, "6": 3}

const settlementRank = 2 // a near place is better than a county, worse than the border of a town

func localitiesOf(x *extract.Extract) *localities {
	l := &localities{}
	for i := range x.Relations {
		r := &x.Relations[i]
		if r.Tags.Value("boundary") != "administrative" {
			continue
		}
		level := r.Tags.Value("admin_level")
		if code := countryCode(r.Tags); level == "2" && code != "" {
			l.addCountry(x, r, code)
		}
		if rank, ok := borderRanks[level]; ok && r.Tags.Has("name") {
			l.borders = (border{name: r.Tags.Value("name"), rank: rank}).appended(l.borders, area.Of(x, r))
		}
	}
	slices.SortStableFunc(l.borders, func(a, b border) int { return cmp.Compare(a.rank, b.rank) })
	if l.country == "" && len(l.countries) == 0 {
		l.country = commonCountry(x)
	}
	l.addPlaces(x)
	return l
}

// addCountry keeps a border that is complete; of the others, the one of which most is there stands for all points outside.
func (l *localities) addCountry(x *extract.Extract, r *extract.Relation, code string) {
	before := len(l.countries)
	l.countries = (border{name: code}).appended(l.countries, area.Of(x, r))
	if n := present(x, r); len(l.countries) == before && n > l.pieces {
		l.country, l.pieces = code, n
	}
}

func (l *localities) addPlaces(x *extract.Extract) {
	for _, n := range x.Tagged {
		if reach := reaches[n.Tags.Value("place")]; reach > 0 && n.Tags.Has("name") {
			at := geo.Point(n.Point)
			l.places = append(l.places, settlement{n.Tags.Value("name"), l.countryAt(at), at, reach})
		}
	}
}

func countryCode(tags extract.Tags) string {
	if code := tags.Value("ISO3166-1:alpha2"); code != "" {
		return code
	}
	return tags.Value("ISO3166-1")
}

// commonCountry is the country most addresses name.
func commonCountry(x *extract.Extract) string {
	var v votes
	for _, n := range x.Tagged {
		v.add(n.Tags.Value("addr:country"))
	}
	for i := range x.Ways {
		v.add(x.Ways[i].Tags.Value("addr:country"))
	}
	return v.winner()
}

// present counts a relation's ways that the extract holds.
func present(x *extract.Extract, r *extract.Relation) int {
	n := 0
	for _, m := range r.Members {
		if _, ok := x.Way(m.ID); ok && m.Kind == extract.KindWay {
			n++
		}
	}
	return n
}

// appended adds a border around polygons to a list, if there are any.
func (b border) appended(list []border, polygons []area.Polygon) []border {
	b.polygons = polygons
	if len(b.polygons) == 0 {
		return list
	}
	b.low, b.up = b.polygons[0].Outer[0], b.polygons[0].Outer[0]
	for _, polygon := range b.polygons {
		for _, p := range polygon.Outer {
			b.low.Lat, b.low.Lng = min(b.low.Lat, p.Lat), min(b.low.Lng, p.Lng)
			b.up.Lat, b.up.Lng = max(b.up.Lat, p.Lat), max(b.up.Lng, p.Lng)
		}
	}
	return append(list, b)
}

func (b *border) contains(p extract.Point) bool {
	if p.Lat < b.low.Lat || p.Lat > b.up.Lat || p.Lng < b.low.Lng || p.Lng > b.up.Lng {
		return false
	}
	return slices.ContainsFunc(b.polygons, func(polygon area.Polygon) bool { return polygon.Contains(p) })
}

// cityAt names the town of a point: by its border, else by the settlement whose name carries there, else by the county.
func (l *localities) cityAt(p geo.Point) string {
	settled := false
	for i := range l.borders {
		b := &l.borders[i]
		if b.rank > settlementRank && !settled {
			if name := l.settlementAt(p); name != "" {
				return name
			}
			settled = true
		}
		if b.contains(extract.Point(p)) {
			return b.name
		}
	}
	return l.settlementAt(p)
}

func (l *localities) settlementAt(p geo.Point) string {
	best, least := "", 1.0
	country := l.countryAt(p)
	for _, s := range l.places {
		if northward(s.at, p) >= least*s.reach || s.country != country {
			continue
		}
		if d := geo.Distance(s.at, p) / s.reach; d < least {
			best, least = s.name, d
		}
	}
	return best
}

func (l *localities) countryAt(p geo.Point) string {
	for i := range l.countries {
		if l.countries[i].contains(extract.Point(p)) {
			return l.countries[i].name
		}
	}
	return l.country
}

// votes finds the value given most often.
type votes struct{ count map[string]int }

func (v *votes) add(value string) {
	if value == "" {
		return
	}
	if v.count == nil {
		v.count = map[string]int{}
	}
	v.count[value]++
}

// winner is the most frequent value, the smaller one of equals.
func (v *votes) winner() string {
	best := ""
	for value, n := range v.count {
		if n > v.count[best] || n == v.count[best] && value < best {
			best = value
		}
	}
	return best
}

// share is how many of all votes a value has, between 0 and 1.
func (v *votes) share(value string) float64 {
	all := 0
	for _, n := range v.count {
		all += n
	}
	if all == 0 {
		return 0
	}
	return float64(v.count[value]) / float64(all)
}

// numberKey brings equal house numbers together.
func numberKey(text string) string {
	n, ok := parseNumber(text)
	if !ok {
		return plain(text)
	}
	return strconv.Itoa(n.first) + "-" + strconv.Itoa(n.last) + n.suffix
}
