package guide_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"pignon.coop/road"
	"pignon.coop/road/extract"
	"pignon.coop/road/guide"
)

// A route is asked for with its ways; their steps are said one by one.
func Example() {
	town := `<osm>
	 <node id="1" lat="45.7600" lon="4.8300"/><node id="2" lat="45.7600" lon="4.8330"/><node id="3" lat="45.7620" lon="4.8330"/>
	 <node id="4" lat="45.7600" lon="4.8350"/>
	 <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="4"/><tag k="highway" v="tertiary"/><tag k="name" v="Avenue de la Gare"/></way>
	 <way id="2"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Rue Mercière"/></way>
	</osm>`
	ctx := context.Background()
	route, err := ride(ctx, town, road.Point{Lat: 457600000, Lng: 48305000}, road.Point{Lat: 457615000, Lng: 48331000})
	if err != nil {
		fmt.Println(err)
		return
	}
	french, err := guide.NewSpeaker("fr")
	if err != nil {
		fmt.Println(err)
		return
	}
	steps := guide.Steps(route.Legs[0].Way)
	for _, step := range steps {
		fmt.Println(french.Say(step))
	}
	fmt.Println(strings.ReplaceAll(french.Ahead(steps[1], 187), "\u00a0", " "))
	// Output:
	// Partez vers l’est sur l’avenue de la Gare
	// Tournez à gauche dans la rue Mercière
	// Vous y êtes : sur votre droite
	// Dans 200 mètres, tournez à gauche dans la rue Mercière
}

func ride(ctx context.Context, town string, from, to road.Point) (road.Route, error) {
	x, err := extract.Read(ctx, strings.NewReader(town))
	if err != nil {
		return road.Route{}, err
	}
	var section bytes.Buffer
	if err := road.Build(ctx, x, &section, road.BuildOptions{}); err != nil {
		return road.Route{}, err
	}
	graph, err := road.Open(section.Bytes())
	if err != nil {
		return road.Route{}, err
	}
	metric, err := graph.Metric(ctx, road.Bike(), road.MetricOptions{})
	if err != nil {
		return road.Route{}, err
	}
	return road.NewRouter(metric).Route(ctx, road.Stops(from, to), road.RouteOptions{Way: true})
}
