package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"text/tabwriter"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/citymap"
	"pignon.coop/road/elevation"
)

type mapCmd struct {
	Import mapImportCmd `cmd:"" help:"Make a map file from an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz, .osm.bz2)."`
	Info   mapInfoCmd   `cmd:"" help:"Check a map file and say what is in it."`
}

type mapImportCmd struct {
	Extract string `arg:"" help:"OpenStreetMap extract." type:"existingfile"`
	Out     string `short:"o" help:"Map file to write." default:"city.pignon"`
	Name    string `help:"Name of the place (default: from the extract's file name)."`

	Profile     []string `help:"Profiles to prepare, by their names or as files; others take a moment longer when they are used." default:"bike"`
	Elevation   string   `help:"Folder with heights of the ground: SRTM files (N42E001.hgt, .hgt.zip) or Terrarium tiles (z/x/y.png)." type:"existingdir"`
	StreetsOnly bool     `help:"Leave addresses and map tiles out: enough for 'pignon road serve'."`
}

// importMemory is what an import tries to stay below. A city needs far less; with a whole region garbage is collected more often.
const importMemory = 1600 << 20

// Run imports, showing progress on a terminal.
func (m *mapImportCmd) Run(ctx context.Context) error {
	start := time.Now()
	debug.SetMemoryLimit(importMemory)
	options, err := m.options()
	if err != nil {
		return err
	}
	err = citymap.Import(ctx, citymap.ImportIn{
		Extract: m.Extract, Map: m.Out, Name: m.Name, Builders: app.Builders(options), Built: start, Report: progress(os.Stderr),
	})
	if err == nil {
		fmt.Printf("%s made in %s.\n", m.Out, time.Since(start).Round(100*time.Millisecond))
	}
	return err
}

func (m *mapImportCmd) options() (app.MapOptions, error) {
	options := app.MapOptions{StreetsOnly: m.StreetsOnly}
	for _, name := range m.Profile {
		profile, err := profileOf(name)
		if err != nil {
			return options, err
		}
		options.Profiles = append(options.Profiles, profile)
	}
	if m.Elevation == "" {
		return options, nil
	}
	var err error
	options.Heights, err = elevation.Open(m.Elevation)
	return options, err
}

type mapInfoCmd struct {
	File string `arg:"" help:"Map file." type:"existingfile"`
}

// Run verifies every checksum and describes the file.
func (m *mapInfoCmd) Run() error {
	s, err := citymap.Info(m.File)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintf(table, "name\t%s\nformat\t%d\nbuilt\t%s\nfrom\t%s to %s\ncentre\t%s\nsource\t%s, %s\n", s.Meta.Name, s.Version,
		s.Meta.Built.Format(time.DateTime), s.Meta.Min, s.Meta.Max, s.Meta.Centre, s.Meta.Attribution, s.Meta.Licence)
	for _, section := range s.Sections {
		fmt.Fprintf(table, "%s\t%.1f MB\n", section.Name, float64(section.Bytes)/1e6)
	}
	return table.Flush()
}

// progress draws one line per phase, over itself on a terminal.
func progress(out *os.File) func(phase string, done, total int64) {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	last, percent := "", int64(-1)
	return func(phase string, done, total int64) {
		now := int64(100)
		if total > 0 {
			now = done * 100 / total
		}
		if phase == last && now == percent || !terminal && phase == last {
			return
		}
		if terminal {
			end := "\r"
			if phase != last && last != "" {
				end = "\n"
			}
			fmt.Fprintf(out, "%s  %-10s %3d %%", end, phase, now)
		} else {
			fmt.Fprintf(out, "  %s\n", phase)
		}
		last, percent = phase, now
	}
}
