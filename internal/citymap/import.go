package citymap

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

const (
	attribution = "© OpenStreetMap contributors"
	licence     = "ODbL 1.0, https://www.openstreetmap.org/copyright"
)

// Builder makes one section of the map from the extract. It must not change the extract, reports its progress in units of its own
// choice, and stops when the context ends or a write fails. The last builder of an import is the last to hold the extract: whatever
// it drops of it while it works is free.
type Builder struct {
	Name  string
	Build func(context.Context, *extract.Extract, io.Writer, extract.Progress) error
}

// ImportIn says what to import and where to. Name, when empty, is taken from the extract's file name. Report, which may be nil,
// hears of each phase ("read", then each builder's name) how much is done of a total in the phase's own units.
type ImportIn struct {
	Extract  string
	Map      string
	Name     string
	Builders []Builder
	Built    time.Time
	Report   func(phase string, done, total int64)
}

// Import turns an extract into a map. An older map at the same place stays untouched until the new one is whole.
func Import(ctx context.Context, in ImportIn) error {
	x, err := extract.ReadFile(ctx, in.Extract, in.progress("read"))
	if err != nil {
		return err
	}
	w, err := Create(in.Map)
	if err != nil {
		return err
	}
	if err := build(ctx, in, x, w); err != nil {
		w.Abandon()
		return err
	}
	return w.Close()
}

func build(ctx context.Context, in ImportIn, x *extract.Extract, w *Writer) error {
	if err := w.Meta(metaOf(in, x)); err != nil {
		return err
	}
	for i, b := range in.Builders {
		progress := in.progress(b.Name)
		progress.Report(0, 1)
		err := w.Section(b.Name, func(out io.Writer) error {
			given := x
			if i == len(in.Builders)-1 {
				x = nil
			}
			return b.Build(ctx, given, stopper{ctx, out}, progress)
		})
		if err != nil {
			return err
		}
		progress.Report(1, 1)
	}
	return ctx.Err()
}

func (in ImportIn) progress(phase string) extract.Progress {
	if in.Report == nil {
		return nil
	}
	return func(done, total int64) { in.Report(phase, done, total) }
}

func metaOf(in ImportIn, x *extract.Extract) Meta {
	low, high := geo.Point(x.Bounds.Min), geo.Point(x.Bounds.Max)
	name := in.Name
	if name == "" {
		name, _, _ = strings.Cut(filepath.Base(in.Extract), ".")
	}
	return Meta{
		Name: name, Attribution: attribution, Licence: licence,
		Min: low, Max: high, Centre: middle(low, high), Built: in.Built.UTC(),
		Counts: map[string]int64{
			"nodes": int64(len(x.Nodes)), "ways": int64(len(x.Ways)), "relations": int64(len(x.Relations)),
		},
	}
}

func middle(a, b geo.Point) geo.Point {
	return geo.Point{Lat: int32((int64(a.Lat) + int64(b.Lat)) / 2), Lng: int32((int64(a.Lng) + int64(b.Lng)) / 2)}
}

// stopper ends a builder at its next write once the context is done.
type stopper struct {
	ctx context.Context
	w   io.Writer
}

func (s stopper) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, fmt.Errorf("import stopped: %w", err)
	}
	return s.w.Write(p)
}
