package basemap

import (
	"math"
	"sync"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// glyph is one letter read back.
type glyph struct {
	bitmap        []byte
	width, height uint64
	left, top     int64
	advance       uint64
}

// glyphsOf reads a range as a browser does.
func glyphsOf(t *testing.T, pbf []byte) map[rune]glyph {
	t.Helper()
	out := map[rune]glyph{}
	eachField(t, pbf, func(_ protowire.Number, stack []byte, _ uint64) {
		eachField(t, stack, func(n protowire.Number, data []byte, _ uint64) {
			if n == 3 {
				r, g := readGlyph(t, data)
				out[r] = g
			}
		})
	})
	return out
}

func readGlyph(t *testing.T, data []byte) (r rune, g glyph) {
	eachField(t, data, func(n protowire.Number, data []byte, v uint64) {
		switch n {
		case 1:
			r = rune(v)
		case 2:
			g.bitmap = data
		case 3:
			g.width = v
		case 4:
			g.height = v
		case 5:
			g.left = protowire.DecodeZigZag(v)
		case 6:
			g.top = protowire.DecodeZigZag(v)
		case 7:
			g.advance = v
		}
	})
	return r, g
}

func eachField(t *testing.T, b []byte, do func(protowire.Number, []byte, uint64)) {
	t.Helper()
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			t.Fatal("no protocol buffer")
		}
		b = b[n:]
		var data []byte
		var value uint64
		if kind == protowire.BytesType {
			data, n = protowire.ConsumeBytes(b)
		} else {
			value, n = protowire.ConsumeVarint(b)
		}
		if n < 0 {
			t.Fatal("no protocol buffer")
		}
		do(number, data, value)
		b = b[n:]
	}
}

func newGlyphs(t *testing.T) *Glyphs {
	t.Helper()
	g, err := NewGlyphs()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGlyphs(t *testing.T) {
	t.Parallel()
	pbf, ok := newGlyphs(t).Range("Nobody's Font, Go Bold", 0)
	if !ok {
		t.Fatal("no letters")
	}
	letters := glyphsOf(t, pbf)
	for _, r := range "AZaz09éÀç'" {
		g, ok := letters[r]
		if !ok || len(g.bitmap) != int((g.width+2*glyphBorder)*(g.height+2*glyphBorder)) || g.advance == 0 {
			t.Errorf("%c is missing or misshapen: %d by %d, %d bytes", r, g.width, g.height, len(g.bitmap))
		}
	}
	if space := letters[' ']; space.advance == 0 || len(space.bitmap) != 0 {
		t.Errorf("the space is %+v", space)
	}
	stem := letters['I']
	middle := stem.bitmap[(int(stem.height)/2+glyphBorder)*int(stem.width+2*glyphBorder)+int(stem.width)/2+glyphBorder]
	if middle <= 191 || stem.bitmap[0] >= 191 {
		t.Errorf("the letter I is %d in its middle and %d at its corner", middle, stem.bitmap[0])
	}
	if capital := letters['H']; capital.height < 15 || capital.height > 20 || capital.top != int64(capital.height)-baselineDrop {
		t.Errorf("the letter H is %d high and hangs at %d", capital.height, capital.top)
	}
}

func TestGlyphRanges(t *testing.T) {
	t.Parallel()
	g := newGlyphs(t)
	for name, c := range map[string]struct {
		font  string
		start int
		ok    bool
	}{
		"letters": {Regular, 0, true}, "greek": {Italic, 768, true}, "unknown font": {"Comic", 0, false}, "no font": {"", 0, false},
		"crooked start": {Regular, 100, false}, "negative": {Regular, -256, false}, "beyond": {Regular, 1 << 16, false}, "nothing drawn": {Regular, 65280, true},
	} {
		if _, ok := g.Range(c.font, c.start); ok != c.ok {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

func TestGlyphsAreKeptWithinBounds(t *testing.T) {
	t.Parallel()
	g := newGlyphs(t)
	var wait sync.WaitGroup
	for i := range 2 * keptRanges {
		wait.Go(func() { g.Range(Regular, 40000/256*256+i*rangeSize) })
	}
	wait.Wait()
	if len(g.kept) != keptRanges || g.order.Len() != keptRanges {
		t.Errorf("%d and %d ranges are kept, %d at most", len(g.kept), g.order.Len(), keptRanges)
	}
}

// TestDistances measures a square of 10 pixels with a hole of 4.
func TestDistances(t *testing.T) {
	t.Parallel()
	square := func(low, high float64, turn bool) []edge {
		p := []vec{{low, low}, {high, low}, {high, high}, {low, high}}
		var out []edge
		for i := range p {
			e := edge{p[i], p[(i+1)%4]}
			if turn {
				e = edge{e.b, e.a}
			}
			out = append(out, e)
		}
		return out
	}
	edges := append(square(0, 10, false), square(3, 7, true)...)
	for at, want := range map[vec]float64{{5, 5}: 2, {1.5, 5}: -1.5, {-3, 5}: 3, {13, 14}: 5, {3, 3}: 0} {
		if have := signedDistance(edges, at); math.Abs(have-want) > 1e-9 {
			t.Errorf("%v: want %v, have %v", at, want, have)
		}
	}
	for distance, want := range map[float64]byte{0: 191, -2: 255, 6: 0, 2: 128} {
		if have := shade(distance); have != want {
			t.Errorf("distance %v: want %d, have %d", distance, want, have)
		}
	}
}
