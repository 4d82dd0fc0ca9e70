// Package basemap draws the city under everything else: vector tiles made from the same OpenStreetMap extract as the rest of the
// map file, and the style, letters and icons that a browser needs to show them. Nothing comes from outside, so every screen has its
// map with the network cable unplugged.
//
// Build cuts an extract into tiles for zoom levels 0 to 14, which browsers enlarge beyond; Open serves them from where the section
// lies. Style, Glyphs and Sprite are the same for every city.
//
// The package draws streets, water, parks, buildings and names. What moves on the map is drawn by others.
package basemap
