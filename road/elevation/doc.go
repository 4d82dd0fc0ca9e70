// Package elevation knows how high the ground lies: from SRTM files and Terrarium tiles in a folder, smoothed along streets.
//
// It reads, in any mix and at any depth of the folder:
//
//	N42E001.hgt          SRTM, one and three arc-seconds; also packed, as N42E001.hgt.gz and N42E001.hgt.zip
//	12/2067/1519.png     Terrarium tiles in web-map numbering, zoom/x/y; where several zooms cover a place, the deepest counts
//
// Where both cover a place, SRTM counts. Heights are metres above the sea as the files have them.
//
//	source, err := elevation.Open("heights")
//	metres, ok := source.At(42.5063, 1.5218)
//	heights := elevation.Heights(source.At, network)
//
// Files are read when they are first asked for, and about 128 MB of them are kept.
package elevation
