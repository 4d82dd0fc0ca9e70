package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"pignon.coop/internal/basemap"
	"pignon.coop/internal/citymap"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/place"
	"pignon.coop/road"
	"pignon.coop/road/elevation"
	"pignon.coop/road/extract"
)

// Names of the sections of a map file.
const (
	sectionRoad    = "road"
	sectionPlace   = "place"
	sectionBasemap = "basemap"
)

// MapOptions says how a map file is made.
type MapOptions struct {
	Profiles    []road.Profile    // to have at hand; none: the bicycle
	Heights     *elevation.Source // of the ground; nil: everything is flat
	StreetsOnly bool              // without addresses and tiles, for those who need routes alone
}

// Builders lists what makes the sections of a map file. The streets come last, as they need the extract no longer than it takes to
// read it once, and the most memory after that.
func Builders(o MapOptions) []citymap.Builder {
	if len(o.Profiles) == 0 {
		o.Profiles = []road.Profile{road.Bike()}
	}
	streets := citymap.Builder{Name: sectionRoad, Build: o.buildRoad}
	if o.StreetsOnly {
		return []citymap.Builder{streets}
	}
	return []citymap.Builder{{Name: sectionPlace, Build: place.Build}, {Name: sectionBasemap, Build: basemap.Build}, streets}
}

func (o MapOptions) buildRoad(ctx context.Context, x *extract.Extract, w io.Writer, progress extract.Progress) error {
	options := road.BuildOptions{Profiles: o.Profiles, Progress: progress}
	if o.Heights == nil {
		return road.Build(ctx, x, w, options)
	}
	options.Terrain = o.Heights.At
	if err := road.Build(ctx, x, w, options); err != nil {
		return err
	}
	return o.Heights.Err()
}

// City is a co-op's open map. Without a map file its parts are nil: distances are then straight lines and screens have no streets.
type City struct {
	file   *citymap.File
	Meta   citymap.Meta
	Router *road.Router
	Places *place.Index
	Tiles  *basemap.Tiles
}

// OpenCity opens a map file; a file that does not exist gives an empty City.
func OpenCity(path string) (*City, error) {
	file, err := citymap.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &City{}, nil
	}
	if err != nil {
		return nil, err
	}
	c := &City{file: file, Meta: file.Meta()}
	if err := c.openParts(); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func (c *City) openParts() error {
	section, err := c.file.Section(sectionRoad)
	if err != nil {
		return err
	}
	graph, err := road.Open(section)
	if err != nil {
		return err
	}
	metric, err := graph.Metric(context.Background(), road.Bike(), road.MetricOptions{})
	if err != nil {
		return err
	}
	c.Router = road.NewRouter(metric)
	if section, err = c.file.Section(sectionPlace); err != nil {
		return err
	}
	if c.Places, err = place.Open(section); err != nil {
		return err
	}
	if section, err = c.file.Section(sectionBasemap); err != nil {
		return err
	}
	c.Tiles, err = basemap.Open(section)
	return err
}

// around is the router that keeps away from closed streets; nil without a map.
func (c *City) around(ctx context.Context, closures []dispatch.StreetClosure) (*road.Router, error) {
	if c.Router == nil || len(closures) == 0 {
		return c.Router, nil
	}
	options := road.MetricOptions{Lasting: true}
	for _, s := range closures {
		options.Closures = append(options.Closures, road.Closure{Points: []road.Point{road.Point(geo.At(s.Lat, s.Lng))}, Radius: road.Metres(s.Radius)})
	}
	metric, err := c.Router.Metric().Graph().Metric(ctx, road.Bike(), options)
	if err != nil {
		return nil, err
	}
	return road.NewRouter(metric), nil
}

// Known tells whether there is a map.
func (c *City) Known() bool { return c.file != nil }

// Close releases the map file.
func (c *City) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}
