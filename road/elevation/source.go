package elevation

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// keep is how many bytes of heights stay in memory.
const keep = 128 << 20

// Source reads heights from a folder. It is safe for concurrent use; while one question waits for a file, the others wait too.
type Source struct {
	files fs.FS
	cells map[cell]string // SRTM
	tiles map[tile]string // Terrarium
	zooms []uint8         // of the tiles, deepest first

	mu     sync.Mutex
	kept   cache
	broken map[string]error // by file
}

// cell is a square degree, named by its south-western corner.
type cell struct{ lat, lng int16 }

// tile is a square of the web map.
type tile struct {
	zoom uint8
	x, y uint32
}

var (
	hgtName     = regexp.MustCompile(`(?i)^([ns])(\d\d)([ew])(\d\d\d)(?:\.srtmgl[13])?\.hgt(?:\.gz|\.zip)?$`)
	terrariumAt = regexp.MustCompile(`^(?:.*/)?(\d{1,2})/(\d{1,8})/(\d{1,8})\.png$`)
)

// Open looks through a folder for files of heights. It reads none of them yet. It fails where there are none, and where the size of
// an SRTM file cannot be right.
func Open(dir string) (*Source, error) {
	s, err := open(os.DirFS(dir), keep)
	if err != nil {
		return nil, fmt.Errorf("heights in %s: %w", dir, err)
	}
	return s, nil
}

func open(files fs.FS, keep int) (*Source, error) {
	s := &Source{files: files, cells: map[cell]string{}, tiles: map[tile]string{}, kept: newCache(keep), broken: map[string]error{}}
	if err := fs.WalkDir(files, ".", s.add); err != nil {
		return nil, err
	}
	if len(s.cells) == 0 && len(s.tiles) == 0 {
		return nil, errors.New("no heights there: put SRTM files such as N42E001.hgt into the folder (plain, .gz or .zip), " +
			"or Terrarium tiles such as 12/2067/1519.png")
	}
	for t := range s.tiles {
		if !slices.Contains(s.zooms, t.zoom) {
			s.zooms = append(s.zooms, t.zoom)
		}
	}
	slices.SortFunc(s.zooms, func(a, b uint8) int { return cmp.Compare(b, a) })
	return s, nil
}

// add takes a file into the index by its name. Of several files of one cell the first counts: a plain one sorts before packed ones.
func (s *Source) add(name string, entry fs.DirEntry, err error) error {
	if err != nil || entry.IsDir() {
		return err
	}
	if c, ok := cellOf(path.Base(name)); ok && s.cells[c] == "" {
		s.cells[c] = name
		return checkSize(name, entry)
	}
	if t, ok := tileOf(name); ok && s.tiles[t] == "" {
		s.tiles[t] = name
	}
	return nil
}

// checkSize refuses plain SRTM files that were cut off, before anybody relies on them.
func checkSize(name string, entry fs.DirEntry) error {
	if !strings.EqualFold(path.Ext(name), ".hgt") {
		return nil
	}
	info, err := entry.Info()
	if err != nil {
		return err
	}
	if sideOf(info.Size()) == 0 && info.Mode().IsRegular() {
		return fmt.Errorf("%s: %w", name, errSize(info.Size()))
	}
	return nil
}

// cellOf reads a name such as N42E001.hgt.zip.
func cellOf(name string) (cell, bool) {
	m := hgtName.FindStringSubmatch(name)
	if m == nil {
		return cell{}, false
	}
	lat, lng := number(m[2]), number(m[4])
	if strings.EqualFold(m[1], "s") {
		lat = -lat
	}
	if strings.EqualFold(m[3], "w") {
		lng = -lng
	}
	return cell{lat: int16(lat), lng: int16(lng)}, lat >= -90 && lat < 90 && lng >= -180 && lng < 180
}

// tileOf reads a name such as 12/2067/1519.png.
func tileOf(name string) (tile, bool) {
	m := terrariumAt.FindStringSubmatch(name)
	if m == nil {
		return tile{}, false
	}
	t := tile{zoom: uint8(number(m[1])), x: uint32(number(m[2])), y: uint32(number(m[3]))}
	return t, t.zoom <= maxZoom && t.x>>t.zoom == 0 && t.y>>t.zoom == 0
}

