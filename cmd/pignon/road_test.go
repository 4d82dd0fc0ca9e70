package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/citymap"
)

// A village of three streets.
const village = `<osm>
 <node id="1" lat="42.5060" lon="1.5200"/><node id="2" lat="42.5060" lon="1.5220"/><node id="3" lat="42.5080" lon="1.5220"/>
 <node id="4" lat="42.5060" lon="1.5250"/>
 <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Carrer Major"/></way>
 <way id="2"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Carrer de la Font"/></way>
 <way id="3"><nd ref="2"/><nd ref="4"/><tag k="highway" v="tertiary"/><tag k="name" v="Carrer Major"/></way>
</osm>`

func villageMap(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	extract, target := filepath.Join(dir, "village.osm"), filepath.Join(dir, "village.pignon")
	if err := os.WriteFile(extract, []byte(village), 0o600); err != nil {
		t.Fatal(err)
	}
	err := citymap.Import(t.Context(), citymap.ImportIn{Extract: extract, Map: target, Builders: app.Builders(app.MapOptions{StreetsOnly: true}), Built: time.Unix(1700000000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestRoadServe(t *testing.T) {
	t.Parallel()
	profile := filepath.Join(t.TempDir(), "slow.json")
	if err := os.WriteFile(profile, []byte(`{"base": "bike", "name": "slow", "top_speed": 5}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	addr, stopped := make(chan string, 1), make(chan error, 1)
	cmd := roadServeCmd{Map: villageMap(t), Addr: "127.0.0.1:0", Profile: []string{"bike", profile}, MaxViarouteSize: 2}
	go func() { stopped <- cmd.serve(ctx, func(a string) { addr <- a }) }()
	var base string
	select {
	case a := <-addr:
		base = "http://" + a
	case err := <-stopped:
		t.Fatal(err)
	}
	quick := get(t, base+"/route/v1/driving/1.5205,42.506;1.522,42.507?overview=false&steps=true&language=fr")
	slow := get(t, base+"/route/v1/slow/1.5205,42.506;1.522,42.507?overview=false")
	if !strings.Contains(quick, "Tournez à gauche sur Carrer de la Font") || !strings.Contains(slow, `"code":"Ok"`) {
		t.Errorf("%s\n%s", quick, slow)
	}
	stop()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestRoadServeSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	file := villageMap(t)
	for _, tt := range []struct {
		cmd  roadServeCmd
		want string
	}{
		{roadServeCmd{Map: file, Addr: "127.0.0.1:0", Profile: []string{"camel"}}, "camel"},
		{roadServeCmd{Map: file, Addr: "127.0.0.1:0", Profile: []string{"./no-such.json"}}, "no-such.json"},
		{roadServeCmd{Map: file, Addr: "127.0.0.1:999999", Profile: []string{"bike"}}, "port"},
	} {
		if err := tt.cmd.serve(t.Context(), func(string) {}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}
