package basemap

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"pignon.coop/road/extract"
)

// surfaces says which tags make an area, of which layer and class, and from which level on it is drawn.
var surfaces = map[string]struct {
	layer, from int
	class       string
}{
	"natural=water": {waterLayer, 6, "lake"}, "waterway=riverbank": {waterLayer, 8, "river"}, "waterway=dock": {waterLayer, 12, "dock"},
	"landuse=reservoir": {waterLayer, 8, "lake"}, "landuse=basin": {waterLayer, 12, "lake"}, "leisure=swimming_pool": {waterLayer, 14, "pool"},
	"natural=wood": {landLayer, 8, "wood"}, "landuse=forest": {landLayer, 8, "wood"},
	"natural=scrub": {landLayer, 11, "grass"}, "natural=heath": {landLayer, 11, "grass"}, "natural=grassland": {landLayer, 11, "grass"},
	"natural=wetland": {landLayer, 11, "grass"}, "landuse=meadow": {landLayer, 11, "grass"}, "landuse=grass": {landLayer, 12, "grass"},
	"landuse=orchard": {landLayer, 11, "grass"}, "landuse=vineyard": {landLayer, 11, "grass"}, "natural=fell": {landLayer, 11, "grass"},
	"landuse=flowerbed": {landLayer, 14, "grass"}, "leisure=park": {landLayer, 10, "park"}, "leisure=garden": {landLayer, 12, "park"},
	"leisure=nature_reserve": {landLayer, 10, "park"}, "leisure=playground": {landLayer, 14, "park"}, "leisure=dog_park": {landLayer, 13, "park"},
	"landuse=recreation_ground": {landLayer, 11, "park"}, "landuse=village_green": {landLayer, 11, "park"}, "landuse=allotments": {landLayer, 11, "park"},
	"leisure=golf_course": {landLayer, 11, "park"}, "landuse=cemetery": {landLayer, 11, "cemetery"}, "amenity=grave_yard": {landLayer, 12, "cemetery"},
	"leisure=pitch": {landLayer, 13, "pitch"}, "leisure=track": {landLayer, 13, "pitch"}, "leisure=stadium": {landLayer, 12, "pitch"},
	"landuse=residential": {landLayer, 9, "built"}, "landuse=commercial": {landLayer, 10, "works"}, "landuse=retail": {landLayer, 10, "works"},
	"landuse=industrial": {landLayer, 10, "works"}, "landuse=railway": {landLayer, 12, "works"}, "landuse=construction": {landLayer, 12, "works"},
	"aeroway=aerodrome": {landLayer, 10, "works"}, "amenity=school": {landLayer, 12, "campus"}, "amenity=university": {landLayer, 12, "campus"},
	"amenity=college": {landLayer, 12, "campus"}, "amenity=kindergarten": {landLayer, 13, "campus"}, "amenity=hospital": {landLayer, 12, "hospital"},
	"natural=beach": {landLayer, 11, "sand"}, "natural=sand": {landLayer, 11, "sand"}, "natural=bare_rock": {landLayer, 11, "rock"},
	"natural=scree": {landLayer, 11, "rock"}, "natural=shingle": {landLayer, 12, "rock"}, "natural=glacier": {landLayer, 8, "ice"},
	"highway=pedestrian": {landLayer, 13, "square"}, "highway=footway": {landLayer, 14, "square"}, "place=square": {landLayer, 13, "square"},
	"amenity=parking": {landLayer, 14, "parking"}, "man_made=pier": {landLayer, 12, "pier"}, "man_made=breakwater": {landLayer, 12, "pier"},
}

var surfaceKeys = []string{"natural", "waterway", "landuse", "leisure", "highway", "place", "man_made", "aeroway", "amenity"}

