package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"pignon.coop/vrp"
	"pignon.coop/vrp/vroom"
)

// Two parcels for the village's bike.
const parcels = `{"vehicles": [{"id": 1, "profile": "bike", "start": [1.5200, 42.5060]}],
 "jobs": [{"id": 4, "location": [1.5250, 42.5060], "service": 60}, {"id": 5, "location": [1.5220, 42.5080]}]}`

func answerOf(t *testing.T, raw []byte) vroom.Answer {
	t.Helper()
	var a vroom.Answer
	if err := json.Unmarshal(raw, &a); err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	return a
}

func TestVrpSolve(t *testing.T) {
	t.Parallel()
	var out, shown bytes.Buffer
	cmd := vrpSolveCmd{vrpSearch: vrpSearch{Time: time.Second, Map: villageMap(t)}, Threads: 2, Geometry: true}
	m := &meter{out: &shown}
	if err := give(&out, cmd.answer(t.Context(), strings.NewReader(parcels), m)); err != nil {
		t.Fatal(err)
	}
	m.end()
	a := answerOf(t, out.Bytes())
	if a.Summary.Unassigned != 0 || (*a.Routes)[0].Geometry == "" || *(*a.Routes)[0].Distance < 400 || !strings.Contains(shown.String(), "left out 0") {
		t.Errorf("%s\n%s", out.String(), shown.String())
	}
}

func TestVrpSolveStopsWithTheBestSoFar(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	cmd := vrpSolveCmd{vrpSearch: vrpSearch{Time: time.Hour, Map: villageMap(t)}, Threads: 1}
	solver, err := cmd.solver(1)
	if err != nil {
		t.Fatal(err)
	}
	solver.Search.OnBest = func(vrp.Progress) { stop() }
	if a := solver.Solve(ctx, []byte(parcels)); a.Code != vroom.OK || a.Summary.Unassigned != 0 {
		t.Errorf("%+v", a)
	}
}

// What goes wrong stands on standard output as VROOM has it, and its code is the exit status.
func TestVrpSolveSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	second := vrpSearch{Time: time.Second}
	for name, tt := range map[string]struct {
		cmd        vrpSolveCmd
		body, want string
		code       vroom.Code
	}{
		"no map":      {vrpSolveCmd{vrpSearch: second, Threads: 1}, parcels, "--map", vroom.Routing},
		"no time":     {vrpSolveCmd{Threads: 1}, parcels, "time above zero", vroom.Input},
		"no problem":  {vrpSolveCmd{vrpSearch: second, Threads: 1}, "hello", "no JSON", vroom.Input},
		"no file":     {vrpSolveCmd{vrpSearch: second, Threads: 1, Problem: "nowhere.json"}, "", "nowhere.json", vroom.Input},
		"no profile":  {vrpSolveCmd{vrpSearch: vrpSearch{Time: time.Second, Profile: []string{"./camel.json"}}, Threads: 1}, parcels, "camel.json", vroom.Input},
		"no map file": {vrpSolveCmd{vrpSearch: vrpSearch{Time: time.Second, Map: "nowhere.pignon"}, Threads: 1}, parcels, "nowhere.pignon", vroom.Routing},
		"no street":   {vrpSolveCmd{vrpSearch: vrpSearch{Time: time.Second, Map: villageMap(t)}, Threads: 1}, strings.ReplaceAll(parcels, "42.5", "12.5"), "", vroom.Routing},
	} {
		var out bytes.Buffer
		err := give(&out, tt.cmd.answer(t.Context(), strings.NewReader(tt.body), nil))
		if err == nil || !strings.Contains(err.Error(), tt.want) || exitStatus(err) != int(tt.code) {
			t.Errorf("%s: %v with status %d, want %s with %d", name, err, exitStatus(err), tt.want, tt.code)
		}
		if a := answerOf(t, out.Bytes()); a.Code != tt.code || a.Error != err.Error() || a.Summary != nil || a.Routes != nil {
			t.Errorf("%s: %s", name, out.String())
		}
	}
}

func TestVrpRefusesUnknownFlagsWithStatus2(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"vrp", "solve", "--hurry"}, {"vrp", "solve", "--time", "soon"}, {"vrp", "serve", "--hurry"}, {"vrp", "ponder"}, {"vrp"}} {
		if err := run(t.Context(), args); err == nil || exitStatus(err) != 2 {
			t.Errorf("%q: %v with status %d", args, err, exitStatus(err))
		}
	}
}

func TestVrpServe(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	addr, stopped := make(chan string, 1), make(chan error, 1)
	cmd := vrpServeCmd{Addr: "127.0.0.1:0", vrpSearch: vrpSearch{Time: time.Second, Map: villageMap(t)}, Threads: 1, MaxBody: 1, MaxLocations: 10}
	go func() { stopped <- cmd.serve(ctx, func(a string) { addr <- a }) }()
	var base string
	select {
	case a := <-addr:
		base = "http://" + a
	case err := <-stopped:
		t.Fatal(err)
	}
	response, err := http.Post(base, "application/json", strings.NewReader(parcels))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if a := answerOf(t, raw); response.StatusCode != 200 || a.Summary.Routes != 1 || a.Summary.Unassigned != 0 {
		t.Errorf("%d %s", response.StatusCode, raw)
	}
	if body := get(t, base+"/health"); body != "" {
		t.Errorf("health says %q", body)
	}
	stop()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
