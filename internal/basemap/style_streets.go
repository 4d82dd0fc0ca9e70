package basemap

// street is a group of road classes that look alike.
type street struct {
	id      string
	classes expr
	from    int
	width   expr // of the street itself, by zoom level
	colour  string
}

func (d *designer) groups() []street {
	return []street{
		{"service", expr{"service"}, 13, growing(13, 0.6, 14, 1.2, 16, 4, 18, 10), d.minor},
		{"pedestrian", expr{"pedestrian"}, 13, growing(13, 0.8, 14, 1.6, 16, 5, 18, 14), d.square},
		{"minor", expr{"minor"}, 11, growing(11, 0.4, 13, 1.5, 14, 2.6, 16, 8, 18, 22), d.minor},
		{"tertiary", expr{"tertiary"}, 10, growing(10, 0.6, 13, 2.4, 14, 3.8, 16, 10, 18, 26), d.minor},
		{"secondary", expr{"secondary"}, 9, growing(9, 0.7, 11, 1.5, 13, 3, 14, 4.6, 16, 12, 18, 28), d.secondary},
		{"primary", expr{"primary"}, 7, growing(7, 0.6, 10, 1.6, 13, 3.6, 14, 5.2, 16, 13, 18, 30), d.primary},
		{"trunk", expr{"trunk"}, 6, growing(6, 0.5, 10, 1.8, 13, 4, 14, 5.6, 16, 14, 18, 30), d.trunk},
		{"motorway", expr{"motorway"}, 5, growing(5, 0.5, 10, 2, 13, 4.4, 14, 6, 16, 15, 18, 32), d.motorway},
	}
}

// streets draws what runs in tunnels, then on the ground, then on bridges.
func (d *designer) streets() {
	level := func(name string) expr {
		switch name {
		case "tunnel":
			return expr{"has", "tunnel"}
		case "bridge":
			return all(expr{"has", "bridge"}, expr{"!", expr{"has", "tunnel"}})
		}
		return expr{"!", expr{"any", expr{"has", "tunnel"}, expr{"has", "bridge"}}}
	}
	for _, name := range []string{"tunnel", "ground", "bridge"} {
		on := level(name)
		d.paths(name, on)
		for _, s := range d.groups() {
			d.casing(name, on, s)
		}
		for _, s := range d.groups() {
			d.fill(name, on, s)
		}
		d.rails(name, on)
	}
	d.boats()
	d.arrows()
}

func (d *designer) casing(level string, on expr, s street) {
	paint := doc{"line-color": d.palette.casing, "line-gap-width": s.width, "line-width": fading(11, 0.4, 14, 0.8, 18, 1.4)}
	if level == "tunnel" {
		paint["line-dasharray"] = expr{3, 3}
	}
	d.lines(level+"-"+s.id+"-casing", "road", doc{
		"filter": all(on, class(s.classes...)), "minzoom": max(s.from, 11), "paint": paint,
		"layout": doc{"line-join": "round", "line-cap": endsOf(level)},
	})
}

func (d *designer) fill(level string, on expr, s street) {
	colour := s.colour
	if level == "tunnel" {
		colour = d.tunnel
	}
	paint := doc{"line-color": colour, "line-width": s.width}
	if s.from < 11 && level != "tunnel" {
		paint["line-color"] = fading(10, d.far, 12, colour)
	}
	d.lines(level+"-"+s.id, "road", doc{
		"filter": all(on, class(s.classes...)), "minzoom": s.from, "paint": paint,
		"layout": doc{"line-join": "round", "line-cap": endsOf(level)},
	})
}

// endsOf keeps the ends of bridges and tunnels flat, so that they meet the street on the ground without a bulge.
func endsOf(level string) string {
	if level == "ground" {
		return "round"
	}
	return "butt"
}

func (d *designer) paths(level string, on expr) {
	layout := doc{"line-join": "round", "line-cap": "butt"}
	faint := 0.9
	if level == "tunnel" {
		faint = 0.4
	}
	d.lines(level+"-path", "road", doc{
		"filter": all(on, class("path", "track")), "minzoom": 14, "layout": layout,
		"paint": doc{"line-color": d.path, "line-width": growing(14, 0.7, 18, 3), "line-dasharray": expr{2.5, 1.5}, "line-opacity": faint},
	})
	d.lines(level+"-steps", "road", doc{
		"filter": all(on, class("steps")), "minzoom": 14, "layout": layout,
		"paint": doc{"line-color": d.path, "line-width": growing(14, 1.2, 18, 7), "line-dasharray": expr{0.4, 0.3}, "line-opacity": faint},
	})
	d.lines(level+"-pier", "road", doc{
		"filter": all(on, class("pier")), "minzoom": 13, "layout": layout,
		"paint": doc{"line-color": d.land, "line-width": growing(13, 1, 18, 8)},
	})
	d.lines(level+"-cycleway", "road", doc{
		"filter": all(on, class("cycleway")), "minzoom": 13, "layout": layout,
		"paint": doc{"line-color": d.cycleway, "line-width": growing(13, 0.8, 16, 2, 18, 4), "line-opacity": faint},
	})
}

func (d *designer) rails(level string, on expr) {
	faint := 1.0
	if level == "tunnel" {
		faint = 0.4
	}
	d.lines(level+"-rail", "rail", doc{
		"filter": all(on, class("rail")), "minzoom": 8,
		"paint": doc{"line-color": d.rail, "line-width": growing(8, 0.4, 14, 1.2, 18, 3), "line-opacity": faint},
	})
	d.lines(level+"-sleepers", "rail", doc{
		"filter": all(on, class("rail")), "minzoom": 14,
		"paint": doc{"line-color": d.rail, "line-width": growing(14, 3.5, 18, 8), "line-dasharray": expr{0.25, 2.2}, "line-opacity": faint},
	})
	d.lines(level+"-tram", "rail", doc{
		"filter": all(on, class("tram")), "minzoom": 13,
		"paint": doc{"line-color": d.rail, "line-width": growing(13, 0.5, 18, 1.6), "line-opacity": faint * 0.8},
	})
}

// boats draws the lines of boats and ropeways.
func (d *designer) boats() {
	d.lines("ferry", "rail", doc{
		"filter": class("ferry"), "minzoom": 9, "paint": doc{"line-color": d.ferry, "line-width": 1, "line-dasharray": expr{4, 3}},
	})
	d.lines("aerialway", "rail", doc{
		"filter": class("aerialway"), "minzoom": 13,
		"paint": doc{"line-color": d.rail, "line-width": growing(13, 0.6, 18, 2), "line-dasharray": expr{6, 2}},
	})
}

// arrows show the one direction in which a bicycle may ride.
func (d *designer) arrows() {
	d.symbols("oneway", "road", doc{
		"filter": expr{"has", "oneway"}, "minzoom": 15.5,
		"layout": doc{
			"symbol-placement": "line", "symbol-spacing": 120, "icon-image": d.arrow, "icon-rotation-alignment": "map",
			"icon-rotate": expr{"case", expr{"==", expr{"get", "oneway"}, -1}, 180, 0}, "icon-size": fading(15.5, 0.55, 18, 1), "icon-padding": 4,
		},
		"paint": doc{"icon-opacity": fading(15.5, 0.5, 17, 0.9)},
	})
}
