package basemap

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/vector"
)

// icon is one picture of the sprite: shapes on a square of side units, drawn over each other.
type icon struct {
	name   string
	side   int
	shapes []shape
}

// shape is a filled outline. Several outlines make holes where they turn the other way round.
type shape struct {
	fill     color.NRGBA
	outlines [][]vec
}

type poiColour struct {
	class  string
	colour color.NRGBA
}

// poiColours are the classes of marked things with the colour of their dot, muted so that what the screens draw stands out.
var poiColours = []poiColour{
	{"food", rgb(0xb98a5e)}, {"shop", rgb(0x8d86b5)}, {"health", rgb(0xc07f86)}, {"school", rgb(0xa8976a)}, {"civic", rgb(0x7f8c9a)},
	{"culture", rgb(0xa47fa6)}, {"hotel", rgb(0x7f96b8)}, {"transit", rgb(0x5f86ad)}, {"worship", rgb(0x9a9388)}, {"peak", rgb(0x9a8f7d)},
	{"bicycle", rgb(0x5f9a7c)},
}

func icons() []icon {
	arrow := [][]vec{{{2, 7.2}, {9, 7.2}, {9, 4}, {14, 8}, {9, 12}, {9, 8.8}, {2, 8.8}}}
	list := []icon{
		{"oneway", 16, []shape{{rgb(0xa3a09a), arrow}}},
		{"oneway-dark", 16, []shape{{rgb(0x6f7883), arrow}}},
	}
	for _, p := range poiColours {
		outer, inner := circle(6, 6, 5), circle(6, 6, 3.6)
		shapes := []shape{{rgb(0xffffff), [][]vec{outer}}, {p.colour, [][]vec{inner}}}
		if p.class == "peak" {
			shapes = []shape{{p.colour, [][]vec{{{6, 2}, {10.5, 10}, {1.5, 10}}}}}
		}
		list = append(list, icon{"poi-" + p.class, 12, shapes})
	}
	return list
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

func circle(x, y, radius float64) []vec {
	const corners = 48
	out := make([]vec, corners)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		out[i] = vec{x + radius*cos, y + radius*sin}
	}
	return out
}

// spriteEntry says where an icon stands in the picture, in pixels.
type spriteEntry struct {
	X          int `json:"x"`
	Y          int `json:"y"`
	Width      int `json:"width"`
	Height     int `json:"height"`
	PixelRatio int `json:"pixelRatio"`
}

// Sprite draws the icons of the style in one picture, with the index that MapLibre reads. Scale is 1, or 2 for fine screens; others
// are brought to the nearer of the two. It takes a few milliseconds: keep the result.
func Sprite(scale int) (picture, index []byte, err error) {
	scale = max(1, min(2, scale))
	const step = 18
	list := icons()
	canvas := image.NewNRGBA(image.Rect(0, 0, step*scale*len(list), step*scale))
	entries := map[string]spriteEntry{}
	for i, ic := range list {
		at := image.Pt(i*step*scale, 0)
		for _, s := range ic.shapes {
			s.drawOn(canvas, at, float64(scale))
		}
		entries[ic.name] = spriteEntry{X: at.X, Width: ic.side * scale, Height: ic.side * scale, PixelRatio: scale}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		return nil, nil, fmt.Errorf("draw the map's icons: %w", err)
	}
	index, err = json.Marshal(entries)
	return out.Bytes(), index, err
}

func (s shape) drawOn(canvas *image.NRGBA, at image.Point, scale float64) {
	b := canvas.Bounds()
	r := vector.NewRasterizer(b.Dx(), b.Dy())
	for _, outline := range s.outlines {
		for i, p := range outline {
			x, y := float32(float64(at.X)+p.x*scale), float32(float64(at.Y)+p.y*scale)
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(canvas, b, image.NewUniform(s.fill), image.Point{})
}
