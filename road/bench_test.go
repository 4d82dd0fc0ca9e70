package road

import (
	"bytes"
	"context"
	"testing"
)

const benchExtract = "osm/milan-otp2015.osm.pbf"

func BenchmarkBuild(b *testing.B) {
	x := readReal(b, benchExtract)
	for b.Loop() {
		var section bytes.Buffer
		if err := Build(context.Background(), x, &section, BuildOptions{Profiles: []Profile{Bike()}}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(section.Len())/1e6, "MB")
	}
}

func BenchmarkOpen(b *testing.B) {
	var section bytes.Buffer
	if err := Build(context.Background(), readReal(b, benchExtract), &section, BuildOptions{Profiles: []Profile{Bike()}}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		g, err := Open(section.Bytes())
		if err != nil {
			b.Fatal(err)
		}
		routed(b, g, Bike())
	}
}

func BenchmarkNearest(b *testing.B) {
	r := routed(b, built(b, readReal(b, benchExtract)), Bike())
	points := somewhere(r, 1, 1000)
	for i := 0; b.Loop(); i++ {
		r.Nearest(Stop{Point: points[i%len(points)]}, 1)
	}
}

func BenchmarkRoute(b *testing.B) {
	r := routed(b, built(b, readReal(b, benchExtract)), Bike())
	points := somewhere(r, 1, 1000)
	for i := 0; b.Loop(); i++ {
		pair := Stops(points[i%len(points)], points[(i+1)%len(points)])
		if _, err := r.Route(context.Background(), pair, RouteOptions{Line: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTable25(b *testing.B)  { benchmarkTable(b, 25) }
func BenchmarkTable100(b *testing.B) { benchmarkTable(b, 100) }

func benchmarkTable(b *testing.B, size int) {
	r := routed(b, built(b, readReal(b, benchExtract)), Bike())
	points := Stops(somewhere(r, 1, size)...)
	for b.Loop() {
		if _, err := r.Table(context.Background(), points, points); err != nil {
			b.Fatal(err)
		}
	}
}
