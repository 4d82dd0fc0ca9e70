package basemap

import (
	"encoding/json"
	"maps"

	"pignon.coop/internal/geo"
)

// StyleIn shapes a style. BaseURL is the absolute address below which the binary serves the map, without a slash at its end:
//
//	BaseURL/tiles/{z}/{x}/{y}.pbf       Tiles.Tile
//	BaseURL/glyphs/{fontstack}/{range}.pbf    Glyphs.Range
//	BaseURL/sprite[@2x].png and .json   Sprite
//
// TileURL, when set, is the template of an outside tile server that speaks our layers. Lang is the two letters of the language
// for labels, where the map has it. Low and High, when set, are the corners beyond which the browser asks for no tile. Version, when
// set, is added to the tiles' address, so that a new map does not show the old one's tiles.
type StyleIn struct {
	BaseURL   string
	TileURL   string
	Lang      string
	Dark      bool
	Low, High geo.Point
	Version   string
}

const attribution = `<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>`

// doc is a piece of JSON.
type doc = map[string]any

// expr is a JSON list; MapLibre's expressions are lists.
type expr = []any

// Style is a MapLibre style as JSON: calm and pale (or dark), so that markers and routes stand out.
func Style(in StyleIn) ([]byte, error) {
	d := designer{palette: light, name: nameIn(in.Lang)}
	d.arrow, d.dots = "oneway", 1
	if in.Dark {
		d.palette, d.arrow, d.dots = dark, "oneway-dark", 0.7
	}
	d.ground()
	d.streets()
	d.labels()
	return json.Marshal(doc{
		"version": 8,
		"name":    "Pignon",
		"sources": doc{"map": source(in)},
		"glyphs":  in.BaseURL + "/glyphs/{fontstack}/{range}.pbf",
		"sprite":  in.BaseURL + "/sprite",
		"layers":  d.layers,
	})
}

func source(in StyleIn) doc {
	url := in.BaseURL + "/tiles/{z}/{x}/{y}.pbf"
	if in.Version != "" {
		url += "?v=" + in.Version
	}
	if in.TileURL != "" {
		url = in.TileURL
	}
	out := doc{"type": "vector", "tiles": expr{url}, "minzoom": 0, "maxzoom": maxZoom, "attribution": attribution}
	if in.Low != in.High {
		south, west := in.Low.Degrees()
		north, east := in.High.Degrees()
		out["bounds"] = expr{west - seaMargin, south - seaMargin, east + seaMargin, north + seaMargin}
	}
	return out
}

func nameIn(lang string) expr {
	if len(lang) != 2 {
		return expr{"get", "name"}
	}
	return expr{"coalesce", expr{"get", "name_" + lang}, expr{"get", "name"}}
}

// designer lays one layer over the other.
type designer struct {
	palette
	name   expr
	arrow  string
	dots   float64 // how opaque the marks of shops and stations are
	layers []doc
}

// lines draws a tile's layer as lines; more is the rest of MapLibre's layer.
func (d *designer) lines(id, layer string, more doc) {
	d.draw(doc{"id": id, "type": "line", "source-layer": layer}, more)
}

// fills draws a tile's layer as areas.
func (d *designer) fills(id, layer string, more doc) {
	d.draw(doc{"id": id, "type": "fill", "source-layer": layer}, more)
}

// symbols draws a tile's layer as words and icons.
func (d *designer) symbols(id, layer string, more doc) {
	d.draw(doc{"id": id, "type": "symbol", "source-layer": layer}, more)
}

func (d *designer) draw(layer, more doc) {
	layer["source"] = "map"
	maps.Copy(layer, more)
	d.layers = append(d.layers, layer)
}

// palette is the colours of a style.
type palette struct {
	land, built, works, campus, hospital, wood, grass, park, cemetery, pitch, sand, rock, ice, square, parking string
	water, building, buildingEdge                                                                              string
	casing, far, minor, secondary, primary, trunk, motorway, path, cycleway, tunnel                            string
	rail, boundary, ferry                                                                                      string
	text, textSoft, halo, waterText, parkText, number                                                          string
}

var light = palette{
	land: "#f5f3ef", built: "#f0ede8", works: "#ecebe8", campus: "#f1eee2", hospital: "#f5ebea", wood: "#d3e2ca", grass: "#e3ebd8",
	park: "#d0e5c4", cemetery: "#dbe4d2", pitch: "#c6dfba", sand: "#f2ead3", rock: "#e9e6e0", ice: "#eef4f7", square: "#f9f7f3", parking: "#ebe9e5",
	water: "#b4d3e4", building: "#e5e0d8", buildingEdge: "#d6cfc4",
	casing: "#cec8be", far: "#cdbf9f", minor: "#ffffff", secondary: "#fffaf0", primary: "#fdf0cd", trunk: "#fae3b4", motorway: "#f5d3a0", path: "#c9bda9",
	cycleway: "#79b395", tunnel: "#efece7", rail: "#b5b0a8", boundary: "#b9a9c4", ferry: "#8ab0c8",
	text: "#3f3c38", textSoft: "#716b64", halo: "#fbfaf8", waterText: "#4c85a8", parkText: "#5c8050", number: "#9a938a",
}

var dark = palette{
	land: "#20252b", built: "#22272e", works: "#242930", campus: "#25292d", hospital: "#2b272b", wood: "#1f2d28", grass: "#222e29",
	park: "#21342a", cemetery: "#232f2b", pitch: "#25392d", sand: "#2e2d28", rock: "#282b2e", ice: "#2c353d", square: "#272c33", parking: "#262b31",
	water: "#1a394c", building: "#2b3138", buildingEdge: "#363d45",
	casing: "#191d22", far: "#5b5a52", minor: "#3a414a", secondary: "#454d57", primary: "#57564d", trunk: "#66604e", motorway: "#75694f", path: "#4d5258",
	cycleway: "#4f8068", tunnel: "#2c3239", rail: "#4b525a", boundary: "#6b6078", ferry: "#3c6278",
	text: "#d5d9de", textSoft: "#9aa2ab", halo: "#1a1e23", waterText: "#6ba3c4", parkText: "#7fa876", number: "#6f7782",
}
