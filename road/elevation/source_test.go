package elevation

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"pignon.coop/internal/datatest"
)

// hgt makes an SRTM file from a height for each row and column.
func hgt(side int, height func(row, column int) int16) []byte {
	data := make([]byte, 2*side*side)
	for i := range side * side {
		binary.BigEndian.PutUint16(data[2*i:], uint16(height(i/side, i%side)))
	}
	return data
}

// slope rises by one metre a row to the south and two a column to the east.
func slope(row, column int) int16 { return int16(row + 2*column) }

func zipped(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// terrariumTile makes a tile from a height for each pixel; NaN leaves it transparent.
func terrariumTile(t testing.TB, side int, height func(row, column int) float64) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range side * side {
		h := height(i/side, i%side)
		if math.IsNaN(h) {
			continue
		}
		v := int(math.Round((h + 32768) * 256))
		picture.SetNRGBA(i%side, i/side, color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255})
	}
	return encoded(t, picture)
}

func encoded(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func folder(files map[string][]byte) fstest.MapFS {
	all := fstest.MapFS{}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: data}
	}
	return all
}

func source(t testing.TB, files map[string][]byte) *Source {
	t.Helper()
	s, err := open(folder(files), keep)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantHeight(t *testing.T, s *Source, lat, lng, want float64) {
	t.Helper()
	got, ok := s.At(lat, lng)
	if !ok || math.Abs(got-want) > 0.01 {
		t.Errorf("at %g, %g: %.3f %v, want %.3f; %v", lat, lng, got, ok, want, s.Err())
	}
}

func TestSRTM(t *testing.T) {
	t.Parallel()
	three := hgt(1201, slope)
	for name, files := range map[string]map[string][]byte{
		"plain":    {"N42E001.hgt": three},
		"small":    {"n42e001.HGT": three},
		"gzip":     {"deep/down/N42E001.hgt.gz": gzipped(t, three)},
		"zip":      {"N42E001.SRTMGL3.hgt.zip": zipped(t, "x/N42E001.hgt", three)},
		"repeated": {"N42E001.hgt": three, "N42E001.hgt.zip": []byte("never read")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := source(t, files)
			wantHeight(t, s, 43, 1, 0)
			wantHeight(t, s, 42, 2, 1200+2400)
			wantHeight(t, s, 42.5, 1.25, 600+600)
			wantHeight(t, s, 43-10.5/1200, 1+20.25/1200, 10.5+40.5)
			for _, out := range [][2]float64{{41.99, 1.5}, {42.5, 2.01}, {math.NaN(), 1}, {91, 1}, {42.5, math.Inf(1)}} {
				if metres, ok := s.At(out[0], out[1]); ok {
					t.Errorf("a height outside, at %v: %g", out, metres)
				}
			}
		})
	}
}

func TestSRTMOfOneSecondInTheSouthWest(t *testing.T) {
	t.Parallel()
	s := source(t, map[string][]byte{"S34W059.hgt": hgt(3601, func(row, column int) int16 { return int16(row) - int16(column) })})
	wantHeight(t, s, -33.25, -58.5, 900-1800)
}

func TestGapsTakeTheirNeighbours(t *testing.T) {
	t.Parallel()
	s := source(t, map[string][]byte{"N00E000.hgt": hgt(1201, func(row, column int) int16 {
		if row < 2 || column == 500 {
			return math.MinInt16
		}
		return 100
	})})
	wantHeight(t, s, 0.5, 500.4/1200, 100)
	if _, ok := s.At(1-0.5/1200, 0.5); ok {
		t.Error("a height where all points around are gaps")
	}
	if err := s.Err(); err != nil {
		t.Errorf("gaps are no damage: %v", err)
	}
}

func TestTerrarium(t *testing.T) {
	t.Parallel()
	// Zoom 1: four tiles, so that the equator and the meridian are borders. Heights rise eastwards through both.
	tile := func(x int) []byte {
		return terrariumTile(t, 256, func(_, column int) float64 { return float64(256*x+column) / 4 })
	}
	s := source(t, map[string][]byte{"1/0/0.png": tile(0), "1/1/0.png": tile(1), "1/0/1.png": tile(0), "deep/1/1/1.png": tile(1)})
	wantHeight(t, s, 0, 0, (256-0.5)/4)
	wantHeight(t, s, 40, 90, (384-0.5)/4)
	wantHeight(t, s, -40, -90+360.0/512/2, 128.0/4)
	wantHeight(t, s, 0, 180, 511.0/8) // half of the easternmost, half of the westernmost
	if _, ok := s.At(89, 0); ok {
		t.Error("a height beyond the web map")
	}
}

func TestDeeperTilesAndSRTMComeFirst(t *testing.T) {
	t.Parallel()
	level := func(h float64) []byte { return terrariumTile(t, 4, func(_, _ int) float64 { return h }) }
	holes := terrariumTile(t, 4, func(row, _ int) float64 {
		if row < 2 {
			return math.NaN()
		}
		return 20
	})
	s := source(t, map[string][]byte{
		"0/0/0.png": level(10), "1/1/0.png": holes, "N10E010.hgt": hgt(1201, func(_, _ int) int16 { return 30 }),
	})
	wantHeight(t, s, 10.5, 10.5, 30)
	wantHeight(t, s, 20.5, 10.5, 20)
	wantHeight(t, s, 80, 10.5, 10)
	wantHeight(t, s, 20.5, -10.5, 10)
}