const maxZoom = 20

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

// At gives the height of a place in degrees, between the file's points; ok is false where no file knows it. Where a file has gaps,
// the points around the place that it does have decide.
func (s *Source) At(lat, lng float64) (metres float64, ok bool) {
	if !(math.Abs(lat) <= 90 && math.Abs(lng) <= 180) {
		return 0, false
	}
	if metres, ok = s.atCell(lat, lng); ok {
		return metres, true
	}
	for _, zoom := range s.zooms {
		if metres, ok = s.atTile(zoom, lat, lng); ok {
			return metres, true
		}
	}
	return 0, false
}

// Err tells about the damaged files met so far, nil for none. Places in them have no height.
func (s *Source) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []error
	for name, err := range s.broken {
		all = append(all, fmt.Errorf("%s: %w", name, err))
	}
	slices.SortFunc(all, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(all...)
}

// atCell reads SRTM. Neighbouring files share their border, so a place on it can be read from either.
func (s *Source) atCell(lat, lng float64) (metres float64, ok bool) {
	for _, south := range floors(lat) {
		for _, west := range floors(lng) {
			name := s.cells[cell{lat: int16(south), lng: int16(west)}]
			if name == "" {
				continue
			}
			g := s.load(name, readHGT)
			row, column := south+1-lat, lng-west
			if metres, ok = g.between(row*float64(g.rows-1), column*float64(g.columns-1)); ok {
				return metres, true
			}
		}
	}
	return 0, false
}

// floors lists the degrees at which cells with this coordinate begin.
func floors(degrees float64) []float64 {
	low := math.Floor(degrees)
	if low == degrees {
		return []float64{low, low - 1}
	}
	return []float64{low}
}

// atTile reads Terrarium tiles of one zoom. Their points are the middles of pixels, so that a place near a border lies between
// points of two tiles, or of four.
func (s *Source) atTile(zoom uint8, lat, lng float64) (metres float64, ok bool) {
	size := float64(uint32(1) << zoom)
	x := size * (lng + 180) / 360
	y := size * (1 - math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi) / 2
	if !(x >= 0 && x <= size && y >= 0 && y <= size) {
		return 0, false
	}
	home := tile{zoom: zoom, x: uint32(min(x, size-1)), y: uint32(min(y, size-1))}
	g := s.tile(home)
	if g.rows == 0 {
		return 0, false
	}
	side := float64(g.rows)
	return mix((y-float64(home.y))*side-0.5, (x-float64(home.x))*side-0.5, func(row, column int) (float64, bool) {
		return s.pixel(home, g, row, column)
	})
}

// pixel is a point of a tile, or of the neighbours that the row and the column lead into.
func (s *Source) pixel(t tile, g grid, row, column int) (float64, bool) {
	across, down := step(column, g.columns), step(row, g.rows)
	if across == 0 && down == 0 {
		return g.height(row, column)
	}
	size := int64(1) << t.zoom
	x, y := (int64(t.x)+int64(across)+size)%size, int64(t.y)+int64(down)
	if y < 0 || y >= size {
		return 0, false
	}
	next := s.tile(tile{zoom: t.zoom, x: uint32(x), y: uint32(y)})
	if next.rows != g.rows {
		return 0, false
	}
	return next.height(row-down*g.rows, column-across*g.columns)
}

// step tells on which side of a tile a point lies.
func step(index, size int) int {
	switch {
	case index < 0:
		return -1
	case index >= size:
		return 1
	}
	return 0
}

func (s *Source) tile(t tile) grid {
	name := s.tiles[t]
	if name == "" {
		return grid{}
	}
	return s.load(name, readTerrarium)
}

// load gives a file's heights, none if it is damaged.
func (s *Source) load(name string, read func(fs.FS, string) (grid, error)) grid {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g, ok := s.kept.find(name); ok {
		return g
	}
	if s.broken[name] != nil {
		return grid{}
	}
	g, err := read(s.files, name)
	if err != nil {
		s.broken[name] = err
		return grid{}
	}
	s.kept.add(name, g)
	return g
}
