package road

import (
	"encoding/binary"
	"strings"

	"pignon.coop/road/extract"
)

// wayKeys tells which tags of streets any profile may ask about; the rest is not kept.
func wayKeys(key string) bool {
	switch key {
	case "highway", "route", "man_made", "junction", "service", "motorroad", "area",
		"cycleway", "cycleway:left", "cycleway:right", "cycleway:both",
		"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway", "cycleway:oneway",
		"sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both", "segregated", "bicycle_road", "cyclestreet",
		"surface", "smoothness", "tracktype", "mtb:scale", "sac_scale", "trail_visibility", "lanes", "width", "maxwidth:physical",
		"incline", "lit", "ref", "bridge", "tunnel", "ford", "toll", "ramp", "ramp:bicycle", "ramp:stroller", "conveying", ferrySpeed:
		return true
	}
	return signKeys(withoutSuffix(key))
}

// signKeys are the tags that may depend on a direction or a condition.
func signKeys(key string) bool {
	switch key {
	case "access", "vehicle", "bicycle", "foot", "motor_vehicle", "motorcar", "moped", "mofa", "hgv",
		"oneway", "oneway:bicycle", "oneway:foot", "oneway:moped", "oneway:motor_vehicle", "maxspeed", "maxwidth":
		return true
	}
	return false
}

// withoutSuffix is a key without the direction and the mark of a condition at its end.
func withoutSuffix(key string) string {
	key = strings.TrimSuffix(key, ":conditional")
	return strings.TrimSuffix(strings.TrimSuffix(key, ":forward"), ":backward")
}

// ferrySpeed is a tag of our own: the speed in km/h that follows from a ferry's timetable.
const ferrySpeed = "pignon:kmh"

// nodeKeys tells which tags of junctions profiles may ask about.
func nodeKeys(key string) bool {
	switch key {
	case "barrier", "highway", "crossing", "locked", "kerb", "maxwidth:physical", "opening", "width", "bollard", "ford":
		return true
	}
	return signKeys(strings.TrimSuffix(key, ":conditional"))
}

// ruleKeys tells which tags of turn restrictions profiles may ask about.
func ruleKeys(key string) bool {
	switch strings.TrimSuffix(key, ":conditional") {
	case "restriction", "restriction:bicycle", "restriction:motorcar", "restriction:moped", "restriction:motor_vehicle", "except",
		"day_on", "day_off", "hour_on", "hour_off":
		return true
	}
	return false
}

// pool numbers texts and sets of tags while a graph is built; text 0 is "" and attribute 0 has no tags.
type pool struct {
	graph *Graph
	texts map[string]uint32
	attrs map[string]uint32
}

func newPool(g *Graph) *pool {
	g.textFirst, g.attrFirst = []uint32{0}, []uint32{0}
	p := &pool{graph: g, texts: map[string]uint32{}, attrs: map[string]uint32{}}
	p.textOf("")
	p.attrOf(nil, wayKeys)
	return p
}

func (p *pool) textOf(s string) uint32 {
	id, ok := p.texts[s]
	if !ok {
		id = uint32(len(p.texts))
		p.texts[s] = id
		p.graph.text = append(p.graph.text, s...)
		p.graph.textFirst = append(p.graph.textFirst, uint32(len(p.graph.text)))
	}
	return id
}

// attrOf numbers the set of those tags whose keys are kept.
func (p *pool) attrOf(tags extract.Tags, keep func(string) bool) uint32 {
	var refs []tagRef
	var key []byte
	for _, t := range tags {
		if !keep(t.Key) {
			continue
		}
		ref := tagRef{Key: p.textOf(t.Key), Value: p.textOf(t.Value)}
		refs = append(refs, ref)
		key = binary.LittleEndian.AppendUint32(key, ref.Key)
		key = binary.LittleEndian.AppendUint32(key, ref.Value)
	}
	id, ok := p.attrs[string(key)]
	if !ok {
		id = uint32(len(p.attrs))
		p.attrs[string(key)] = id
		p.graph.tags = append(p.graph.tags, refs...)
		p.graph.attrFirst = append(p.graph.attrFirst, uint32(len(p.graph.tags)))
	}
	return id
}
