package osrm

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"pignon.coop/road"
)

// answerTile draws a tile of the streets as the profile sees them, with their speeds and turns, for looking at them in a map.
func (a *answering) answerTile() *failure {
	t := a.query.tile
	tile := maptile.New(uint32(t.x), uint32(t.y), maptile.Zoom(t.zoom))
	bound := tile.Bound()
	low, high := pointOfOrb(bound.Min), pointOfOrb(bound.Max)
	layers := mvt.Layers{a.speeds(low, high), a.turns(low, high)}
	layers.ProjectToTile(tile)
	layers.Clip(mvt.MapboxGLDefaultExtentBound)
	layers.RemoveEmpty(1, 1)
	data, err := mvt.Marshal(layers)
	if err != nil {
		return &failure{invalidValue, "The tile cannot be drawn: " + err.Error()}
	}
	a.b, a.tile = append(a.b, data...), true
	return nil
}

func pointOfOrb(p orb.Point) road.Point {
	return road.Point{Lat: int32(math.Round(p.Lat() * 1e7)), Lng: int32(math.Round(p.Lon() * 1e7))}
}

func orbOf(p road.Point) orb.Point { return orb.Point{float64(p.Lng) / 1e7, float64(p.Lat) / 1e7} }

func (a *answering) speeds(low, high road.Point) *mvt.Layer {
	features := geojson.NewFeatureCollection()
	for lane := range a.router.Lanes(low, high) {
		line := make(orb.LineString, len(lane.Line))
		for i, p := range lane.Line {
			line[i] = orbOf(p)
		}
		f := geojson.NewFeature(line)
		f.Properties["speed"] = int(math.Round(float64(lane.Metres) / float64(lane.Seconds) * 3.6))
		f.Properties["is_small"] = !lane.Large
		f.Properties["duration"] = tenth(lane.Seconds)
		f.Properties["weight"] = tenth(lane.Weight)
		f.Properties["name"] = lane.Name
		features.Append(f)
	}
	return mvt.NewLayer("speeds", features)
}

func (a *answering) turns(low, high road.Point) *mvt.Layer {
	features := geojson.NewFeatureCollection()
	for bend := range a.router.Bends(low, high) {
		f := geojson.NewFeature(orbOf(bend.At))
		f.Properties["bearing_in"] = bend.Bearing
		f.Properties["turn_angle"] = bend.Angle
		f.Properties["cost"] = tenth(bend.Seconds)
		f.Properties["weight"] = tenth(bend.Weight)
		features.Append(f)
	}
	return mvt.NewLayer("turns", features)
}

func tenth(s road.Seconds) float64 { return math.Round(float64(s)*10) / 10 }