func TestTilesWithoutTransparency(t *testing.T) {
	t.Parallel()
	picture := image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.RGBA{R: 129, G: 1, B: 128, A: 255}})
	s := source(t, map[string][]byte{"0/0/0.png": encoded(t, picture)})
	wantHeight(t, s, 10, 10, 257.5)
}

func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	good := hgt(1201, slope)
	for name, c := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"gzip cut off":      {"N42E001.hgt.gz", gzipped(t, good)[:5000], "damaged"},
		"no gzip":           {"N42E001.hgt.gz", good, "damaged"},
		"gzip of a page":    {"N42E001.hgt.gz", gzipped(t, []byte("<html>")), "heights of 6 bytes"},
		"gzip bomb":         {"N42E001.hgt.gz", gzipped(t, make([]byte, 40<<20)), "no SRTM"},
		"no zip":            {"N42E001.hgt.zip", []byte("PK"), "damaged"},
		"zip of a text":     {"N42E001.hgt.zip", zipped(t, "readme.txt", good), "no .hgt"},
		"zip cut off":       {"N42E001.hgt.zip", zipped(t, "N42E001.hgt", good)[:9000], "damaged"},
		"no picture":        {"0/0/0.png", []byte("hello"), "damaged"},
		"picture cut off":   {"0/0/0.png", terrariumTile(t, 64, func(r, c int) float64 { return float64(r * c) })[:200], "damaged"},
		"picture too large": {"0/0/0.png", encoded(t, image.NewGray(image.Rect(0, 0, 1025, 1025))), "at most 1024"},
		"picture oblong":    {"0/0/0.png", encoded(t, image.NewGray(image.Rect(0, 0, 4, 5))), "square"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := source(t, map[string][]byte{c.file: c.data})
			for range 2 {
				if metres, ok := s.At(42.5, 1.5); ok {
					t.Errorf("a damaged file gave %g m", metres)
				}
			}
			if err := s.Err(); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) {
				t.Errorf("error %v, want %s in it", err, c.want)
			}
		})
	}
}

func TestFoldersThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that does not exist was opened")
	}
	if err := os.WriteFile(filepath.Join(dir, "N99E999.hgt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "no heights") {
		t.Errorf("a folder without heights: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "N42E001.hgt"), make([]byte, 77), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "N42E001.hgt: the file is damaged") {
		t.Errorf("a file that was cut off: %v", err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{}
	level := terrariumTile(t, 16, func(_, _ int) float64 { return 5 })
	for _, name := range []string{"2/0/1.png", "2/1/1.png", "2/2/1.png", "2/3/1.png"} {
		files[name] = level
	}
	s, err := open(folder(files), 2*4*16*16)
	if err != nil {
		t.Fatal(err)
	}
	for _, lng := range []float64{-150, -60, 30, 120, -150, 30} {
		wantHeight(t, s, 20, lng, 5)
		if s.kept.recent.Len() != len(s.kept.byName) || s.kept.recent.Len() > 2 || s.kept.room < 0 {
			t.Fatalf("%d grids kept, %d bytes left", s.kept.recent.Len(), s.kept.room)
		}
	}
}

func TestRealHeights(t *testing.T) {
	t.Parallel()
	s, err := Open(filepath.Dir(datatest.Path(t, "elevation/N42E001.hgt.zip")))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name                string
		lat, lng, low, high float64
	}{
		{"Andorra la Vella, at the bridge", 42.5075, 1.5218, 990, 1040},
		{"Pas de la Casa", 42.5425, 1.7336, 2040, 2130},
		{"Coma Pedrosa", 42.5917, 1.4433, 2850, 2945},
		{"Port Hercule", 43.7347, 7.4240, -5, 20},
		{"Tête de Chien", 43.7310, 7.3975, 430, 560},
	} {
		metres, ok := s.At(c.lat, c.lng)
		if !ok || metres < c.low || metres > c.high {
			t.Errorf("%s: %.0f m, want %g to %g; %v", c.name, metres, c.low, c.high, s.Err())
		}
	}
}

func FuzzReaders(f *testing.F) {
	tiny := hgt(64, slope)
	f.Add("N00E000.hgt", tiny)
	f.Add("N00E000.hgt.gz", gzipped(f, tiny))
	f.Add("N00E000.hgt.zip", zipped(f, "N00E000.hgt", tiny))
	f.Add("0/0/0.png", terrariumTile(f, 8, func(row, column int) float64 { return float64(row - column) }))
	f.Add("3/7/7.png", encoded(f, image.NewGray16(image.Rect(0, 0, 3, 3))))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if !fs.ValidPath(name) {
			return
		}
		s, err := open(folder(map[string][]byte{name: data}), keep)
		if err != nil {
			return
		}
		for _, at := range [][2]float64{{0, 0}, {0.5, 0.5}, {-85, 179.9}, {90, 180}, {-90, -180}} {
			if metres, ok := s.At(at[0], at[1]); ok && !(math.Abs(metres) <= 32769) {
				t.Errorf("at %v: %g", at, metres)
			}
		}
	})
}
