package road_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"pignon.coop/road"
	"pignon.coop/road/extract"
)

// A street graph is built once, and then opened wherever it is needed.
func Example() {
	town := `<osm>
	 <node id="1" lat="42.5060" lon="1.5200"/>
	 <node id="2" lat="42.5060" lon="1.5220"/>
	 <node id="3" lat="42.5080" lon="1.5220"/>
	 <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Carrer Major"/></way>
	</osm>`
	ctx := context.Background()
	x, err := extract.Read(ctx, strings.NewReader(town))
	if err != nil {
		fmt.Println(err)
		return
	}
	var section bytes.Buffer
	if err := road.Build(ctx, x, &section, road.BuildOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	graph, err := road.Open(section.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	metric, err := graph.Metric(ctx, road.Bike(), road.MetricOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	router := road.NewRouter(metric)
	from, to := road.Point{Lat: 425061000, Lng: 15205000}, road.Point{Lat: 425075000, Lng: 15221000}
	route, err := router.Route(ctx, road.Stops(from, to), road.RouteOptions{Line: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(router.Nearest(road.Stop{Point: from}, 1)[0].Street)
	fmt.Printf("%.0f m, %.0f s, %d points\n", route.Metres, route.Seconds, len(route.Line))
	// Output:
	// Carrer Major
	// 290 m, 61 s, 3 points
}

// block is a town with two ways round one block of houses, the northern one longer.
const block = `<osm>
 <node id="1" lat="42.5060" lon="1.5200"/><node id="2" lat="42.5060" lon="1.5220"/>
 <node id="3" lat="42.5080" lon="1.5220"/><node id="4" lat="42.5080" lon="1.5200"/>
 <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Carrer Major"/></way>
 <way id="2"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="highway" v="residential"/><tag k="name" v="Carrer Nou"/></way>
</osm>`

// opened builds a town, and works out what it costs a profile.
func opened(town, profile string) (*road.Metric, error) {
	ctx := context.Background()
	x, err := extract.Read(ctx, strings.NewReader(town))
	if err != nil {
		return nil, err
	}
	var section bytes.Buffer
	if err := road.Build(ctx, x, &section, road.BuildOptions{}); err != nil {
		return nil, err
	}
	graph, err := road.Open(section.Bytes())
	if err != nil {
		return nil, err
	}
	p, err := road.ProfileNamed(profile)
	if err != nil {
		return nil, err
	}
	return graph.Metric(ctx, p, road.MetricOptions{})
}

// A table holds the times from each of some places to each of others.
func ExampleRouter_Table() {
	metric, err := opened(block, "cargo")
	if err != nil {
		fmt.Println(err)
		return
	}
	kitchens := road.Stops(road.Point{Lat: 425060000, Lng: 15201000})
	customers := road.Stops(road.Point{Lat: 425060000, Lng: 15215000}, road.Point{Lat: 425080000, Lng: 15210000})
	table, err := road.NewRouter(metric).Table(context.Background(), kitchens, customers)
	if err != nil {
		fmt.Println(err)
		return
	}
	for customer := range customers {
		seconds, metres, _ := table.At(0, customer)
		fmt.Printf("%.0f s, %.0f m\n", seconds, metres)
	}
	// Output:
	// 28 s, 115 m
	// 75 s, 313 m
}

// A closure makes another metric; the one before stays as it is.
func ExampleMetric_With() {
	metric, err := opened(block, "bike")
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	flooded := road.Closure{Points: []road.Point{{Lat: 425060000, Lng: 15210000}}, Radius: 10}
	closed, err := metric.With(ctx, []road.Closure{flooded})
	if err != nil {
		fmt.Println(err)
		return
	}
	stops := road.Stops(road.Point{Lat: 425061000, Lng: 15200000}, road.Point{Lat: 425061000, Lng: 15220000})
	for _, m := range []*road.Metric{metric, closed} {
		route, err := road.NewRouter(m).Route(ctx, stops, road.RouteOptions{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.0f m\n", route.Metres)
	}
	// Output:
	// 186 m
	// 586 m
}
