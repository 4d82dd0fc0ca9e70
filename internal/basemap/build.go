package basemap

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"pignon.coop/road/extract"
)

// largest is the size that no tile exceeds, compressed. A city's densest are a tenth of it.
const largest = 500_000

// Build cuts an extract into vector tiles and writes them as one section, which Open understands. It uses all processors and keeps
// the finished tiles in memory until the end. The same extract gives the same bytes. Progress, which may be nil, counts levels and
// features in parts of its own.
func Build(ctx context.Context, x *extract.Extract, w io.Writer, progress extract.Progress) error {
	box := frame(x)
	features := collect(x, box, func(done, total int64) {
		progress.Report(done*100/max(total, 1), 100+(maxZoom+1)*100)
	})
	a := archive{bounds: box}
	for zoom := range maxZoom + 1 {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.addLevel(zoom, features); err != nil {
			return err
		}
		progress.Report(int64(200+zoom*100), 100+(maxZoom+1)*100)
	}
	return a.write(w)
}

// stripFeatures is for about how many features pieces are held at a time: those of a city.
const stripFeatures = 150_000

// addLevel cuts and encodes the tiles of one zoom level, in strips from west to east where there are many features.
func (a *archive) addLevel(zoom int, features []feature) error {
	whole := newCutter(zoom, worldFrame(a.bounds))
	columns := int(whole.high.x-whole.low.x) + 1
	strips := min(columns, len(features)/stripFeatures+1)
	for i := range strips {
		c := *whole
		c.low.x, c.high.x = whole.low.x+uint32(i*columns/strips), whole.low.x+uint32((i+1)*columns/strips)-1
		if err := a.addStrip(c, features); err != nil {
			return err
		}
	}
	return nil
}

// addStrip cuts and encodes the tiles that a cutter may make.
func (a *archive) addStrip(c cutter, features []feature) error {
	zoom, tiles := c.zoom, cutAll(c, features)
	places := slices.SortedFunc(maps.Keys(tiles), func(a, b tileAt) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	encoded := make([][]byte, len(places))
	errs := make([]error, len(places))
	e := encoder{zoom, features}
	inParallel(len(places), func(i int) { encoded[i], errs[i] = e.encode(tiles[places[i]]) })
	for i, at := range places {
		if errs[i] != nil {
			return fmt.Errorf("encode tile %d/%d/%d: %w", zoom, at.x, at.y, errs[i])
		}
		a.add(keyOf(zoom, at.x, at.y), encoded[i])
	}
	return nil
}

// cutAll shares the features between processors, each with a cutter like the given one, and puts each tile's pieces together in the
// order of the features.
func cutAll(like cutter, features []feature) map[tileAt][]piece {
	const share = 2048
	parts := make([]*cutter, (len(features)+share-1)/share)
	inParallel(len(parts), func(i int) {
		c := like
		c.tiles = map[tileAt][]piece{}
		for k := i * share; k < min((i+1)*share, len(features)); k++ {
			if f := &features[k]; f.from <= c.zoom && c.touches(f.shape) {
				c.cut(k, *f)
			}
		}
		parts[i] = &c
	})
	all := map[tileAt][]piece{}
	for _, c := range parts {
		for at, pieces := range c.tiles {
			all[at] = append(all[at], pieces...)
		}
	}
	return all
}

// inParallel calls do for 0 to n-1, on all processors.
func inParallel(n int, do func(int)) {
	var wait sync.WaitGroup
	work := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n) {
		wait.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wait.Wait()
}

// sacrifices are the layers given up, one after the other, in a tile that would be too large.
var sacrifices = []int{numberLayer, poiLayer, buildingLayer, landLayer}

// encoder writes the tiles of one level.
type encoder struct {
	zoom     int
	features []feature
}

func (e encoder) encode(pieces []piece) ([]byte, error) {
	without := map[int]bool{}
	for i := 0; ; i++ {
		data, err := e.compressed(pieces, without)
		if err != nil || len(data) <= largest || i == len(sacrifices) {
			return data, err
		}
		without[sacrifices[i]] = true
	}
}

func (e encoder) compressed(pieces []piece, without map[int]bool) ([]byte, error) {
	var layers [layerCount]*mvt.Layer
	for _, p := range pieces {
		f := &e.features[p.feature]
		if without[f.layer] {
			continue
		}
		if layers[f.layer] == nil {
			layers[f.layer] = &mvt.Layer{Name: layerNames[f.layer], Version: 2, Extent: extent}
		}
		layers[f.layer].Features = append(layers[f.layer].Features, &geojson.Feature{Geometry: p.shape, Properties: f.propsAt(e.zoom)})
	}
	var filled mvt.Layers
	for _, l := range layers {
		if l != nil {
			filled = append(filled, l)
		}
	}
	data, err := mvt.Marshal(filled)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, err = z.Write(data)
	err = cmp.Or(err, z.Close())
	return out.Bytes(), err
}

// propsAt keeps names out of levels that have no room for them.
func (f *feature) propsAt(zoom int) geojson.Properties {
	if zoom >= f.named || len(f.props) <= 1 {
		return f.props
	}
	out := geojson.Properties{}
	for key, value := range f.props {
		if key == "class" || key == "level" || key == "link" || key == "bridge" || key == "tunnel" {
			out[key] = value
		}
	}
	return out
}
