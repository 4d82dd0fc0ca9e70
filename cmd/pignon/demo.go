package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"pignon.coop/internal/app"
	"pignon.coop/internal/citymap"
	"pignon.coop/sim"
)

type demoCmd struct {
	app.Config `embed:""`
	QuietCity  bool `name:"quiet-city" help:"No simulated customers and couriers."`
}

// Run makes what is missing, the map and the co-op, and serves it.
func (d *demoCmd) Run(ctx context.Context) error {
	if err := d.prepareMap(ctx); err != nil {
		return err
	}
	d.FakeCards = true
	coop, err := app.Open(ctx, d.Config, d.Logger())
	if err != nil {
		return err
	}
	defer coop.Close()
	town := sim.FindTown(coop.City().Places, coop.City().Meta.Min, coop.City().Meta.Max, 120)
	if err := d.prepareCoop(ctx, coop, town); err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	var city errgroup.Group
	err = coop.Serve(ctx, func(addr string) {
		welcome(addr, town)
		if !d.QuietCity {
			city.Go(func() error {
				return sim.City{URL: "http://" + addr, Town: town, Seed: 1, Log: d.Logger(), Every: time.Minute, Speed: 3}.Run(running)
			})
		}
	})
	stop()
	return errors.Join(err, city.Wait())
}

// prepareMap imports the extract unless its map is there already. A map that an earlier version made and this one cannot read is made anew.
func (d *demoCmd) prepareMap(ctx context.Context) error {
	if strings.HasSuffix(d.Map, ".pignon") {
		return nil
	}
	if err := os.MkdirAll(d.Data, 0o750); err != nil {
		return err
	}
	target, note := filepath.Join(d.Data, "city.pignon"), filepath.Join(d.Data, "city.source")
	made, err := os.ReadFile(note)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	extract, err := d.extract(ctx, target, string(made))
	if err != nil || extract == "" || extract == string(made) && readable(target) {
		return err
	}
	fmt.Fprintf(os.Stderr, "Importing the map %s\n", filepath.Base(extract))
	err = citymap.Import(ctx, citymap.ImportIn{Extract: extract, Map: target, Builders: app.Builders(app.MapOptions{}), Built: time.Now(), Report: progress(os.Stderr)})
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr)
	return os.WriteFile(note, []byte(extract), 0o600)
}

// extract is what the map is to be made from; "" for a map that is there and was not made here.
func (d *demoCmd) extract(ctx context.Context, target, made string) (string, error) {
	if d.Map != "" {
		return d.Map, nil
	}
	if _, err := os.Stat(target); err == nil {
		return made, nil
	}
	return andorra(ctx)
}

func readable(path string) bool {
	city, err := app.OpenCity(path)
	if err != nil {
		return false
	}
	known := city.Known()
	return city.Close() == nil && known
}

const noExtract = `there is no map to show. Get an OpenStreetMap extract of your town, for example from download.geofabrik.de or extract.bbbike.org
(any of .osm.pbf, .osm, .osm.gz, .osm.bz2), and run: pignon demo --map FILE`

// osmModule comes with an extract of Andorra among its test data.
const osmModule = "github.com/paulmach/osm@v0.8.0"

// andorra finds that extract in the Go tool chain's module cache, wherever the program runs.
func andorra(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "mod", "download", "-json", osmModule).Output()
	var module struct{ Dir string }
	if err != nil || json.Unmarshal(out, &module) != nil || module.Dir == "" {
		return "", errors.New(noExtract)
	}
	path := filepath.Join(module.Dir, "testdata", "andorra-latest.osm.bz2")
	if _, err := os.Stat(path); err != nil {
		return "", errors.New(noExtract)
	}
	return path, nil
}

func (d *demoCmd) prepareCoop(ctx context.Context, coop *app.Coop, town sim.Town) error {
	empty, err := coop.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	if len(town.Houses) < 20 {
		return fmt.Errorf("the map has only %d addresses, too few for a co-op: choose an extract of a town", len(town.Houses))
	}
	fmt.Fprintf(os.Stderr, "Founding a co-op in %s\n", town.Name)
	if err := coop.Seed(ctx, sim.Document(town)); err != nil {
		return err
	}
	return hangPictures(ctx, coop)
}

func hangPictures(ctx context.Context, coop *app.Coop) error {
	for p, err := range sim.Pictures() {
		if err != nil {
			return err
		}
		if err := coop.GivePicture(ctx, app.PictureIn{Shop: p.Shop, Product: p.Product, Banner: p.Banner, File: p.File}); err != nil {
			return err
		}
	}
	return nil
}

func welcome(addr string, town sim.Town) {
	fmt.Printf("\nLes Pignons deliver in %s: http://%s\n\n", town.Name, addr)
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 3, ' ', 0)
	pages := map[string]string{"customer": "/", "restaurant": "/app/orders", "store": "/app/", "courier": "/courier/", "dispatcher": "/app/dispatch", "admin": "/app/"}
	fmt.Fprintln(table, "  role\tname\tpassword\tpage")
	for _, l := range sim.Logins() {
		fmt.Fprintf(table, "  %s\t%s\t%s\thttp://%s%s\n", l.Role, l.Username, sim.Password, addr, pages[l.Role])
	}
	_ = table.Flush()
	fmt.Println("\n  Test card 4242 4242 4242 4242, any date to come, any code. Ctrl-C ends it; the next start goes on from here.")
}
