package area

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pignon.coop/road/extract"
)

// world is a square lake of four nodes split into two ways, with a square island, and an open stretch of shore.
func world() *extract.Extract {
	x := &extract.Extract{}
	add := func(id int64, lat, lng int32) {
		x.Nodes = append(x.Nodes, extract.Node{ID: id, Point: extract.Point{Lat: lat, Lng: lng}})
	}
	add(1, 0, 0)
	add(2, 0, 100)
	add(3, 100, 100)
	add(4, 100, 0)
	add(5, 40, 40)
	add(6, 40, 60)
	add(7, 60, 60)
	add(8, 60, 40)
	x.Ways = []extract.Way{
		{ID: 1, Nodes: []int64{1, 2, 3}},
		{ID: 2, Nodes: []int64{1, 4, 3}},
		{ID: 3, Nodes: []int64{5, 6, 7, 8, 5}},
	}
	return x
}

func lake(members ...extract.Member) *extract.Relation { return &extract.Relation{Members: members} }

func TestOf(t *testing.T) {
	t.Parallel()
	x := world()
	polygons := Of(x, lake(
		extract.Member{Kind: extract.KindWay, ID: 1, Role: "outer"},
		extract.Member{Kind: extract.KindWay, ID: 2, Role: "outer"},
		extract.Member{Kind: extract.KindWay, ID: 3, Role: "inner"},
		extract.Member{Kind: extract.KindWay, ID: 99, Role: "outer"},
	))
	if len(polygons) != 1 || len(polygons[0].Outer) != 5 || len(polygons[0].Inner) != 1 {
		t.Fatalf("want one polygon of five points with one hole, have %v", polygons)
	}
	for _, c := range []struct {
		lat, lng int32
		inside   bool
	}{{10, 10, true}, {90, 50, true}, {50, 50, false}, {-1, 50, false}, {50, 101, false}} {
		if got := polygons[0].Contains(extract.Point{Lat: c.lat, Lng: c.lng}); got != c.inside {
			t.Errorf("%d,%d: inside is %v, want %v", c.lat, c.lng, got, c.inside)
		}
	}
}

func TestOfLeavesOutOpenRings(t *testing.T) {
	t.Parallel()
	if got := Of(world(), lake(extract.Member{Kind: extract.KindWay, ID: 1, Role: "outer"})); len(got) != 0 {
		t.Fatalf("an open ring became %v", got)
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lines, want [][]int64 }{
		"nothing":            {nil, nil},
		"already closed":     {[][]int64{{1, 2, 3, 1}}, [][]int64{{1, 2, 3, 1}}},
		"turned round":       {[][]int64{{1, 2}, {3, 2}, {3, 1}}, [][]int64{{1, 2, 3, 1}}},
		"grows at both ends": {[][]int64{{2, 3}, {1, 2}, {3, 4}}, [][]int64{{1, 2, 3, 4}}},
		"two apart":          {[][]int64{{1, 2}, {5, 6}}, [][]int64{{1, 2}, {5, 6}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, Join(c.lines)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lines, want [][]int64 }{
		"nothing":           {nil, nil},
		"in order":          {[][]int64{{1, 2}, {2, 3}, {3, 4}}, [][]int64{{1, 2, 3, 4}}},
		"out of order":      {[][]int64{{3, 4}, {1, 2}, {2, 3}}, [][]int64{{1, 2, 3, 4}}},
		"never turned":      {[][]int64{{1, 2}, {3, 2}}, [][]int64{{1, 2}, {3, 2}}},
		"round and round":   {[][]int64{{1, 2}, {2, 1}}, [][]int64{{1, 2, 1}}},
		"a fork goes apart": {[][]int64{{1, 2}, {2, 3}, {2, 4}}, [][]int64{{1, 2, 3}, {2, 4}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, Chain(c.lines)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
