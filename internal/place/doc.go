// Package place knows the addresses of a city: house numbers, streets, places and named shops, taken from an OpenStreetMap
// extract. Build writes them as one section of a map file, Open uses that section where it lies, without reading it in.
//
// Index answers two questions: what somebody means who is still typing (Autocomplete), and what stands at a point (Reverse).
// Words may come in any order, abbreviated, without accents or slightly misspelt, in French, English or Catalan manner.
//
// Geocoder is the same seen from the rest of the house, so that a co-op may prefer an outside service: Photon, Nominatim or the
// French national address base. The package refuses to know what an address is used for.
package place
