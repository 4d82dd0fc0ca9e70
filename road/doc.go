// Package road finds ways through a street network for people on bicycles: routes, and tables of travel times, over OpenStreetMap
// data.
//
// Three things have three lifetimes. A Graph is built once from an extract and opened in place from its bytes; it holds streets with
// their tags and no opinion. A Metric is what a Profile makes of them for a vehicle: costs, and an index over them. A Router answers
// questions about a metric; it is safe for concurrent use.
//
//	x, err := extract.ReadFile(ctx, "town.osm.pbf", nil)
//	err = road.Build(ctx, x, &section, road.BuildOptions{Profiles: []road.Profile{road.Bike()}})
//	graph, err := road.Open(section.Bytes())
//	metric, err := graph.Metric(ctx, road.Bike(), road.MetricOptions{})
//	router := road.NewRouter(metric)
//	route, err := router.Route(ctx, road.Stops(from, to), road.RouteOptions{Line: true})
//
// What Build writes is best kept in a file and mapped into memory: Open reads it in place. An extract of a city takes seconds to build
// and milliseconds to open.
//
// Beside this package, extract reads OpenStreetMap files (.osm.pbf, .osm, .osm.gz, .osm.bz2), elevation reads heights of the ground,
// guide makes turn-by-turn instructions of the ways that routes hold, and osrm serves all of it over HTTP to clients that were written
// for OSRM.
//
// The package reads no clock, no environment and no random source: the same bytes and the same question give the same answer.
package road
