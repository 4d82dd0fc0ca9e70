// Package extract reads OpenStreetMap extracts (.osm.pbf, .osm, .osm.gz, .osm.bz2) into memory, compactly, for the builders that
// turn them into street graphs, address indexes and tiles.
//
// It keeps ids, coordinates, tags and structure and drops everything about editing (versions, users, change sets). Files are
// recognised by their content, not by their name. Damaged, truncated and foreign files end in an error that says so.
package extract
