package basemap

func (d *designer) labels() {
	d.numbers()
	d.streetNames()
	d.marks()
	d.areas()
	d.places()
}

// text is how a label is painted.
func (d *designer) text(colour string, halo float64) doc {
	return doc{"text-color": colour, "text-halo-color": d.halo, "text-halo-width": halo, "text-halo-blur": 0.4}
}

// with sets one more value.
func with(paint doc, key string, value any) doc {
	paint[key] = value
	return paint
}

func (d *designer) numbers() {
	d.symbols("housenumber", "housenumber", doc{
		"minzoom": 17,
		"layout":  doc{"text-field": expr{"get", "number"}, "text-font": expr{Regular}, "text-size": fading(17, 9, 20, 12), "text-padding": 2},
		"paint":   d.text(d.number, 1),
	})
}

func (d *designer) streetNames() {
	named := func(id string, from float64, size expr, classes ...any) {
		d.symbols(id, "road", doc{
			"filter": all(expr{"has", "name"}, class(classes...)), "minzoom": from,
			"layout": doc{
				"symbol-placement": "line", "text-field": d.name, "text-font": expr{Regular}, "text-size": size, "symbol-spacing": 280,
				"text-max-angle": 32, "text-padding": 3,
			},
			"paint": d.text(d.textSoft, 1.4),
		})
	}
	d.symbols("waterway-name", "waterway", doc{
		"filter": expr{"has", "name"}, "minzoom": 12,
		"layout": doc{"symbol-placement": "line", "text-field": d.name, "text-font": expr{Italic}, "text-size": fading(12, 10, 18, 13), "symbol-spacing": 400},
		"paint":  d.text(d.waterText, 1.2),
	})
	named("path-name", 16, fading(16, 10, 19, 12), "path", "cycleway", "track", "steps", "service")
	named("minor-name", 14, fading(14, 9.5, 15, 10.5, 19, 13.5), "minor", "pedestrian")
	named("tertiary-name", 13.5, fading(13.5, 10, 19, 14), "tertiary")
	named("major-name", 12.5, fading(13, 10.5, 19, 14.5), "secondary", "primary", "trunk", "motorway")
	d.symbols("road-ref", "road", doc{
		"filter": all(expr{"has", "ref"}, class("motorway", "trunk", "primary")), "minzoom": 10, "maxzoom": 15,
		"layout": doc{
			"symbol-placement": "line", "text-field": expr{"get", "ref"}, "text-font": expr{Bold}, "text-size": 9.5, "symbol-spacing": 500,
			"text-rotation-alignment": "viewport", "text-padding": 12,
		},
		"paint": d.text(d.textSoft, 1.8),
	})
}

// marks are shops, schools and stations, the important ones first and the small ones only from near.
func (d *designer) marks() {
	mark := func(id string, from float64, condition expr) {
		d.symbols(id, "poi", doc{
			"filter": condition, "minzoom": from,
			"layout": doc{
				"icon-image": expr{"concat", "poi-", expr{"get", "class"}}, "text-field": d.name, "text-font": expr{Regular},
				"text-size": fading(12, 10, 18, 11.5), "text-anchor": "top", "text-offset": expr{0, 0.6}, "text-max-width": 8,
				"text-optional": true, "symbol-sort-key": expr{"get", "rank"}, "text-padding": 4, "icon-padding": 3,
			},
			"paint": with(d.text(d.textSoft, 1.4), "icon-opacity", d.dots),
		})
	}
	rank := expr{"get", "rank"}
	peak := class("peak")
	mark("poi-small", 17, all(expr{">=", rank, 5}, expr{"!", peak}))
	mark("poi-middle", 15.5, all(expr{">=", rank, 3}, expr{"<", rank, 5}, expr{"!", peak}))
	mark("poi-large", 13, all(expr{"<", rank, 3}, expr{"!", peak}))
	mark("peak", 12, peak)
}

func (d *designer) areas() {
	d.symbols("area-name", "place", doc{
		"filter": class("park", "wood", "cemetery", "water"), "minzoom": 12,
		"layout": doc{"text-field": d.name, "text-font": expr{Italic}, "text-size": fading(12, 10, 18, 13), "text-max-width": 7, "symbol-sort-key": expr{"get", "rank"}},
		"paint":  with(d.text(d.parkText, 1.2), "text-color", byClass("water", d.waterText, d.parkText)),
	})
}

func (d *designer) places() {
	place := func(id, font string, from, to float64, size expr, classes ...any) {
		d.symbols(id, "place", doc{
			"filter": class(classes...), "minzoom": from, "maxzoom": to,
			"layout": doc{
				"text-field": d.name, "text-font": expr{font}, "text-size": size, "text-max-width": 8, "symbol-sort-key": expr{"get", "rank"},
				"text-padding": 6,
			},
			"paint": d.text(d.palette.text, 1.6),
		})
	}
	place("place-spot", Italic, 15, 24, fading(15, 10.5, 18, 12), "locality", "isolated_dwelling", "islet")
	place("place-quarter", Regular, 13, 17.5, fading(13, 11, 17, 14), "quarter", "neighbourhood", "hamlet")
	place("place-suburb", Regular, 11.5, 16.5, fading(11, 11, 16, 16), "suburb", "borough", "island")
	place("place-village", Regular, 10, 17, fading(10, 10.5, 16, 17), "village")
	place("place-town", Bold, 8, 16, fading(8, 10.5, 15, 18), "town")
	place("place-city", Bold, 4, 15, fading(4, 11, 14, 22), "city")
	place("place-country", Bold, 2, 8, fading(2, 11, 7, 16), "country", "state")
}
