package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/citymap"
	"pignon.coop/road"
	"pignon.coop/road/osrm"
)

type roadCmd struct {
	Serve roadServeCmd `cmd:"" help:"Answer routing clients that speak OSRM's HTTP interface, version 1."`
}

type roadServeCmd struct {
	Map     string   `arg:"" help:"Map file, made by 'pignon map import'." type:"existingfile"`
	Addr    string   `help:"Address to listen on." default:"127.0.0.1:5000"`
	Profile []string `help:"Profiles to answer for, by their names or as files; the first one also answers for names that are not served." default:"bike"`
	Threads int      `help:"Processors to use (default: all)."`

	MaxViarouteSize int `help:"Coordinates of a route." default:"500"`
	MaxTableSize    int `help:"Coordinates of a table, on each side." default:"100"`
	MaxMatchingSize int `help:"Coordinates of a trace." default:"100"`
	MaxTripSize     int `help:"Coordinates of a trip." default:"100"`
	MaxNearestSize  int `help:"Results of a search for the nearest streets." default:"100"`
	MaxAlternatives int `help:"Other routes beside the best one." default:"3"`
}

// Run serves until it is told to stop, then lets requests in hand finish.
func (s *roadServeCmd) Run(ctx context.Context) error {
	return s.serve(ctx, func(addr string) {
		fmt.Fprintf(os.Stderr, "Serving %s on http://%s\n", strings.Join(s.Profile, ", "), addr)
	})
}

// serve does so and tells the address where it listens.
func (s *roadServeCmd) serve(ctx context.Context, ready func(addr string)) error {
	if s.Threads > 0 {
		runtime.GOMAXPROCS(s.Threads)
	}
	graph, err := streetsOf(s.Map)
	if err != nil {
		return err
	}
	config := osrm.Config{Routers: make(map[string]*road.Router), Limits: osrm.Limits{
		Route: s.MaxViarouteSize, Table: s.MaxTableSize, Match: s.MaxMatchingSize, Trip: s.MaxTripSize, Nearest: s.MaxNearestSize,
		Alternatives: s.MaxAlternatives,
	}}
	if err := s.addRouters(ctx, graph, &config); err != nil {
		return err
	}
	handler, err := osrm.New(config)
	if err != nil {
		return err
	}
	return listen(ctx, s.Addr, serverOf(handler), func(addr string) {
		ready(addr)
		debug.FreeOSMemory() // gives back what starting took
	})
}

// streetsOf opens the street graph of a map file. It is never closed: a request that outlasts the stop still reads it.
func streetsOf(path string) (*road.Graph, error) {
	file, err := citymap.Open(path)
	if err != nil {
		return nil, err
	}
	section, err := file.Section("road")
	if err != nil {
		return nil, err
	}
	return road.Open(section)
}

// addRouters makes one for each profile.
func (s *roadServeCmd) addRouters(ctx context.Context, graph *road.Graph, config *osrm.Config) error {
	for _, name := range s.Profile {
		profile, err := profileOf(name)
		if err != nil {
			return err
		}
		metric, err := graph.Metric(ctx, profile, road.MetricOptions{Lasting: true})
		if err != nil {
			return err
		}
		if config.Default == "" {
			config.Default = profile.Name
		}
		config.Routers[profile.Name] = road.NewRouter(metric)
	}
	return nil
}

// profileOf reads a profile that is given as a file, or finds it by its name.
func profileOf(name string) (road.Profile, error) {
	if strings.ContainsAny(name, `./\`) {
		return road.ReadProfileFile(name)
	}
	return road.ProfileNamed(name)
}

// serverOf makes a server that does not wait for ever.
func serverOf(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 4 << 20,
	}
}

// listen serves until the context ends, then lets requests in hand finish. ready hears the address.
func listen(ctx context.Context, addr string, server *http.Server, ready func(addr string)) error {
	listener, err := app.Listen(addr)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready(listener.Addr().String())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(finish); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}
