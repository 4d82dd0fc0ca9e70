// Package road finds ways through a street network for people on bicycles: routes, and tables of travel times, over OpenStreetMap
// data.
//
// Three things have three lifetimes. A Graph is built once from an extract and opened in place from its bytes; it holds streets with
// their tags and no opinion. A Profile says what the tags mean for a vehicle. A Router joins the two and answers questions; it is
// safe for concurrent use.
//
//	x, err := extract.ReadFile(ctx, "town.osm.pbf", nil)
//	err = road.Build(x, &section, nil)
//	graph, err := road.Open(section.Bytes())
//	router := road.NewRouter(graph, road.Bike())
//	route, err := router.Route(ctx, []road.Point{from, to}, road.RouteOptions{})
//
// The package reads no clock, no environment and no random source: the same bytes and the same question give the same answer.
package road
