package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/picture"
)

// corners draws a picture whose four quarters are red, green, blue and white: top left, top right, bottom left, bottom right.
func corners(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, quarter(2*x >= width, 2*y >= height))
		}
	}
	return img
}

func quarter(right, bottom bool) color.NRGBA {
	switch {
	case right && bottom:
		return color.NRGBA{255, 255, 255, 255}
	case right:
		return color.NRGBA{0, 255, 0, 255}
	case bottom:
		return color.NRGBA{0, 0, 255, 255}
	}
	return color.NRGBA{255, 0, 0, 255}
}

// photo writes a JPEG as a camera does: with an EXIF block that holds an orientation mark and a place.
func photo(t testing.TB, img image.Image, mark uint16, order binary.AppendByteOrder) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	start := "II*\x00"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		start = "MM\x00*"
	}
	exif := order.AppendUint32([]byte("Exif\x00\x00"+start), 8)
	exif = order.AppendUint16(exif, 2)
	exif = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(exif, 0x010f), 2), 4), "cam\x00"...)
	exif = order.AppendUint32(order.AppendUint16(order.AppendUint16(exif, 0x0112), 3), 1)
	exif = append(order.AppendUint16(exif, mark), 0, 0)
	exif = append(exif, "GPS 48.857 2.335"...)
	segment := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2)), exif...)
	return append(append(append([]byte{}, b.Bytes()[:2]...), segment...), b.Bytes()[2:]...)
}

// seen names the colours of a picture's quarters, in the order of corners.
func seen(t *testing.T, p picture.Picture) string {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(p.Content))
	if err != nil {
		t.Fatal(err)
	}
	var names strings.Builder
	for _, at := range [][2]int{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, b, _ := img.At(p.Width*at[0]/4, p.Height*at[1]/4).RGBA()
		switch {
		case r > 0x8000 && g > 0x8000 && b > 0x8000:
			names.WriteByte('w')
		case r > 0x8000:
			names.WriteByte('r')
		case g > 0x8000:
			names.WriteByte('g')
		default:
			names.WriteByte('b')
		}
	}
	return names.String()
}

func TestTakeInTurnsUprightAndForgetsThePlace(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		mark   uint16
		want   string
		turned bool
	}{{1, "rgbw", false}, {2, "grwb", false}, {3, "wbgr", false}, {4, "bwrg", false}, {5, "rbgw", true}, {6, "brwg", true},
		{7, "wgbr", true}, {8, "gwrb", true}, {0, "rgbw", false}, {9, "rgbw", false}} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			p, err := picture.TakeIn(bytes.NewReader(photo(t, corners(64, 32), row.mark, order)), picture.Usual())
			if err != nil {
				t.Fatal(err)
			}
			if got := seen(t, p); got != row.want || (p.Width < p.Height) != row.turned || p.Type != "image/jpeg" {
				t.Errorf("mark %d: %s %dx%d, want %s", row.mark, got, p.Width, p.Height, row.want)
			}
			if bytes.Contains(p.Content, []byte("Exif")) || bytes.Contains(p.Content, []byte("GPS")) {
				t.Errorf("mark %d: the place is still in the file", row.mark)
			}
		}
	}
}

func TestTakeInShrinks(t *testing.T) {
	t.Parallel()
	limits := picture.Limits{Bytes: 1 << 20, Pixels: 1 << 20, Side: 40}
	for in, want := range map[image.Point]image.Point{{80, 60}: {40, 30}, {60, 80}: {30, 40}, {30, 20}: {30, 20}, {900, 1}: {40, 1}} {
		p, err := picture.TakeIn(bytes.NewReader(pngOf(t, corners(in.X, in.Y))), limits)
		if err != nil || p.Width != want.X || p.Height != want.Y || p.Type != "image/png" {
			t.Errorf("%v: %dx%d %s, %v", in, p.Width, p.Height, p.Type, err)
		}
	}
}

func TestPNGKeepsItsTransparency(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 100, 100))
	img.Set(50, 50, color.Black)
	p, err := picture.TakeIn(bytes.NewReader(pngOf(t, img)), picture.Limits{Bytes: 1 << 20, Pixels: 1 << 20, Side: 50})
	if err != nil {
		t.Fatal(err)
	}
	out, err := png.Decode(bytes.NewReader(p.Content))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, alpha := out.At(2, 2).RGBA(); alpha != 0 {
		t.Errorf("alpha %d", alpha)
	}
}

func TestThumbnail(t *testing.T) {
	t.Parallel()
	p, err := picture.TakeIn(bytes.NewReader(photo(t, corners(200, 100), 6, binary.LittleEndian)), picture.Usual())
	if err != nil {
		t.Fatal(err)
	}
	small, err := picture.Thumbnail(p, 50)
	if err != nil || small.Width != 25 || small.Height != 50 || seen(t, small) != "brwg" {
		t.Errorf("%dx%d %v", small.Width, small.Height, err)
	}
	same, err := picture.Thumbnail(small, 50)
	if err != nil || !bytes.Equal(same.Content, small.Content) {
		t.Error("a small picture was written anew")
	}
}

func TestTakeInRefuses(t *testing.T) {
	t.Parallel()
	good := pngOf(t, corners(20, 20))
	limits := picture.Limits{Bytes: int64(len(good)), Pixels: 400, Side: 100}
	rows := []struct {
		name, code string
		file       []byte
	}{
		{"one byte too large", "picture.file.too_large", append(good[:len(good):len(good)], 0)},
		{"bomb", "picture.file.too_many_pixels", bomb(60000, 60000)},
		{"overflowing bomb", "picture.file.malformed", bomb(1<<31-1, 1<<31-1)},
		{"cut short", "picture.file.malformed", good[:len(good)-20]},
		{"empty", "picture.file.malformed", nil},
		{"page", "picture.file.malformed", []byte("<svg onload=alert(1)>")},
		{"GIF", "picture.file.malformed", []byte("GIF89a\x01\x00\x01\x00")},
		{"JPEG without content", "picture.file.malformed", []byte{0xff, 0xd8, 0xff, 0xd9}},
	}
	for _, row := range rows {
		if _, err := picture.TakeIn(bytes.NewReader(row.file), limits); !fail.Has(err, row.code) || !fail.Is(err, fail.Invalid) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func BenchmarkTakeIn(b *testing.B) {
	file := photo(b, corners(4000, 3000), 6, binary.LittleEndian)
	for b.Loop() {
		if _, err := picture.TakeIn(bytes.NewReader(file), picture.Usual()); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzTakeIn(f *testing.F) {
	f.Add(photo(f, corners(16, 8), 6, binary.LittleEndian))
	f.Add(photo(f, corners(16, 8), 8, binary.BigEndian)[:60])
	f.Add(bomb(4, 4))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := picture.TakeIn(bytes.NewReader(file), picture.Limits{Bytes: 1 << 16, Pixels: 1 << 12, Side: 32})
		if err == nil && (p.Width < 1 || p.Width > 32 || p.Height < 1 || p.Height > 32) {
			t.Errorf("%dx%d", p.Width, p.Height)
		}
	})
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a PNG that promises many pixels in a few bytes.
func bomb(width, height uint32) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), width), height)
	header = append(header, 8, 0, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(header))
}
