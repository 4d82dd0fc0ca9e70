package road

import (
	"encoding/binary"

	"pignon.coop/road/extract"
)

// wayKeys tells which tags of streets any profile may ask about; the rest is not kept.
func wayKeys(key string) bool {
	switch key {
	case "highway", "route", "man_made", "junction", "service", "motorroad", "area",
		"access", "vehicle", "bicycle", "foot", "motor_vehicle", "motorcar", "moped", "mofa", "hgv",
		"bicycle:forward", "bicycle:backward", "foot:forward", "foot:backward",
		"access:conditional", "vehicle:conditional", "bicycle:conditional", "oneway:conditional",
		"oneway", "oneway:bicycle", "oneway:foot", "oneway:moped",
		"cycleway", "cycleway:left", "cycleway:right", "cycleway:both",
		"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway",
		"sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both", "segregated",
		"surface", "smoothness", "tracktype", "mtb:scale", "sac_scale", "trail_visibility",
		"maxspeed", "maxspeed:forward", "maxspeed:backward", "lanes", "width", "maxwidth", "incline", "lit",
		"bridge", "tunnel", "ford", "toll", "ramp", "ramp:bicycle", "conveying", ferrySpeed:
		return true
	}
	return false
}

// ferrySpeed is a tag of our own: the speed in km/h that follows from a ferry's timetable.
const ferrySpeed = "pignon:kmh"

// nodeKeys tells which tags of junctions profiles may ask about.
func nodeKeys(key string) bool {
	switch key {
	case "barrier", "highway", "crossing", "locked", "kerb", "maxwidth:physical", "width", "bollard", "ford",
		"access", "vehicle", "bicycle", "foot", "motor_vehicle", "moped":
		return true
	}
	return false
}

// ruleKeys tells which tags of turn restrictions profiles may ask about.
func ruleKeys(key string) bool {
	switch key {
	case "restriction", "restriction:bicycle", "restriction:motorcar", "restriction:moped", "restriction:conditional", "except",
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
