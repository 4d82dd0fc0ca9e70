package picture_test

import (
	"bytes"
	"image"
	"testing"

	"pignon.coop/internal/picture"
)

func TestCropKeepsTheMiddle(t *testing.T) {
	t.Parallel()
	for in, want := range map[image.Point][2]image.Point{
		{64, 48}: {{48, 48}, {64, 36}}, {48, 64}: {{48, 48}, {48, 27}}, {32, 32}: {{32, 32}, {32, 18}}, {320, 20}: {{20, 20}, {35, 20}}, {64, 36}: {{36, 36}, {64, 36}},
		{300, 1}: {{1, 1}, {1, 1}}, {1, 300}: {{1, 1}, {1, 1}},
	} {
		p, err := picture.TakeIn(bytes.NewReader(pngOf(t, corners(in.X, in.Y))), picture.Usual())
		if err != nil {
			t.Fatal(err)
		}
		for i, shape := range []image.Point{{1, 1}, {16, 9}} {
			cut, err := picture.Crop(p, shape.X, shape.Y)
			if err != nil || cut.Width != want[i].X || cut.Height != want[i].Y {
				t.Errorf("%v to %v: %dx%d, want %v: %v", in, shape, cut.Width, cut.Height, want[i], err)
			}
			if cut.Height > 4 && seen(t, cut) != "rgbw" {
				t.Errorf("%v to %v: %s", in, shape, seen(t, cut))
			}
		}
	}
}
