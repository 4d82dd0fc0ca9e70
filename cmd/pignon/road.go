package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"time"

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
	if s.Threads > 0 {
		runtime.GOMAXPROCS(s.Threads)
	}
	file, err := citymap.Open(s.Map)
	if err != nil {
		return err
	}
	defer file.Close()
	routers, err := s.routers(ctx, file)
	if err != nil {
		return err
	}
	handler, err := osrm.New(osrm.Config{Routers: routers, Default: nameOf(s.Profile[0]), Limits: osrm.Limits{
		Route: s.MaxViarouteSize, Table: s.MaxTableSize, Match: s.MaxMatchingSize, Trip: s.MaxTripSize, Nearest: s.MaxNearestSize,
		Alternatives: s.MaxAlternatives,
	}})
	if err != nil {
		return err
	}
	return s.listen(ctx, handler)
}

// routers makes one for each profile.
func (s *roadServeCmd) routers(ctx context.Context, file *citymap.File) (map[string]*road.Router, error) {
	section, err := file.Section("road")
	if err != nil {
		return nil, err
	}
	graph, err := road.Open(section)
	if err != nil {
		return nil, err
	}
	routers := make(map[string]*road.Router, len(s.Profile))
	for _, name := range s.Profile {
		profile, err := profileOf(name)
		if err != nil {
			return nil, err
		}
		metric, err := graph.Metric(ctx, profile, road.MetricOptions{})
		if err != nil {
			return nil, err
		}
		routers[nameOf(name)] = road.NewRouter(metric)
	}
	return routers, nil
}

// profileOf reads a profile that is given as a file, or finds it by its name.
func profileOf(name string) (road.Profile, error) {
	if isFile(name) {
		return road.ReadProfileFile(name)
	}
	return road.ProfileNamed(name)
}

func isFile(name string) bool { return strings.ContainsAny(name, "./\\") }

// nameOf is what clients call a profile: its name, or that of its file without the ending.
func nameOf(name string) string {
	if !isFile(name) {
		return name
	}
	name = name[strings.LastIndexAny(name, "/\\")+1:]
	return strings.TrimSuffix(name, ".json")
}

func (s *roadServeCmd) listen(ctx context.Context, handler http.Handler) error {
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 4 << 20,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(os.Stderr, "Serving %s on http://%s\n", strings.Join(s.Profile, ", "), listener.Addr())
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
