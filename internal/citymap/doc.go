// Package citymap keeps a co-op's map in one file, city.pignon: the street graph, the address index and the tiles, each a section
// that its own package writes and reads. The file is mapped into memory, so that opening it costs the same whatever its size, and
// processes share it.
//
// The package knows how sections are stored and checked, not what they hold. The format is described in docs/map-format.md.
package citymap
