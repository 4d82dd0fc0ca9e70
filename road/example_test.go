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
