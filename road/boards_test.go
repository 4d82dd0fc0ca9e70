package road

import (
	"reflect"
	"testing"

	"pignon.coop/road/guide"
)

func TestSignsAreReadOnTheWay(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A>>>B---C---D
|   |
F---E`,
		"AB name=High_Street turn:lanes=left|through;right|none destination=Nowhere name:pronunciation=haɪ",
		"BC name=High_Street destination:forward=Lyon;Vienne destination:ref:forward=D_12 junction:ref:forward=3",
		"CD destination=Two_Ways", "BE destination:backward=Upward")
	r := w.router(t, Bike())
	step := func(from, to string, number int) guide.Step {
		route, err := r.Route(t.Context(), Stops(w.spot(from), w.spot(to)), RouteOptions{Way: true})
		if err != nil {
			t.Fatal(err)
		}
		return guide.Steps(route.Legs[0].Way)[number]
	}
	first := step("AB", "CD", 0)
	if want := (guide.Signs{
		Lanes: []guide.Arrows{{guide.Left}, {guide.Straight, guide.Right}, {guide.NoArrow}}, Destinations: "Nowhere", Pronunciation: "haɪ",
	}); first.Signs == nil || !reflect.DeepEqual(*first.Signs, want) {
		t.Errorf("a one-way street's: %+v", first.Signs)
	}
	on := []guide.LaneChoice{{Arrows: guide.Arrows{guide.Left}}, {Arrows: guide.Arrows{guide.Straight, guide.Right}, Valid: true}, {Arrows: guide.Arrows{guide.NoArrow}, Valid: true}}
	if got := first.Intersections[1].Lanes; !reflect.DeepEqual(got, on) {
		t.Errorf("straight on: %+v", got)
	}
	if got := step("AB", "BE", 1); len(got.Intersections[0].Lanes) != 3 || got.Intersections[0].Lanes[2].Valid || !got.Intersections[0].Lanes[1].Valid || got.Signs != nil {
		t.Errorf("to the right: %+v", got)
	}
	for _, tt := range []struct{ from, to, destinations, exits string }{
		{"BC", "CD", "D_12: Lyon, Vienne", "3"},
		{"BC", "BE", "", ""},
		{"BE", "BC", "Upward", ""},
		{"CD", "BC", "", ""},
	} {
		s := step(tt.from, tt.to, 0)
		got := guide.Signs{}
		if s.Signs != nil {
			got = *s.Signs
		}
		if got.Destinations != tt.destinations || got.Exits != tt.exits {
			t.Errorf("%s to %s: %+v", tt.from, tt.to, got)
		}
	}
}
