package basemap

import (
	"container/list"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"google.golang.org/protobuf/encoding/protowire"
)

// The names of our fonts, as the style writes them.
const (
	Regular = "Go Regular"
	Bold    = "Go Bold"
	Italic  = "Go Italic"
)

const (
	rangeSize    = 256
	keptRanges   = 48 // a range takes about 60 kB
	baselineDrop = 26 // MapLibre's letters hang from a line this far above their baseline
)

// Glyphs draws the letters of labels for MapLibre. A range of letters is drawn when it is first asked for, which takes some tens of
// milliseconds, and kept while it is in use. Safe for concurrent use.
type Glyphs struct {
	fonts map[string]*sfnt.Font

	mu    sync.Mutex
	kept  map[string]*list.Element
	order *list.List // of *letters, the latest used first
}

type letters struct {
	key  string
	data []byte
}

// NewGlyphs prepares the fonts.
func NewGlyphs() (*Glyphs, error) {
	g := &Glyphs{fonts: map[string]*sfnt.Font{}, kept: map[string]*list.Element{}, order: list.New()}
	for name, data := range map[string][]byte{Regular: goregular.TTF, Bold: gobold.TTF, Italic: goitalic.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("read the font %s: %w", name, err)
		}
		g.fonts[name] = f
	}
	return g, nil
}

// Range returns 256 letters from start on, as a glyph protocol buffer. Of a list of fonts ("Go Bold,Go Regular") the first that we
// have is used. ok is false for no known font, and for a start that is no multiple of 256 below 65536.
func (g *Glyphs) Range(fontstack string, start int) (pbf []byte, ok bool) {
	name := g.known(fontstack)
	if name == "" || start < 0 || start >= 1<<16 || start%rangeSize != 0 {
		return nil, false
	}
	key := fmt.Sprintf("%s %d", name, start)
	if data, ok := g.recall(key); ok {
		return data, true
	}
	data := drawRange(g.fonts[name], name, start)
	g.keep(key, data)
	return data, true
}

func (g *Glyphs) known(fontstack string) string {
	for name := range strings.SplitSeq(fontstack, ",") {
		if name = strings.TrimSpace(name); g.fonts[name] != nil {
			return name
		}
	}
	return ""
}

func (g *Glyphs) recall(key string) ([]byte, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	e, ok := g.kept[key]
	if !ok {
		return nil, false
	}
	g.order.MoveToFront(e)
	return e.Value.(*letters).data, true
}

func (g *Glyphs) keep(key string, data []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, ok := g.kept[key]; ok {
		return
	}
	g.kept[key] = g.order.PushFront(&letters{key, data})
	if g.order.Len() > keptRanges {
		last := g.order.Back()
		delete(g.kept, last.Value.(*letters).key)
		g.order.Remove(last)
	}
}

// drawRange writes glyphs{stacks{name, range, glyphs}}: field numbers 1; 1, 2, 3.
func drawRange(f *sfnt.Font, name string, start int) []byte {
	stack := appendText(nil, 1, name)
	stack = appendText(stack, 2, fmt.Sprintf("%d-%d", start, start+rangeSize-1))
	var buffer sfnt.Buffer
	for r := rune(start); r < rune(start+rangeSize); r++ {
		if glyph, ok := drawGlyph(f, &buffer, r); ok {
			stack = appendBytes(stack, 3, glyph)
		}
	}
	return appendBytes(nil, 1, stack)
}

// drawGlyph writes one letter: id 1, bitmap 2, width 3, height 4, left 5, top 6, advance 7.
func drawGlyph(f *sfnt.Font, buffer *sfnt.Buffer, r rune) ([]byte, bool) {
	const size = fixed.Int26_6(glyphSize << 6)
	index, err := f.GlyphIndex(buffer, r)
	if err != nil || index == 0 || r < ' ' {
		return nil, false
	}
	advance, err := f.GlyphAdvance(buffer, index, size, font.HintingNone)
	if err != nil {
		return nil, false
	}
	segments, err := f.LoadGlyph(buffer, index, size, nil)
	if err != nil {
		return nil, false
	}
	field := fieldOf(flatten(segments))
	out := appendNumber(nil, 1, uint64(r))
	if len(field.pixels) > 0 {
		out = appendBytes(out, 2, field.pixels)
	}
	out = appendNumber(out, 3, uint64(field.width))
	out = appendNumber(out, 4, uint64(field.height))
	out = appendNumber(out, 5, protowire.EncodeZigZag(int64(field.left)))
	out = appendNumber(out, 6, protowire.EncodeZigZag(int64(-field.top-baselineDrop)))
	return appendNumber(out, 7, uint64(advance.Round())), true
}

func appendBytes(b []byte, field protowire.Number, data []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), data)
}

func appendText(b []byte, field protowire.Number, text string) []byte {
	return appendBytes(b, field, []byte(text))
}

func appendNumber(b []byte, field protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), value)
}
