package osrm_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pignon.coop/road"
	"pignon.coop/road/osrm"
)

const milan = "osm/milan-otp2015.osm.pbf"

func BenchmarkNearest(b *testing.B)    { benchmark(b, "nearest", 1, "") }
func BenchmarkRoute(b *testing.B)      { benchmark(b, "route", 2, "?overview=false") }
func BenchmarkRouteSteps(b *testing.B) { benchmark(b, "route", 2, "?overview=full&steps=true") }
func BenchmarkAlternatives(b *testing.B) {
	benchmark(b, "route", 2, "?overview=full&steps=true&alternatives=true")
}
func BenchmarkTable25(b *testing.B)   { benchmark(b, "table", 25, "") }
func BenchmarkTable100(b *testing.B)  { benchmark(b, "table", 100, "") }
func BenchmarkTable500(b *testing.B)  { benchmark(b, "table", 500, "") }
func BenchmarkTable1000(b *testing.B) { benchmark(b, "table", 1000, "") }
func BenchmarkTripOf30(b *testing.B)  { benchmark(b, "trip", 30, "?overview=false") }
func BenchmarkTripOf12(b *testing.B)  { benchmark(b, "trip", 12, "?overview=false") }
func BenchmarkTileLevel15(b *testing.B) {
	benchmarkTarget(b, func() string { return "/tile/v1/bike/tile(17219,11723,15).mvt" })
}

// benchmark asks for random places in the inner six kilometres of Milan.
func benchmark(b *testing.B, service string, places int, options string) {
	random := rand.New(rand.NewPCG(1, 2))
	benchmarkTarget(b, func() string {
		list := make([]string, places)
		for i := range list {
			list[i] = fmt.Sprintf("%.6f,%.6f", 9.19+(random.Float64()-0.5)*0.077, 45.464+(random.Float64()-0.5)*0.054)
		}
		return "/" + service + "/v1/bike/" + strings.Join(list, ";") + options
	})
}

func benchmarkTarget(b *testing.B, target func() string) {
	limits := osrm.Limits{Route: 500, Table: 1000, Match: 100, Trip: 100, Nearest: 100, Alternatives: 3}
	server, err := osrm.New(osrm.Config{Routers: map[string]*road.Router{"bike": shared.router(b, milan, road.Bike())}, Default: "bike", Limits: limits})
	if err != nil {
		b.Fatal(err)
	}
	requests := make([]*http.Request, 100)
	for i := range requests {
		requests[i] = httptest.NewRequest(http.MethodGet, target(), nil)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		w := discard{header: make(http.Header), status: http.StatusOK}
		server.ServeHTTP(&w, requests[i%len(requests)])
		if w.status != http.StatusOK {
			b.Fatal(w.status)
		}
		i++
	}
}

// discard is an answer that nobody reads.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }
