package road

import (
	"cmp"
	"slices"
	"strings"

	"pignon.coop/road/extract"
	"pignon.coop/road/guide"
)

// boardKeys tells which tags of streets say what riders read there: arrows on lanes, destinations, numbers of exits. No profile asks
// about them, so that they are kept apart and do not make more sets of tags to be priced.
func boardKeys(key string) bool {
	switch strings.TrimSuffix(strings.TrimSuffix(key, ":forward"), ":backward") {
	case lanesKey, destinationKey, destinationRefKey, exitsKey, pronunciationKey:
		return true
	}
	return false
}

const (
	lanesKey          = "turn:lanes"
	destinationKey    = "destination"
	destinationRefKey = "destination:ref"
	exitsKey          = "junction:ref"
	pronunciationKey  = "name:pronunciation"
)

// boardOf keeps the tags of a street's boards; 0 where it has none. What is not said of a direction holds for that of a one-way street.
func (b *builder) boardOf(tags extract.Tags) uint32 {
	if !slices.ContainsFunc(tags, func(t extract.Tag) bool { return boardKeys(t.Key) }) {
		return 0
	}
	return b.pool.attrOf(tags, func(key string) bool { return boardKeys(key) || key == "oneway" || key == "junction" })
}

// signsOn are what is written on an arc; nil where nothing is.
func (g *Graph) signsOn(a arc) *guide.Signs {
	i, found := slices.BinarySearchFunc(g.boards, a>>1, func(b board, edge uint32) int { return cmp.Compare(b.Edge, edge) })
	if !found {
		return nil
	}
	return signsOf(newTagReader(g).of(g.boards[i].Attr), a&1 == 1)
}

// signsOf reads the boards that are seen in one direction.
func signsOf(tags extract.Tags, backward bool) *guide.Signs {
	said := func(key string) string { return saidOf(tags, key, backward) }
	s := guide.Signs{
		Lanes: guide.ReadLanes(said(lanesKey)), Destinations: listed(said(destinationKey)), Exits: listed(said(exitsKey)),
		Pronunciation: tags.Value(pronunciationKey),
	}
	if ref := listed(said(destinationRefKey)); ref != "" && s.Destinations != "" {
		s.Destinations = ref + ": " + s.Destinations
	} else if ref != "" {
		s.Destinations = ref
	}
	if s.Lanes == nil && s.Destinations == "" && s.Exits == "" && s.Pronunciation == "" {
		return nil
	}
	return &s
}

// saidOf is the value of a key for a direction. Without a direction it counts in that of a one-way street only.
func saidOf(tags extract.Tags, key string, backward bool) string {
	suffix := ":forward"
	if backward {
		suffix = ":backward"
	}
	if value := tags.Value(key + suffix); value != "" {
		return value
	}
	oneway := tags.Value("oneway")
	against := oneway == "-1" || oneway == "reverse"
	along := oneway == "yes" || oneway == "1" || oneway == "true" || tags.Value("junction") == "roundabout"
	if backward && against || !backward && along {
		return tags.Value(key)
	}
	return ""
}

// listed writes "A;B" as people read it.
func listed(value string) string {
	parts := strings.Split(value, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}
