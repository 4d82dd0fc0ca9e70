package basemap

// growing is a width that doubles steadily between zoom levels: pairs of level and pixels.
func growing(stops ...any) expr {
	return append(expr{"interpolate", expr{"exponential", 1.6}, expr{"zoom"}}, stops...)
}

// fading is a number that changes evenly between zoom levels.
func fading(stops ...any) expr {
	return append(expr{"interpolate", expr{"linear"}, expr{"zoom"}}, stops...)
}

// byClass chooses a value by a feature's class: pairs of class and value, then the value for the others.
func byClass(choices ...any) expr {
	return append(expr{"match", expr{"get", "class"}}, choices...)
}

func class(names ...any) expr { return expr{"match", expr{"get", "class"}, names, true, false} }

func all(conditions ...any) expr { return append(expr{"all"}, conditions...) }

func (d *designer) ground() {
	d.layers = append(d.layers, doc{"id": "background", "type": "background", "paint": doc{"background-color": d.land}})
	d.fills("built", "land", doc{
		"filter": class("built", "works", "campus", "hospital"),
		"paint":  doc{"fill-color": byClass("works", d.works, "campus", d.campus, "hospital", d.hospital, d.built), "fill-antialias": false},
	})
	d.fills("green", "land", doc{
		"filter": class("wood", "grass", "park", "cemetery", "sand", "rock", "ice"),
		"paint": doc{
			"fill-color":     byClass("wood", d.wood, "park", d.park, "cemetery", d.cemetery, "sand", d.sand, "rock", d.rock, "ice", d.ice, d.grass),
			"fill-opacity":   fading(8, 0.6, 12, 1),
			"fill-antialias": false,
		},
	})
	d.fills("pitch", "land", doc{"filter": class("pitch"), "paint": doc{"fill-color": d.pitch}})
	d.lines("waterway", "waterway", doc{
		"filter": expr{"!", expr{"has", "tunnel"}},
		"layout": doc{"line-cap": "round", "line-join": "round"},
		"paint": doc{
			"line-color": d.water,
			"line-width": growing(9, byClass("river", 1, 0.3), 14, byClass("river", 3.5, "canal", 3, 1), 18, byClass("river", 22, "canal", 14, 4)),
		},
	})
	d.fills("water", "water", doc{"paint": doc{"fill-color": d.water}})
	d.fills("square", "land", doc{
		"filter": class("square", "pier", "parking"), "minzoom": 13,
		"paint": doc{"fill-color": byClass("parking", d.parking, "pier", d.land, d.square)},
	})
	d.fills("building", "building", doc{
		"minzoom": 13,
		"paint": doc{
			"fill-color": d.building, "fill-outline-color": fading(14, d.building, 16, d.buildingEdge), "fill-opacity": fading(13, 0.4, 15, 1),
		},
	})
	d.lines("boundary", "boundary", doc{
		"filter": expr{"<=", expr{"get", "level"}, 8},
		"layout": doc{"line-join": "round"},
		"paint": doc{
			"line-color": d.boundary, "line-dasharray": expr{4, 2, 1, 2}, "line-opacity": expr{"match", expr{"get", "level"}, expr{2, 3, 4}, 0.8, 0.4},
			"line-width": fading(4, 0.6, 10, expr{"match", expr{"get", "level"}, 2, 1.6, 0.8}, 16, expr{"match", expr{"get", "level"}, 2, 3, 1.4}),
		},
	})
}
