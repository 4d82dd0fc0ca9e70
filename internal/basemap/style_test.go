package basemap

import (
	"bytes"
	"encoding/json"
	"image/png"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/geo"
)

// styled is a style read back.
type styled struct {
	Version int
	Glyphs  string
	Sprite  string
	Sources map[string]struct {
		Tiles       []string
		Attribution string
		Bounds      []float64
	}
	Layers []struct {
		ID, Type, Source string
		SourceLayer      string `json:"source-layer"`
		Layout           map[string]any
	}
}

func styleOf(t *testing.T, in StyleIn) (styled, string) {
	t.Helper()
	text, err := Style(in)
	if err != nil {
		t.Fatal(err)
	}
	var s styled
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s, string(text)
}

func TestStyle(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]StyleIn{
		"light": {BaseURL: "https://coop.example/map", Low: geo.At(43, 1), High: geo.At(44, 2)},
		"dark":  {BaseURL: "https://coop.example/map", Low: geo.At(43, 1), High: geo.At(44, 2), Dark: true, Lang: "fr"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, text := styleOf(t, in)
			source := s.Sources["map"]
			if s.Version != 8 || source.Tiles[0] != in.BaseURL+"/tiles/{z}/{x}/{y}.pbf" || !strings.Contains(source.Attribution, "© OpenStreetMap contributors") {
				t.Errorf("the source is %+v", source)
			}
			if len(source.Bounds) != 4 || !strings.HasPrefix(s.Glyphs, in.BaseURL) || !strings.HasPrefix(s.Sprite, in.BaseURL) {
				t.Errorf("bounds %v, glyphs %s, sprite %s", source.Bounds, s.Glyphs, s.Sprite)
			}
			if strings.Contains(text, `"name_fr"`) != (in.Lang == "fr") {
				t.Error("labels are not in the language asked for")
			}
			checkLayers(t, s)
		})
	}
}

// checkLayers finds names that lead nowhere.
func checkLayers(t *testing.T, s styled) {
	seen := map[string]bool{}
	for _, l := range s.Layers {
		if seen[l.ID] {
			t.Errorf("two layers are called %s", l.ID)
		}
		seen[l.ID] = true
		if l.Type != "background" && !slices.Contains(layerNames[:], l.SourceLayer) {
			t.Errorf("%s draws %q, which no tile has", l.ID, l.SourceLayer)
		}
		if fonts, ok := l.Layout["text-font"].([]any); ok && !slices.Contains([]any{Regular, Bold, Italic}, fonts[0]) {
			t.Errorf("%s is written in %v, which we do not have", l.ID, fonts)
		}
	}
}

func TestStyleWithOutsideTiles(t *testing.T) {
	t.Parallel()
	s, _ := styleOf(t, StyleIn{BaseURL: "https://coop.example/map", TileURL: "https://tiles.example/{z}/{x}/{y}", Version: "7"})
	if s.Sources["map"].Tiles[0] != "https://tiles.example/{z}/{x}/{y}" || s.Sources["map"].Bounds != nil {
		t.Errorf("%+v", s.Sources["map"])
	}
	s, _ = styleOf(t, StyleIn{BaseURL: "https://coop.example/map", Version: "7"})
	if s.Sources["map"].Tiles[0] != "https://coop.example/map/tiles/{z}/{x}/{y}.pbf?v=7" {
		t.Errorf("%+v", s.Sources["map"])
	}
}

func TestSprite(t *testing.T) {
	t.Parallel()
	for _, scale := range []int{1, 2} {
		picture, index, err := Sprite(scale)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		var entries map[string]spriteEntry
		if err := json.Unmarshal(index, &entries); err != nil {
			t.Fatal(err)
		}
		for class := range map[string]bool{"oneway": true, "oneway-dark": true, "poi-food": true, "poi-peak": true} {
			e, ok := entries[class]
			if !ok || e.PixelRatio != scale || e.X+e.Width > img.Bounds().Dx() || e.Y+e.Height > img.Bounds().Dy() {
				t.Errorf("scale %d: %s stands at %+v in a picture of %v", scale, class, e, img.Bounds())
			}
			if _, _, _, alpha := img.At(e.X+e.Width/2, e.Y+e.Height/2).RGBA(); alpha == 0 {
				t.Errorf("scale %d: %s is empty in its middle", scale, class)
			}
		}
	}
	for _, p := range pois {
		if !slices.ContainsFunc(poiColours, func(c poiColour) bool { return c.class == p.class }) {
			t.Errorf("no icon for %s", p.class)
		}
	}
}
