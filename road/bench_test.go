package road

import (
	"bytes"
	"context"
	"fmt"
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

// BenchmarkMilan asks one map in all ways. tools/roadbench measures the same by processor time, beside the figures of others.
func BenchmarkMilan(b *testing.B) {
	var section bytes.Buffer
	if err := Build(context.Background(), readReal(b, benchExtract), &section, BuildOptions{Profiles: []Profile{Bike()}}); err != nil {
		b.Fatal(err)
	}
	g, err := Open(section.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	r := routed(b, g, Bike())
	points := somewhere(r, 1, 1000)
	var snaps []Snap
	for _, p := range points {
		snaps = append(snaps, r.Nearest(Stop{Point: p}, 1)...)
	}
	b.Run("open", func(b *testing.B) { benchmarkOpen(b, section.Bytes()) })
	b.Run("nearest", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			r.Nearest(Stop{Point: points[i%len(points)]}, 1)
		}
	})
	b.Run("distance", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			r.Distance(snaps[i%len(snaps)], snaps[(7*i+1)%len(snaps)])
		}
	})
	b.Run("route with line", func(b *testing.B) { benchmarkRoute(b, r, points, RouteOptions{Line: true}) })
	b.Run("route with way", func(b *testing.B) { benchmarkRoute(b, r, points, RouteOptions{Line: true, Way: true}) })
	for _, size := range []int{25, 100, 500, 1000} {
		b.Run(fmt.Sprint("table ", size), func(b *testing.B) { benchmarkTable(b, r, stopsAt(snaps[:size])) })
	}
	b.Run("another profile", func(b *testing.B) { benchmarkCustomise(b, g) })
	b.Run("closure", func(b *testing.B) { benchmarkClosure(b, g, points[0]) })
}

func benchmarkOpen(b *testing.B, section []byte) {
	for b.Loop() {
		g, err := Open(section)
		if err != nil {
			b.Fatal(err)
		}
		routed(b, g, Bike())
	}
}

func benchmarkRoute(b *testing.B, r *Router, points []Point, options RouteOptions) {
	for i := 0; b.Loop(); i++ {
		pair := Stops(points[i%len(points)], points[(7*i+1)%len(points)])
		if _, err := r.Route(context.Background(), pair, options); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkTable(b *testing.B, r *Router, stops []Stop) {
	for b.Loop() {
		if _, err := r.Table(context.Background(), stops, stops); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkCustomise(b *testing.B, g *Graph) {
	p, err := ProfileNamed("ebike")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		routed(b, g, p)
	}
}

// benchmarkClosure closes a street for a profile that was worked out before.
func benchmarkClosure(b *testing.B, g *Graph, at Point) {
	p, err := ProfileNamed("ebike")
	if err != nil {
		b.Fatal(err)
	}
	m := routed(b, g, p).m
	closure := []Closure{{Points: []Point{at}, Radius: 30}}
	for b.Loop() {
		if _, err := m.With(context.Background(), closure); err != nil {
			b.Fatal(err)
		}
	}
}
