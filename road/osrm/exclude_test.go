package osrm_test

import (
	"slices"
	"testing"

	"pignon.coop/road/osrm"
)

func TestExclude(t *testing.T) {
	t.Parallel()
	url := serve(t, monaco, osrm.DefaultLimits())
	inTunnels := func(options string) bool {
		a := ask(t, url, "/route/v1/bike/"+pasteur+";"+moulins+"?steps=true"+options)
		if a.Code != "Ok" {
			t.Fatalf("%s: %s, %s", options, a.Code, a.Message)
		}
		for _, step := range a.Routes[0].Legs[0].Steps {
			for _, x := range step.Intersections {
				if slices.Contains(x.Classes, "tunnel") {
					return true
				}
			}
		}
		return false
	}
	if !inTunnels("") || !inTunnels("&exclude=motorway") {
		t.Error("the way does not lead through a tunnel")
	}
	for range 2 {
		if inTunnels("&exclude=tunnel") {
			t.Error("the way leads through a tunnel that is excluded")
		}
	}
}
