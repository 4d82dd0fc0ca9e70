// Package picture takes in photographs from people: it checks their size before unpacking them, turns them upright, makes them no
// larger than needed, and writes them anew, so that nothing else in the file (place, camera, hidden data) is kept.
package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"

	"pignon.coop/internal/fail"
)

// quality is JPEG's: small files in which the text on a parcel's label stays readable.
const quality = 85

// Limits bounds what is taken in and what comes out.
type Limits struct {
	Bytes  int64 // of the file that comes in
	Pixels int   // width × height of what comes in
	Side   int   // longest side of what comes out
}

// Usual gives the limits for photographs from telephones: 12 MB and 50 million pixels in, 2048 pixels a side out. Such a photograph
// takes up to 200 MB of memory for a moment, so callers bound how many they take in at once.
func Usual() Limits { return Limits{Bytes: 12 << 20, Pixels: 50_000_000, Side: 2048} }

// Picture is a clean picture, as a file.
type Picture struct {
	Content       []byte
	Type          string // image/jpeg, or image/png when it came as PNG
	Width, Height int
}

// TakeIn reads a JPEG or PNG file and gives it back clean. Errors are Invalid: picture.file.too_large, picture.file.too_many_pixels,
// picture.file.malformed (also: another format, or cut short).
func TakeIn(r io.Reader, limits Limits) (Picture, error) {
	file, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return Picture{}, fail.Wrap(err, fail.Invalid, "picture.file.malformed")
	}
	if int64(len(file)) > limits.Bytes {
		return Picture{}, fail.New(fail.Invalid, "picture.file.too_large", "limit", limits.Bytes)
	}
	img, format, err := decode(file, limits.Pixels)
	if err != nil {
		return Picture{}, err
	}
	return encode(upright(shrink(img, limits.Side), orientationOf(file)), format)
}

// Thumbnail gives a smaller version of a clean picture, no side longer than side. It is the same picture when that is small already.
func Thumbnail(p Picture, side int) (Picture, error) {
	if max(p.Width, p.Height) <= side {
		return p, nil
	}
	img, format, err := decode(p.Content, p.Width*p.Height)
	if err != nil {
		return Picture{}, err
	}
	return encode(shrink(img, side), format)
}

// decode looks at the header before it unpacks anything.
func decode(file []byte, mostPixels int) (image.Image, string, error) {
	read, readConfig, format := jpeg.Decode, jpeg.DecodeConfig, "image/jpeg"
	if bytes.HasPrefix(file, []byte("\x89PNG\r\n\x1a\n")) {
		read, readConfig, format = png.Decode, png.DecodeConfig, "image/png"
	}
	header, err := readConfig(bytes.NewReader(file))
	if err != nil || header.Width < 1 || header.Height < 1 {
		return nil, "", fail.Wrap(err, fail.Invalid, "picture.file.malformed")
	}
	if header.Width > mostPixels/header.Height {
		return nil, "", fail.New(fail.Invalid, "picture.file.too_many_pixels", "limit", mostPixels)
	}
	img, err := read(bytes.NewReader(file))
	if err != nil {
		return nil, "", fail.Wrap(err, fail.Invalid, "picture.file.malformed")
	}
	return img, format, nil
}

// shrink makes a picture fit into a square of the given side; it never makes one larger.
func shrink(img image.Image, side int) image.Image {
	size := img.Bounds().Size()
	longest := max(size.X, size.Y)
	if longest <= side {
		return img
	}
	smaller := image.NewRGBA(image.Rect(0, 0, max(size.X*side/longest, 1), max(size.Y*side/longest, 1)))
	scaler := draw.Interpolator(draw.ApproxBiLinear)
	if longest > 2*side {
		scaler = draw.BiLinear // slower, but looks at every pixel
	}
	scaler.Scale(smaller, smaller.Bounds(), img, img.Bounds(), draw.Src, nil)
	return smaller
}

func encode(img image.Image, format string) (Picture, error) {
	var b bytes.Buffer
	var err error
	if format == "image/png" {
		err = png.Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return Picture{}, fail.Wrap(err, fail.Internal, "picture.file.unwritable")
	}
	size := img.Bounds().Size()
	return Picture{Content: b.Bytes(), Type: format, Width: size.X, Height: size.Y}, nil
}

// upright turns and mirrors a picture so that it needs no orientation mark.
func upright(img image.Image, o orientation) image.Image {
	if o == asIs {
		return img
	}
	from := img.Bounds()
	width, height := from.Dx(), from.Dy()
	if o.swapsSides() {
		width, height = height, width
	}
	turned := image.NewRGBA(image.Rect(0, 0, width, height))
	flat := image.NewRGBA(image.Rectangle{Max: from.Size()})
	draw.Copy(flat, image.Point{}, img, from, draw.Src, nil)
	for y := range height {
		for x := range width {
			turned.SetRGBA(x, y, flat.RGBAAt(o.source(x, y, from.Size())))
		}
	}
	return turned
}
