package basemap

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

func section(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Build(context.Background(), village(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTile(t *testing.T) {
	t.Parallel()
	tiles := built(t, village())
	for name, at := range map[string][3]int{
		"empty land": {14, 0, 0}, "too deep": {15, 0, 0}, "negative": {-1, 0, 0}, "beyond the world": {1, 2, 0}, "negative row": {3, 1, -1},
	} {
		if _, ok := tiles.Tile(at[0], at[1], at[2]); ok {
			t.Errorf("%s: there is a tile", name)
		}
	}
	low, high := tiles.Bounds()
	if low.Lat >= high.Lat || low.Lng >= high.Lng {
		t.Errorf("the bounds are %v to %v", low, high)
	}
}

func TestOpenRefusesForeignBytes(t *testing.T) {
	t.Parallel()
	whole := section(t)
	for name, data := range map[string][]byte{
		"nothing": nil, "foreign": bytes.Repeat([]byte("x"), 500), "cut in the head": whole[:20], "cut in the directory": whole[:headerSize+30],
	} {
		if _, err := Open(data); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	whole := section(f)
	f.Add(whole[:min(len(whole), 400)], 14, 8255, 5961)
	f.Add([]byte(magic), 0, 0, 0)
	f.Fuzz(func(t *testing.T, data []byte, z, x, y int) {
		tiles, err := Open(data)
		if err != nil {
			return
		}
		tiles.Tile(z, x, y)
		tiles.Bounds()
		for i := range min(tiles.Len(), 50) {
			key := tiles.key(i)
			tiles.Tile(int(key>>56), int(key>>28&(1<<28-1)), int(key&(1<<28-1)))
		}
	})
}
