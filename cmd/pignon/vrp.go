package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"pignon.coop/road"
	"pignon.coop/vrp"
	"pignon.coop/vrp/vroom"
)

type vrpCmd struct {
	Solve vrpSolveCmd `cmd:"" help:"Solve a problem in VROOM's JSON."`
	Serve vrpServeCmd `cmd:"" help:"Solve the problems of clients that speak VROOM's JSON over HTTP."`
}

// vrpSearch is what both commands know of the search.
type vrpSearch struct {
	Time    time.Duration `help:"Processor time of the search, of each thread." default:"1s"`
	Seed    uint64        `help:"Seed of the search." default:"1"`
	Map     string        `help:"Map file to find ways on where a problem has no matrices."`
	Profile []string      `help:"Files of profiles beside those of the program, which vehicles name." placeholder:"FILE"`
}

// solver makes one with so many threads.
func (s *vrpSearch) solver(threads int) (*vroom.Solver, error) {
	if s.Time <= 0 || threads < 1 {
		return nil, errors.New("the search needs a time above zero and at least one thread")
	}
	out := &vroom.Solver{Clock: processorTime, Search: vrp.Options{Time: s.Time, Seed: s.Seed, Threads: threads}}
	var own []road.Profile
	for _, name := range s.Profile {
		profile, err := profileOf(name)
		if err != nil {
			return nil, err
		}
		own = append(own, profile)
	}
	if s.Map == "" {
		return out, nil
	}
	graph, err := streetsOf(s.Map)
	if err != nil {
		return nil, &vroom.Failure{Code: vroom.Routing, Message: err.Error()}
	}
	out.Streets = vroom.NewStreets(graph, own...)
	return out, nil
}

type vrpSolveCmd struct {
	Problem   string `arg:"" optional:"" help:"File with the problem (default: standard input)."`
	vrpSearch `embed:""`
	Threads   int  `help:"Searches that run side by side and learn from each other." default:"1"`
	Geometry  bool `short:"g" help:"Draw the routes on the map."`
	Plan      bool `help:"Find the times of the steps that vehicles have, and what they violate."`
}

// Run writes the answer to standard output, what went wrong too. An interrupt ends the search, with the best that it has found.
func (s *vrpSolveCmd) Run(ctx context.Context) error {
	m := newMeter(os.Stderr)
	answer := s.answer(ctx, os.Stdin, m)
	if m != nil {
		m.end()
	}
	return give(os.Stdout, answer)
}

// give writes an answer, and returns its failure.
func give(out io.Writer, answer *vroom.Answer) error {
	if _, err := out.Write(answer.JSON()); err != nil {
		return err
	}
	if answer.Code != vroom.OK {
		return &vroom.Failure{Code: answer.Code, Message: answer.Error}
	}
	return nil
}

// answer reads the problem and solves it.
func (s *vrpSolveCmd) answer(ctx context.Context, in io.Reader, m *meter) *vroom.Answer {
	solver, err := s.solver(s.Threads)
	if err != nil {
		return refusal(err)
	}
	body, err := s.read(in)
	if err != nil {
		return refusal(err)
	}
	solver.Geometry, solver.Plan = s.Geometry, s.Plan
	if m != nil {
		solver.Search.OnBest = m.show
	}
	return solver.Solve(ctx, body)
}

// refusal answers that there was nothing to solve: the fault of the input, unless it is known to be another.
func refusal(err error) *vroom.Answer {
	return &vroom.Answer{Code: vroom.Code(max(exitStatus(err), int(vroom.Input))), Error: err.Error()}
}

func (s *vrpSolveCmd) read(in io.Reader) ([]byte, error) {
	if s.Problem != "" {
		return os.ReadFile(s.Problem)
	}
	return io.ReadAll(in)
}

// meter shows on a terminal how far a search has come.
type meter struct {
	out   io.Writer
	last  vrp.Progress
	shown time.Duration
}

// newMeter is nil if the file is no terminal.
func newMeter(file *os.File) *meter {
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &meter{out: file}
}

// show draws over itself, at most some times a second.
func (m *meter) show(p vrp.Progress) {
	m.last = p
	if now := processorTime(); m.shown == 0 || now-m.shown > 50*time.Millisecond {
		m.shown = now
		m.draw()
	}
}

func (m *meter) draw() {
	fmt.Fprintf(m.out, "\r  cost %-10d  left out %-5d  after %d turns ", m.last.Cost, m.last.Unassigned, m.last.Iterations)
}

func (m *meter) end() {
	if m.shown > 0 {
		m.draw()
		fmt.Fprintln(m.out)
	}
}

type vrpServeCmd struct {
	Addr         string `help:"Address to listen on." default:"127.0.0.1:3000"`
	vrpSearch    `embed:""`
	Threads      int  `help:"Threads of a search; one request is solved at a time." default:"1"`
	Geometry     bool `short:"g" help:"Draw the routes on the map, whether a request asks for it or not."`
	MaxLocations int  `help:"Tasks of a request; a shipment counts twice." default:"1000"`
	MaxVehicles  int  `help:"Vehicles of a request." default:"200"`
	MaxBody      int  `help:"Megabytes of a request." default:"16"`
}

// maxLegs bounds the tables of a search to some hundreds of megabytes.
const maxLegs = 1 << 25

// Run serves until it is told to stop. Searches in hand then end with the best that they have found.
func (s *vrpServeCmd) Run(ctx context.Context) error {
	return s.serve(ctx, func(addr string) { fmt.Fprintf(os.Stderr, "Serving on http://%s\n", addr) })
}

func (s *vrpServeCmd) serve(ctx context.Context, ready func(addr string)) error {
	solver, err := s.solver(s.Threads)
	if err != nil {
		return err
	}
	solver.Geometry = s.Geometry
	solver.Limits = vroom.Limits{Locations: s.MaxLocations, Vehicles: s.MaxVehicles, Legs: maxLegs}
	server := serverOf(vroom.NewServer(solver, int64(s.MaxBody)<<20))
	server.BaseContext = func(net.Listener) context.Context { return ctx }
	return listen(ctx, s.Addr, server, ready)
}
