package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"pignon.coop/road"
)

// server is a `pignon road serve` of its own, asked over one connection that is kept.
type server struct {
	cmd    *exec.Cmd
	base   string
	client *http.Client
}

// serve starts one and waits until it answers.
func serve(pignon, mapFile string, threads int) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := listener.Addr().String()
	listener.Close()
	s := &server{base: "http://" + addr, client: &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}}
	s.cmd = exec.Command(pignon, "road", "serve", "--addr", addr, "--threads", strconv.Itoa(threads), "--max-table-size", "2000", mapFile)
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for range 1000 {
		if _, err := s.ask("/nearest/v1/bike/0,0"); err == nil {
			return s, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s road serve does not answer at %s", pignon, addr)
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	_ = s.cmd.Wait()
}

func (s *server) ask(path string) ([]byte, error) {
	response, err := s.client.Get(s.base + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// privateMemory is what the server needs for itself, in MB: not the pages of the map and of the program, which it shares with whoever
// has them open too.
func (s *server) privateMemory() float64 {
	file, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", s.cmd.Process.Pid))
	if err != nil {
		return math.NaN()
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "Anonymous:" {
			kb, _ := strconv.ParseFloat(fields[1], 64)
			return kb / 1024
		}
	}
	return math.NaN()
}

// web measures questions over HTTP.
type web struct {
	*server
	engine *engine
	out    *report
}

func (w *web) run() error {
	w.out.add("private memory before the first route, MB", samples{w.privateMemory()})
	for _, route := range []struct{ name, query string }{
		{"route", "?overview=false"},
		{"route + steps + geometry", "?overview=full&steps=true"},
		{"route + steps + geometry + annotations", "?overview=full&steps=true&annotations=true"},
	} {
		if err := w.routes(route.name, route.query); err != nil {
			return err
		}
	}
	w.out.add("private memory after 1000 routes, MB", samples{w.privateMemory()})
	for _, size := range sizes {
		if err := w.tables(size); err != nil {
			return err
		}
	}
	w.out.add("private memory after tables of 1000, MB", samples{w.privateMemory()})
	return nil
}

// routes asks for a thousand routes in a row, several times.
func (w *web) routes(name, query string) error {
	const requests = 1000
	var walls samples
	bytes := 0
	points := w.engine.points
	taken, err := busy(w.cmd.Process.Pid, 3, func() error {
		for i := range requests {
			from, to := points[i%len(points)], points[(i*7+1)%len(points)]
			start := time.Now()
			body, err := w.ask("/route/v1/bike/" + written([]road.Point{from, to}) + query)
			if err != nil {
				return err
			}
			walls, bytes = append(walls, milliseconds(time.Since(start))), bytes+len(body)
		}
		return nil
	})
	w.out.add("HTTP "+name+", CPU ms", taken.shared(requests))
	w.out.add("HTTP "+name+", p50 ms", samples{walls.median()})
	w.out.say("HTTP %s: %d bytes an answer", name, bytes/len(walls))
	return err
}

func (w *web) tables(size int) error {
	again := max(1, 300/size)
	var body []byte
	taken, err := busy(w.cmd.Process.Pid, 7, func() (err error) {
		for range again {
			if body, err = w.table(size); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.out.add(fmt.Sprintf("HTTP table %d, CPU ms", size), taken.shared(again))
	return w.compare(size, body)
}

func (w *web) table(size int) ([]byte, error) {
	return w.ask("/table/v1/bike/" + written(w.engine.points[:size]))
}

// compare adds up an answer and the same table in process.
func (w *web) compare(size int, body []byte) error {
	var answer struct{ Durations [][]*float64 }
	if err := json.Unmarshal(body, &answer); err != nil {
		return err
	}
	asked, own := 0.0, 0.0
	for _, row := range answer.Durations {
		for _, seconds := range row {
			if seconds != nil {
				asked += *seconds
			}
		}
	}
	stops := road.Stops(w.engine.points[:size]...)
	table, err := w.engine.router.Table(w.engine.context(), stops, stops)
	if err != nil {
		return err
	}
	for _, s := range table.Seconds {
		own += max(0, float64(s))
	}
	w.out.say("HTTP table %d adds up to %.1f s, in process to %.1f s; %.0f s a pair", size, asked, own, own/float64(size*size))
	if math.Abs(asked-own) > 1e-4*own {
		return fmt.Errorf("%s: the table over HTTP adds up to %.1f s, the one in process to %.1f s", w.out.town, asked, own)
	}
	return nil
}

// written are coordinates as the interface wants them, without rounding.
func written(points []road.Point) string {
	var b strings.Builder
	for i, p := range points {
		if i > 0 {
			b.WriteByte(';')
		}
		fmt.Fprintf(&b, "%.6f,%.6f", float64(p.Lng)/1e7, float64(p.Lat)/1e7)
	}
	return b.String()
}

// webThreads tells how much quicker a server with two threads answers one large table. Both are asked in turn, so that other work on
// the machine hits both; what it takes from them shows in the difference between the clock and the processor time.
func webThreads(pignon, mapFile string, e *engine) error {
	var servers [2]*threadedServer
	for i := range servers {
		s, err := serve(pignon, mapFile, i+1)
		if err != nil {
			return err
		}
		defer s.stop()
		servers[i] = &threadedServer{web: web{server: s, engine: e, out: e.out}, threads: i + 1, clock: math.Inf(1), busiest: math.Inf(1)}
	}
	for range pairsOfRuns {
		for _, s := range servers {
			if err := s.askTable(); err != nil {
				return err
			}
		}
	}
	one, two := servers[0], servers[1]
	e.out.say("HTTP table 1000 by the processor: %.0f ms on one thread, %.0f ms on the busier of two, %.2f times faster on a machine with nothing else to do",
		one.busiest, two.busiest, one.busiest/two.busiest)
	ratio := one.clock / two.clock
	e.out.say("HTTP table 1000 on the clock: %.0f ms with one thread, %.0f ms with two, %.2f times faster (bar %.1f, ratio to it %.2f)",
		one.clock, two.clock, ratio, speedup, ratio/speedup)
	return nil
}

// threadedServer is a server with the least times that a table took it, in milliseconds: on the clock, and of the busiest thread.
type threadedServer struct {
	web
	threads        int
	clock, busiest float64
}

// askTable asks for a table twice, of which the first warms up. Work may move between the system's threads, so that none of them need
// be as busy as the share of each.
func (s *threadedServer) askTable() error {
	before := threadsOf(s.cmd.Process.Pid)
	taken, err := waited(1, func() error {
		_, err := s.table(1000)
		return err
	})
	if err != nil {
		return err
	}
	s.clock = min(s.clock, taken.least())
	all, most := spent(before, threadsOf(s.cmd.Process.Pid))
	s.busiest = min(s.busiest, max(most, all/float64(s.threads))/2)
	return nil
}
