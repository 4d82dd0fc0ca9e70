// Command pignon runs a bike-courier co-operative's platform: ordering, dispatch, couriers, map and routes, in one program.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strings"
	"syscall"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"pignon.coop/internal/app"
	"pignon.coop/vrp/vroom"
)

type cli struct {
	ConfigFile string `name:"config" short:"c" help:"Configuration file of 'key = value' lines; keys are the names of the flags." env:"PIGNON_CONFIG" placeholder:"FILE"`

	Serve   serveCmd   `cmd:"" help:"Serve the co-op."`
	Demo    demoCmd    `cmd:"" help:"Serve a demo co-op on a real map, with a simulated city around it."`
	Migrate migrateCmd `cmd:"" help:"Bring the database to this program's version and stop."`
	Config  configCmd  `cmd:"" help:"Show the configuration in force and where each value comes from."`
	Check   checkCmd   `cmd:"" help:"Check the invariants of the data."`
	User    userCmd    `cmd:"" help:"Add people, give them roles and passwords, close their accounts."`
	Seed    seedCmd    `cmd:"" help:"Add a seed document, settings and rows, to a co-op that is not running."`
	Map     mapCmd     `cmd:"" help:"Make and look at map files."`
	Road    roadCmd    `cmd:"" help:"Answer questions about ways through the streets of a map file."`
	Vrp     vrpCmd     `cmd:"" help:"Plan tours: which vehicle serves which task, in which order and when."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pignon:", err)
		os.Exit(exitStatus(err))
	}
}

// exitStatus is 1, or VROOM's code of what a problem failed by, or 2 for a command line that makes no sense, as VROOM's and others'.
func exitStatus(err error) int {
	var failure *vroom.Failure
	var line *kong.ParseError
	switch {
	case errors.As(err, &failure):
		return int(failure.Code)
	case errors.As(err, &line):
		return int(vroom.Input)
	}
	return 1
}

func run(ctx context.Context, args []string) error {
	file, err := app.ReadFile(configPath(args))
	if err != nil {
		return err
	}
	var c cli
	parser, err := kong.New(&c, kong.Name("pignon"), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(file),
		kong.Resolvers(kong.ResolverFunc(fromFile(file))),
		kong.Description("The platform of bike-courier co-operatives. Flags go before environment variables, these before the configuration file."))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return command.Run()
}

// fromFile answers for flags that neither the command line nor the environment set.
func fromFile(file app.File) func(*kong.Context, *kong.Path, *kong.Flag) (any, error) {
	return func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if _, ok := os.LookupEnv(name); ok {
				return nil, nil
			}
		}
		if v, ok := file.Value(flag.Name); ok {
			return v, nil
		}
		return nil, nil
	}
}

// configPath finds --config before the flags are parsed, since the file's values take part in the parsing.
func configPath(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--config="); ok {
			return v
		}
		if (a == "--config" || a == "-c") && i+1 < len(args) {
			return args[i+1]
		}
	}
	return os.Getenv("PIGNON_CONFIG")
}

type serveCmd struct {
	app.Config `embed:""`
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context) error {
	coop, err := app.Open(ctx, s.Config, s.Logger())
	if err != nil {
		return err
	}
	defer coop.Close()
	if !coop.City().Known() {
		s.Logger().Warn("no map: distances are straight lines and screens have no streets; make one with 'pignon map import'", "file", s.MapFile())
	}
	return coop.Serve(ctx, func(addr string) { s.Logger().Info("serving", "url", "http://"+addr, "dev", s.Dev) })
}

type migrateCmd struct {
	app.Config `embed:""`
}

// Run opens the co-op, which migrates, and tells the schema's version.
func (m *migrateCmd) Run(ctx context.Context) error {
	coop, err := app.Open(ctx, m.Config, m.Logger())
	if err != nil {
		return err
	}
	defer coop.Close()
	have, _, err := coop.DB().Versions(ctx)
	if err == nil {
		fmt.Printf("The database is at version %d.\n", have)
	}
	return err
}

type configCmd struct {
	app.Config `embed:""`
}

// Run prints a table.
func (c *configCmd) Run(file app.File) error {
	lines := c.Config.InForce(file, os.Args[1:])
	sort.Slice(lines, func(i, j int) bool { return lines[i].Key < lines[j].Key })
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(table, "%s\t%s\t%s\n", l.Key, l.Value, l.Source)
	}
	return table.Flush()
}
