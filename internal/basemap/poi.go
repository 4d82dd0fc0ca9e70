package basemap

import (
	"github.com/paulmach/orb/geojson"
	"pignon.coop/road/extract"
)

// pois says which things are marked, as what, and how important they are (1 comes first). "*" stands for any other value.
var pois = map[string]struct {
	class string
	rank  int
}{
	"amenity=restaurant": {"food", 5}, "amenity=cafe": {"food", 6}, "amenity=fast_food": {"food", 6}, "amenity=bar": {"food", 7},
	"amenity=pub": {"food", 7}, "amenity=ice_cream": {"food", 7}, "amenity=hospital": {"health", 1}, "amenity=clinic": {"health", 4},
	"amenity=pharmacy": {"health", 5}, "amenity=school": {"school", 4}, "amenity=university": {"school", 2}, "amenity=college": {"school", 3},
	"amenity=library": {"civic", 4}, "amenity=townhall": {"civic", 2}, "amenity=police": {"civic", 4}, "amenity=fire_station": {"civic", 4},
	"amenity=post_office": {"civic", 4}, "amenity=marketplace": {"shop", 3}, "amenity=theatre": {"culture", 3}, "amenity=cinema": {"culture", 4},
	"tourism=museum": {"culture", 3}, "tourism=attraction": {"culture", 4}, "tourism=hotel": {"hotel", 5}, "tourism=hostel": {"hotel", 6},
	"railway=station": {"transit", 1}, "railway=halt": {"transit", 2}, "amenity=bus_station": {"transit", 3}, "amenity=ferry_terminal": {"transit", 3},
	"amenity=place_of_worship": {"worship", 5}, "natural=peak": {"peak", 4}, "shop=supermarket": {"shop", 4}, "shop=mall": {"shop", 3},
	"shop=bicycle": {"bicycle", 4}, "amenity=bicycle_repair_station": {"bicycle", 5}, "shop=bakery": {"shop", 5}, "shop=*": {"shop", 7},
}

var poiKeys = []string{"railway", "amenity", "tourism", "shop", "natural"}

// poiOf is the mark of a named thing that people find their way by.
func poiOf(tags extract.Tags) (f feature, ok bool) {
	if !tags.Has("name") {
		return f, false
	}
	for _, key := range poiKeys {
		value := tags.Value(key)
		if value == "" || value == "no" || value == "vacant" {
			continue
		}
		p, found := pois[key+"="+value]
		if !found {
			p, found = pois[key+"=*"]
		}
		if !found {
			continue
		}
		from := maxZoom
		if p.class == "peak" || p.rank == 1 {
			from = 12
		}
		f = feature{layer: poiLayer, from: from, props: geojson.Properties{"class": p.class, "rank": p.rank}}
		addName(f.props, tags)
		return f, true
	}
	return f, false
}
