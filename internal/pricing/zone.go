package pricing

import (
	"encoding/json"
	"math"

	"pignon.coop/internal/area"
	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/span"
	"pignon.coop/road/extract"
)

// Zone is a surface with a name that conditions speak of.
type Zone struct {
	ID        int64                    `db:"id"`
	Name      string                   `db:"name"`
	GeoJSON   db.JSON[json.RawMessage] `db:"geojson"` // a Polygon
	CreatedAt span.Instant             `db:"created_at"`
	UpdatedAt span.Instant             `db:"updated_at"`
}

// Zones are surfaces by name.
type Zones map[string]area.Polygon

// Surface is the zone's outer ring: holes do not count. A zone whose drawing is no polygon contains nothing.
func (z Zone) Surface() area.Polygon {
	var drawing struct {
		Type        string        `json:"type"`
		Coordinates [][][]float64 `json:"coordinates"`
	}
	if json.Unmarshal(z.GeoJSON.V, &drawing) != nil || drawing.Type != "Polygon" || len(drawing.Coordinates) == 0 {
		return area.Polygon{}
	}
	var ring []extract.Point
	for _, c := range drawing.Coordinates[0] {
		if len(c) < 2 || !geo.Valid(c[1], c[0]) {
			return area.Polygon{}
		}
		ring = append(ring, drawn(geo.At(c[1], c[0])))
	}
	return area.Polygon{Outer: closed(ring)}
}

func closed(ring []extract.Point) []extract.Point {
	if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	return ring
}

// drawn is a point at the precision at which zones are drawn: five decimals.
func drawn(p geo.Point) extract.Point {
	return extract.Point{Lat: coarse(p.Lat), Lng: coarse(p.Lng)}
}

func coarse(e7 int32) int32 { return int32(math.Round(float64(e7)/100)) * 100 }

// within tells whether a place lies in a zone; known is false when there is no such zone.
func (z Zones) within(name string, p *Place) (inside, known bool) {
	surface, known := z[name]
	return known && surface.Contains(drawn(p.Point)), known
}
