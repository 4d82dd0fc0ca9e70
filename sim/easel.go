package sim

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

type point struct{ x, y float64 }

// easel draws flat shapes. Its origin is the middle of the motif, y grows downwards, and a motif fits into -1…1.
type easel struct {
	sheet  *image.RGBA
	origin point   // pixels
	unit   float64 // pixels
}

func hex(rgb uint32) color.RGBA {
	return color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
}

// shade darkens what lies below it.
func shade() color.RGBA { return color.RGBA{A: 30} }

func newEasel(width, height int, ground color.RGBA, unit float64) easel {
	sheet := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(sheet, sheet.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	return easel{sheet: sheet, origin: point{float64(width) / 2, float64(height) / 2}, unit: unit}
}

// at is the same sheet for a motif of another size beside the middle.
func (e easel) at(x, y, size float64) easel {
	return easel{sheet: e.sheet, origin: e.pixel(point{x, y}), unit: e.unit * size}
}

func (e easel) pixel(p point) point { return point{e.origin.x + p.x*e.unit, e.origin.y + p.y*e.unit} }

// fill paints a polygon.
func (e easel) fill(c color.Color, outline ...point) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	pixels := make([]point, len(outline))
	for i, p := range outline {
		pixels[i] = e.pixel(p)
		low = point{min(low.x, pixels[i].x), min(low.y, pixels[i].y)}
		high = point{max(high.x, pixels[i].x), max(high.y, pixels[i].y)}
	}
	box := image.Rect(int(math.Floor(low.x)), int(math.Floor(low.y)), int(math.Ceil(high.x))+1, int(math.Ceil(high.y))+1)
	path := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range pixels {
		x, y := float32(p.x-float64(box.Min.X)), float32(p.y-float64(box.Min.Y))
		if i == 0 {
			path.MoveTo(x, y)
		} else {
			path.LineTo(x, y)
		}
	}
	path.ClosePath()
	if box.In(e.sheet.Bounds()) {
		path.Draw(e.sheet, box, image.NewUniform(c), image.Point{})
		return
	}
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy())) // the rasteriser does not cut off what lies outside
	path.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	draw.DrawMask(e.sheet, box, image.NewUniform(c), image.Point{}, mask, image.Point{}, draw.Over)
}

// oval paints an ellipse whose first axis is turned by tilt, in radians.
func (e easel) oval(c color.Color, middle, radii point, tilt float64) {
	outline := make([]point, 96)
	sin, cos := math.Sincos(tilt)
	for i := range outline {
		y, x := math.Sincos(2 * math.Pi * float64(i) / float64(len(outline)))
		x, y = x*radii.x, y*radii.y
		outline[i] = point{middle.x + x*cos - y*sin, middle.y + x*sin + y*cos}
	}
	e.fill(c, outline...)
}

func (e easel) disc(c color.Color, x, y, r float64) { e.oval(c, point{x, y}, point{r, r}, 0) }

// stroke paints a line with round ends; c should be opaque.
func (e easel) stroke(c color.Color, width float64, line ...point) {
	for i, p := range line {
		e.disc(c, p.x, p.y, width/2)
		if i == 0 {
			continue
		}
		from := line[i-1]
		length := math.Hypot(p.x-from.x, p.y-from.y)
		across := point{(from.y - p.y) / length * width / 2, (p.x - from.x) / length * width / 2}
		e.fill(c, point{from.x + across.x, from.y + across.y}, point{p.x + across.x, p.y + across.y}, point{p.x - across.x, p.y - across.y}, point{from.x - across.x, from.y - across.y})
	}
}

// arc paints a part of a circle as a line; 0 points right, angles go clockwise.
func (e easel) arc(c color.Color, width float64, middle point, r, from, to float64) {
	line := make([]point, 25)
	for i := range line {
		line[i] = polar(middle, r, from+(to-from)*float64(i)/float64(len(line)-1))
	}
	e.stroke(c, width, line...)
}

// box paints a rectangle with round corners.
func (e easel) box(c color.Color, low, high point, r float64) {
	var outline []point
	for i, corner := range []point{{high.x - r, high.y - r}, {low.x + r, high.y - r}, {low.x + r, low.y + r}, {high.x - r, low.y + r}} {
		for step := range 9 {
			outline = append(outline, polar(corner, r, math.Pi/2*(float64(i)+float64(step)/8)))
		}
	}
	e.fill(c, outline...)
}

// dome paints the upper half of an ellipse.
func (e easel) dome(c color.Color, middle, radii point) {
	outline := make([]point, 49)
	for i := range outline {
		y, x := math.Sincos(math.Pi * (1 + float64(i)/48))
		outline[i] = point{middle.x + x*radii.x, middle.y + y*radii.y}
	}
	e.fill(c, outline...)
}

func polar(middle point, r, angle float64) point {
	sin, cos := math.Sincos(angle)
	return point{middle.x + r*cos, middle.y + r*sin}
}

// strewn spreads points evenly over a disc, as seeds in a sunflower.
func strewn(count int, r float64) []point {
	points := make([]point, count)
	for i := range points {
		points[i] = polar(point{}, r*math.Sqrt((float64(i)+0.5)/float64(count)), float64(i)*2.399963)
	}
	return points
}

// ring spreads points evenly on a circle.
func circle(count int, r, first float64) []point {
	points := make([]point, count)
	for i := range points {
		points[i] = polar(point{}, r, first+2*math.Pi*float64(i)/float64(count))
	}
	return points
}