// surfaceOf says how an area with these tags looks; ok is false for one that is not drawn. A building comes before all else.
func surfaceOf(tags extract.Tags) (f feature, ok bool) {
	if b := tags.Value("building"); b != "" && b != "no" {
		return feature{layer: buildingLayer, from: 13, smallest: 12, props: geojson.Properties{}}, true
	}
	if tags.Value("location") == "underground" {
		return f, false
	}
	for _, key := range surfaceKeys {
		value := tags.Value(key)
		if s, found := surfaces[key+"="+value]; value != "" && found {
			return feature{layer: s.layer, from: s.from, smallest: 4, props: geojson.Properties{"class": s.class}}, true
		}
	}
	return f, false
}

// isArea tells an area from a line that happens to end where it began.
func isArea(tags extract.Tags) bool {
	if area := tags.Value("area"); area != "" {
		return area != "no"
	}
	if tags.Has("barrier") && !tags.Has("building") && !tags.Has("landuse") {
		return false
	}
	return !tags.Has("highway") && !tags.Has("railway") && !tags.Has("aerialway")
}

type way struct {
	class       string
	from, named int
}

var roads = map[string]way{
	"motorway": {"motorway", 5, 11}, "motorway_link": {"motorway", 10, 14}, "trunk": {"trunk", 6, 11}, "trunk_link": {"trunk", 10, 14},
	"primary": {"primary", 7, 11}, "primary_link": {"primary", 11, 14}, "secondary": {"secondary", 9, 12}, "secondary_link": {"secondary", 11, 14},
	"tertiary": {"tertiary", 10, 12}, "tertiary_link": {"tertiary", 12, 14}, "residential": {"minor", 12, 13}, "unclassified": {"minor", 11, 13},
	"living_street": {"minor", 12, 13}, "road": {"minor", 12, 13}, "pedestrian": {"pedestrian", 13, 13}, "service": {"service", 13, 14},
	"busway": {"service", 13, 14}, "track": {"track", 13, 14}, "cycleway": {"cycleway", 13, 14}, "path": {"path", 13, 14}, "footway": {"path", 13, 14},
	"bridleway": {"path", 13, 14}, "steps": {"steps", 14, 14},
}

var rails = map[string]way{
	"rail": {"rail", 8, 14}, "narrow_gauge": {"rail", 10, 14}, "light_rail": {"rail", 11, 14}, "tram": {"tram", 13, 14},
	"subway": {"subway", 13, 14}, "funicular": {"rail", 13, 14},
}

var waterways = map[string]way{
	"river": {"river", 8, 12}, "canal": {"canal", 10, 13}, "stream": {"stream", 12, 14}, "ditch": {"stream", 14, 14}, "drain": {"stream", 14, 14},
}

// lineOf says how a line with these tags looks.
func lineOf(tags extract.Tags) (f feature, ok bool) {
	if r, found := roads[tags.Value("highway")]; found {
		return roadOf(r, tags), true
	}
	if r, found := rails[tags.Value("railway")]; found {
		f = feature{layer: railLayer, from: r.from, named: r.named, props: geojson.Properties{"class": r.class}}
		if tags.Has("service") {
			f.from = 13
		}
		addStructure(f.props, tags)
		return f, true
	}
	if r, found := waterways[tags.Value("waterway")]; found {
		f = feature{layer: waterwayLayer, from: r.from, named: r.named, props: geojson.Properties{"class": r.class}}
		addName(f.props, tags)
		addStructure(f.props, tags)
		return f, true
	}
	switch {
	case tags.Value("route") == "ferry":
		return feature{layer: railLayer, from: 10, named: 13, props: geojson.Properties{"class": "ferry"}}, true
	case tags.Has("aerialway"):
		return feature{layer: railLayer, from: 13, named: 14, props: geojson.Properties{"class": "aerialway"}}, true
	case tags.Value("man_made") == "pier":
		return feature{layer: roadLayer, from: 13, named: 14, props: geojson.Properties{"class": "pier"}}, true
	}
	return f, false
}

