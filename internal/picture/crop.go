package picture

import (
	"image"

	"golang.org/x/image/draw"
)

// Crop cuts the largest part of a clean picture that is width parts wide and height parts high out of its middle: Crop(p, 16, 9). It is
// the same picture when that has this shape already.
func Crop(p Picture, width, height int) (Picture, error) {
	w, h := min(p.Width, p.Height*width/height), min(p.Height, p.Width*height/width)
	if w == p.Width && h == p.Height {
		return p, nil
	}
	img, format, err := decode(p.Content, p.Width*p.Height)
	if err != nil {
		return Picture{}, err
	}
	w, h = max(w, 1), max(h, 1)
	cut := image.NewRGBA(image.Rect(0, 0, w, h))
	corner := img.Bounds().Min.Add(image.Pt((p.Width-w)/2, (p.Height-h)/2))
	draw.Copy(cut, image.Point{}, img, image.Rectangle{Min: corner, Max: corner.Add(image.Pt(w, h))}, draw.Src, nil)
	return encode(cut, format)
}
