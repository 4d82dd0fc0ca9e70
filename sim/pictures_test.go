package sim

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryShopAndProductHasItsPicture(t *testing.T) {
	t.Parallel()
	drawn := sketches()
	for _, s := range shops {
		if len(looks()[s.name].motifs) == 0 {
			t.Errorf("nothing is drawn for %s", s.name)
		}
		for _, section := range s.sections {
			for _, p := range section.products {
				if drawn[p.name] == nil {
					t.Errorf("nothing is drawn for %s", p.name)
				}
			}
		}
	}
}

// TestPicturesAreDrawn also writes them into the folder that PIGNON_PICTURES names, to be looked at.
func TestPicturesAreDrawn(t *testing.T) {
	t.Parallel()
	seen, folder := map[string]string{}, os.Getenv("PIGNON_PICTURES")
	for p, err := range Pictures() {
		name := strings.Fields(p.Shop)[0] + p.Product
		if p.Banner {
			name += "-banner"
		}
		img, decodeErr := png.Decode(bytes.NewReader(p.File))
		if err != nil || decodeErr != nil || img.Bounds().Dy() != 720 {
			t.Fatalf("%s: %v, %v", name, err, decodeErr)
		}
		if other := seen[string(p.File)]; other != "" && p.Product == "" {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[string(p.File)] = name
		if folder == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, name+".png"), p.File, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