func roadOf(r way, tags extract.Tags) feature {
	class := r.class
	if class == "path" && tags.Value("bicycle") == "designated" {
		class = "cycleway"
	}
	f := feature{layer: roadLayer, from: r.from, named: r.named, props: geojson.Properties{"class": class}}
	if strings.HasSuffix(tags.Value("highway"), "_link") {
		f.props["link"] = true
	}
	if class == "service" && (tags.Value("service") == "parking_aisle" || tags.Value("service") == "driveway") {
		f.from = 14
	}
	addName(f.props, tags)
	if ref := tags.Value("ref"); ref != "" && r.from <= 10 {
		f.props["ref"], _, _ = strings.Cut(ref, ";")
	}
	addStructure(f.props, tags)
	if way := onewayOf(tags); way != 0 {
		f.props["oneway"] = way
	}
	return f
}

// onewayOf is 1 for a street that a bicycle may ride only as drawn, -1 for only against it.
func onewayOf(tags extract.Tags) int {
	rule := tags.Value("oneway:bicycle")
	if rule == "" {
		rule = tags.Value("oneway")
	}
	if rule == "" && tags.Value("junction") == "roundabout" {
		rule = "yes"
	}
	if strings.HasPrefix(tags.Value("cycleway"), "opposite") {
		return 0
	}
	switch rule {
	case "yes", "true", "1":
		return 1
	case "-1", "reverse":
		return -1
	}
	return 0
}

func addStructure(props geojson.Properties, tags extract.Tags) {
	if v := tags.Value("bridge"); v != "" && v != "no" {
		props["bridge"] = true
	}
	if v := tags.Value("tunnel"); v != "" && v != "no" {
		props["tunnel"] = true
	}
	if layer, err := strconv.Atoi(tags.Value("layer")); err == nil && layer != 0 && layer > -6 && layer < 6 {
		props["level"] = layer
	}
}

// nameLanguages are the languages in which labels are kept where the map has them.
var nameLanguages = []string{"fr", "en", "ca", "es", "de", "it"}

func addName(props geojson.Properties, tags extract.Tags) {
	name := tags.Value("name")
	if name == "" {
		return
	}
	props["name"] = name
	for _, lang := range nameLanguages {
		if other := tags.Value("name:" + lang); other != "" && other != name {
			props["name_"+lang] = other
		}
	}
}

var places = map[string]int{
	"country": 2, "state": 5, "city": 5, "town": 8, "village": 10, "suburb": 11, "borough": 11, "quarter": 12, "neighbourhood": 13,
	"hamlet": 12, "isolated_dwelling": 14, "locality": 14, "island": 11, "islet": 13,
}

// placeOf is the label of a settlement.
func placeOf(tags extract.Tags) (f feature, ok bool) {
	from, ok := places[tags.Value("place")]
	if !ok || !tags.Has("name") {
		return f, false
	}
	f = feature{layer: placeLayer, from: from, props: geojson.Properties{"class": tags.Value("place"), "rank": from}}
	if tags.Value("capital") == "yes" {
		f.props["capital"] = true
	}
	addName(f.props, tags)
	return f, true
}

// areaLabel is the name of a park or a lake, at a level where the area is large enough to hold it.
func areaLabel(f feature, shape orb.MultiPolygon, tags extract.Tags) (feature, bool) {
	class, _ := f.props["class"].(string)
	if !tags.Has("name") || f.layer != waterLayer && class != "park" && class != "wood" && class != "cemetery" {
		return feature{}, false
	}
	if f.layer == waterLayer {
		class = "water"
	}
	const side = 60 // pixels of a square that can hold a name
	width := math.Sqrt(math.Abs(planar.Area(shape)))
	for z := 10; z <= maxZoom; z++ {
		if width*512*math.Exp2(float64(z)) >= side || z == maxZoom && class == "park" {
			label := feature{layer: placeLayer, from: z, props: geojson.Properties{"class": class, "rank": z + 2}}
			addName(label.props, tags)
			return label, true
		}
	}
	return feature{}, false
}

func adminLevel(tags extract.Tags) int {
	level, err := strconv.Atoi(tags.Value("admin_level"))
	if err != nil || level < 2 || level > 8 {
		return 0
	}
	return level
}
