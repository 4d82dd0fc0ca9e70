package place

import "pignon.coop/road/extract"

// placeRanks are the kinds of settlement that people give as an address, with their importance (0 to 100).
var placeRanks = map[string]byte{
	"city": 100, "town": 85, "village": 70, "borough": 62, "suburb": 60, "quarter": 55, "neighbourhood": 45, "hamlet": 40,
	"island": 40, "isolated_dwelling": 25, "locality": 20, "square": 40, "farm": 20,
}

// namedKeys are the tags that make a named thing worth finding, the telling ones first.
var namedKeys = []struct {
	key        string
	importance byte
}{
	{"amenity", 25}, {"shop", 25}, {"tourism", 25}, {"healthcare", 25}, {"office", 15}, {"craft", 20}, {"railway", 50}, {"aeroway", 40},
	{"public_transport", 20}, {"leisure", 20}, {"historic", 15}, {"natural", 10}, {"man_made", 10}, {"building", 15}, {"landuse", 12},
}

// classOf says what a named thing is; kind 0 for one that nobody would look up.
func classOf(tags extract.Tags) (kind byte, class string, importance byte) {
	if place := tags.Value("place"); place != "" {
		if rank, ok := placeRanks[place]; ok {
			return localityEntry, place, rank
		}
		return 0, "", 0
	}
	for _, k := range namedKeys {
		value := tags.Value(k.key)
		if value == "" || value == "no" || uninteresting(k.key, value) {
			continue
		}
		if value == "yes" {
			value = k.key
		}
		return otherEntry, value, adjusted(value, k.importance)
	}
	return 0, "", 0
}

func uninteresting(key, value string) bool {
	switch key {
	case "railway":
		return value != "station" && value != "halt"
	case "public_transport":
		return value != "station"
	case "aeroway":
		return value != "aerodrome" && value != "heliport" && value != "terminal"
	case "landuse":
		return value != "industrial" && value != "commercial" && value != "retail" && value != "cemetery"
	case "natural":
		return value != "peak" && value != "beach" && value != "water"
	}
	return false
}

// adjusted lifts what people order to, and lowers what only stands about.
func adjusted(value string, importance byte) byte {
	switch value {
	case "hospital", "university", "townhall", "stadium", "marketplace", "mall":
		return importance + 15
	case "school", "college", "hotel", "theatre", "cinema", "library":
		return importance + 8
	case "bench", "bicycle_rental", "taxi", "charging_station", "waste_basket", "recycling", "parking", "bicycle_parking", "parking_entrance",
		"information", "artwork", "post_box":
		return 3
	}
	return importance
}
