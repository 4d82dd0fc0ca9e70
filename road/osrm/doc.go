// Package osrm serves streets over the Open Source Routing Machine's HTTP interface, version 1, so that its clients work unchanged:
//
//	GET /{service}/v1/{profile}/{coordinates}[.json]?option=value&option=value
//
// The services are route, table, nearest, match, trip and tile. Coordinates are "lng,lat;lng,lat" in degrees, or polyline(...) or
// polyline6(...). Answers are JSON, but for tiles; their "code" is "Ok", or says with status 400 what was wrong.
//
// What differs from that interface on purpose: distances are along our own streets and times by our own profiles.
package osrm
